"""The `regress` command's work: every post that moderators have decided on, asked again."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.following import matcher_of
from knowledge.cases import Outcome, cases, outcomes
from knowledge.models import Kind
from knowledge.store import Store


@dataclass(frozen=True, slots=True)
class Regression:
    """What became of each case, and what the matcher would say to the negatives if nobody had objected."""

    asked: Sequence[Outcome]
    unguarded: Sequence[Outcome]

    @property
    def broken(self) -> list[Outcome]:
        """The cases that are not answered as decided."""
        return [outcome for outcome in self.asked if not outcome.is_kept]

    def rows(self) -> list[tuple[str, str]]:
        """(what, figure), as the command prints them."""
        learned = [outcome for outcome in self.asked if outcome.case.holds]
        kinds = Counter(outcome.kind for outcome in learned if outcome.is_kept)
        given = [outcome for outcome in self.unguarded if not outcome.is_kept]
        asks = sum(outcome.kind is Kind.SUGGESTION for outcome in given)
        return [
            ("learned posts", str(len(learned))),
            ("  answered", str(kinds[Kind.VERDICT] + kinds[Kind.AGREES])),
            ("  asked about", str(kinds[Kind.SUGGESTION])),
            ("  not met", str(len(learned) - kinds.total())),
            ("posts that are no such claim", str(len(self.unguarded))),
            ("  answered if not held back", str(len(given) - asks)),
            ("  asked about if not held back", str(asks)),
        ]


async def regression(store: Store) -> Regression:
    """Ask the store's rebuttals and synonyms all that was decided."""
    async with store.begin() as transaction:
        rebuttals = await transaction.rebuttals.all()
        synonyms = await transaction.synonyms.all()
    asked = list(cases(rebuttals))
    free = [replace(rebuttal, negatives=()) for rebuttal in rebuttals]
    return Regression(
        outcomes(matcher_of(rebuttals, synonyms), asked),
        outcomes(matcher_of(free, synonyms), [case for case in asked if not case.holds]),
    )
