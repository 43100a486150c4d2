"""Recognises speech with one model: `python -m knowledge.media.recogniser vosk FOLDER`, in its own process.

Samples come on standard input (16,000 a second, 16 bit, mono), one line of JSON goes out. The libraries are
the operator's choice, and are imported here only.
"""

import json
import math
import sys
from typing import BinaryIO

SAMPLE_RATE = 16_000
_CHUNK = 8_000  # bytes: a quarter of a second
_LANGUAGES = ("kk", "ru")


def vosk(folder: str, samples: BinaryIO) -> tuple[str, float]:
    """Return the words, and their confidence on average; a vosk model knows one language."""
    from vosk import KaldiRecognizer, Model, SetLogLevel  # noqa: PLC0415  # only where it is used

    SetLogLevel(-1)
    recogniser = KaldiRecognizer(Model(folder), SAMPLE_RATE)
    recogniser.SetWords(True)
    results = []
    while chunk := samples.read(_CHUNK):
        if recogniser.AcceptWaveform(chunk):
            results.append(json.loads(recogniser.Result()))
    results.append(json.loads(recogniser.FinalResult()))
    words = [word for result in results for word in result.get("result", ())]
    text = " ".join(result["text"] for result in results if result.get("text"))
    return text, sum(word["conf"] for word in words) / len(words) if words else 0.0


def whisper(folder: str, samples: BinaryIO) -> tuple[str, float]:
    """Return the words in the language in which they are likeliest, and that likelihood."""
    import numpy as np  # noqa: PLC0415  # as above
    from faster_whisper import WhisperModel  # noqa: PLC0415  # as above

    model = WhisperModel(folder, device="cpu", compute_type="int8", local_files_only=True)
    waves = np.frombuffer(samples.read(), np.int16).astype(np.float32) / 2**15
    found = []
    for language in _LANGUAGES:
        segments = list(model.transcribe(waves, language=language, vad_filter=True)[0])
        length = sum(segment.end - segment.start for segment in segments)
        likely = sum(segment.avg_logprob * (segment.end - segment.start) for segment in segments)
        text = " ".join(segment.text.strip() for segment in segments)
        found.append((text, math.exp(likely / length) if length else 0.0))
    return max(found, key=lambda each: each[1])


if __name__ == "__main__":
    _engine, _folder = sys.argv[1:]
    _text, _confidence = {"vosk": vosk, "whisper": whisper}[_engine](_folder, sys.stdin.buffer)
    sys.stdout.write(json.dumps({"text": _text, "confidence": _confidence}) + "\n")
