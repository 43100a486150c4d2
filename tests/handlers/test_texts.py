"""The catalogues: the same keys, values and shapes in all three languages, and nothing Telegram refuses."""

import ast
import re
from html.parser import HTMLParser
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

import handlers
from handlers.texts import Html, texts
from knowledge.models import Language, Verdict

FOLDER = Path(handlers.__file__).parent / "texts"
KNOWN_TAGS = {"b", "i", "code"}  # of those that Telegram knows, the ones we use
# Bot API limits, in characters, for texts that go to a place of their own.
LIMITS = {
    "bot.description": 512,
    "bot.short": 120,
    "command.": 256,
    "button.": 200,
    "refusal.": 200,
    "contest.": 140,
    "follow.": 200,
    "reason.": 60,
}


def _catalogue(language: Language) -> Catalog:
    with (FOLDER / f"{language}.po").open("rb") as file:
        return read_po(file, locale=language.value)


CATALOGUES = {language: _catalogue(language) for language in Language}


def _forms(language: Language) -> dict[str, tuple[str, ...]]:
    forms = {}
    for message in CATALOGUES[language]:
        key, *_ = message.id if isinstance(message.id, (tuple, list)) else (message.id,)
        strings = message.string if isinstance(message.string, (tuple, list)) else (message.string,)
        if key:
            forms[key] = tuple(text or "" for text in strings)
    return forms


FORMS = {language: _forms(language) for language in Language}


