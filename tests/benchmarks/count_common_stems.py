"""Counts how common stems are in ordinary language: writes knowledge/matching/common_stems.tsv.

`python -m tests.benchmarks.count_common_stems FILE.txt.gz…`, one file a language, one short text a line.
"""

import gzip
import math
import sys
from collections import Counter, defaultdict
from pathlib import Path

from knowledge.matching import frequencies
from knowledge.matching.terms import stem
from knowledge.text import fold

_RAREST = 1 / 2000


def main(files: list[str]) -> None:
    shares: dict[str, float] = {}
    for file in files:
        for found, share in _shares(Path(file)).items():
            shares[found] = max(share, shares.get(found, 0))
    by_step = defaultdict(list)
    for found, share in shares.items():
        if share >= _RAREST:
            by_step[round(-2 * math.log2(share))].append(found)
    lines = [f"{step}\t{' '.join(sorted(by_step[step]))}\n" for step in sorted(by_step)]
    frequencies.COMMON_STEMS.write_text("".join((_HEADER, *lines)), encoding="utf-8")


_HEADER = (
    "# Stems of everyday words by how common they are: a text of ordinary Kazakh, Russian or English "
    "(whichever has it more often) holds one with probability 2^(-number/2). "
    "Written by tests/benchmarks/count_common_stems.py.\n"
)


def _shares(file: Path) -> dict[str, float]:
    held: Counter[str] = Counter()
    texts = 0
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        for line in lines:
            held.update({stem(word) for word in fold(line).words})
            texts += 1
    return {found: count / texts for found, count in held.items()}


if __name__ == "__main__":
    main(sys.argv[1:])
