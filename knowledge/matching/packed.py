"""A rebuttal as one string of bytes: small, and nothing for the garbage collector to walk through."""

import json
from collections.abc import Sequence
from typing import Any

from knowledge.models import (
    Claim,
    FileKind,
    KnownMedium,
    Language,
    Origin,
    Rebuttal,
    Source,
    Status,
    Verdict,
)

_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


def pack_rebuttal(rebuttal: Rebuttal) -> bytes:
    """`rebuttal` in bytes; its claims' texts are most of them."""
    source = rebuttal.source
    fields = (
        rebuttal.id,
        rebuttal.verdict,
        [_claim_fields(claim) for claim in rebuttal.claims],
        dict(rebuttal.summary),
        (source.name, source.url, source.date),
        rebuttal.links,
        rebuttal.status,
        rebuttal.anchors,
        rebuttal.negatives,
        rebuttal.until,
        [(medium.kind, medium.unique_id) for medium in rebuttal.media],
        rebuttal.version,
    )
    return _ENCODER.encode(fields).encode("utf-8", "surrogatepass")


def unpack_rebuttal(packed: bytes) -> Rebuttal:
    """What `pack_rebuttal` packed."""
    id_, verdict, claims, summary, source, links, status, anchors, negatives, until, media, version = (
        json.loads(packed.decode("utf-8", "surrogatepass"))
    )
    return Rebuttal(
        id=id_,
        verdict=Verdict(verdict),
        claims=tuple(_claim(fields) for fields in claims),
        summary={Language(language): text for language, text in summary.items()},
        source=Source(*source),
        links=tuple(links),
        status=Status(status),
        anchors=tuple(anchors),
        negatives=tuple(negatives),
        until=until,
        media=tuple(KnownMedium(FileKind(kind), unique_id) for kind, unique_id in media),
        version=version,
    )


def _claim_fields(claim: Claim) -> tuple[str, ...]:
    fields = (claim.text, claim.language)
    return fields if claim.origin is Origin.CURATED else (*fields, claim.origin)


def _claim(fields: Sequence[Any]) -> Claim:
    text, language, *origin = fields
    return Claim(text, Language(language), *map(Origin, origin))
