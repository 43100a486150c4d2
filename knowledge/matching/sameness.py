"""Whether two posts say the same: a symmetric question whose answer hangs on nothing but the two of them."""

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet

from knowledge.matching import stance
from knowledge.matching.alignment import HOME, Detail, Role, Unit, strengths
from knowledge.matching.opposites import opposite
from knowledge.matching.terms import Floats
from knowledge.text.facts import Facts, differences
from knowledge.text.lexicon import ConceptKind, Lexicon

# How much of each post's weight (squared, so that telling words decide) the other has. Found on
# tests/suite/dev and train/*; what they give on tests/suite/rumours is in docs/grouping.md.
_EACH = 0.4
_BOTH = 0.55
# Less than a word's root, and the word is not there.
_HELD = 0.6
# What one says and the other lacks is small talk; where both have something of their own that weighs so
# much, one speaks of another thing: pensioners and students, lozartan and metformin.
_OTHER_TOPIC = 5.0
_OTHER_WORD = 7.5
# Posts that share so much are one sentence, and a negation in one of them turns it round. Below, negations
# stand elsewhere ("do not drink it").
_ONE_SENTENCE = 0.75
_TOPICAL = {ConceptKind.TOPIC, ConceptKind.ACTOR, ConceptKind.PLACE}
_MONEY = frozenset({"kzt", "usd", "rub", "eur", "cny", "percent"})


def say_the_same(one: Detail, other: Detail, lexicon: Lexicon) -> bool:
    """Whether both posts make one claim. Wrongly yes is worse than wrongly no.

    Another number, date, place, name, direction or negation makes another claim. So does a place, a sum of
    money or a date that only one of them has: otherwise a post without would unite all rumours with one.
    """
    if not one.units or not other.units or not agree(one.facts, other.facts):
        return False
    if _contradict(one, other, lexicon):
        return False
    held, known = strengths(one, other)
    each, both = _shares(one, held, other, known)
    if each < _EACH or both < _BOTH:
        return False
    if _speak_of_other_things(_lacking(one, held), _lacking(other, known), lexicon):
        return False
    negated = bool(stance.negation(one, other, held, lexicon) or stance.negation(other, one, known, lexicon))
    return not (negated and both >= _ONE_SENTENCE)


def agree(one: Facts, other: Facts) -> bool:
    """Whether nothing that two texts state makes them different claims: most that look alike differ here."""
    stated = zip(_anchors(one), _anchors(other), strict=True)
    return all(bool(ours) == bool(theirs) for ours, theirs in stated) and not differences(one, other)


def _contradict(one: Detail, other: Detail, lexicon: Lexicon) -> bool:
    if opposite(one.concepts, other.concepts, lexicon):
        return True
    return stance.rebuts(one.words, other.words) != stance.rebuts(other.words, one.words)


def _anchors(facts: Facts) -> tuple[AbstractSet[object], ...]:
    """What both posts or neither must have: places, sums, dates."""
    places = {place.id for place in facts.places} - {HOME}
    money = {quantity.unit for quantity in facts.quantities} & _MONEY
    return places, money, set(facts.dates)


def _shares(one: Detail, held: Floats, other: Detail, known: Floats) -> tuple[float, float]:
    """The smaller of the shares of squared weight that each has in the other, and their mean."""
    shares = [
        float(weights @ (weights * there) / max(weights @ weights, 1e-6))
        for weights, there in ((one.weights, held), (other.weights, known))
    ]
    return min(shares), sum(shares) / 2


def _lacking(detail: Detail, held: Floats) -> list[tuple[Unit, float]]:
    """The units that the other post lacks, with the weight that is missing."""
    return [
        (unit, unit.weight * (1 - there)) for unit, there in zip(detail.units, held.tolist(), strict=True)
    ]


def _speak_of_other_things(
    one: Sequence[tuple[Unit, float]], other: Sequence[tuple[Unit, float]], lexicon: Lexicon
) -> bool:
    ours, theirs = _own(one, lexicon), _own(other, lexicon)
    limits = (_OTHER_TOPIC, _OTHER_WORD, 0.0)
    return any(min(pair) > limit for *pair, limit in zip(ours, theirs, limits, strict=True))


def _own(lacking: Iterable[tuple[Unit, float]], lexicon: Lexicon) -> tuple[float, float, float]:
    """The heaviest topic, the heaviest word that nobody knows, and the heaviest name of one's own."""
    topic = word = name = 0.0
    for unit, weight in lacking:
        kinds = {lexicon.kind(concept) for concept in unit.concepts}
        if kinds & _TOPICAL:
            topic = max(topic, weight)
        elif not kinds:
            word = max(word, weight)
        if unit.role is Role.NAME and weight > (1 - _HELD) * unit.weight:
            name = max(name, weight)
    return topic, word, name
