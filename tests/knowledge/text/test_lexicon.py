"""The concept lexicon: three languages meet in one concept, false friends do not, and the files are sound."""

import re
from collections import Counter
from importlib.resources import files

import pytest

from knowledge.models import Language
from knowledge.text.lexicon import ConceptKind, Lexicon, _concept
from knowledge.text.normalise import key
from knowledge.text.wordforms import keys_of

KK, RU, EN = Language.KK, Language.RU, Language.EN


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return Lexicon.load()


def names(lexicon: Lexicon, text: str, language: Language | None = None) -> set[str]:
    return {lexicon.name(hit.concept) for hit in lexicon.concepts(key(text), language)}


def found(lexicon: Lexicon, text: str, language: Language | None = None) -> list[tuple[str, str]]:
    """Return (concept, the words of the key that speak of it) for every hit."""
    folded = key(text)
    return [
        (lexicon.name(hit.concept), folded[hit.start : hit.end]) for hit in lexicon.concepts(folded, language)
    ]


@pytest.mark.parametrize(
    ("kazakh", "russian", "english", "concept"),
    [
        ("соғысқа", "войну", "war", "war"),
        ("жұмылдырудың", "мобилизацией", "mobilization", "mobilisation"),
        ("аумақтық қорғаныстың", "территориальную оборону", "territorial defence", "territorial-defence"),
        ("шетелдіктерді", "иностранцам", "foreigners", "foreigner"),
        ("жалдамалылар", "наёмников", "mercenaries", "mercenary"),
        ("шекарасында", "границе", "borders", "border"),
        ("бригадаларын", "бригадами", "brigades", "brigade"),
        ("әскерге", "армию", "troops", "army"),
        ("ерікті", "добровольцев", "volunteers", "volunteer"),
        ("қаруды", "оружием", "weapons", "weapon"),
        ("заңның", "закону", "laws", "law"),
        ("тыйым салынады", "запретят", "banned", "ban"),
        ("рұқсат берілді", "разрешили", "allowed", "allow"),
        ("президенттің", "президента", "president's", "president"),
        ("мәжілісте", "мажилис", "Majilis", "mazhilis"),
        ("Тоқаевтың", "Токаева", "Tokayev", "tokayev"),
        ("сайлауға", "выборах", "elections", "election"),
        ("митингіге", "протесты", "rally", "protest"),
        ("төлқұжаттарын", "паспортов", "passports", "passport"),
        ("ЦОН-да", "ЦОН", "public service centre", "psc"),
        ("ҰҚК", "КНБ", "KNB", "nsc"),
        ("депозиттерді", "вкладов", "deposits", "deposit"),
        ("несиелерін", "кредитам", "loans", "loan-credit"),
        ("зейнетақысын", "пенсию", "pensions", "pension"),
        ("жалақыны", "зарплаты", "salaries", "salary"),
        ("айлығы", "оклада", "wages", "salary"),
        ("жәрдемақыны", "пособий", "benefits", "benefit-allowance"),
        ("салығы", "налогов", "taxes", "tax"),
        ("теңгеге айналдырады", "конвертируют", "converted", "convert"),
        ("бағасы", "цены", "prices", "price"),
        ("қымбаттайды", "подорожает", "more expensive", "price-rise"),
        ("тегін", "бесплатно", "free of charge", "free-of-charge"),
        ("сілтемеге", "ссылку", "links", "link"),
        ("алаяқтардың", "мошенникам", "scammers", "scam"),
        ("ұтыс ойынына", "розыгрыш", "raffle", "lottery"),
        ("вакцинасынан", "прививки", "vaccinated", "vaccine"),
        ("қызылшадан", "корью", "measles", "measles"),
        ("қатерлі ісікті", "раком", "cancer", "cancer"),
        ("емдейді", "вылечит", "cures", "cure-treatment"),
        ("дәрігерлер", "врачей", "doctors", "doctor"),
        ("ауруханаларда", "больнице", "hospitals", "hospital"),
        ("уланған", "отравились", "poisoned", "poisoning"),
        ("жер сілкінісі", "землетрясения", "earthquakes", "earthquake"),
        ("су тасқынынан", "паводком", "flooding", "flood"),
        ("бөгеттің", "плотина", "dams", "dam"),
        ("жарылды", "взорвался", "exploded", "explosion"),
        ("АЭС-ті", "атомную электростанцию", "nuclear power plant", "nuclear-plant"),
        ("жарықты", "электричество", "electricity", "electricity"),
        ("жанармайдың", "бензина", "petrol", "fuel"),
        ("нанның", "хлебом", "bread", "bread"),
        ("мектептерді", "школах", "schools", "school"),
        ("ҰБТ", "ЕНТ", "UNT", "unt-exam"),
        ("балаларды", "детям", "children", "child"),
        ("ұрлап кетті", "похитили", "kidnapped", "kidnapping"),
        ("ұшақ", "самолётов", "planes", "airplane"),
        ("интернетті", "интернета", "internet", "internet"),
        ("ватсапты", "WhatsApp", "WhatsApp", "whatsapp"),
        ("мешіттерге", "мечетях", "mosques", "mosque"),
        ("хиджабқа", "хиджабов", "hijabs", "hijab"),
        ("жасанды интеллектіні", "искусственный интеллект", "artificial intelligence", "ai"),
        ("Қарағандыда", "Караганде", "Karaganda", "karaganda"),
        ("Қытайға", "китайцам", "Chinese", "china"),
        ("ДДСҰ", "ВОЗ", "World Health Organization", "who"),
        ("тәркілейді", "конфискуют", "confiscated", "confiscate"),
        ("қызметінен кетті", "отставке", "resigned", "resign"),
        ("жасырып", "скрывают", "hiding", "hide-conceal"),
        ("теріске шығарды", "опроверг", "denied", "refute"),
        ("жалған ақпарат", "фейк", "fake", "false"),
        ("рас па", "правда ли", "is it true", "is-it-true"),
        ("жоспарланып отырған жоқ", "не планируется", "no plans", "not-planned"),
    ],
)
def test_a_word_of_any_language_in_any_inflection_speaks_of_the_same_concept(
    lexicon: Lexicon, kazakh: str, russian: str, english: str, concept: str
) -> None:
    for text, language in ((kazakh, KK), (russian, RU), (english, EN)):
        assert concept in names(lexicon, text, language), text
        assert concept in names(lexicon, text), text


