"""The gist of a post: the passage of it that other wordings of the same rumour say, too."""

from collections.abc import Sequence
from typing import Final

from knowledge.text.normalise import key
from knowledge.text.passages import passages

_WORDS: Final = 3  # fewer are a greeting, a headline's shout or a call to pass it on


def gist(texts: Sequence[str]) -> str:
    """The passage of the first of `texts` that shares most words with the others, of equals the first.

    Posts begin with what they claim, so one without others gives its first sentence. The whole text where no
    passage has three words that mean something.
    """
    first, *others = texts
    said = [set(key(text).split()) for text in others]
    found = [(passage.text, set(key(passage.text).split())) for passage in passages(first)]
    telling = [
        (sum(len(words & other) for other in said), text) for text, words in found if len(words) >= _WORDS
    ]
    return max(telling, key=lambda each: each[0])[1] if telling else first
