"""What differs between two states of a rebuttal, as lines that a moderator reads. Pure."""

from collections.abc import Iterator

from handlers.texts import Html, Texts, shortened
from knowledge.models import Language, Rebuttal

VALUE = 60  # characters of what a field said before, and as many of what it says now
SHOWN = 6


def changes(before: Rebuttal, after: Rebuttal, t: Texts) -> list[Html]:
    """Return a line for each field that differs, with what it said and says; at most SHOWN."""
    found = [*_claims(before, after, t), *_values(before, after, t)]
    if len(found) > SHOWN:
        return [*found[: SHOWN - 1], t.counted("change.more", len(found) - SHOWN + 1)]
    return found


def _claims(before: Rebuttal, after: Rebuttal, t: Texts) -> Iterator[Html]:
    for claim in after.claims:
        if claim not in before.claims:
            yield t("change.added", language=claim.language.upper(), claim=shortened(claim.text, VALUE))
    for claim in before.claims:
        if claim not in after.claims:
            yield t("change.removed", language=claim.language.upper(), claim=shortened(claim.text, VALUE))
    for text in after.negatives:
        if text not in before.negatives:
            yield t("change.rejected", text=shortened(text, VALUE))
    for text in before.negatives:
        if text not in after.negatives:
            yield t("change.no_longer_rejected", text=shortened(text, VALUE))


def _values(before: Rebuttal, after: Rebuttal, t: Texts) -> Iterator[Html]:
    old, new = _fields(before, t), _fields(after, t)
    for name, (label, value) in new.items():
        said = old[name][1]
        if said != value:
            yield t("change.value", label=label, before=_short(said), after=_short(value))


def _fields(known: Rebuttal, t: Texts) -> dict[str, tuple[Html, str]]:
    """Return (label, value) of everything but the claims, by a name for each."""
    summaries = {
        f"summary {language}": (
            t("add.numbered", label=t("add.label.summary"), number=language.upper()),
            known.summary.get(language, ""),
        )
        for language in Language
    }
    return {
        "verdict": (t("add.label.verdict"), t(f"verdict.{known.verdict}")),
        **summaries,
        "source": (t("add.label.source_name"), known.source.name),
        "url": (t("add.label.source_url"), known.source.url),
        "date": (t("add.label.source_date"), known.source.date or ""),
        "anchors": (t("add.label.anchor"), " · ".join(known.anchors)),
        "media": (t("add.label.medium"), " · ".join(each.unique_id for each in known.media)),
        "until": (t("add.label.until"), known.until or ""),
        "links": (t("add.label.link"), " · ".join(known.links)),
        "status": (t("change.status"), t(f"status.{known.status}")),
    }


def _short(value: str) -> str:
    return shortened(value, VALUE) if value else "—"