@pytest.mark.parametrize(
    ("one", "other", "language"),
    [
        ("суд", "судьба", RU),
        ("банк", "банкет", RU),
        ("мир", "миротворцы", RU),
        ("армия", "армяне", RU),
        ("вода", "водка", RU),
        ("налог", "налоговик", RU),
        ("площадь", "площадка", RU),
        ("страх", "страховка", RU),
        ("министр", "министерство", RU),
        ("Индия", "Индонезия", RU),
        ("Австрия", "Австралия", RU),
        ("правила", "правильно", RU),
        ("ел", "елу", KK),
        ("ел", "елші", KK),
        ("су", "суық", KK),
        ("қала", "қалам", KK),
        ("көл", "көлік", KK),
        ("тас", "тасымал", KK),
        ("биліктің", "біліктілік", KK),
        ("жер", "жерлеу", KK),
        ("Мекке", "мекеме", KK),
        ("аймағы", "Аймағамбетов", KK),
        ("war", "warm", EN),
        ("tax", "taxi", EN),
        ("law", "lawn", EN),
        ("rat", "rate", EN),
        ("bank", "bankrupt", EN),
        ("Putin", "putting", EN),
        ("rain", "rainbow", EN),
        ("snow", "Snowden", EN),
        ("color", "Colorado", EN),
    ],
)
def test_words_that_only_look_alike_share_no_concept(
    lexicon: Lexicon, one: str, other: str, language: Language
) -> None:
    assert names(lexicon, one, language)
    assert not names(lexicon, one, language) & names(lexicon, other, language)


@pytest.mark.parametrize(
    ("text", "language", "concept", "false_friend"),
    [
        ("суда", KK, "water", "court"),
        ("суда", RU, "court", "water"),
        ("sell", EN, "sell", "mudslide"),
        ("сель", RU, "mudslide", "sell"),
        ("қызы", KK, "girl", "boy"),
        ("сын", RU, "son", "complain-criticise"),
        ("қазан", KK, "october", "kazan"),
        ("казань", RU, "kazan", "october"),
    ],
)
def test_a_word_is_read_in_its_own_language_first(
    lexicon: Lexicon, text: str, language: Language, concept: str, false_friend: str
) -> None:
    assert concept in names(lexicon, text, language)
    assert false_friend not in names(lexicon, text, language)


def test_a_long_word_of_the_neighbour_language_is_understood_in_a_mixed_text(lexicon: Lexicon) -> None:
    assert {"ban", "salary"} <= names(lexicon, "зарплатаға тыйым салынады", KK)
    assert "salary" in names(lexicon, "нам жалақыны не дают", RU)


