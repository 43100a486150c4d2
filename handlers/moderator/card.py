"""The card of /add and /edit: a draft -> what the moderator sees, with its buttons. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from handlers import replies
from handlers.moderator.draft import FIELDS, MANY, OPTIONAL, STEPS, Draft
from handlers.moderator.labelled import Problem
from handlers.replies import Button, Reply, Rows
from handlers.texts import Html, Texts, lines, plain, shortened
from knowledge.exchange import FieldError, fields
from knowledge.models import Rebuttal, Verdict

# A card holds up to SHOWN phrasings, three explanations and the source within Telegram's 4,096 characters.
SHOWN = 6
SHOWN_PROBLEMS = 15
VALUE = 250


@dataclass(frozen=True, slots=True)
class Prospect:
    """What the preview says beside the rebuttal itself.

    `anchors` are those that it would have, `alike` is a published one that answers the same already. Whoever
    does not publish hands the finished card in as a draft; `reviewed` means that another moderator approves.
    """

    anchors: Sequence[str] = ()
    alike: Rebuttal | None = None
    publishes: bool = True
    reviewed: bool = False


def drawn(
    draft: Draft, version: int, t: Texts, *, resumed: bool = False, prospect: Prospect | None = None
) -> Reply:
    """Return the card at its present step; `version` is in every button, so that an old card is noticed."""
    if draft.step == "preview":
        return _preview(draft, version, t, prospect or Prospect())
    head: list[str] = [t("add.resumed") if resumed else _title(draft, t)]
    if not draft.mending and not draft.corrects:
        head.append(t("add.step", number=STEPS.index(draft.step) + 1, of=len(STEPS) - 1))
    if filled := _filled(draft, t):
        head += ["", *filled]
    return Reply(
        lines(*head, "", t(f"add.ask.{draft.step}", **_limits(draft.step))), _buttons(draft, version, t)
    )


def _limits(step: str) -> dict[str, int]:
    limits = {"link": fields.LINKS, "medium": fields.MEDIA}
    return {"limit": limits[step]} if step in limits else {}


def _title(draft: Draft, t: Texts) -> Html:
    return t("edit.title", id=draft.corrects) if draft.corrects else t("add.title")


def _filled(draft: Draft, t: Texts) -> list[Html]:
    """Return a line for each filled field; of many phrasings the last ones."""
    shown = [_spoken("claim", language, text, t, number) for number, language, text in _last(draft)]
    if draft.verdict:
        shown.append(t("add.value", label=t("add.label.verdict"), value=t(f"verdict.{draft.verdict}")))
    shown += [_spoken("summary", language, text, t) for language, text in draft.summary.items()]
    shown += [
        t("add.value", label=t(f"add.label.{name}"), value=shortened(getattr(draft, name), VALUE))
        for name in ("source_name", "source_url", "source_date", "until")
        if draft.has(name)
    ]
    if draft.anchors:
        shown.append(t("add.anchors", anchors=_anchors(draft.anchors)))
    if draft.links:
        shown.append(_links(draft.links, t))
    if draft.media:
        shown.append(t("add.media", count=len(draft.media)))
    return shown


def _last(draft: Draft) -> list[tuple[int, str, str]]:
    """Return the last phrasings as (number, language, text); numbered only where one can be taken out."""
    several = draft.step == "claim" and len(draft.claims) > 1
    numbered = [(place if several else 0, *claim) for place, claim in enumerate(draft.claims, 1)]
    return numbered[-SHOWN:]


def _spoken(name: str, language: str, text: str, t: Texts, number: int = 0) -> Html:
    label = (
        t("add.numbered", label=t(f"add.label.{name}"), number=number) if number else t(f"add.label.{name}")
    )
    return t("add.value_in", label=label, language=language.upper(), value=shortened(text, VALUE))


def _anchors(anchors: Sequence[str]) -> str:
    return shortened(" · ".join(anchors), 2 * VALUE)


def _links(links: Sequence[str], t: Texts) -> Html:
    """Return how many they are, and as many of them as there is room for."""
    return lines(t("add.link", count=len(links)), plain(shortened("\n".join(links), VALUE)))


def _preview(draft: Draft, version: int, t: Texts, prospect: Prospect) -> Reply:
    if draft.missing():
        names = ", ".join(t(f"add.label.{name}") for name in draft.missing())
        return Reply(lines(_title(draft, t), t("add.missing", names=Html(names))), _fields(version, t))
    shown = replies.rebuttal(draft.rebuttal("preview"), t)
    head = (_title(draft, t), t("add.preview")) if draft.corrects else (t("add.preview"),)
    remarks = _remarks(draft, t, prospect)
    text = lines(*head, "", shown.text, *(("", *remarks) if remarks else ()))
    return Reply(text, (*_decisions(draft, version, t, prospect), *_fields(version, t)))


def _remarks(draft: Draft, t: Texts, prospect: Prospect) -> list[Html]:
    """Return what there is to know before publishing."""
    said = []
    if prospect.anchors:
        said.append(t("add.anchors", anchors=_anchors(prospect.anchors)))
    if draft.links:
        said.append(_links(draft.links, t))
    if draft.media:
        said.append(t("add.media", count=len(draft.media)))
    if draft.until:
        said.append(t("add.until", day=t.day(draft.until)))
    if missing := draft.untranslated():
        said.append(t("add.untranslated", languages=", ".join(map(str.upper, missing))))
    if known := prospect.alike:
        claim = replies.told_claim(known, t.language, VALUE)
        said += [Html(""), t("add.alike", id=known.id, verdict=t(f"verdict.{known.verdict}"), claim=claim)]
    return said


def _decisions(draft: Draft, version: int, t: Texts, prospect: Prospect) -> Rows:
    """Return the buttons that end the card."""
    deed = "send" if prospect.reviewed else "correct" if draft.corrects else "publish"
    rows: list[tuple[Button, ...]] = []
    if known := prospect.alike:
        rows.append((Button(t("add.open_alike"), data=f"v1:show:{known.id}"),))
        if prospect.publishes and not draft.corrects:
            rows.append((Button(t("add.extend"), data=_data(version, "to", known.id)),))
        deed = "anyway" if deed == "publish" else deed
    if not prospect.publishes:
        return (*rows, (Button(t("add.submit"), data=_data(version, "submit")),))
    rows.append((Button(t(f"add.{deed}"), data=_data(version, "publish")),))
    rows.append((Button(t("add.keep"), data=_data(version, "keep")),))
    return tuple(rows)


def _buttons(draft: Draft, version: int, t: Texts) -> Rows:
    rows: list[tuple[Button, ...]] = []
    if draft.step == "verdict":
        rows = [
            (Button(t(f"verdict.{verdict}"), data=_data(version, "verdict", verdict)),) for verdict in Verdict
        ]
    if numbers := [number for number, _, _ in _last(draft) if number]:
        rows.append(
            tuple(
                Button(t("add.drop", number=each), data=_data(version, "drop", str(each))) for each in numbers
            )
        )
    if draft.step in MANY | {"anchor", "link", "medium", "until", "source_date"} and draft.has(draft.step):
        rows.append((Button(t("add.clear"), data=_data(version, "clear")),))
    first = draft.step == STEPS[0] and not draft.mending
    steps = [] if first else [Button(t("add.back"), data=_data(version, "back"))]
    if draft.has(draft.step):
        steps.append(Button(t("add.next"), data=_data(version, "next")))
    elif draft.step in OPTIONAL:
        steps.append(Button(t("add.skip"), data=_data(version, "next")))
    rows += [tuple(steps)] if steps else []
    return (*rows, (Button(t("add.cancel"), data=_data(version, "cancel")),))


def _fields(version: int, t: Texts) -> Rows:
    """Return a button for each field, two in a row, and the way out."""
    names = [Button(t(f"add.label.{step}"), data=_data(version, "field", step)) for step in FIELDS]
    pairs = [tuple(names[place : place + 2]) for place in range(0, len(names), 2)]
    return (*pairs, (Button(t("add.cancel"), data=_data(version, "cancel")),))


def _data(version: int, action: str, argument: str = "") -> str:
    return f"v1:add:{version}:{action}" + (f":{argument}" if argument else "")


def problems(found: Sequence[Problem], draft: Draft, t: Texts) -> Html:
    """Return a line for each line of /add that could not be taken, and for each field that is missing."""
    told = [
        t("add.line_wrong", line=problem.line, why=wrong(problem.error, t))
        if problem.error
        else t("add.line_unknown", line=problem.line)
        for problem in found
    ]
    wrong_fields = {problem.error.field for problem in found if problem.error}
    told += [
        t("add.line_missing", label=t(f"add.label.{name}"))
        for name in draft.missing()
        if name not in wrong_fields
    ]
    return lines(*told[:SHOWN_PROBLEMS])


def wrong(error: FieldError, t: Texts) -> Html:
    """Return what was expected of a field, in the moderator's language."""
    values = {**error.params, "label": t(f"add.label.{error.field}")}
    if error.field == "verdict":
        values["choices"] = ", ".join(t(f"verdict.word.{verdict}") for verdict in Verdict)
    return t(f"field.{error.code}", **values)
