"""Pages that are known: which rebuttals' claims they spread, and which rebuttals they are the source of."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from knowledge.models import Rebuttal
from knowledge.text import canonical, is_whole_site

# An answer tells of three at most; a page that more rebuttals name is a place where many things are said.
_MOST = 3

Ids = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Known:
    """A link as it stands in a post, and the rebuttals whose claim its page spreads or whose source it is."""

    link: str
    rebuttals: Ids
    is_source: bool
    is_whole_site: bool


class KnownLinks:
    """The links of all rebuttals by their canonical form: one look in a dictionary for a link of a post.

    A page that is anybody's official source is never one that spreads a claim, whatever says so.
    """

    def __init__(self) -> None:
        # Lists, which take one more in no time: thousands of rebuttals may have one page as their source.
        self._spread: dict[str, list[str]] = {}
        self._sources: dict[str, list[str]] = {}

    def clear(self) -> None:
        self._spread.clear()
        self._sources.clear()

    def add(self, rebuttal: Rebuttal) -> None:
        for held, page in self._pages(rebuttal):
            held.setdefault(page, []).append(rebuttal.id)

    def remove(self, rebuttal: Rebuttal) -> None:
        for held, page in self._pages(rebuttal):
            held[page].remove(rebuttal.id)
            if not held[page]:
                del held[page]

    def is_source(self, link: str) -> bool:
        """Whether a rebuttal has this page as its official source."""
        return canonical(link) in self._sources

    def of(self, links: Iterable[str]) -> Iterator[Known]:
        """The links of a post that are known for few rebuttals, in their order."""
        for link in links:
            page = canonical(link)
            if page is None:
                continue
            is_source = page in self._sources
            rebuttals = (self._sources if is_source else self._spread).get(page, ())
            if 0 < len(rebuttals) <= _MOST:
                yield Known(link, tuple(rebuttals), is_source, is_whole_site(page))

    def _pages(self, rebuttal: Rebuttal) -> Iterator[tuple[dict[str, list[str]], str]]:
        """Each page with the dictionary that it belongs in."""
        source = canonical(rebuttal.source.url)
        if source is not None:
            yield self._sources, source
        yield from ((self._spread, page) for page in {*map(canonical, rebuttal.links)} if page)
