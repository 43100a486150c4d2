"""What everybody may read of a period: new rebuttals, and what people were told of most, with sources."""

from collections.abc import Sequence
from html import escape

from handlers import replies
from handlers.texts import Html, Texts, lines, plain, shortened, texts
from knowledge.figures import News
from knowledge.models import Language, Rebuttal

CHECKED = 3  # of what was checked most: in a channel, two languages have to fit into 4,096 characters
CLAIM, SOURCE = 130, 50  # characters of each
CHANNEL_LANGUAGES = (Language.KK, Language.RU)


def for_channel(news: News) -> Html | None:
    """Return what a public channel gets, in Kazakh and in Russian; None when there is nothing to tell."""
    if not _has_news(news):
        return None
    kazakh, russian = (
        lines(_public(news, t), "", t("digest.invitation")) for t in map(texts, CHANNEL_LANGUAGES)
    )
    return Html(f"{kazakh}\n\n\n{russian}")


def for_subscriber(news: News, t: Texts) -> Html | None:
    """Return what a citizen gets who asked for it; None when there is nothing to tell."""
    return lines(_public(news, t), "", t("subscription.more")) if _has_news(news) else None


def _has_news(news: News) -> bool:
    """Tell whether anything was published or asked about that is checked."""
    return bool(news.published or news.told)


def counted(news: News, t: Texts) -> Html:
    """Return how many checks there were, by how many persons."""
    return t("digest.checks", checks=t.number(news.checks), people=t.people(news.persons))


def section(heading: Html, told: Sequence[Html]) -> tuple[Html, ...]:
    """Return a heading and what is below it; nothing where there is nothing."""
    return (Html(""), heading, *told) if told else ()


def _public(news: News, t: Texts) -> Html:
    """Return only rebuttals that are published: what citizens sent is never shown here."""
    new = {each.rebuttal.id for each in news.published}
    others = [each for each in news.told if each.rebuttal.id not in new]
    return lines(
        t("digest.public_title", days=t.days(news.period.first, news.period.last)),
        counted(news, t),
        *section(t("digest.published"), [_sourced(each.rebuttal, t) for each in news.published]),
        *section(t("digest.told"), [_sourced(each.rebuttal, t) for each in others[:CHECKED]]),
    )


def _sourced(known: Rebuttal, t: Texts) -> Html:
    """Return a rebuttal with a link to who said so officially."""
    return t(
        "digest.sourced",
        verdict=t(f"verdict.{known.verdict}"),
        claim=replies.told_claim(known, t.language, CLAIM),
        source=_linked(shortened(known.source.name, SOURCE), known.source.url),
    )


def _linked(words: str, url: str) -> Html:
    return Html(f'<a href="{escape(url)}">{plain(words)}</a>')
