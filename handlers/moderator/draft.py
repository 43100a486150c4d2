"""The rebuttal that /add or /edit fills in: fields, the order they are asked in, what is missing. Pure."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Self

from slugify import slugify

from knowledge.exchange import FieldError, fields
from knowledge.models import Claim, FileKind, KnownMedium, Language, Origin, Rebuttal, Source, Verdict

STEPS = ("claim", "verdict", "summary", "source_name", "source_url", "source_date", "preview")
MANY = {"claim", "summary"}  # fields that take one value after another, in several languages
OPTIONAL = {"source_date", "anchor", "link", "medium", "until"}
# Anchors are derived from the claims, and few rebuttals have known pages, pictures or a last day, so nobody
# is asked for these; they can be changed from the preview.
FIELDS = (*STEPS[:-1], "anchor", "link", "medium", "until")
ID_LENGTH = 32  # leaves room for "-2" within the 40 characters of an id


@dataclass(frozen=True, slots=True)
class Draft:
    """What has been filled in so far; `step` is the field that is asked for now."""

    step: str = STEPS[0]
    claims: tuple[tuple[str, str], ...] = ()  # (language, text)
    verdict: str = ""
    summary: Mapping[str, str] = field(default_factory=dict)
    source_name: str = ""
    source_url: str = ""
    source_date: str = ""
    anchors: tuple[str, ...] = ()  # empty: derived from the claims
    links: tuple[str, ...] = ()  # pages that spread the claim
    media: tuple[tuple[str, str], ...] = ()  # (kind, unique id) of pictures and videos that make the claim
    until: str = ""
    corrects: str = ""  # the id of the rebuttal that is changed; empty: it is a new one
    version: int = 0  # of that rebuttal, when it was opened
    rumour: int = 0  # that it was written for; 0: for none
    mending: bool = False  # one field was chosen from the preview, and back to it is the way

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> Self:
        """Return the draft that `data()` wrote down."""
        claims = tuple((language, text) for language, text in data["claims"])
        # A card that was begun before there were these fields has none.
        links, media = data.get("links", ()), data.get("media", ())
        later = {"links": tuple(links), "media": tuple((kind, unique_id) for kind, unique_id in media)}
        return cls(**{**data, "claims": claims, "anchors": tuple(data["anchors"]), **later})

    @classmethod
    def correcting(cls, known: Rebuttal, rumour: int = 0) -> Self:
        """Return what a rebuttal says now, at the preview; learned phrasings are nobody's to edit."""
        return cls(
            step="preview",
            claims=tuple(
                (claim.language.value, claim.text) for claim in known.claims if claim.origin is Origin.CURATED
            ),
            verdict=known.verdict.value,
            summary={language.value: text for language, text in known.summary.items()},
            source_name=known.source.name,
            source_url=known.source.url,
            source_date=known.source.date or "",
            anchors=known.anchors,
            links=known.links,
            media=tuple((medium.kind.value, medium.unique_id) for medium in known.media),
            until=known.until or "",
            corrects=known.id,
            version=known.version,
            rumour=rumour,
        )

    def data(self) -> dict[str, Any]:
        """Return the draft as JSON-able values."""
        return asdict(self)

    def filled(self, value: str, language: Language, name: str = "") -> Self:
        """Return the draft with `value` in the field asked for (or `name`). Raises FieldError."""
        name = name or self.step
        match name:
            case "claim":
                return replace(self, claims=(*self.claims, (language.value, fields.new_claim(value))))
            case "summary":
                return replace(self, summary={**self.summary, language.value: fields.summary(value)})
            case "anchor":
                return replace(self, anchors=tuple(fields.anchor(part) for part in value.split(",")))
            case "link":
                return replace(self, links=fields.links(value.split()))
            case "medium":
                raise FieldError("medium", "picture")  # words are none: see `attached`
            case _:
                return replace(self, **{name: getattr(fields, name)(value)})

    def attached(self, medium: KnownMedium) -> Self:
        """Return the draft with one more picture or video. Raises FieldError."""
        media = fields.media((*self._media(), medium))
        return replace(self, media=tuple((each.kind.value, each.unique_id) for each in media))

    def _media(self) -> tuple[KnownMedium, ...]:
        return tuple(KnownMedium(FileKind(kind), unique_id) for kind, unique_id in self.media)

    def cleared(self) -> Self:
        """Return the draft with the field asked for empty again."""
        empty: dict[str, Any] = {
            "claim": {"claims": ()}, "summary": {"summary": {}}, "anchor": {"anchors": ()},
            "link": {"links": ()}, "medium": {"media": ()},
        }  # fmt: skip
        return replace(self, **empty.get(self.step, {self.step: ""}))

    def without(self, number: int) -> Self:
        """Return the draft without one of its phrasings, counted from 0."""
        return replace(self, claims=(*self.claims[:number], *self.claims[number + 1 :]))

    def after(self) -> Self:
        """Return the draft at the next field that is still empty, or at the preview."""
        if self.mending:
            return replace(self, step="preview", mending=False)
        later = STEPS[STEPS.index(self.step) + 1 :]
        return replace(self, step=next((step for step in later if not self.has(step)), "preview"))

    def mend(self, step: str) -> Self:
        """Return the draft at a field that is to be changed."""
        return replace(self, step=step, mending=True)

    def before(self) -> Self:
        """Return the draft one field back, or at the preview when one field was to be changed."""
        if self.mending:
            return self.after()
        return replace(self, step=STEPS[max(0, STEPS.index(self.step) - 1)])

    def has(self, step: str) -> bool:
        """Tell whether the field is filled."""
        several = {"claim": self.claims, "anchor": self.anchors, "link": self.links, "medium": self.media}
        return step != "preview" and bool(several[step] if step in several else getattr(self, step))

    def missing(self) -> tuple[str, ...]:
        """Return the required fields that are empty."""
        return tuple(step for step in STEPS[:-1] if step not in OPTIONAL and not self.has(step))

    def untranslated(self) -> tuple[Language, ...]:
        """Return the languages that have no explanation yet."""
        return tuple(language for language in Language if language.value not in self.summary)

    def rebuttal(self, rebuttal_id: str) -> Rebuttal:
        """Return the finished entry; nothing may be missing."""
        return Rebuttal(
            id=rebuttal_id,
            verdict=Verdict(self.verdict),
            claims=tuple(Claim(text, Language(language)) for language, text in self.claims),
            summary={Language(language): text for language, text in self.summary.items()},
            source=Source(self.source_name, self.source_url, self.source_date or None),
            links=self.links,
            media=self._media(),
            anchors=self.anchors,
            until=self.until or None,
        )

    def corrected(self, known: Rebuttal) -> Rebuttal:
        """Return the rebuttal with the fields of the draft; what no field is for stays as it is."""
        learned = tuple(claim for claim in known.claims if claim.origin is Origin.LEARNED)
        said = self.rebuttal(known.id)
        return replace(
            known,
            verdict=said.verdict,
            claims=(*said.claims, *learned),
            summary=said.summary,
            source=said.source,
            links=said.links,
            media=said.media,
            anchors=said.anchors,
            until=said.until,
        )

    def slug(self) -> str:
        """Return an id that a moderator can read and type; a number is added where it is taken."""
        english = [text for language, text in self.claims if language == Language.EN]
        text = (english or [text for _, text in self.claims])[0]
        return slugify(text, max_length=ID_LENGTH, word_boundary=True) or "rebuttal"
