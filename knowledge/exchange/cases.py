"""Posts that moderators have decided on, as JSON Lines: the form in which `evaluate` reads posts."""

import json
from collections.abc import Iterable, Iterator

from knowledge.cases import Case
from knowledge.exchange.jsonl import LINE_ENDS


def dump_cases(cases: Iterable[Case]) -> Iterator[str]:
    """A line for each; `near` are rebuttals that a post is held not to be about."""
    for number, case in enumerate(cases, start=1):
        decided = {"rebuttals": [case.rebuttal]} if case.holds else {"rebuttals": [], "near": [case.rebuttal]}
        entry = {"id": f"{case.rebuttal}-{number}", "text": case.text, **decided}
        yield json.dumps(entry, ensure_ascii=False).translate(LINE_ENDS) + "\n"
