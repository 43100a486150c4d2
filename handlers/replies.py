"""Answer -> what the citizen sees: text, buttons, quote. Pure: no Telegram objects, no store, no clock."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from handlers.texts import Html, Texts, lines, one_line, plain, shortened
from knowledge.models import Answer, Difference, Kind, Language, Match, Post, Rebuttal, Stance, Verdict

QUOTE_LIMIT = 1024  # Bot API: ReplyParameters.quote, 0-1024 characters after entities parsing
# (claim, explanation) in characters, by how many rebuttals an answer tells of: with verdict, source and HTML
# they fit into Telegram's 4,096, and one is read on one screen of a phone.
ROOM = {1: (600, 900), 2: (400, 800), 3: (250, 600)}

PASSAGE = 120  # characters of the words of the post that a further claim was found in

NOTHING_AGAIN: Mapping[str, str] = {}
# Of what is true, or not known to be untrue, nobody can say that it was refuted.
REFUTED = {Verdict.FALSE, Verdict.MISLEADING, Verdict.SCAM}


@dataclass(frozen=True, slots=True)
class Button:
    """A button opens `url`, sends `data` (at most 64 bytes) back, or asks `inline` in a chat to choose."""

    label: str
    data: str = ""
    url: str = ""
    inline: str = ""


@dataclass(frozen=True, slots=True)
class Placed:
    """The kind of answer that a rebuttal is told in, and its language, as buttons carry them: "vkk"."""

    kind: Kind
    language: Language

    def __str__(self) -> str:
        return f"{self.kind[0]}{self.language}"

    @classmethod
    def of(cls, mode: str) -> "Placed | None":
        """Return what such letters mean; None for others, which somebody forged."""
        every = (cls(kind, language) for kind in Kind for language in Language)
        return next((placed for placed in every if str(placed) == mode), None)


Rows = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True, slots=True)
class Reply:
    """One message: HTML text, rows of buttons, and the exact words of the post it speaks about."""

    text: Html
    buttons: Rows = ()
    quote: str = ""


def content(reply: Reply) -> dict[str, Any]:
    """Return what a message says, as parameters of sendMessage and editMessageText."""
    return {
        "text": reply.text,
        "parse_mode": "HTML",
        # A preview would show the rumour's own picture under its refutation.
        "link_preview_options": {"is_disabled": True},
        "reply_markup": markup(reply.buttons),
    }


def markup(buttons: Rows) -> dict[str, Any]:
    """Return the Bot API's InlineKeyboardMarkup; an empty one takes buttons away."""
    return {
        "inline_keyboard": [[{"text": button.label, **_deed(button)} for button in row] for row in buttons]
    }


def _deed(button: Button) -> dict[str, str]:
    if button.url:
        return {"url": button.url}
    return {"switch_inline_query": button.inline} if button.inline else {"callback_data": button.data}


def answer(decided: Answer, post: Post, t: Texts, again: Mapping[str, str] = NOTHING_AGAIN) -> Reply:
    """Return what to say about a post; `again` is what spreads once more, {id: since when it is rebutted}."""
    match decided.kind:
        case Kind.VERDICT | Kind.AGREES:
            return _verdicts(decided, post, t, again)
        case Kind.SUGGESTION:
            return _suggestion(decided, post, t)
        case Kind.UNKNOWN:
            return unknown(t)


def unknown(t: Texts, buttons: Rows = (), *offered: Html) -> Reply:
    """Not checked is not true: both halves are always said; then what the buttons below it do."""
    parts = [lines(t("unknown.title"), "", t("unknown.body")), *offered]
    return Reply(Html("\n\n".join(parts)), buttons)


def rebuttal(known: Rebuttal, t: Texts, again: Mapping[str, str] = NOTHING_AGAIN) -> Reply:
    """Return one rebuttal on its own, as /show and the buttons of a suggestion give it."""
    return Reply(about(known, t, ROOM[1], again), (way_on(known, t),))