def test_short_words_are_not_borrowed_from_the_neighbour_language(lexicon: Lexicon) -> None:
    assert names(lexicon, "им", RU) == set()
    assert names(lexicon, "су", RU) == set()


def test_hits_give_the_place_in_the_key(lexicon: Lexicon) -> None:
    assert found(lexicon, "Завтра запретят въезд в Алматы", RU) == [
        ("tomorrow", "завтра"),
        ("ban", "запретиат"),
        ("enter-arrive", "везд"),
        ("almaty", "алмати"),
    ]


def test_the_longest_phrase_wins_and_hides_its_words(lexicon: Lexicon) -> None:
    assert found(lexicon, "министерство обороны") == [("min-defence", key("министерство обороны"))]
    assert found(lexicon, "пенсионный фонд", RU) == [("enpf", key("пенсионный фонд"))]
    assert ("pension", key("пенсионный")) in found(lexicon, "пенсионный возраст и пенсионный", RU)


def test_a_long_phrase_hides_all_its_words(lexicon: Lexicon) -> None:
    ministry = "министерство по чрезвычайным ситуациям"
    assert found(lexicon, f"{ministry} опровергло", RU) == [
        ("min-emergencies", key(ministry)),
        ("refute", "опровергло"),
    ]


def test_phrases_of_another_language_are_not_met(lexicon: Lexicon) -> None:
    assert names(lexicon, "пенсионный фонд", EN) == set()


def test_a_phrase_broken_by_the_end_of_the_text_is_its_words(lexicon: Lexicon) -> None:
    assert found(lexicon, "министерство", RU) == [("ministry", "министерство")]


def test_an_empty_key_speaks_of_nothing(lexicon: Lexicon) -> None:
    assert lexicon.concepts("") == ()


def test_a_synonym_joins_the_concept_that_the_other_word_has(lexicon: Lexicon) -> None:
    taught = lexicon.with_synonyms([("шабашка", "подработка")])
    assert names(lexicon, "шабашку") == set()
    assert names(taught, "шабашку") == names(lexicon, "подработка") != set()
    assert names(taught, "войны") == {"war"}


def test_the_order_of_a_synonym_pair_does_not_matter(lexicon: Lexicon) -> None:
    taught = lexicon.with_synonyms([("подработка", "шабашка")])
    assert names(taught, "шабашками") == names(lexicon, "подработка")


def test_synonyms_build_on_one_another(lexicon: Lexicon) -> None:
    taught = lexicon.with_synonyms([("шабашка", "подработка"), ("халтурка", "шабашка")])
    assert names(taught, "халтурки") == names(lexicon, "подработка")


def test_two_unknown_words_make_a_concept_and_the_old_ones_keep_their_numbers(lexicon: Lexicon) -> None:
    taught = lexicon.with_synonyms([("лабутены", "шпильки туфли")])
    assert len(taught) == len(lexicon) + 1
    assert names(taught, "лабутенах") == names(taught, "шпильки туфли") == {"лабутены"}
    assert lexicon.concepts(key("Казахстан готовится к войне")) == taught.concepts(
        key("Казахстан готовится к войне")
    )
    assert names(lexicon, "лабутены") == set()


def test_a_kazakh_synonym_is_met_with_its_endings(lexicon: Lexicon) -> None:
    taught = lexicon.with_synonyms([("тұмарлық", "деньги")])
    for text in ("тұмарлық", "тұмарлығы", "тұмарлығынан", "тұмарлықтардың"):
        assert names(taught, text, KK) == {"money"}


def test_a_synonym_without_words_is_refused(lexicon: Lexicon) -> None:
    with pytest.raises(ValueError, match=r"synonym '🔥' must hold at least one word"):
        lexicon.with_synonyms([("🔥", "пожар")])


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("war\tсоғыс\tвойна\ttopic", "war.tsv:7: expected 5 columns parted by tabs, found 4"),
        ("war\tсоғыс\tвойна\twar\tnoun", "war.tsv:7: 'noun' is not a valid ConceptKind"),
        ("war\tсоғыс\tвойна||бой\twar\ttopic", "war.tsv:7: form '' must hold at least one letter"),
    ],
)
def test_a_fault_in_the_files_is_named_by_line(line: str, fault: str) -> None:
    with pytest.raises(ValueError, match=fault):
        _concept(line, keys_of(line), where="war.tsv:7")


def rows() -> list[list[str]]:
    folder = files("knowledge.text").joinpath("concepts")
    lines = [line for file in folder.iterdir() for line in file.read_text("utf-8").splitlines()]
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


