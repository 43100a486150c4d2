"""A message is drawn in the terminal as a person would see it."""

from bot.sandbox import Message
from bot.sandbox.markup import parse
from bot.sandbox.rendering import lines, text


def drawn(markup: str, *, colour: bool = False) -> str:
    return text(*parse(markup), colour=colour)


def test_bold_and_italic_are_styles_where_there_is_colour() -> None:
    assert (
        drawn("🙂 <b>Жалған <i>ғой</i></b>!", colour=True) == "🙂 \x1b[1mЖалған \x1b[3mғой\x1b[23m\x1b[22m!"
    )


def test_bold_and_italic_are_plain_where_there_is_none() -> None:
    assert drawn("<b>Жалған</b>") == "Жалған"


def test_the_target_of_a_link_is_always_shown() -> None:
    assert drawn("<a href='https://stopfake.kz/'>дереккөз</a>.") == "дереккөз <https://stopfake.kz/>."


def test_every_line_of_a_quotation_has_its_bar() -> None:
    assert drawn("x\n<blockquote>бір\n\n🙂екі</blockquote>\ny") == "x\n┃ бір\n┃ \n┃ 🙂екі\ny"


def test_a_message_shows_what_it_answers_then_text_then_numbered_buttons() -> None:
    rows = [
        [{"text": "Дереккөз", "url": "https://stopfake.kz/"}],
        [{"text": "Толығырақ", "callback_data": "1"}],
    ]
    message = Message(
        message_id=2,
        reply_to_message={"message_id": 1, "text": "Ұзын хабар"},
        quote={"text": "Соғыс болады"},
        text="Жалған\nСоғыс жоқ",
        reply_markup={"inline_keyboard": rows},
    )

    assert list(lines(message, colour=False)) == [
        "┃ Соғыс болады",
        "Жалған",
        "Соғыс жоқ",
        "[1] Дереккөз → https://stopfake.kz/",
        "[2] Толығырақ",
    ]


def test_without_a_quote_the_beginning_of_the_answered_message_is_shown() -> None:
    message = Message(message_id=2, text="x", reply_to_message={"message_id": 1, "text": "ә" * 99 + "\nx"})

    assert next(lines(message, colour=False)) == f"┃ {'ә' * 60}…"


def test_a_picture_is_named_above_its_caption() -> None:
    message = Message(message_id=2, photo=[{"file_id": "file1"}], caption="Карта")

    assert list(lines(message, colour=False)) == ["[photo]", "Карта"]


def test_a_post_cannot_steer_the_terminal() -> None:
    assert text("a\x1b[2Jb\x9b", [], colour=True) == "a\ufffd[2Jb\ufffd"
