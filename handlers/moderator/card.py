"""The /add card: a draft -> what the moderator sees, with its buttons. Pure."""

from collections.abc import Sequence

from handlers import replies
from handlers.moderator.draft import FIELDS, MANY, OPTIONAL, STEPS, Draft
from handlers.moderator.labelled import Problem
from handlers.replies import Button, Reply, Rows
from handlers.texts import Html, Texts, lines, shortened
from knowledge.exchange import FieldError
from knowledge.models import Verdict

# A card holds up to SHOWN phrasings, three explanations and the source within Telegram's 4,096 characters.
SHOWN = 6
SHOWN_PROBLEMS = 15
VALUE = 250


def drawn(
    draft: Draft,
    version: int,
    t: Texts,
    *,
    resumed: bool = False,
    anchors: Sequence[str] = (),
    publishes: bool = True,
) -> Reply:
    """Return the card at its present step; `version` is in every button, so that an old card is noticed.

    `anchors` are those that the finished rebuttal would have, shown in the preview. Whoever does not publish
    hands the finished card in as a draft.
    """
    if draft.step == "preview":
        return _preview(draft, version, t, anchors, publishes=publishes)
    head: list[str] = [t("add.resumed") if resumed else t("add.title")]
    if not draft.mending:
        head.append(t("add.step", number=STEPS.index(draft.step) + 1, of=len(STEPS) - 1))
    if filled := _filled(draft, t):
        head += ["", *filled]
    return Reply(lines(*head, "", t(f"add.ask.{draft.step}")), _buttons(draft, version, t))


def _filled(draft: Draft, t: Texts) -> list[Html]:
    """Return a line for each filled field; of many phrasings the last ones."""
    shown = [_spoken("claim", language, text, t) for language, text in draft.claims[-SHOWN:]]
    if draft.verdict:
        shown.append(t("add.value", label=t("add.label.verdict"), value=t(f"verdict.{draft.verdict}")))
    shown += [_spoken("summary", language, text, t) for language, text in draft.summary.items()]
    shown += [
        t("add.value", label=t(f"add.label.{name}"), value=shortened(getattr(draft, name), VALUE))
        for name in ("source_name", "source_url", "source_date")
        if draft.has(name)
    ]
    if draft.anchors:
        shown.append(t("add.anchors", anchors=_anchors(draft.anchors)))
    return shown


def _spoken(name: str, language: str, text: str, t: Texts) -> Html:
    label = t(f"add.label.{name}")
    return t("add.value_in", label=label, language=language.upper(), value=shortened(text, VALUE))


def _anchors(anchors: Sequence[str]) -> str:
    return shortened(" · ".join(anchors), 2 * VALUE)


def _preview(draft: Draft, version: int, t: Texts, anchors: Sequence[str], *, publishes: bool) -> Reply:
    if draft.missing():
        names = ", ".join(t(f"add.label.{name}") for name in draft.missing())
        return Reply(lines(t("add.title"), t("add.missing", names=Html(names))), _fields(version, t))
    shown = replies.rebuttal(draft.rebuttal("preview"), t)
    remarks = [t("add.anchors", anchors=_anchors(anchors))] if anchors else []
    if missing := draft.untranslated():
        remarks.append(t("add.untranslated", languages=", ".join(map(str.upper, missing))))
    text = lines(t("add.preview"), "", shown.text, *(("", *remarks) if remarks else ()))
    publish = Button(t("add.publish"), data=_data(version, "publish"))
    submit = Button(t("add.submit"), data=_data(version, "submit"))
    return Reply(text, ((publish if publishes else submit,), *_fields(version, t)))


def _buttons(draft: Draft, version: int, t: Texts) -> Rows:
    rows: list[tuple[Button, ...]] = []
    if draft.step == "verdict":
        rows = [
            (Button(t(f"verdict.{verdict}"), data=_data(version, "verdict", verdict)),) for verdict in Verdict
        ]
    if draft.step in MANY | {"anchor"} and draft.has(draft.step):
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
    words = ", ".join(t(f"verdict.word.{verdict}") for verdict in Verdict)
    values = {**error.params, "choices": words, "label": t(f"add.label.{error.field}")}
    return t(f"field.{error.code}", **values)