def chosen(known: Rebuttal, t: Texts, again: Mapping[str, str] = NOTHING_AGAIN) -> Reply:
    """Return the rebuttal that a citizen chose of those suggested; the choice can be taken back."""
    rows = _rows([(0, known)], Placed(Kind.SUGGESTION, t.language), t)
    anew = Button(t("suggestion.anew"), data="v1:choice:")
    return Reply(about(known, t, ROOM[1], again), (*rows, (anew,)))


def told_claim(known: Rebuttal, language: Language, limit: int = ROOM[3][0]) -> str:
    """Return the phrasing to show: curated, in the citizen's language where there is one, cut to `limit`."""
    # A learned phrasing is somebody's own post: it is matched with, never shown.
    curated = [claim for claim in known.claims if claim.origin == "curated"] or list(known.claims)
    told = next((claim.text for claim in curated if claim.language == language), curated[0].text)
    return shortened(told, limit)


def _verdicts(decided: Answer, post: Post, t: Texts, again: Mapping[str, str]) -> Reply:
    agrees = decided.kind is Kind.AGREES
    title = (t("agrees.title"), "") if agrees else ()
    room = ROOM[len(decided.matches)]
    numbered = _numbered(decided)
    blocks = [_told(match, number, t, room, again) for number, match in numbered]
    rows = _rows(
        [(number, match.rebuttal) for number, match in numbered], Placed(decided.kind, t.language), t
    )
    text = lines(*title, listed(blocks))
    return Reply(text, rows, quote(decided.matches[0], post))


def listed(blocks: Sequence[Html]) -> Html:
    """Return what is told of several, each with the number that its buttons have."""
    if len(blocks) == 1:
        return blocks[0]
    return Html("\n\n\n".join(f"{number}. {block}" for number, block in enumerate(blocks, 1)))


def _told(match: Match, number: int, t: Texts, room: tuple[int, int], again: Mapping[str, str]) -> Html:
    """Of several the words of the first are quoted, as Telegram quotes one passage; of the others said."""
    words = one_line(match.passage.text, PASSAGE) if number > 1 and not match.link else ""
    said = [t("answer.passage", words=words)] if words else []
    if match.is_same_post:
        said.append(t("answer.same_post"))
    if match.link:
        said.append(t("answer.link_is_source" if match.stance is Stance.QUOTES else "answer.by_link"))
    return lines(about(match.rebuttal, t, room, again), *said)


def _rows(told: Sequence[tuple[int, Rebuttal]], placed: Placed, t: Texts) -> Rows:
    """Return the buttons below an answer: ways on from each rebuttal, their details, and "not this"."""
    ways = tuple(way_on(known, t, number) for number, known in told)
    details = tuple(details_button(known.id, placed, t, number) for number, known in told)
    wrong = tuple(wrong_button(known, t, number) for number, known in told)
    return (*ways, details, wrong)


def details_button(
    rebuttal_id: str, placed: Placed, t: Texts, number: int = 0, *, here: bool = False
) -> Button:
    """Return the button that opens the details in place of an answer; `here`: they are open."""
    key = "details.here" if here else "details.button_numbered" if number else "details.button"
    return Button(t(key, number=number) if number else t(key), data=f"v1:details:{placed}:{rebuttal_id}")


def wrong_button(known: Rebuttal, t: Texts, number: int = 0) -> Button:
    """Return the button for who sent something else than what was answered."""
    label = t("complaint.button_numbered", number=number) if number else t("complaint.button")
    return Button(label, data=f"v1:wrong:{known.id}")


def _numbered(decided: Answer) -> list[tuple[int, Match]]:
    several = len(decided.matches) > 1
    return [(place if several else 0, match) for place, match in enumerate(decided.matches, 1)]


