"""The `evaluate` command's work: a benchmark folder -> figures, and a page with plots on disk."""

from collections.abc import Iterable
from pathlib import Path

from knowledge.evaluation import Report, evaluate

IMAGES = "images"


class BenchmarkError(ValueError):
    """A benchmark folder that cannot be read; the text says which file or field is missing."""


def measured(folder: Path, *, foreign: Iterable[Path], split: str | None, learned: int, trap: bool) -> Report:
    """Return what the matcher makes of the folder. Raises BenchmarkError."""
    try:
        return evaluate(folder, foreign=foreign, split=split, learned=learned, trap=trap)
    except KeyError as error:
        raise BenchmarkError(f"{folder}: a line has no {error}") from None
    except (OSError, ValueError) as error:
        raise BenchmarkError(f"{folder}: {error}") from None


def write_report(report: Report, page: Path) -> None:
    """Write the page, and its plots into `images` beside it."""
    images = page.parent / IMAGES
    images.mkdir(parents=True, exist_ok=True)
    for name, picture in report.charts().items():
        (images / name).write_bytes(picture)
    page.write_text(report.markdown(IMAGES), encoding="utf-8")
