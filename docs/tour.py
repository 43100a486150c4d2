"""Writes docs/tour.md: what people and the running bot really say to each other, scene by scene."""

import asyncio
import tempfile
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from pydantic import SecretStr

from bot.application import ShynBa, open_bot, pseudonym
from bot.pace import UNLIMITED
from bot.rounds import Rounds
from bot.sandbox import Actor, Telegram, Transcript, open_sandbox
from bot.settings import Settings
from knowledge.models import Language
from knowledge.store import Role

OUTPUT = Path(__file__).with_suffix(".md")
KEY = "a key for the tour only"
CITIZEN, NEIGHBOUR, TRAINEE, MODERATOR, OWNER = 1001, 1002, 2001, 2002, 3003
BEGIN = datetime(2026, 11, 20, 7, tzinfo=UTC)  # a Friday, noon in Kazakhstan
MORNING = datetime(2026, 11, 21, 4, tzinfo=UTC)
# No span that is told in hours is near a half.
MINUTES, LATER = timedelta(minutes=10), timedelta(minutes=90)

INTRODUCTION = """`python docs/tour.py` writes this page: the whole bot, with the rebuttals that every store
begins with, talks to people of the sandbox, and what both sides say is written down. A test writes it again
and compares, so this is what the bot says today. `name>` is what somebody does, and `[1]` a button with where
it leads; on a phone buttons are buttons and headings are bold."""


class Clock:
    """The bot's time: it goes on by itself, and jumps where a scene needs another day."""

    def __init__(self) -> None:
        self.to(BEGIN)

    def __call__(self) -> datetime:
        return self._since + timedelta(seconds=time.monotonic() - self._at)

    def to(self, moment: datetime) -> None:
        """It is now `moment`."""
        self._since, self._at = moment, time.monotonic()

    def passes(self, span: timedelta) -> None:
        """So much later than when it was set last; what the scenes themselves took is not added up."""
        self.to(self._since + span)


@dataclass(frozen=True)
class Stage:
    """Where the scenes play: the bot, its Telegram and its time, and what was said so far."""

    transcript: Transcript
    telegram: Telegram
    bot: ShynBa
    clock: Clock
    actors: dict[int, Actor] = field(default_factory=dict)

    def person(self, name: str, user_id: int, language: str = "ru") -> Actor:
        """Somebody by the name that the tour gives them; the same id is the same person."""
        if user_id not in self.actors:
            person = self.telegram.person(user_id, name.capitalize(), language_code=language)
            self.actors[user_id] = Actor(self.transcript, name, person)
        return self.actors[user_id]

    async def done(self, work: Rounds) -> None:
        """Wait until the bot has done what it does by itself now and then."""
        work.wake()
        await work.idle.wait()


@dataclass(frozen=True)
class Wordings:
    """What a citizen sends in a language, and the beginnings of the buttons that they press."""

    spreads: str
    resembles: str
    denies: str
    several: str
    unchecked: str
    yes: str
    follow: str
    wrong: str


WORDINGS = {
    Language.KK: Wordings(
        spreads="Қазақстан Ресеймен соғысқа дайындалып жатыр екен! Бәріне таратыңыздар",
        resembles="Ресеймен шекараға әскер жиналып жатыр дейді",
        denies="Ресми: Қазақстан Ресеймен соғысқа дайындалып жатыр деген жалған",
        several=(
            "Қазақстан Ресеймен соғысқа дайындалып жатыр. "
            "Шетелдіктер Қазақстанның аумақтық қорғанысына кіре алады."
        ),
        unchecked="Ертең бүкіл қалада күзге дейін ыстық су болмайды екен",
        yes="Иә, осы туралы",
        follow="🔔",
        wrong="🙅",
    ),
    Language.RU: Wordings(
        spreads="Говорят, Казахстан готовится к войне с Россией! Перешлите всем",
        resembles="К границе с Россией стягивают войска территориальной обороны",
        denies="Неправда, что Казахстан готовится к войне с Россией: это фейк",
        several=(
            "Казахстан готовится к войне с Россией. "
            "А ещё иностранцы смогут вступать в территориальную оборону Казахстана."
        ),
        unchecked="Завтра во всём городе отключат горячую воду до осени",
        yes="Да, об этом",
        follow="🔔",
        wrong="🙅",
    ),
    Language.EN: Wordings(
        spreads="They say Kazakhstan is preparing for war with Russia! Pass it on",
        resembles="Troops of territorial defence are massing at the border with Russia",
        denies="It is not true that Kazakhstan is preparing for war with Russia, that is fake",
        several=(
            "Kazakhstan is preparing for war with Russia. "
            "And foreigners will be able to join the territorial defence of Kazakhstan."
        ),
        unchecked="From tomorrow the whole city will have no hot water until autumn",
        yes="Yes, about this",
        follow="🔔",
        wrong="🙅",
    ),
}
ADDED = """/add
claim: Банк Береке раздаёт всем по 300 000 тенге к празднику
claim: Береке банкі мерекеге орай бәріне 300 000 теңге таратып жатыр
verdict: scam
summary ru: Банк ничего не раздаёт. Это мошенники.
summary kk: Банк ештеңе таратпайды. Бұл — алаяқтар.
source: Bereke Bank
link: https://example.kz/warning
date: 2026-11-19"""
DRAFTED = """/add
claim: Schools will close for the whole of December
verdict: false
summary en: Schools work as usual.
source: Ministry of Education
link: https://example.kz/schools"""
NAMES = {Language.KK: "in Kazakh", Language.RU: "in Russian", Language.EN: "in English"}


