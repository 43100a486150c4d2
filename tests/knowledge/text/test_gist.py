"""The gist of a post: what other wordings say, too, and neither greeting nor a call to pass it on."""

import pytest

from knowledge.text import gist

CLAIM = "Воду в Алматы отравили неизвестные."


@pytest.mark.parametrize(
    ("texts", "said"),
    [
        ([f"Доброе утро, соседи. {CLAIM} Завтра ярмарка в парке.", "Неизвестные отравили воду"], CLAIM),
        ([f"Завтра ярмарка у нас в парке. {CLAIM}", f"{CLAIM} Берегите детей."], CLAIM),
        ([f"СРОЧНО перешлите всем!!! {CLAIM} Берегите себя и детей."], CLAIM),
        (["Банк раздаёт всем деньги. Приходите завтра с утра."], "Банк раздаёт всем деньги."),
        (["Су уланған!"], "Су уланған!"),
        ([""], ""),
        (["🔥🔥", CLAIM], "🔥🔥"),
    ],
)  # fmt: skip
def test_the_gist_is_what_the_wordings_share_else_the_first_sentence(texts: list[str], said: str) -> None:
    assert gist(texts).strip() == said
