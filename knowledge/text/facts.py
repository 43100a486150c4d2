"""The facts that a text states (quantities, dates, places), and what differs between those of two texts."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from knowledge.models import Difference
from knowledge.text import dates as dates_of
from knowledge.text import places as places_of
from knowledge.text import quantities as quantities_of
from knowledge.text.dates import Date
from knowledge.text.folded import Folded
from knowledge.text.places import Place
from knowledge.text.quantities import Quantity

Fact = Quantity | Date | Place
AnyFact = TypeVar("AnyFact", Quantity, Date, Place)


@dataclass(frozen=True, slots=True)
class Facts:
    """What `text` states; each fact carries its code-point offsets."""

    text: str
    quantities: tuple[Quantity, ...]
    dates: tuple[Date, ...]
    places: tuple[Place, ...]

    def within(self, start: int, end: int) -> "Facts":
        """The facts that are stated in `text[start:end]`; their offsets stay those of `text`."""
        return Facts(
            self.text,
            tuple(_inside(self.quantities, start, end)),
            tuple(_inside(self.dates, start, end)),
            tuple(_inside(self.places, start, end)),
        )


def facts(folded: Folded) -> Facts:
    """The facts of a text that has been folded."""
    dates = dates_of.dates(folded)
    spans = [(date.start, date.end) for date in dates]
    return Facts(folded.text, quantities_of.quantities(folded, spans), dates, places_of.places(folded))


def differences(claim: Facts, post: Facts) -> tuple[Difference, ...]:
    """Where both texts state a fact of a kind and none of the post's is one of the claim's.

    What only one of them states is no difference. `what` is number, date or place.
    """
    found: list[tuple[str, Fact, Fact]] = []
    found += [("number", *pair) for pair in quantities_of.conflicts(claim.quantities, post.quantities)]
    if dated := dates_of.conflict(claim.dates, post.dates):
        found.append(("date", *dated))
    if placed := places_of.conflict(claim.places, post.places):
        found.append(("place", *placed))
    return tuple(
        Difference(what, claim.text[one.start : one.end], post.text[other.start : other.end])
        for what, one, other in found
    )


def _inside(stated: Iterable[AnyFact], start: int, end: int) -> Iterator[AnyFact]:
    return (fact for fact in stated if start <= fact.start and fact.end <= end)
