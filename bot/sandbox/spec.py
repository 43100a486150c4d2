"""The Bot API as data: checks requests and updates against a machine-readable description of it.

The file is `api.json` of https://github.com/PaulSonOfLars/telegram-bot-api-spec, no part of this project.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.sandbox.decoding import Upload
from bot.sandbox.entities import utf16_length
from bot.sandbox.newer import with_newer

# The description has no limits as data, only sentences of a few regular shapes.
_LENGTH = re.compile(r"(\d+)-(\d+) (characters|bytes)(?! after entities parsing)", re.IGNORECASE)
_ITEMS = re.compile(
    r"(?:list of|must include) (?P<least>\d+)-(?P<most>\d+)|At most (?P<only>\d+)", re.IGNORECASE
)
_RANGE = re.compile(r"(?:between|[;,]) (\d+)(?:-| and )(\d+)(?=\.|$| are| if)")
_CONSTANT = re.compile(r"(?:must be (\w+)|always \"(\w+)\")$")
_CHOICE = re.compile(r"must be one of ([^.]*)", re.IGNORECASE)

_PRIMITIVES: Mapping[str, tuple[type, ...]] = {
    "String": (str,),
    "Integer": (int,),
    "Float": (int, float),
    "Boolean": (bool,),
    "InputFile": (Upload,),
}


@dataclass(frozen=True)
class Field:
    """A parameter of a method or a field of a type, with the limits that its description states."""

    name: str
    types: tuple[str, ...]
    required: bool
    description: str

    def problems(self, value: Any) -> Iterator[str]:
        """What is wrong with the size or the value; its type is right."""
        if isinstance(value, str):
            yield from self._of_string(value)
        elif isinstance(value, list) and (limit := _ITEMS.search(self.description)):
            least, most = int(limit["least"] or 0), int(limit["most"] or limit["only"])
            if not least <= len(value) <= most:
                yield f"{self.name}: {len(value)} items, expected {least}-{most}"
        elif isinstance(value, int | float):
            limit = _RANGE.search(self.description)
            if limit and not int(limit[1]) <= value <= int(limit[2]):
                yield f"{self.name}: {value}, expected {limit[1]}-{limit[2]}"

    def _of_string(self, value: str) -> Iterator[str]:
        if limit := _LENGTH.search(self.description):
            unit = limit[3].lower()
            size = len(value.encode()) if unit == "bytes" else utf16_length(value)
            if not int(limit[1]) <= size <= int(limit[2]):
                yield f"{self.name}: {size} {unit}, expected {limit[1]}-{limit[2]}"
        if (constant := _CONSTANT.search(self.description)) and value not in constant.groups():
            yield f"{self.name}: {value!r}, expected {constant[1] or constant[2]!r}"
        if choice := _CHOICE.search(self.description):
            choices = re.findall(r'"([^"]+)"', choice[1])
            if choices and value not in choices:
                yield f"{self.name}: {value!r}, expected one of {choices}"


class Spec:
    """Methods and types of one version of the Bot API."""

    def __init__(self, description: Mapping[str, Any]) -> None:
        self.version = str(description["version"])
        self._methods = {name: _fields(method) for name, method in description["methods"].items()}
        self._returns = {name: tuple(method["returns"]) for name, method in description["methods"].items()}
        self._types = {name: _fields(kind) for name, kind in description["types"].items()}
        self._subtypes = {
            name: tuple(kind["subtypes"])
            for name, kind in description["types"].items()
            if kind.get("subtypes")
        }

    @classmethod
    def load(cls, path: Path) -> "Spec":
        """Reads api.json. Raises OSError, ValueError or KeyError when it is not such a file."""
        return cls(with_newer(json.loads(path.read_text("utf-8"))))

    def declared(self, method: str) -> dict[str, tuple[str, ...]]:
        """Types of the parameters by name; nothing when there is no such method."""
        return {field.name: field.types for field in self._methods.get(method, ())}

    def request_problems(self, method: str, params: Mapping[str, Any]) -> list[str]:
        """What the documentation forbids in a decoded request; empty when all is well."""
        if method not in self._methods:
            return [f"{method}: no such method in {self.version}"]
        return [f"{method}.{problem}" for problem in self._of_fields(self._methods[method], params)]

    def result_problems(self, method: str, result: Any) -> list[str]:
        """Whether the answer to a method is of a type that the documentation names."""
        return [f"{method} -> {problem}" for problem in self._of_union(result, self._returns[method])]

    def type_problems(self, kind: str, value: Any) -> list[str]:
        """What makes the JSON value no proper `kind`, "Update" for one."""
        if kind.startswith("Array of "):
            return self._of_array(kind.removeprefix("Array of "), value)
        if kind in _PRIMITIVES:
            right = isinstance(value, _PRIMITIVES[kind]) and (
                kind == "Boolean" or not isinstance(value, bool)
            )
            return [] if right else [f"{type(value).__name__}, expected {kind}"]
        if kind in self._subtypes:
            return self._of_union(value, self._subtypes[kind])
        if not isinstance(value, dict):
            return [f"{type(value).__name__}, expected {kind}"]
        return [f"{kind}.{problem}" for problem in self._of_fields(self._types[kind], value)]

    def _of_array(self, item: str, value: Any) -> list[str]:
        if not isinstance(value, list):
            return [f"{type(value).__name__}, expected Array of {item}"]
        return [
            f"[{at}] {problem}"
            for at, element in enumerate(value)
            for problem in self.type_problems(item, element)
        ]

    def _of_union(self, value: Any, kinds: Sequence[str]) -> list[str]:
        """No problem when the value fits one of the types, else those of the nearest."""
        return min((self.type_problems(kind, value) for kind in kinds), key=len)

    def _of_fields(self, fields: Sequence[Field], given: Mapping[str, Any]) -> list[str]:
        names = {field.name for field in fields}
        problems = [f"{name}: unknown" for name in given if name not in names]
        for field in fields:
            if field.name not in given:
                problems += [f"{field.name}: missing"] if field.required else []
                continue
            value = given[field.name]
            wrong = [f"{field.name}: {problem}" for problem in self._of_union(value, field.types)]
            problems += wrong or field.problems(value)
        return problems


def _fields(described: Mapping[str, Any]) -> tuple[Field, ...]:
    return tuple(
        Field(field["name"], tuple(field["types"]), field["required"], field["description"])
        for field in described.get("fields", [])
    )
