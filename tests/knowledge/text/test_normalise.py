"""The folded key: however a post is written, its words meet those of the claim."""

import pytest

from knowledge.text import Silence, fold, key

WAR = "Қазақстан соғысқа дайындалып жатыр"


@pytest.mark.parametrize(
    "written",
    [
        "Казакстан согыска дайындалып жатыр",
        "Qazaqstan soǵysqa daıyndalyp jatyr",
        "Qazaqstan soğysqa daiyndalyp jatyr",
        "Kazakstan sogyska dayyndalyp jatyr",
    ],
    ids=["Russian keyboard", "Latin 2018", "Latin 2021", "informal Latin"],
)
def test_kazakh_in_every_spelling_has_one_key(written: str) -> None:
    assert key(written) == key(WAR)


def test_a_text_of_links_says_why_its_key_is_empty() -> None:
    assert fold("https://t.me/channel/12").silence is Silence.LINKS
