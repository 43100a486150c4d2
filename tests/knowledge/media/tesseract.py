"""Marks tests that need tesseract: they run wherever it is installed with its three languages."""

import pytest

from knowledge.media import available

_OCR = available()
NEEDS_TESSERACT = pytest.mark.skipif(
    _OCR is None or bool(_OCR.missing), reason="needs tesseract with kaz, rus and eng installed"
)
