"""Words that greet, thank and fill in: a text made of them says nothing that could be checked."""

from typing import Final

from knowledge.text.normalise import key

_SMALLTALK: Final = """
    здравствуйте здравствуй привет приветствую салам салем сәлем сәлеметсіз сәлеметсіздер бе ме
    ассалаумағалейкум ассаламу алейкум уағалейкумассалам добрый доброе доброго день вечер утро утра дня вечера
    ночи қайырлы таң күн кеш түн қайырлы армысыз армысыздар hello hi hey good morning afternoon evening
    спасибо большое благодарю рахмет көп рақмет thanks thank you very much please пожалуйста өтінем
    как дела что нового қалайсыз қалайсың қалай қалың how are what's up
    ок окей ok okay да нет иә жоқ yes no жақсы хорошо понятно түсінікті ясно
    а и но же ли бы вот это то так ну у в на с по за к о об вас вам вы я мы мне нам меня ты он она они
    мен сен сіз біз ол бұл осы сол мына және пен да де та те ма ба па ғой
    i we it is the a an and to of in on this that me my your
    правда шын рас true кто что где когда бот bot тест test проверка
"""
SMALLTALK: Final = frozenset(key(_SMALLTALK).split())


def content_words(text: str) -> tuple[str, ...]:
    """The folded words of a text, each once, without those that claim nothing."""
    return tuple(dict.fromkeys(word for word in key(text).split() if word not in SMALLTALK))
