"""Tests of bot/fetching.py: only public addresses are asked, and only for so much."""

import pytest

from bot.fetching import FetchError, may_reach, open_fetcher


@pytest.mark.parametrize(
    "host",
    ["10.0.0.1", "192.168.1.1", "172.16.0.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1", "::",
     "fe80::1%eth0", "fd00::1", "::ffff:10.0.0.1", "2002:a00:1::"],
)  # fmt: skip
def test_private_addresses_are_never_reached(host: str) -> None:
    assert not may_reach(host, loopback=True)


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.8.8", "::1", "::ffff:127.0.0.1"])
def test_this_machine_is_reached_only_where_that_is_set(host: str) -> None:
    assert may_reach(host, loopback=True)
    assert not may_reach(host, loopback=False)


@pytest.mark.parametrize("host", ["8.8.8.8", "2606:4700::1111"])
def test_public_addresses_are_reached(host: str) -> None:
    assert may_reach(host, loopback=False)


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:1/",
        "http://localhost:1/",
        "http://2130706433:1/",
        "http://[::1]:1/",
        "file:///etc/passwd",
    ],
)
async def test_no_spelling_of_this_machine_gets_through(url: str) -> None:
    async with open_fetcher(loopback=False) as fetcher:
        with pytest.raises(FetchError):
            await fetcher.get(url)
