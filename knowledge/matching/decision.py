"""What the bot answers, by how probable the best match is and what differs."""

from collections.abc import Iterator

import numpy as np

from knowledge.matching import stance
from knowledge.matching.comparison import Comparison, Scored
from knowledge.models import Answer, Kind, Language, Match, Stance
from knowledge.text import fold

_CANDIDATES = 5
_MATCHES = 3
# First values, by eye on the development suite; to be fitted.
_VERDICT = 0.6
_SUGGESTION = 0.3
_SLOPE, _LEVEL = 0.42, -5.0
_LIGHT_ENOUGH = 6 / 8
_LEAST_WORDS = 3


def answer(compared: Comparison, language: Language | None) -> Answer:
    """The answer to the post that was compared; `language` is the post's."""
    best = compared.best(_CANDIDATES)
    candidates = tuple(_match(compared, scored) for scored in best)
    if len(compared.reading.folded.words) < _LEAST_WORDS:
        return Answer(Kind.UNKNOWN, language, (), candidates)
    sure = [
        match
        for match, scored in zip(candidates, best, strict=True)
        if match.probability >= _VERDICT and scored.features[8] <= _LIGHT_ENOUGH
    ]
    if sure:
        kind = Kind.VERDICT if sure[0].stance is Stance.SPREADS else Kind.AGREES
        return Answer(kind, language, tuple(_apart(sure)), candidates)
    if candidates and candidates[0].probability >= _SUGGESTION:
        return Answer(Kind.SUGGESTION, language, candidates[:1], candidates)
    return Answer(Kind.UNKNOWN, language, (), candidates)


def _apart(matches: list[Match]) -> Iterator[Match]:
    """The best match of each part of the post."""
    taken: list[tuple[int, int]] = []
    for match in matches:
        start, end = match.passage.start, match.passage.end
        if all(end <= before or start >= after for before, after in taken) and len(taken) < _MATCHES:
            taken.append((start, end))
            yield match


def _match(compared: Comparison, scored: Scored) -> Match:
    passage = compared.reading.passage(scored.window)
    claim = scored.document.claim or scored.document.rebuttal.claims[0]
    probability = float(1 / (1 + np.exp(-(_SLOPE * scored.score + _LEVEL))))
    return Match(scored.document.rebuttal, claim, passage, probability, _stance(passage.text, scored))


def _stance(passage: str, scored: Scored) -> Stance:
    if scored.document.claim is None:
        return Stance.QUOTES
    denies = stance.rebuts(fold(passage).words, scored.document.key.decode("cp1251").split())
    return Stance.DENIES if denies else Stance.SPREADS
