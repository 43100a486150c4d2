"""/add in one message: labelled lines -> a draft, or every line that is wrong. Pure."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from handlers.moderator.draft import FIELDS, Draft
from handlers.texts import texts
from knowledge.exchange import FieldError
from knowledge.models import Language, Verdict
from knowledge.text import language_of

# "claim kk: …" / "утверждение: …": a label of up to three words, perhaps a language, a colon
COMMAND = re.compile(r"^/\S+")
LINE = re.compile(
    r"^\s*(?P<label>[^\W\d_]+(?: [^\W\d_]+){0,2}?)(?: (?P<language>kk|ru|en))?\s*:\s*(?P<value>.*)$"
)


@dataclass(frozen=True, slots=True)
class Problem:
    """A line that could not be taken: its number, and why (None: it has no label that is known)."""

    line: int
    error: FieldError | None


@dataclass(frozen=True, slots=True)
class Entry:
    """A labelled line: the field ("" when the label is unknown), the language if one was named, the value."""

    line: int
    step: str
    language: str
    value: str


def _anything(step: str, value: str) -> None:
    """Admit it."""


def labels() -> Mapping[str, str]:
    """Return every label that may be written, in all three languages, with its field."""
    return {texts(language)(f"add.label.{step}").lower(): step for step in FIELDS for language in Language}


def verdicts() -> Mapping[str, str]:
    """Return the words for verdicts in all three languages, with the verdict."""
    words = {
        texts(language)(f"verdict.word.{verdict}").lower(): verdict
        for verdict in Verdict
        for language in Language
    }
    return words | {verdict.value: verdict for verdict in Verdict}


def parse(
    text: str, default: Language, draft: Draft | None = None, admit: Callable[[str, str], None] = _anything
) -> tuple[Draft, tuple[Problem, ...]]:
    """Return the draft with the lines that are right, and the problems of the others.

    `admit` gets each field and its value, and raises FieldError for what is wrong in another way.

    A line without a known label goes on with the value above it, so that explanations may have paragraphs.
    """
    draft, problems = draft or Draft(), []
    for entry in _entries(text):
        if not entry.step:
            problems.append(Problem(entry.line, None))
            continue
        value = verdicts().get(entry.value.lower(), entry.value) if entry.step == "verdict" else entry.value
        spoken = Language(entry.language) if entry.language else language_of(value) or default
        try:
            draft = draft.filled(value, spoken, entry.step)
            admit(entry.step, value)
        except FieldError as error:
            problems.append(Problem(entry.line, error))
    return replace(draft, step="preview"), tuple(problems)


def _entries(text: str) -> list[Entry]:
    """Return each labelled line with the lines that go on with it."""
    known = labels()
    entries: list[Entry] = []
    for number, line in enumerate(COMMAND.sub("", text).splitlines(), 1):
        found = LINE.match(line)
        if found and found["label"].lower() in known:
            step = known[found["label"].lower()]
            entries.append(Entry(number, step, found["language"] or "", found["value"].strip()))
        elif entries and line.strip():
            above = entries.pop()
            entries.append(replace(above, value=f"{above.value}\n{line.strip()}".strip()))
        elif line.strip():
            entries.append(Entry(number, "", "", line.strip()))
    return entries
