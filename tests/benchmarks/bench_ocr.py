"""Reads drawn screenshots in eight styles and three languages, and judges what was read beside the same text.

`python -m tests.benchmarks.bench_ocr [PICTURES_OF_A_STYLE]`. Seconds are processor time of what reads, and
of tesseract with it. "Plain" is tesseract alone on the grey picture, in the same run.
"""

import asyncio
import resource
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from random import Random
from statistics import mean

from PIL import Image
from rapidfuzz.distance import Levenshtein

from knowledge.matching import Matcher
from knowledge.media import LANGUAGES, Reading, read
from knowledge.media.layout import text_of
from knowledge.media.tesseract import words_in
from knowledge.models import Answer, Kind, Post
from tests.knowledge.media.screenshots import STYLES
from tests.suite import DEV, SuitePost, load

# Kinds of posts whose letters the font has; others are look-alikes and emoji, on which the letters read
# cannot be compared.
_KINDS = ("copy", "paraphrase", "crosslingual", "question", "neighbour", "truenews", "denial", "rebuttal")
_LENGTHS = range(40, 350)
_EACH = 18


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one picture: shares of wrong letters, seconds, and the answers to it and to its text."""

    reading: Reading
    wrong: float
    plainly_wrong: float
    seconds: float
    as_picture: Answer
    as_text: Answer
    post: SuitePost


def main(each: int) -> None:
    suite = load(DEV)
    matcher = Matcher()
    matcher.load(suite.rebuttals)
    outcomes: list[Outcome] = []
    _print("style     CER   plain  sure  CER of sure  s    as text  right (text)  wrong verdicts (text)")
    for number, style in enumerate(STYLES):
        done = [
            _outcome(matcher, style, post, number * 1000 + place) for place, post in enumerate(_posts(each))
        ]
        outcomes += done
        _report(style, done)
    _report("all", outcomes)

    for language in ("kk", "ru", "en"):
        _report(language, [outcome for outcome in outcomes if outcome.post.language == language])
    _confidences(outcomes)


def _posts(each: int) -> Sequence[SuitePost]:
    """As many of each language, every kind by turns."""
    chance = Random(1)
    posts = [post for post in load(DEV).posts if post.kind in _KINDS and len(post.text) in _LENGTHS]
    chance.shuffle(posts)
    chosen: list[SuitePost] = []
    for language in ("kk", "ru", "en"):
        queues = [iter([p for p in posts if (p.kind, p.language) == (kind, language)]) for kind in _KINDS]
        chosen += list(_by_turns(queues))[: each // 3]
    return chosen


def _by_turns(queues: list[Iterator[SuitePost]]) -> Iterator[SuitePost]:
    while queues:
        for queue in list(queues):
            post = next(queue, None)
            if post is None:
                queues.remove(queue)
            else:
                yield post


def _outcome(matcher: Matcher, style: str, post: SuitePost, seed: int) -> Outcome:
    picture = STYLES[style](post.text, Random(seed))
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    reading = asyncio.run(read(picture, seconds=60))
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    plain = text_of(words_in(Image.open(BytesIO(picture)).convert("L"), LANGUAGES, 60))
    return Outcome(
        reading,
        _wrong(reading.text, post.text),
        _wrong(plain, post.text),
        after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime,
        matcher.check(Post(reading.text)),
        matcher.check(Post(post.text)),
        post,
    )


def _wrong(read_text: str, text: str) -> float:
    """Edits per letter, white space folded; 1 at most."""
    one, other = (" ".join(each.split()) for each in (read_text, text))
    return min(1.0, Levenshtein.distance(one, other) / len(other))


def _kind(outcome: Outcome) -> Kind:
    """What is answered to the picture: no verdict on what is not read surely."""
    kind = outcome.as_picture.kind
    return Kind.SUGGESTION if kind is Kind.VERDICT and not outcome.reading.is_sure else kind


def _report(name: str, outcomes: Sequence[Outcome]) -> None:
    sure = [outcome for outcome in outcomes if outcome.reading.is_sure]
    same = [o for o in outcomes if (_kind(o), _told(o.as_picture)) == (o.as_text.kind, _told(o.as_text))]
    right = [o for o in outcomes if _is_right(_kind(o), o.as_picture, o.post)]
    right_as_text = [o for o in outcomes if _is_right(o.as_text.kind, o.as_text, o.post)]
    wrong = [o for o in outcomes if _is_wrong_verdict(_kind(o), o.as_picture, o.post)]
    wrong_as_text = [o for o in outcomes if _is_wrong_verdict(o.as_text.kind, o.as_text, o.post)]
    _print(
        f"{name:8}  {mean(o.wrong for o in outcomes):.3f} {mean(o.plainly_wrong for o in outcomes):.3f}  "
        f"{len(sure):3}/{len(outcomes):3} {mean([o.wrong for o in sure] or [0]):.3f}  "
        f"{mean(o.seconds for o in outcomes):.2f}  {len(same):3}/{len(outcomes):3}  "
        f"{len(right):3} ({len(right_as_text)})  {len(wrong)} ({len(wrong_as_text)})"
    )


def _told(answer: Answer) -> tuple[str, ...]:
    return tuple(match.rebuttal.id for match in answer.matches[:1])


def _is_right(kind: Kind, answer: Answer, post: SuitePost) -> bool:
    expected = kind is post.answer or kind in post.also
    return expected and (not post.rebuttals or bool(set(_told(answer)) & set(post.rebuttals)))


def _is_wrong_verdict(kind: Kind, answer: Answer, post: SuitePost) -> bool:
    return kind is Kind.VERDICT and not set(_told(answer)) & set(post.rebuttals)


def _confidences(outcomes: Sequence[Outcome]) -> None:
    _print("confidence  pictures  CER")
    for low, high in ((0, 60), (60, 80), (80, 84), (84, 88), (88, 90), (90, 92), (92, 94), (94, 101)):
        within = [o.wrong for o in outcomes if low <= o.reading.confidence < high]
        if within:
            _print(f"{low:3} to {high:3}  {len(within):3}  {mean(within):.3f}  worst {max(within):.2f}")


def _print(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else _EACH)
