"""Reads: the folded key of a text, its language, passages, and the facts that tell two claims apart. Pure."""

from knowledge.text.folded import Folded, Silence
from knowledge.text.language import language_of
from knowledge.text.normalise import fold, key
from knowledge.text.offsets import utf16_range
from knowledge.text.passages import passages

__all__ = ["Folded", "Silence", "fold", "key", "language_of", "passages", "utf16_range"]
