"""What weighs nothing in a post: calls to pass it on, shouted openers, signatures of channels."""

import pytest

from knowledge.text import key

CLAIM = "Банки закроют все счета населения"


@pytest.mark.parametrize(
    "call",
    [
        "СРОЧНО!!!",
        "Внимание! Важно!",
        "Перешлите всем!",
        "Разошлите это сообщение всем своим друзьям и знакомым",
        "Максимальный репост!",
        "Просьба распространить",
        "Поделитесь, пожалуйста, со всеми, кого знаете!",
        "Отправьте это всем своим контактам и в группы",
        "Предупредите родных и близких",
        "Барлығына таратыңыз!",
        "Бұл хабарламаны барлық достарыңызға және туыстарыңызға жіберіңіздер",
        "Максималды репост жасаңыздар",
        "Шұғыл! Назар аударыңыз!",
        "Barlygyna taratynyz",
        "Please forward this message to everyone you know",
        "URGENT! Share with all your friends and family",
        "Cpoчнo пepeшлитe вceм",
    ],
)
def test_a_call_to_pass_the_message_on_weighs_nothing(call: str) -> None:
    assert key(f"{call}\n{CLAIM}") == key(CLAIM)


@pytest.mark.parametrize(
    "signature",
    [
        "Подписывайтесь на наш канал",
        "👉 Подписаться: https://t.me/name",
        "@name_of_channel",
        "Канал «Новости» | @news_channel",
        "Источник: https://example.org/1",
        "Жазылыңыз: @arna_kz",
        "Біздің арнамызға қосылыңыз",
        "Subscribe to our channel",
        "Join us: t.me/name",
    ],
)
def test_a_signature_line_weighs_nothing(signature: str) -> None:
    assert key(f"{CLAIM}\n\n{signature}") == key(CLAIM)
    assert key(f"{signature}\n{CLAIM}") == key(CLAIM)


@pytest.mark.parametrize(
    "post",
    [
        "За репост этого видео дают пять лет",
        "Отправьте деньги на счёт, иначе карту заблокируют",
        "Ақшаны осы шотқа жіберіңіз, әйтпесе карта бұғатталады",
        "Телеграм канал закроют за фейки о войне",
        "Врачи обратили внимание на новую болезнь",
        "Казахстану срочно нужна вода",
        "We are moving forward to the future",
        "Не пересылайте никому код из сообщения",
        "Follow the money of the president",
        "Источник: вода отравлена",
        "Подпишись и получи 50 тысяч",
        "Вакцинаға бүгін жазылыңыз",
        "Подписывайтесь под петицией против станции",
    ],
)
def test_the_same_words_inside_a_claim_keep_their_weight(post: str) -> None:
    assert len(key(post).split()) == len(post.split())


def test_a_first_line_about_a_channel_is_no_signature() -> None:
    assert key("Первый канал закрыли\nОб этом говорят соседи").startswith(key("Первый канал закрыли"))


def test_only_first_and_last_lines_sign_a_post() -> None:
    middle = "Источник: соседи"
    lines = [
        "Воду отравили",
        middle,
        "Пейте чай",
        "Ждите новостей",
        "Берегите детей",
        "Закройте окна",
        "Не спите",
    ]
    assert key(middle) in key("\n".join(lines))