async def main_flow(stage: Stage, language: Language) -> None:
    """What every citizen meets, in one language."""
    t, said = stage.transcript, WORDINGS[language]
    t.heading(f"A citizen, {NAMES[language]}")
    citizen = stage.person("citizen", CITIZEN + 10 * list(Language).index(language), language.value)
    await citizen.says("/start")
    t.note("A post that spreads a known claim:")
    await citizen.forwards(said.spreads, "Жаңалықтар")
    t.note("A post that is about a known claim, as far as the bot can tell. It asks:")
    await citizen.says(said.resembles)
    await citizen.presses(said.yes)
    t.note("A post that itself says what the official source says:")
    await citizen.says(said.denies)
    t.note("A post that makes two claims:")
    await citizen.says(said.several)
    t.note("A post that nobody has checked, and the wish to be told of an answer:")
    await citizen.says(said.unchecked)
    await citizen.presses(said.follow)


async def moderator_answers(stage: Stage) -> None:
    """A rumour from the queue to the answer that everybody gets who waits for it."""
    t, clock, russian = stage.transcript, stage.clock, WORDINGS[Language.RU]
    t.heading("A moderator answers a rumour")
    t.note("Somebody else has been sent the same. Posts that say the same are one rumour to moderators:")
    neighbour = stage.person("neighbour", NEIGHBOUR)
    await neighbour.forwards(russian.unchecked, "Городские новости")
    await neighbour.presses("🔔")
    clock.passes(LATER)
    await stage.done(stage.bot.grouper)
    moderator = stage.person("moderator", MODERATOR, "en")
    await moderator.says("/queue")
    await moderator.presses("No. 2")
    await moderator.presses("✍️", answers=2)
    await moderator.presses("Next »")
    await moderator.presses("❌ False")
    await moderator.says("Горячую воду отключат на один день, 21 ноября, для ремонта.")
    await moderator.presses("Next »")
    await moderator.says("Акимат")
    await moderator.says("https://example.kz/water")
    await moderator.says("2026-11-20")
    await moderator.presses("✅ Publish")
    t.note("Whoever asked to be told is told, once, in their language:")
    await neighbour.hears()
    await stage.person("citizen", CITIZEN + 10).hears()
    t.note("The moderator is told how many got it:")
    await moderator.hears()


async def moderator_adds(stage: Stage) -> None:
    """A rebuttal in one message, which answers the very next post."""
    t = stage.transcript
    t.heading("A moderator adds a rebuttal in one message")
    moderator = stage.person("moderator", MODERATOR, "en")
    await moderator.says(ADDED)
    await moderator.presses("✅ Publish")
    neighbour = stage.person("neighbour", NEIGHBOUR)
    await neighbour.forwards("Банк Береке раздаёт всем по 300 000 тенге к празднику!!!", "Скидки")


