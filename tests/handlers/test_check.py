"""A citizen forwards a post and reads the verdict: raw update in, HTTP request out."""

import pytest

from bot.application import ShynBa
from bot.sandbox import Person, Telegram
from tests.conftest import BY_POLLING_AND_WEBHOOK

RUMOURS = {
    "ru": "Казахстан готовится к войне с Россией",
    "kk": "Қазақстан Ресеймен соғысқа дайындалып жатыр",
    "en": "Kazakhstan is preparing for war with Russia",
}
WORDS = {"ru": "❌ Неправда", "kk": "❌ Жалған", "en": "❌ False"}
OPEN = {"ru": "Открыть источник", "kk": "Дереккөзді ашу", "en": "Open the source"}
SHARE = {"ru": "📤 Поделиться", "kk": "📤 Бөлісу", "en": "📤 Share"}
DETAILS = {"ru": "📄 Подробнее", "kk": "📄 Толығырақ", "en": "📄 Details"}
WRONG = {
    "ru": "🙅 Мой пост не об этом",
    "kk": "🙅 Жазбам бұл туралы емес",
    "en": "🙅 My post is about something else",
}
NOT_CHECKED = {"ru": "Пока не проверено", "kk": "Әзірге тексерілмеген", "en": "Not checked yet"}
CHAT = {
    "ru": "Мама сказала купить хлеб и молоко по дороге домой, не забудь",
    "kk": "Кешке үйге келе жатқанда нан мен сүт ала кел, ұмытпа",
    "en": "Please buy some bread and milk on your way home tonight",
}

pytestmark = pytest.mark.usefixtures("bot")


@BY_POLLING_AND_WEBHOOK
@pytest.mark.parametrize("language", RUMOURS)
async def test_a_forwarded_rumour_gets_its_verdict_in_its_language(citizen: Person, language: str) -> None:
    post = citizen.forwards(RUMOURS[language], channel="Жаңалықтар")
    answer = await citizen.reads()
    assert answer.text.splitlines()[0] == WORDS[language]
    assert answer.reply_to == post.id
    assert "Stopfake.kz" in answer.text
    assert "2025" in answer.text
    assert [(button["text"], button.get("url")) for button in answer.buttons] == [
        (OPEN[language], "https://stopfake.kz/"),
        (SHARE[language], None),
        (DETAILS[language], None),
        (WRONG[language], None),
    ]


@pytest.mark.parametrize("language", CHAT)
async def test_everyday_chat_is_honestly_unknown(citizen: Person, language: str) -> None:
    citizen.says(CHAT[language])
    answer = await citizen.reads()
    assert NOT_CHECKED[language] in answer.text
    assert "❌" not in answer.text


async def test_a_caption_is_judged_like_a_text(citizen: Person) -> None:
    citizen.sends_photo(RUMOURS["ru"])
    assert (await citizen.reads()).text.startswith(WORDS["ru"])


async def test_a_claim_in_a_long_post_is_quoted(citizen: Person) -> None:
    before = "Добрый вечер, соседи. Сегодня опять отключали воду на два часа. "
    after = " А ещё в субботу будет ярмарка, приходите всей семьёй. Картошка по двести тенге."
    citizen.says(before + RUMOURS["ru"] + "." + after)
    answer = await citizen.reads()
    assert answer.text.startswith(WORDS["ru"])
    assert answer.quote is not None
    assert RUMOURS["ru"] in answer.quote
    assert "ярмарка" not in answer.quote


async def test_bold_words_inside_the_quote_do_not_lose_the_answer(citizen: Person) -> None:
    text = f"Срочная новость дня. {RUMOURS['ru']}. Подробности вечером, в восемь часов, у подъезда."
    start = text.index("Казахстан")
    citizen.says(text, entities=({"type": "bold", "offset": start, "length": len("Казахстан")},))
    answer = await citizen.reads()
    assert answer.text.startswith(WORDS["ru"])
    assert answer.quote


async def test_the_verdict_speaks_of_the_claim_never_of_the_post(citizen: Person) -> None:
    citizen.says(RUMOURS["ru"])
    lines = (await citizen.reads()).text.splitlines()
    assert lines[1].startswith("Утверждение: «")


async def test_a_post_that_denies_the_claim_is_not_called_false(citizen: Person) -> None:
    citizen.forwards(
        "Минобороны опровергло слухи: Казахстан не готовится к войне с Россией, это неправда.",
        channel="Новости",
    )
    answer = await citizen.reads()
    assert answer.text.startswith("🤝")
    assert "Утверждение: «" in answer.text


async def test_the_clients_language_is_used_when_the_post_has_none(telegram: Telegram, bot: ShynBa) -> None:
    aida = telegram.person(7, language_code="kk")
    aida.says("👍👍👍")
    assert "толық жіберіңіз" in (await aida.reads()).text


@pytest.mark.parametrize("text", ["сәлем", "ок", "🔥🔥🔥", "...", "да нет"])
async def test_a_word_or_two_are_too_little_to_check(citizen: Person, text: str) -> None:
    citizen.says(text)
    answer = await citizen.reads()
    assert "тексер" in answer.text or "проверять" in answer.text
    assert "❌" not in answer.text


async def test_the_longest_post_is_answered(citizen: Person) -> None:
    post = ("Обычный день в нашем городе, ничего особенного не произошло. " * 100)[: 4096 - 60]
    citizen.says(f"{post} {RUMOURS['ru']}.")
    assert (await citizen.reads()).text.startswith(WORDS["ru"])


async def test_html_in_a_post_is_only_text(citizen: Person) -> None:
    citizen.says(f"<b>{RUMOURS['ru']}</b> <script>alert(1)</script> & <a href='x'>тут</a>")
    assert (await citizen.reads()).text.startswith(WORDS["ru"])


async def test_what_cannot_be_read_is_said_to_be_so(citizen: Person) -> None:
    citizen.sends_photo("")
    assert "пришлите, пожалуйста, текст" in (await citizen.reads()).text.lower()


async def test_a_group_hears_nothing(telegram: Telegram, citizen: Person) -> None:
    group = telegram.group("Отбасы", bot_is_admin=True)
    citizen.says(RUMOURS["ru"], chat=group)
    citizen.says("/help")
    await citizen.reads()
    assert not citizen.unread(group)


async def test_unknown_kinds_and_fields_do_no_harm(telegram: Telegram, citizen: Person) -> None:
    post = citizen.says(RUMOURS["ru"])
    await citizen.reads()
    telegram.push({"purchased_paid_media": {"from": {"id": 1, "is_bot": False, "first_name": "A"}}})
    telegram.push({"message": {**post, "message_id": 901, "a_field_of_tomorrow": {"x": 1}}})
    assert (await citizen.reads()).text.startswith(WORDS["ru"])
