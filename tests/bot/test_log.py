"""The log: it tells where a handler failed, and nothing that a citizen wrote."""

import pytest

from bot.log import wordless

SECRET = "абракадабра"


def _reads(post: str) -> int:
    try:
        return int(post)
    except ValueError as error:
        raise KeyError(post) from error


def _told(post: str) -> str:
    try:
        _reads(post)
    except KeyError as error:
        error.add_note(post)
        return wordless(error)
    raise AssertionError("it was to fail")


def test_an_error_is_told_by_types_and_places() -> None:
    told = _told(SECRET)
    assert told.index("builtins.ValueError") < told.index("builtins.KeyError")
    assert "in _reads" in told


def test_what_an_error_or_its_cause_quotes_is_not_told() -> None:
    assert SECRET not in _told(SECRET)


def test_a_cause_that_was_hidden_stays_hidden() -> None:
    def hides() -> None:
        try:
            int(SECRET)
        except ValueError:
            raise KeyError from None

    with pytest.raises(KeyError) as caught:
        hides()
    assert "ValueError" not in wordless(caught.value)
