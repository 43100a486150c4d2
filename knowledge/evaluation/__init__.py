"""Measures: what the matcher makes of a benchmark, as figures, curves and a page."""

from knowledge.evaluation.benchmark import Benchmark, Labelled, read
from knowledge.evaluation.evaluate import Outcome, ask, evaluate, figures_of, taught
from knowledge.evaluation.report import Figures, Report

__all__ = [
    "Benchmark",
    "Figures",
    "Labelled",
    "Outcome",
    "Report",
    "ask",
    "evaluate",
    "figures_of",
    "read",
    "taught",
]
