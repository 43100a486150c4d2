"""Rebuttals that the tests of the matcher put into it."""

from knowledge.models import Claim, Language, Rebuttal, Source, Status, Verdict


def rebuttal(
    id_: str = "water",
    *claims: str,
    language: Language = Language.RU,
    summary: str = "",
    status: Status = Status.PUBLISHED,
    anchors: tuple[str, ...] = (),
) -> Rebuttal:
    return Rebuttal(
        id=id_,
        verdict=Verdict.FALSE,
        claims=tuple(Claim(text, language) for text in claims or (WATER,)),
        summary={language: summary} if summary else {},
        source=Source("Ministry", "https://example.org/"),
        status=status,
        anchors=anchors,
    )


WATER = "В Алматы отравили водопроводную воду, три дня нельзя пить из-под крана"
PETROL = "С 1 июня бензин АИ-92 подорожает до 400 тенге за литр"
BANK = "У «Кереге Банка» отозвали лицензию, снимайте деньги"
