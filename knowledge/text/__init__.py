"""Reads: the folded key of a text, its language, passages, and the facts that tell two claims apart. Pure."""

from knowledge.text.canonical import canonical, is_whole_site
from knowledge.text.dates import Date
from knowledge.text.facts import Facts, differences, facts
from knowledge.text.fingerprints import fingerprint
from knowledge.text.folded import Folded, Silence
from knowledge.text.gist import gist
from knowledge.text.language import language_of
from knowledge.text.lexicon import ConceptKind, Hit, Lexicon
from knowledge.text.links import links_in
from knowledge.text.masking import masked
from knowledge.text.normalise import fold, key
from knowledge.text.offsets import utf16_range
from knowledge.text.passages import passages
from knowledge.text.places import Place
from knowledge.text.quantities import Quantity
from knowledge.text.smalltalk import content_words

__all__ = [
    "ConceptKind",
    "Date",
    "Facts",
    "Folded",
    "Hit",
    "Lexicon",
    "Place",
    "Quantity",
    "Silence",
    "canonical",
    "content_words",
    "differences",
    "facts",
    "fingerprint",
    "fold",
    "gist",
    "is_whole_site",
    "key",
    "language_of",
    "links_in",
    "masked",
    "passages",
    "utf16_range",
]
