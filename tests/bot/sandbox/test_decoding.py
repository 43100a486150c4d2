"""Values are decoded by the type that is declared for them, whatever they look like."""

import pytest

from bot.sandbox.decoding import Upload, decoded, read
from bot.sandbox.refusal import RefusalError


@pytest.mark.parametrize(
    ("text", "kinds", "value"),
    [
        ("12345", ("String",), "12345"),
        ("-100", ("Integer", "String"), -100),
        ("@channel", ("Integer", "String"), "@channel"),
        ("true", ("Boolean",), True),
        ("False", ("Boolean",), False),
        ("1.5", ("Float",), 1.5),
        ('["message"]', ("Array of String",), ["message"]),
        ('{"message_id": 7}', ("ReplyParameters",), {"message_id": 7}),
        ("file1", ("InputFile", "String"), "file1"),
    ],
)
def test_text_becomes_the_declared_type(text: str, kinds: tuple[str, ...], value: object) -> None:
    assert decoded({"name": text}, {"name": kinds}) == {"name": value}


@pytest.mark.parametrize(
    ("text", "kinds"),
    [("1.5", ("Integer",)), ("yes", ("Boolean",)), ("{", ("ReplyParameters",)), ("x", ("InputFile",))],
)
def test_what_is_not_of_the_type_is_refused_by_name(text: str, kinds: tuple[str, ...]) -> None:
    with pytest.raises(RefusalError, match=f"can't parse name: expected {kinds[0]}"):
        decoded({"name": text}, {"name": kinds})


def test_an_undeclared_parameter_stays_text() -> None:
    assert decoded({"name": "1"}, {}) == {"name": "1"}


def test_a_json_body_is_typed_already() -> None:
    raw = read("application/json; charset=utf-8", "", b'{"chat_id": 11, "text": "1"}')
    assert decoded(raw, {"chat_id": ("Integer",), "text": ("String",)}) == {"chat_id": 11, "text": "1"}


def test_a_file_keeps_every_byte() -> None:
    content = b"\r\n--x\r\n\x00\xff\r\n"
    body = (
        b'--bound\r\nContent-Disposition: form-data; name="caption"\r\n\r\n\xd2\x9a\r\n'
        b'--bound\r\nContent-Disposition: form-data; name="photo"; filename="a.png"\r\n'
        b"Content-Type: image/png\r\n\r\n" + content + b"\r\n--bound--\r\n"
    )
    assert read("multipart/form-data; boundary=bound", "chat_id=11", body) == {
        "chat_id": "11",
        "caption": "Қ",
        "photo": Upload("a.png", content),
    }