def test_the_files_hold_enough_concepts_of_every_kind() -> None:
    kinds = Counter(row[4] for row in rows())
    assert sum(kinds.values()) >= 2000
    assert kinds.keys() == {kind.value for kind in ConceptKind}


def test_no_concept_stands_twice() -> None:
    assert [name for name, times in Counter(row[0] for row in rows()).items() if times > 1] == []


def test_every_concept_speaks_all_languages() -> None:
    assert [row[0] for row in rows() if not all(row[1:4]) or "-" in row[1:4]] == []


def test_every_form_is_met_by_its_own_concept(lexicon: Lexicon) -> None:
    missed = [
        (name, form)
        for name, *cells, _ in rows()
        for language, cell in zip(Language, cells, strict=True)
        for form in cell.split("|")
        if name not in names_of_form(lexicon, form, language)
    ]
    assert missed == []


def names_of_form(lexicon: Lexicon, form: str, language: Language) -> set[str]:
    """Return what a form's own words mean; folded as the lexicon folds them, since no post is so short."""
    keys = keys_of(form)
    folded = " ".join(keys[word] for word in re.findall(r"(?:[^\W_]|')+", form))
    return {lexicon.name(hit.concept) for hit in lexicon.concepts(folded, language)}


def test_no_word_speaks_of_more_than_three_concepts() -> None:
    owners: dict[tuple[str, str], set[str]] = {}
    for name, *cells, _ in rows():
        for cell in cells:
            for form, folded in keys_of(cell).items():
                if form in re.sub("[*~+]", "", cell).split("|"):
                    owners.setdefault((folded, ""), set()).add(name)
    assert {form: found for (form, _), found in owners.items() if len(found) > 3} == {}


FUNCTION_WORDS = {
    KK: """
        және мен бен пен да де та те бұл ол сол осы мына анау біз сіз олар сен өз өзі оның оны оған онда одан
        менің сенің біздің сіздің олардың бар еді екен болып болған бола болса деп деген дейді үшін туралы
        бойынша арқылы дейін кейін соң бері сияқты секілді ретінде немесе әлде бірақ алайда сондықтан өйткені
        егер ғой ма ме ба бе па пе ше ғана тек ал әрі сондай мұндай ондай қандай кез әр бір екі үш жатыр тұр
        отыр жүр жатқан тұрған отырған жүрген ету еткен етті етеді алып беріп келіп кетіп қалды қалған болды
        болады болмақ болуы керек мүмкін ең өте тым осылай солай қарай жөнінде атты ішінде сыртында үстінде
        астында алдында артында арасында тағы енді ие иә міне дәл
    """,
    RU: """
        и в во не что он на я с со как а то все она так его но да ты к у же вы за бы по только ее мне было вот
        от меня еще нет о из ему теперь когда даже ну вдруг ли если уже или ни быть был него до вас нибудь
        опять уж вам сказал ведь там потом себя ничего ей может они тут где есть надо ней для мы тебя их чем
        была сам чтоб без будто чего раз тоже себе под будет ж тогда кто этот того потому этого какой совсем
        ним здесь этом один почти мой тем чтобы нее кажется сейчас были куда зачем всех никогда можно при
        наконец два об другой хоть после над больше тот через эти нас про всего них какая много разве три эту
        моя впрочем свою этой перед иногда лучше чуть том нельзя такой им более всегда конечно всю между это
        который которые также лишь твой наш ваш
    """,
    EN: """
        the be to of and a in that have i it for not on with he as you do at this but his by from they we say
        her she or an will my one all would there their what so up out if about who get which go me when can
        like time no just him know take into your good some could them see other than then now look only come
        its over think also back after use two how our well way even want because any these give most us is
        are was were been being has had did does am having may might must shall should such very more much
        many own same too where while both each few those through under again before between during against
        once here why nor ours yours himself itself themselves
    """,
}
CONTENT = {ConceptKind.TOPIC, ConceptKind.ACTOR, ConceptKind.ACTION, ConceptKind.PLACE, ConceptKind.REBUTTAL}


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("told", [True, False], ids=["language known", "language unknown"])
def test_everyday_words_speak_of_nothing_that_a_claim_is_about(
    lexicon: Lexicon, language: Language, told: bool
) -> None:
    hint = language if told else None
    speaking = {
        word: lexicon.name(hit.concept)
        for word in FUNCTION_WORDS[language].split()
        for hit in lexicon.concepts(key(word), hint)
        if lexicon.kind(hit.concept) in CONTENT
    }
    assert speaking == {}
