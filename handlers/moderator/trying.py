"""/test: how the bot would answer a text and why, candidate by candidate; nothing is stored."""

from collections.abc import Iterator

from telegram import Update

from handlers import replies
from handlers.context import Context
from handlers.errors import Refusal
from handlers.incoming import arguments, message_of, post_of
from handlers.own import is_own
from handlers.replies import Button, Reply
from handlers.texts import Html, Texts, lines, one_line, shortened, unmarked
from knowledge.matching import Explained, Explanation, Hurdle
from knowledge.models import Difference, Kind, Match, Post, Stance
from knowledge.text import links_in

# Likelihood below which a candidate is not near, but only the best of nothing.
NEAR = 0.02
ROOM = 3900  # characters of Telegram's 4,096 for the candidates; what does not fit is counted
CLAIM = 120
ANCHORS = 200
WORDS = 40  # of what differs
DIFFERENCES = 3


async def test(update: Update, context: Context) -> None:
    """`/test words`, or in reply to a post."""
    message, t = message_of(update), await context.texts(update)
    words, answered = arguments(message).strip(), message.reply_to_message
    post = Post(words, links_in(words)) if words or answered is None else post_of(answered)
    if not post.text.strip():
        raise Refusal("test.usage")
    explanation = context.matcher.explain(post)
    await context.say(message, drawn(explanation, t, is_own=is_own(post.text)))


def drawn(explanation: Explanation, t: Texts, *, is_own: bool = False) -> Reply:
    """Return what a moderator reads of an explanation, with a button for each candidate shown."""
    near = [each for each in explanation.candidates if each.match.probability >= NEAR or each.is_negative]
    head = [t(f"test.answer.{explanation.answer.kind}")]
    head += [t("test.by_link", id=match.rebuttal.id) for match in explanation.answer.matches if match.link]
    if is_own:
        head.append(t("test.own"))
    if not near:
        head.append(t("test.nothing_near"))
    blocks = [_candidate(place, each, explanation.answer.kind, t) for place, each in enumerate(near, start=1)]
    shown = _fitting(blocks)
    if more := len(blocks) - len(shown):
        shown.append(t.counted("test.more", more))
    buttons = tuple(
        (Button(each.match.rebuttal.id, data=f"v1:show:{each.match.rebuttal.id}"),)
        for each in near[: len(blocks) - more]
    )
    return Reply(Html("\n\n".join([lines(*head), *shown])), buttons)


def _fitting(blocks: list[Html]) -> list[Html]:
    """Return the first ones that there is room for."""
    room, shown = ROOM, []
    for block in blocks:
        room -= len(unmarked(block)) + 2
        if room < 0:
            break
        shown.append(block)
    return shown


def _candidate(place: int, each: Explained, kind: Kind, t: Texts) -> Html:
    match = each.match
    head = t(
        "test.candidate",
        number=place,
        id=match.rebuttal.id,
        verdict=t(f"verdict.{match.rebuttal.verdict}"),
        percent=int(100 * match.probability),
        claim=one_line(match.claim.text, CLAIM),
    )
    return lines(head, *_anchors(each, t), *_verdict(each, kind, t))


def _anchors(each: Explained, t: Texts) -> Iterator[Html]:
    for key, anchors in (("test.held", each.held), ("test.missing", each.missing)):
        if anchors:
            yield t(key, anchors=shortened(" · ".join(anchors), ANCHORS))


def _verdict(each: Explained, kind: Kind, t: Texts) -> Iterator[Html]:
    """What becomes of the candidate, and by which rule."""
    if each.is_negative:
        yield t("test.negative", id=each.match.rebuttal.id)
        return
    if each.match.stance is not Stance.SPREADS:
        yield t(f"test.{each.match.stance}")
    objections = _objections(each.match)
    if objections:
        yield t("test.guard")
        yield from (replies.difference(replies.brief(found, WORDS), t) for found in objections[:DIFFERENCES])
    yield from (_hurdle(found, t) for found in each.hurdles)
    if not objections and not each.hurdles:
        yield t("test.clear" if kind in {Kind.VERDICT, Kind.AGREES} else "test.behind")


def _objections(match: Match) -> list[Difference]:
    """Return what guards found, the same words once: a place that differs is a missing name as well."""
    first: dict[str, Difference] = {}
    for found in match.differences:
        first.setdefault(found.in_claim or found.in_post, found)
    return list(first.values())


def _hurdle(found: Hurdle, t: Texts) -> Html:
    if found.what == "words":
        return t("test.hurdle.words", found=round(found.found), wanted=round(found.wanted))
    if found.what == "place":
        return t("test.hurdle.place")
    percents = {"found": int(100 * found.found), "wanted": round(100 * found.wanted)}
    return t(f"test.hurdle.{found.what}", **percents)
