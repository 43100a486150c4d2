"""The `check` command's work: texts -> what the bot would answer, as JSON-able objects."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from knowledge.matching import Matcher
from knowledge.models import Answer, Match, Post
from knowledge.text import links_in


class BadLineError(ValueError):
    """An input line of `check --jsonl` that is not {"id": "...", "text": "..."}."""


def checked(matcher: Matcher, post_id: str, text: str) -> dict[str, Any]:
    """Return the answer to one text in the form that the README describes."""
    return {"id": post_id, **_answer(matcher.check(Post(text, links_in(text))))}


def checked_lines(matcher: Matcher, lines: Iterable[str]) -> Iterator[str]:
    """Return one JSON line for each input line. Raises BadLineError, which names the line."""
    for number, line in enumerate(lines, 1):
        if line.strip():
            post = _post(number, line)
            yield json.dumps(checked(matcher, post["id"], post["text"]), ensure_ascii=False)


def _post(number: int, line: str) -> dict[str, str]:
    try:
        post = json.loads(line)
    except ValueError:
        raise BadLineError(f"line {number}: expected a JSON object") from None
    for name in ("id", "text"):
        if not isinstance(post, dict) or not isinstance(post.get(name), str):
            raise BadLineError(f"line {number}: {name}: expected a string")
    return dict(post)


def _answer(answer: Answer) -> dict[str, Any]:
    return {
        "answer": answer.kind.value,
        "language": answer.language,
        "matches": [_match(match) for match in answer.candidates],
    }


def _match(match: Match) -> dict[str, Any]:
    rebuttal = match.rebuttal
    return {
        "rebuttal": rebuttal.id,
        "verdict": rebuttal.verdict.value,
        "stance": match.stance.value,
        "probability": round(match.probability, 4),
        "claim": match.claim.text,
        "passage": [match.passage.start, match.passage.end],
        "source": {"name": rebuttal.source.name, "url": rebuttal.source.url},
    }
