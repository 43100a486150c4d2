"""Tests of knowledge/media/speech.py: the surest model wins, and no folder can harm the bot."""

import json
from importlib.util import find_spec
from pathlib import Path

import pytest

from knowledge.media.speech import Engine, Model, ModelError, Transcript, UnheardError, model_in, transcribe
from tests.knowledge.media.files import recogniser

SAMPLES = bytes(32_000)  # a second of silence
LONG, SHORT = 60.0, 0.3  # seconds


def _says(text: str, confidence: object) -> str:
    return json.dumps({"text": text, "confidence": confidence}, ensure_ascii=False)


def _model(folder: Path, line: str, before: str = "") -> Model:
    return model_in(recogniser(folder, line, before))


async def test_the_surer_of_two_is_taken(tmp_path: Path) -> None:
    models = [
        _model(tmp_path / "kk", _says("бір нәрсе", 0.4)),
        _model(tmp_path / "ru", _says("кое-что", 0.95)),
    ]
    heard = await transcribe(SAMPLES, models, seconds=LONG)
    assert heard == Transcript("кое-что", 0.95)
    assert heard.is_sure
    assert not Transcript("бір нәрсе", 0.4).is_sure


async def test_what_libraries_print_above_is_passed_over(tmp_path: Path) -> None:
    model = _model(tmp_path / "m", _says("сөз", 0.5), before="echo 'LOG: loading {'")
    assert (await transcribe(SAMPLES, [model], seconds=LONG)).text == "сөз"


@pytest.mark.parametrize(
    "line",
    [
        "",
        "rubbish",
        "[]",
        "{}",
        _says("", 1),
        _says("x", "sure"),
        _says("x", None),
        '{"text": 7, "confidence": 1}',
        '{"text": "x", "confidence": NaN}',
    ],
)
async def test_an_answer_that_is_none_counts_as_nothing_heard(tmp_path: Path, line: str) -> None:
    with pytest.raises(UnheardError):
        await transcribe(SAMPLES, [_model(tmp_path / "m", line)], seconds=LONG)


@pytest.mark.parametrize("before", ["kill -SEGV $$", "exit 1"])
async def test_a_model_that_ends_its_process_leaves_the_others(tmp_path: Path, before: str) -> None:
    models = [
        _model(tmp_path / "bad", _says("x", 1), before),
        _model(tmp_path / "good", _says("жақсы", 0.7)),
    ]
    assert (await transcribe(SAMPLES, models, seconds=LONG)).text == "жақсы"


async def test_a_model_that_takes_too_long_is_left(tmp_path: Path) -> None:
    with pytest.raises(UnheardError):
        await transcribe(SAMPLES, [_model(tmp_path / "m", "", "sleep 600")], seconds=SHORT)


def test_folders_that_are_no_models_are_named(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="no folder"):
        model_in(tmp_path / "absent")
    with pytest.raises(ModelError, match="holds no model"):
        model_in(tmp_path)
    (tmp_path / "recognise").write_text("#!/bin/sh\n")
    with pytest.raises(ModelError, match="may not be executed"):
        model_in(tmp_path)


def _folder(place: Path, *names: str) -> Path:
    for name in names:
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        (place / name).write_bytes(b"rubbish")
    return place


VOSK = ("am/final.mdl", "conf/model.conf")
WHISPER = ("model.bin", "config.json")


@pytest.mark.parametrize(("engine", "names"), [(Engine.VOSK, VOSK), (Engine.WHISPER, WHISPER)])
def test_a_model_whose_library_is_missing_says_how_to_get_it(
    tmp_path: Path, engine: Engine, names: tuple[str, ...]
) -> None:
    if find_spec({Engine.VOSK: "vosk", Engine.WHISPER: "faster_whisper"}[engine]):
        pytest.skip("the library is installed")
    with pytest.raises(ModelError, match=f"shynba\\[{engine}\\]"):
        model_in(_folder(tmp_path, *names))


@pytest.mark.parametrize(("engine", "names"), [(Engine.VOSK, VOSK), (Engine.WHISPER, WHISPER)])
async def test_rubbish_in_place_of_a_model_is_nothing_heard(
    tmp_path: Path, engine: Engine, names: tuple[str, ...]
) -> None:
    """With the library installed it is what the library makes of it, without it a failed import."""
    with pytest.raises(UnheardError):
        await transcribe(SAMPLES, [Model(_folder(tmp_path, *names), engine)], seconds=LONG)
