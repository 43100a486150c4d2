"""Knows the bot's own words again, whoever sends them back: they are no claims and no questions."""

from functools import cache
from itertools import pairwise

from handlers.texts import texts, unmarked
from knowledge.models import Language, Verdict
from knowledge.text import key

# What citizens get to read in whole sentences, beside the answers that are put together.
_SENTENCES = (
    "start.hero", "help.citizen", "unknown.body", "suggestion.body", "agrees.title", "language.ask",
    "check.too_little", "check.only_a_link", "check.cannot_read", "check.gone", "error.apology",
    "complaint.told.upheld",
)  # fmt: skip


def is_own(text: str) -> bool:
    """Tell whether a text holds one of the bot's sentences, or an answer of its with verdict and claim."""
    # Each paragraph as well: what a chain letter adds takes words beside it along when it is folded away.
    folded = [f" {key(part)} " for part in (text, *text.split("\n\n"))]
    held = any(f" {sentence} " in part for sentence in _sentences() for part in folded)
    return held or _is_answer(text)


@cache
def _sentences() -> tuple[str, ...]:
    """Return every whole sentence, as it is compared: parts of it are said by people, too."""
    said = [unmarked(texts(language)(name)) for language in Language for name in _SENTENCES]
    return tuple(key(sentence) for text in said for sentence in text.split("\n\n"))


def _is_answer(text: str) -> bool:
    lines = [line for line in text.splitlines() if line.strip()]
    return any(
        key(first.lstrip("0123456789. ")) in verdicts and second.startswith(claim)
        for verdicts, claim in map(_head, Language)
        for first, second in pairwise(lines)
    )


@cache
def _head(language: Language) -> tuple[frozenset[str], str]:
    """Return how the first two lines of an answer begin: a verdict, and the words before the claim."""
    t = texts(language)
    verdicts = frozenset(key(t(f"verdict.{verdict}")) for verdict in Verdict)
    return verdicts, t("answer.claim", claim="\0").split("\0")[0]