async def wrong_match(stage: Stage) -> None:
    """A citizen says that the answer is about something else, and a moderator decides."""
    t = stage.transcript
    t.heading("An answer that is about something else")
    neighbour, moderator = stage.person("neighbour", NEIGHBOUR), stage.person("owner", OWNER, "en")
    await moderator.says("/start")
    await neighbour.says(
        "Казахстан готовится к войне с Россией — так называется новый роман, его презентация завтра"
    )
    await neighbour.presses("🙅")
    t.note("The owner gets a card, as would the moderators' chat:")
    await moderator.hears()
    await moderator.presses("🚫")
    await neighbour.hears()


async def correction(stage: Stage) -> None:
    """A verdict that changes is told to those who read the old one."""
    t, clock = stage.transcript, stage.clock
    t.heading("A verdict changes")
    moderator = stage.person("moderator", MODERATOR, "en")
    await moderator.says("/edit bank-bereke-razdaet-vsem-po-300\nverdict: misleading")
    await moderator.presses("✅ Save the correction")
    t.note("Two minutes later, which is the time to take it back by /undo:")
    clock.passes(MINUTES)
    await stage.done(stage.bot.broadcasting)
    await stage.person("neighbour", NEIGHBOUR).hears()
    await moderator.hears()
    t.note("Who changed what, and the way back:")
    await moderator.says("/history bank-bereke-razdaet-vsem-po-300")
    await moderator.says("/undo bank-bereke-razdaet-vsem-po-300")


async def edited(stage: Stage) -> None:
    """The answer follows the post, and says more of itself."""
    t = stage.transcript
    t.heading("A post is edited, and the answer looked into")
    citizen = stage.person("citizen", CITIZEN + 10)
    post = await citizen.says("В новостях пишут про хоккей и погоду на завтра")
    await citizen.edits(post, WORDINGS[Language.RU].spreads)
    t.note("Details open in place, and lead back:")
    await citizen.presses("📄")
    await citizen.presses("К ответу")


async def recording(stage: Stage) -> None:
    """What the bot cannot hear, it asks for in words."""
    t = stage.transcript
    t.heading("A voice message")
    t.note("Without a model of speech, which the operator may supply, the bot asks for words:")
    citizen = stage.person("citizen", CITIZEN, "kk")
    await citizen.does("(sends a voice message)", lambda: citizen.person.sends_recording("voice", b"OggS"), 1)


async def group(stage: Stage) -> None:
    """In a group the bot is silent until it is asked."""
    t = stage.transcript
    t.heading("In a group")
    citizen, neighbour = stage.person("citizen", CITIZEN, "kk"), stage.person("neighbour", NEIGHBOUR)
    family = stage.telegram.group("Отбасы", has_bot=False)
    family.appoints(citizen.person)
    here, there = citizen.there(family), neighbour.there(family)
    t.note("It says hello once, and nothing to what people pass on:")
    await here.does("(adds the bot to the group)", lambda: family.takes_in_bot(citizen.person), 1)
    await there.forwards(WORDINGS[Language.KK].spreads, "Жаңалықтар", answers=0)
    await there.says("Бүгін кешке кім келеді?", answers=0)
    await here.replies("соғысқа", "/check")
    t.note("Its administrators choose how it behaves:")
    await here.says("/settings")
    t.note("In a chat that it is no member of, it answers who mentions it:")
    elsewhere = stage.telegram.group("Көршілер", has_bot=False)
    await neighbour.there(elsewhere).says(WORDINGS[Language.RU].spreads, answers=0)
    await citizen.there(elsewhere).calls_guest("Казахстан", "@sandbox_bot рас па?")


async def inline(stage: Stage) -> None:
    """A verdict dropped into any chat."""
    t = stage.transcript
    t.heading("In any chat: the bot's name and some words")
    elsewhere = stage.telegram.group("Сыныптастар", has_bot=False)
    await stage.person("citizen", CITIZEN, "kk").there(elsewhere).finds("Ресеймен соғыс")


async def lists(stage: Stage) -> None:
    """What is new, what circulates, and searching."""
    t = stage.transcript
    t.heading("Looking around")
    await stage.done(stage.bot.circulating)
    citizen = stage.person("citizen", CITIZEN, "kk")
    await citizen.says("/latest")
    await citizen.presses("2. ")
    await citizen.presses("Тізімге оралу")
    await citizen.says("/top")
    t.note("A Kazakh word finds what was written in Russian or English, too:")
    await citizen.says("/search соғыс")
    await citizen.says("/search борщ рецепті")


