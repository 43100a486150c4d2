"""/import: a file of rebuttals is read and reported on; its sender decides before anything is saved."""

from collections.abc import Sequence

from telegram import Document, Update

from handlers.context import Context
from handlers.errors import Refusal
from handlers.incoming import message_of, number_of, pressed
from handlers.moderator.saving import Proposed
from handlers.replies import Button, Reply
from handlers.texts import Html, Texts, lines, shortened
from knowledge.exchange import Comparison, Format, Problem

# Some 3,000 rebuttals. Bots can fetch files of 20 MB; what is longer is for the command line.
LARGEST = 5 * 2**20
SHOWN_PROBLEMS = 15
NAME = 60  # characters of a file's name


async def receive(update: Update, context: Context) -> None:
    """Note the file that `/import` stands under or answers; it is read when this update is done."""
    message = message_of(update)
    replied = message.reply_to_message
    file = message.document or (replied.document if replied else None)
    if file is None:
        raise Refusal("import.usage")
    if (file.file_size or 0) > LARGEST:
        raise Refusal("import.too_big", limit=LARGEST // 2**20)
    asker, t, name = await context.asker(update), await context.texts(update), _name(file)
    card = await context.draw(message.chat_id, Reply(t("import.reading", name=name)), about=message)
    await context.work.imports.add(
        person=asker.person,
        chat_id=message.chat_id,
        file_id=file.file_id,
        name=name,
        language=asker.reads(),
        card=card,
        now=context.now,
    )


async def press(update: Update, context: Context) -> None:
    """Take the sender's decision; of two presses one counts."""
    card, (number, decision, _) = pressed(update)
    asker, t = await context.asker(update), await context.texts(update)
    deeds = {"yes": context.work.imports.confirm, "no": context.work.imports.cancel}
    file_number = number_of(number)
    if decision not in deeds or file_number is None:
        raise Refusal("button.unknown")
    if not await deeds[decision](file_number, asker.person):
        raise Refusal("import.decided")
    context.toast(update)
    if card is not None:
        await context.turn(card, Reply(t("import.running" if decision == "yes" else "import.cancelled")))


def _name(file: Document) -> str:
    name = "".join(letter for letter in file.file_name or "" if letter.isprintable())
    return shortened(name, NAME) or "—"


def report(
    number: int, name: str, kind: Format, found: Comparison, t: Texts, *, reviewed: bool = False
) -> Reply:
    """Return what a file would do, with the question whether it may; `reviewed` has two agree on it."""
    told = [
        t("import.title", name=name, format=t(f"format.{kind}")),
        "",
        t("import.counts", new=found.new, changed=found.changed, same=found.same),
        *([t("import.similar", count=found.similar)] if found.similar else []),
        "",
    ]
    if not found.new + found.changed:
        return Reply(lines(*told, t("import.nothing")))
    no = Button(t("import.no"), data=f"v1:import:{number}:no")
    yes = Button(t("import.yes"), data=f"v1:import:{number}:yes")
    agreed = (t("import.reviewed"),) if reviewed else ()
    return Reply(lines(*told, *agreed, t("import.ask")), ((no, yes),))


def proposed(came: Proposed, t: Texts) -> Html:
    """Return what became of a file where two have to agree."""
    refused = (t("import.refused", count=came.refused),) if came.refused else ()
    return lines(t.counted("import.done", came.saved), t("import.proposed", count=came.waiting), *refused)


def refused(name: str, problems: Sequence[Problem], t: Texts) -> Reply:
    """Return why nothing of a file can be taken."""
    told = [_problem(problem, t) for problem in problems[:SHOWN_PROBLEMS]]
    if (more := len(problems) - len(told)) > 0:
        told.append(t("import.more", count=more))
    return Reply(lines(t("import.wrong", name=name, count=len(problems)), "", *told))


def _problem(problem: Problem, t: Texts) -> Html:
    what = t(f"field.{problem.code}", **{**problem.params, "label": problem.field})
    return t(f"import.problem.{problem.unit}", number=problem.line, what=what)
