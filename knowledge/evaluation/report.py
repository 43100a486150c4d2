"""An evaluation's figures, as a Markdown page with its two curves."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields

from knowledge.media.charts import curves


@dataclass(frozen=True, slots=True)
class Figures:
    """Shares of 0..1 and milliseconds; None where the benchmark has no posts to measure it on.

    `recall_at_99` is the share of posts whose right claim is found above the lowest probability at which
    99 % of what is found is right, foreign posts included; `recall_at_99_trapped` also asks every post once
    more with its own claim taken out of the store.
    """

    posts: int
    foreign: int
    precision_at_1: float | None
    map_at_5: float | None
    recall_at_20: float | None
    recall_at_99: float | None
    recall_at_99_trapped: float | None
    answered: float | None
    answered_or_suggested: float | None
    wrong: float | None
    false_alarms: float | None
    false_suggestions: float | None
    stance_errors: float | None
    milliseconds_median: float
    milliseconds_p95: float
    milliseconds_most: float


@dataclass(frozen=True, slots=True)
class Report:
    """All that an evaluation found; curves are (x, y) points in 0..1."""

    name: str
    claims: int
    figures: Figures
    precision_recall: tuple[tuple[float, float], ...]
    reliability: tuple[tuple[float, float], ...]

    def charts(self) -> Mapping[str, bytes]:
        """The curves as PNG, by file name."""
        return {
            f"{self.name}-precision-recall.png": curves(
                {self.name: self.precision_recall},
                title="Precision and recall of the best candidate",
                across="recall",
                up="precision",
            ),
            f"{self.name}-reliability.png": curves(
                {self.name: self.reliability},
                title="Reliability: of candidates with this probability, how many are right",
                across="probability",
                up="share that is right",
                diagonal=True,
            ),
        }

    def markdown(self, images: str) -> str:
        """The page; `images` is the folder of the charts as the page must link to it, "" for its own."""
        folder = f"{images.rstrip('/')}/" if images else ""
        links = [f"![{name}]({folder}{name})" for name in self.charts()]
        asked = f"{self.figures.posts} posts, {self.figures.foreign} foreign"
        title = f"# {self.name}: {self.claims} phrasings, {asked}"
        return "\n".join(
            [
                title,
                "",
                "| figure | value |",
                "|---|---|",
                *(f"| {name} | {value} |" for name, value in self.rows()),
                "",
                *links,
                "",
            ]
        )

    def rows(self) -> Iterator[tuple[str, str]]:
        """Each figure's name and value, as people read them."""
        for field in fields(self.figures):
            value = getattr(self.figures, field.name)
            shown = "–" if value is None else str(value) if isinstance(value, int) else f"{value:.3f}"
            yield field.name.replace("_", " "), shown
