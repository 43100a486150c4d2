"""Short links: where the shorteners that the operator names lead, so that a known page is known by them."""

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import replace
from urllib.parse import urlsplit

from bot.fetching import Fetcher, FetchError
from knowledge.models import Post

LOG = logging.getLogger(__name__)

WAIT = 2.0  # seconds that a post waits for its links; shorteners answer within .3
LINKS = 3  # of a post; more are a list, which says nothing by one of them
REMEMBERED = 10_000  # links, 300 bytes each


class Expander:
    """Asks only the named hosts, for nothing but where to go on; where that is, it does not go.

    What was asked once is remembered, with no answer, too, so that nobody has a host asked again and again.
    """

    def __init__(self, fetcher: Fetcher, shorteners: Iterable[str]) -> None:
        self._fetcher = fetcher
        self._shorteners = frozenset(shorteners)
        self._targets: OrderedDict[str, str | None] = OrderedDict()

    def expanded(self, post: Post) -> Post:
        """The post with the addresses that its short links are known to lead to."""
        targets = (self._targets.get(link) for link in post.links) if self._targets else ()
        found = tuple(target for target in targets if target is not None)
        return replace(post, links=(*post.links, *found)) if found else post

    async def learn(self, links: Iterable[str]) -> None:
        """Find out where the short ones among these links lead; gives up in time."""
        if not self._shorteners:
            return
        short = [link for link in links if self._is_short(link) and link not in self._targets][:LINKS]
        if not short:
            return
        try:
            async with asyncio.timeout(WAIT):
                await asyncio.gather(*map(self._ask, short))
        except TimeoutError:
            LOG.info("short links were not expanded in time")

    async def _ask(self, link: str) -> None:
        target = None
        try:
            target = await self._fetcher.leads_to(_address(link), self._is_short)
        except FetchError as error:
            LOG.info("a short link was not expanded: %s", error)
        self._targets[link] = target
        if len(self._targets) > REMEMBERED:
            self._targets.popitem(last=False)

    def _is_short(self, link: str) -> bool:
        try:
            host = urlsplit(_address(link)).hostname or ""
        except ValueError:
            return False
        return host.removeprefix("www.") in self._shorteners


def _address(link: str) -> str:
    return link if "://" in link else f"https://{link}"
