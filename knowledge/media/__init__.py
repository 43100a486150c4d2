"""Pictures, recordings and files: what the bot draws, and what it reads of those that people send."""

from knowledge.media.cards import LOOK, VerdictCard, draw_card
from knowledge.media.documents import DocumentKind, UnreadableDocumentError, kind_of, text_of
from knowledge.media.findings import Finding, MediumKind, Obstacle, together
from knowledge.media.fingerprints import Fingerprint, Frame, Prints, fingerprinted, fingerprints
from knowledge.media.gallery import Gallery, Sighting
from knowledge.media.known_pictures import WORDY, Found, KnownPictures, Likeness, likeness
from knowledge.media.lettering import drawable
from knowledge.media.ocr import Reading, read
from knowledge.media.sheet import Card, Listing, Row, Sheet, draw
from knowledge.media.speech import Model, ModelError, Transcript, UnheardError, model_in, transcribe
from knowledge.media.stack import Chart, Series, ticks
from knowledge.media.tesseract import LANGUAGES, Ocr, available
from knowledge.media.unreadable import Flaw, OcrMissingError, UnreadablePictureError
from knowledge.media.video import FfmpegMissingError, UnreadableVideoError, key_frames, opens_videos, sound

__all__ = [
    "LANGUAGES",
    "LOOK",
    "WORDY",
    "Card",
    "Chart",
    "DocumentKind",
    "FfmpegMissingError",
    "Finding",
    "Fingerprint",
    "Flaw",
    "Found",
    "Frame",
    "Gallery",
    "KnownPictures",
    "Likeness",
    "Listing",
    "MediumKind",
    "Model",
    "ModelError",
    "Obstacle",
    "Ocr",
    "OcrMissingError",
    "Prints",
    "Reading",
    "Row",
    "Series",
    "Sheet",
    "Sighting",
    "Transcript",
    "UnheardError",
    "UnreadableDocumentError",
    "UnreadablePictureError",
    "UnreadableVideoError",
    "VerdictCard",
    "available",
    "draw",
    "draw_card",
    "drawable",
    "fingerprinted",
    "fingerprints",
    "key_frames",
    "kind_of",
    "likeness",
    "model_in",
    "opens_videos",
    "read",
    "sound",
    "text_of",
    "ticks",
    "together",
    "transcribe",
]