def about(known: Rebuttal, t: Texts, room: tuple[int, int], again: Mapping[str, str] = NOTHING_AGAIN) -> Html:
    """Return the words about one rebuttal; claim and explanation have so much `room` in characters."""
    summary, translated = explanation(known, t.language)
    rebutted = again.get(known.id) if known.verdict in REFUTED else None
    return lines(
        t("answer.verdict", verdict=t(f"verdict.{known.verdict}")),
        t("answer.claim", claim=told_claim(known, t.language, room[0])),
        "",
        plain(shortened(summary, room[1])),
        *(() if translated else (t("answer.untranslated"),)),
        *(("", t("answer.again", date=t.day(rebutted))) if rebutted else ()),
        "",
        source_line(known, t),
    )


def explanation(known: Rebuttal, language: Language) -> tuple[str, bool]:
    """Return what is true, and whether it is in this language, as it is wherever there is such a text."""
    if language in known.summary:
        return known.summary[language], True
    return next(known.summary[other] for other in Language if other in known.summary), False


def source_line(known: Rebuttal, t: Texts) -> Html:
    """Return who said so, and when, as far as it is known."""
    source = known.source
    if source.date is None:
        return t("answer.source", source=source.name)
    return t("answer.source_dated", source=source.name, date=t.day(source.date))


def way_on(known: Rebuttal, t: Texts, number: int = 0) -> tuple[Button, ...]:
    """Return the buttons below what is told of a rebuttal: to its source, and to its card."""
    label = t("share.button_numbered", number=number) if number else t("share.button")
    return (source_button(known, t, number), Button(label, data=f"v1:share:{known.id}:{t.language}"))


def source_button(known: Rebuttal, t: Texts, number: int = 0) -> Button:
    """Return the button that opens the official source."""
    label = t("answer.open_numbered", number=number) if number else t("answer.open")
    return Button(label, url=known.source.url)


def _suggestion(decided: Answer, post: Post, t: Texts) -> Reply:
    candidates = [_candidate(place, match, t) for place, match in enumerate(decided.matches, 1)]
    choices = tuple(
        (
            Button(
                t("suggestion.this", number=place) if len(candidates) > 1 else t("suggestion.only_this"),
                data=f"v1:rebuttal:{match.rebuttal.id}",
            ),
        )
        for place, match in enumerate(decided.matches, 1)
    )
    none = (Button(t("suggestion.none"), data="v1:none:"),)
    text = lines(t("suggestion.title"), t("suggestion.body"), "", Html("\n\n").join(candidates))
    return Reply(text, (*choices, none), quote(decided.matches[0], post))


def _candidate(place: int, match: Match, t: Texts) -> Html:
    claim = t("suggestion.claim", number=place, claim=told_claim(match.rebuttal, t.language))
    return lines(claim, *(difference(found, t) for found in match.differences[:2]))


def brief(found: Difference, limit: int) -> Difference:
    """Return the difference with its words cut to `limit` characters."""
    return replace(found, in_claim=shortened(found.in_claim, limit), in_post=shortened(found.in_post, limit))


def difference(found: Difference, t: Texts) -> Html:
    """Return what keeps a match from being a verdict, as a sentence."""
    shape = "both" if found.in_claim and found.in_post else "claim" if found.in_claim else "post"
    what = t(f"difference.{found.what}")
    return t(f"difference.{shape}", what=what, in_claim=found.in_claim, in_post=found.in_post)


def quote(match: Match, post: Post) -> str:
    """Return the words that were judged, unless they are the whole post: quoting all says nothing."""
    words = match.passage.text.strip()
    return "" if len(words) >= len(post.text.strip()) else _cut(words)


def _cut(words: str) -> str:
    """Shorten to what Telegram quotes; it counts UTF-16 units, and the quote must stay a substring."""
    while len(words.encode("utf-16-le")) // 2 > QUOTE_LIMIT:
        words = words[: -max(1, len(words) - QUOTE_LIMIT)]
    return words
