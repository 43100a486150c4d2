"""A conversation written down: Markdown in which what was said is as it was."""

from bot.application import ShynBa
from bot.sandbox import Actor, Person, Telegram, Transcript
from bot.sandbox.transcript import WIDTH


def test_long_lines_are_wrapped_below_the_name(telegram: Telegram, bot: ShynBa) -> None:
    transcript = Transcript(telegram, bot.settled)
    transcript.heading("A heading")
    transcript.said("citizen> ", ["word " * 30, "", "end"])
    transcript.note("A note.")
    told = str(transcript)
    assert told.startswith("## A heading\n\n    citizen> word word")
    assert told.endswith("end\n\nA note.\n")
    lines = [line for line in told.splitlines() if line.startswith("    ")]
    assert lines[1].startswith("             word")
    assert max(map(len, lines)) <= WIDTH + len("    citizen> ")


async def test_what_somebody_does_stands_before_what_the_bot_does(
    telegram: Telegram, bot: ShynBa, citizen: Person
) -> None:
    transcript = Transcript(telegram, bot.settled)
    actor = Actor(transcript, "citizen", citizen)
    await actor.says("/language")
    await actor.presses("Қазақша")
    told = str(transcript)
    assert told.startswith("    citizen> /language\n      ")
    assert "[1] Қазақша" in told
    asked, answered = told.index("(presses [Қазақша])"), told.index("(shows for a moment)")
    assert asked < answered < told.index("(changes the message)")