async def digest(stage: Stage) -> None:
    """A digest every day, and no more of it."""
    t, clock = stage.transcript, stage.clock
    t.heading("The digest")
    citizen = stage.person("citizen", CITIZEN, "kk")
    await citizen.says("/subscribe")
    await citizen.presses("Күн сайын алу")
    t.note("At nine the next morning:")
    clock.to(MORNING)
    await stage.done(stage.bot.subscriptions)
    await citizen.hears()
    await citizen.presses("Шолуды тоқтату")


async def sharing(stage: Stage) -> None:
    """A verdict passed on, and where its link leads."""
    t = stage.transcript
    t.heading("Passing a verdict on")
    citizen = stage.person("citizen", CITIZEN + 10, "ru")
    await citizen.says(WORDINGS[Language.RU].spreads)
    await citizen.presses("📤")
    t.note("Whoever opens the link reads the rebuttal:")
    await stage.person("neighbour", NEIGHBOUR).says("/start r_tdl-war")


async def own_data(stage: Stage) -> None:
    """What a citizen sees of what is stored about them, and how it goes."""
    t = stage.transcript
    t.heading("What the bot knows about me")
    citizen = stage.person("citizen", CITIZEN + 20, "en")
    await citizen.says("/mychecks")
    await citizen.says("/privacy")
    await citizen.says("/mydata")
    await citizen.says("/forget")
    await citizen.presses("Yes")
    await citizen.says("/mydata")


async def moderators_tools(stage: Stage) -> None:
    """How moderators look into answers, and what they read of figures."""
    t = stage.transcript
    t.heading("A moderator looks closer")
    moderator = stage.person("moderator", MODERATOR, "en")
    t.note("Why the bot answers as it does:")
    await moderator.says("/test К границе с Россией стягивают войска территориальной обороны")
    t.note("All wordings of a rebuttal:")
    await moderator.says("/variants tdl-border")
    await moderator.says("/find граница")
    t.note("Figures, and the digest for moderators:")
    await moderator.says("/stats week", answers=2)
    await moderator.says("/digest")


async def review(stage: Stage) -> None:
    """What a trainee writes is published by a moderator."""
    t = stage.transcript
    t.heading("A trainee's draft is reviewed")
    trainee, moderator = stage.person("trainee", TRAINEE, "en"), stage.person("moderator", MODERATOR, "en")
    await trainee.says(DRAFTED)
    await trainee.presses("📥")
    await moderator.says("/drafts")
    await moderator.presses("schools")
    await moderator.presses("✏️")
    await moderator.presses("✅")


async def written() -> str:
    """Play all scenes in an empty store; return the page."""
    with tempfile.TemporaryDirectory() as folder:
        async with open_sandbox(name="ShynBa") as telegram:
            settings = Settings(
                telegram_bot_token=SecretStr(telegram.token),
                telegram_api_url=telegram.url,
                database_url=f"sqlite+aiosqlite:///{folder}/shynba.db",
                owner_ids=(OWNER,),
                secret_key=SecretStr(KEY),
            )
            clock = Clock()
            async with open_bot(settings, clock=clock, limits=UNLIMITED) as bot, bot.serving():
                stage = Stage(Transcript(telegram, bot.settled), telegram, bot, clock)
                await _play(stage)
                return str(stage.transcript)


async def _play(stage: Stage) -> None:
    async with stage.bot.store.begin() as transaction:
        for user_id, role in ((MODERATOR, Role.MODERATOR), (TRAINEE, Role.TRAINEE)):
            person = pseudonym(KEY.encode(), user_id)
            await transaction.people.appoint(person, role, role.value, by="tour", now=BEGIN)
    stage.transcript.heading("A tour", level=1)
    stage.transcript.note(INTRODUCTION)
    for language in Language:
        await main_flow(stage, language)
        stage.clock.passes(MINUTES)
    for scene in SCENES:
        await scene(stage)
        stage.clock.passes(MINUTES)


# In the order in which one leads to the next.
SCENES = (
    moderator_answers,
    moderator_adds,
    wrong_match,
    correction,
    edited,
    recording,
    group,
    inline,
    lists,
    digest,
    sharing,
    own_data,
    moderators_tools,
    review,
)

if __name__ == "__main__":
    OUTPUT.write_text(asyncio.run(written()), encoding="utf-8")