def _names(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("language", Language)
def test_every_language_has_every_text(language: Language) -> None:
    assert set(FORMS[language]) == set(FORMS[Language.EN])
    assert all(all(forms) for forms in FORMS[language].values())


@pytest.mark.parametrize("language", Language)
def test_every_text_takes_the_same_values_in_every_language(language: Language) -> None:
    for key, forms in FORMS[language].items():
        assert {frozenset(_names(form)) for form in forms} == {
            frozenset(_names(form)) for form in FORMS[Language.EN][key]
        }, key


@pytest.mark.parametrize("language", Language)
def test_counted_texts_have_as_many_forms_as_the_language(language: Language) -> None:
    plural = CATALOGUES[language].num_plurals
    counted = {key for key, forms in FORMS[Language.EN].items() if len(forms) > 1}
    assert {len(FORMS[language][key]) for key in counted} == {plural}


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002  # the base class calls it so
        self.open.append(tag)
        self.seen.add(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.mark.parametrize("language", Language)
def test_html_is_balanced_and_known_to_telegram(language: Language) -> None:
    for key, forms in FORMS[language].items():
        for form in forms:
            tags = _Tags()
            tags.feed(form)
            assert not tags.open, key
            assert tags.seen <= KNOWN_TAGS, key


@pytest.mark.parametrize("language", Language)
def test_texts_fit_where_they_are_shown(language: Language) -> None:
    for prefix, limit in LIMITS.items():
        for key in (key for key in FORMS[language] if key.startswith(prefix)):
            assert all(len(form) <= limit for form in FORMS[language][key]), key


def test_every_key_in_the_code_has_a_text() -> None:
    code = "\n".join(path.read_text("utf-8") for path in FOLDER.parent.rglob("*.py"))
    used = set(re.findall(r'(?:\bt|texts\(\w+\))(?:\.counted)?\(\s*"([a-z_.]+)"', code))
    used |= set(re.findall(r'Refusal\(\s*"([a-z_.]+)"', code))
    assert len(used) > 50, "the pattern no longer finds the texts in the code"
    assert used <= set(FORMS[Language.EN])


def test_what_people_wrote_is_escaped_once() -> None:
    t = texts(Language.EN)
    assert "&lt;b&gt;&amp;" in t("answer.claim", claim="<b>&")
    assert "<b>" in t("answer.claim", claim=Html("<b>bold</b>"))


def test_a_text_that_does_not_exist_is_an_error() -> None:
    with pytest.raises(KeyError, match=r"no\.such"):
        texts(Language.RU)("no.such")


def test_russian_counts_as_russians_do() -> None:
    t = texts(Language.RU)
    found = [t.counted("find.title", count) for count in (1, 2, 5, 11, 21, 22)]
    assert [text.split()[-1] for text in found] == [
        "опровержение", "опровержения", "опровержений", "опровержений", "опровержение", "опровержения",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("known", "shown"),
    [
        ("2025", ("2025", "2025", "2025")),
        ("2025-04", ("2025 ж. сәуір", "апрель 2025 г.", "April 2025")),
        ("2025-04-07", ("2025 ж. 7 сәуір", "7 апреля 2025 г.", "April 7, 2025")),
    ],
)
def test_a_date_is_shown_as_far_as_it_is_known(known: str, shown: tuple[str, str, str]) -> None:
    # Babel binds number and unit by a narrow no-break space.
    assert tuple(texts(language).day(known).replace("\u202f", " ") for language in Language) == shown


def _deeds(tree: ast.AST) -> set[str]:
    """What a module writes into the audit: `deed=…`, a variable of that name, or an argument of `record`."""
    named: list[ast.AST] = []
    found: set[str] = set()
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Attribute(value=ast.Name(id="contest"), attr="record"), args=arguments):
                found |= {f"rumour.{name}" for name in _words(arguments[3])}
            case ast.Call(func=ast.Attribute(attr="record"), args=[_, deed, *_]):
                named.append(deed)
            case ast.keyword(arg="deed", value=deed) | ast.Assign(targets=[ast.Name(id="deed")], value=deed):
                named.append(deed)
            case ast.Assign(
                targets=[ast.Tuple(elts=[*_, ast.Name(id="deed")])], value=ast.Tuple(elts=values)
            ):
                named.append(values[-1])
    return found | {word for part in named for word in _words(part)}


def _words(tree: ast.AST) -> set[str]:
    return {
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def test_the_log_has_words_for_every_deed_in_the_code() -> None:
    root = FOLDER.parents[1]
    modules = [path for part in ("bot", "handlers", "knowledge") for path in (root / part).rglob("*.py")]
    written = {deed for path in modules for deed in _deeds(ast.parse(path.read_text("utf-8")))}
    done = {deed for deed in written if re.fullmatch(r"[a-z]+\.[a-z_]+", deed)}
    assert {"rebuttal.corrected", "rumour.handed_over", "rebuttals.drafted"} <= done, (
        "some are no longer found"
    )
    assert {f"deed.{deed}" for deed in done} <= set(FORMS[Language.EN])
    changing = {deed for deed in done if deed.startswith(("rebuttal.", "rebuttals."))}
    assert {f"version.{deed}" for deed in changing - {"rebuttals.drafted"}} <= set(FORMS[Language.EN])


# What citizens read: every text that these modules name, with its beginning only where it is put together.
_CITIZENS = [*FOLDER.parent.glob("citizen/*.py"), *FOLDER.parent.glob("group*/*.py")]
_CITIZENS += [FOLDER.parent / f"{name}.py" for name in ("replies", "public_digest", "corrections", "errors")]
_NAMED = re.compile(r'(?:\b(?:t|texts\(\w+\))(?:\.counted)?|Refusal)\(\s*f?"([a-z_.]+)([{"])')
_ON_A_BUTTON = re.compile(r'Button\(\s*t(?:\.counted)?\(\s*"([a-z_.]+)"')
_EMOJI = r"[\u2600-\u27bf\u2b00-\u2bff\U0001f300-\U0001faff]\ufe0f?"
# Screen readers say the name of every other sign: arrows, boxes, dots between words.
_READ_ALOUD = re.compile(r"""[\w\s.,:;!?…«»“”’'"()/%№<>&#+=—–-]|[{}]""")
_DRAWN = "card."  # in a picture, whose caption says the same
_WORDS_OF_A_SENTENCE = 25  # longer than any now; plain-language guides want 15 to 20 on average


def _read_by_citizens() -> set[str]:
    named = {match for path in _CITIZENS for match in _NAMED.findall(path.read_text("utf-8"))}
    assert len(named) > 60, "the pattern no longer finds the texts in the code"
    whole = {key for key, end in named if end == '"'}
    begun = tuple(key for key, end in named if end == "{")
    read = {key for key in FORMS[Language.EN] if key in whole or key.startswith(begun)}
    return {key for key in read if not key.startswith(_DRAWN)}


def _lines_for_citizens(language: Language) -> list[tuple[str, str]]:
    texts = [
        (key, re.sub(r"<[^>]+>", "", form)) for key in _read_by_citizens() for form in FORMS[language][key]
    ]
    return [(key, line) for key, text in texts for line in text.split("\n") if line]


@pytest.mark.parametrize("language", Language)
def test_a_sign_stands_only_before_words_that_say_the_same(language: Language) -> None:
    for key, line in _lines_for_citizens(language):
        words = re.sub(rf"^(?:{_EMOJI}|•) (?=\S*[\w{{])", "", line)
        assert not _READ_ALOUD.sub("", words), f"{key}: {line!r} has a sign that is read out by its name"


@pytest.mark.parametrize("language", Language)
def test_nothing_is_drawn_with_spaces_and_dashes(language: Language) -> None:
    for key, line in _lines_for_citizens(language):
        assert not re.search(r"^\s|\s{2,}|[—–_=*-]{2,}|^\W+$", line), f"{key}: {line!r}"


@pytest.mark.parametrize("language", Language)
def test_citizens_read_short_sentences(language: Language) -> None:
    for key, line in _lines_for_citizens(language):
        longest = max(re.split(r"(?<=[.!?]) ", line), key=lambda sentence: len(sentence.split()))
        assert len(longest.split()) <= _WORDS_OF_A_SENTENCE, f"{key}: {longest!r}"


@pytest.mark.parametrize("language", Language)
def test_every_button_says_in_words_what_it_does(language: Language) -> None:
    labels = {key for path in _CITIZENS for key in _ON_A_BUTTON.findall(path.read_text("utf-8"))}
    assert len(labels) > 15, "the pattern no longer finds the buttons in the code"
    for key in labels:
        for form in FORMS[language][key]:
            assert re.search(r"[^\W\d_]{3,}", re.sub(r"\{\w+\}", "", form)), f"{key}: {form!r}"


@pytest.mark.parametrize("language", Language)
def test_a_verdict_is_a_word_wherever_it_is_said(language: Language) -> None:
    for verdict in Verdict:
        (said,) = FORMS[language][f"verdict.{verdict}"]
        (word,) = FORMS[language][f"verdict.word.{verdict}"]
        assert said.partition(" ")[2].lower() == word
