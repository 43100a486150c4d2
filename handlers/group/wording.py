"""Answer -> what a group reads: a verdict in two sentences, and where to read more. Pure."""

from handlers import replies
from handlers.citizen.sharing import link
from handlers.replies import Button, Reply
from handlers.texts import Html, Texts, lines, plain, shortened
from knowledge.models import Answer, Kind, Match, Post
from knowledge.text import passages

PAYLOAD = "post"  # of the link into the private chat, which then asks for the post
SENTENCES = 2
# Characters of the claim and of the explanation, by how many claims are told: a group reads it in passing.
ROOM = {1: (200, 300), 2: (150, 160), 3: (120, 120)}


def verdict(decided: Answer, told: tuple[Match, ...], post: Post, t: Texts, bot: str) -> Reply:
    """Return the short form of an answer that says something about each of the `told`."""
    title = (t("agrees.title"), "") if decided.kind is Kind.AGREES else ()
    blocks = [_block(match, t, ROOM[len(told)]) for match in told]
    rows = tuple(_way_on(match, place, t, bot, several=len(told) > 1) for place, match in enumerate(told, 1))
    return Reply(lines(*title, replies.listed(blocks)), rows, replies.quote(told[0], post))


def not_checked(decided: Answer, t: Texts, bot: str) -> Reply:
    """Return what who asked is told when the bot is not sure: likeness is no verdict to say before others."""
    if decided.kind is Kind.SUGGESTION:
        claim = replies.told_claim(decided.matches[0].rebuttal, t.language, ROOM[1][0])
        said = t("group.alike", claim=claim)
    else:
        said = t("group.not_checked")
    return Reply(said, ((_private(t, bot),),))


def no_words(t: Texts, bot: str) -> Reply:
    """Return what to do about a picture or a recording: in private it may be read, which takes its time."""
    return Reply(t("group.cannot_read"), ((_private(t, bot),),))


def hint(t: Texts, bot: str) -> Reply:
    """Return how to ask, for who asked about nothing."""
    return Reply(t("group.usage", bot=f"@{bot}"), ((_private(t, bot),),))


def _way_on(match: Match, place: int, t: Texts, bot: str, *, several: bool) -> tuple[Button, ...]:
    known = match.rebuttal
    label = t("answer.open_numbered", number=place) if several else t("answer.open")
    return Button(label, url=known.source.url), Button(t("group.more"), url=link(bot, known))


def _block(match: Match, t: Texts, room: tuple[int, int]) -> Html:
    known = match.rebuttal
    told, is_translated = replies.explanation(known, t.language)
    return lines(
        t("answer.verdict", verdict=t(f"verdict.{known.verdict}")),
        t("answer.claim", claim=replies.told_claim(known, t.language, room[0])),
        plain(shortened(first_sentences(told), room[1])),
        *(() if is_translated else (t("answer.untranslated"),)),
        replies.source_line(known, t),
    )


def first_sentences(text: str) -> str:
    """Return the first two sentences of an explanation, which begins with what matters most."""
    found = passages(text)
    if len(found) <= SENTENCES:
        return text.strip()
    return text[: found[SENTENCES].start].strip()


def _private(t: Texts, bot: str) -> Button:
    return Button(t("group.private"), url=f"https://t.me/{bot}?start={PAYLOAD}")
