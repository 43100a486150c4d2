"""Draws docs/images/chat.svg: what the chat in the terminal really shows."""

import asyncio
import io
import re
import tempfile
from collections.abc import Iterable
from pathlib import Path

from rich.console import Console
from rich.text import Text

from bot.chat import chat
from bot.settings import Settings

OUTPUT = Path(__file__).parent / "images" / "chat.svg"
SAID = (
    "Қазақстан Ресеймен соғысқа дайындалып жатыр екен! Бәріне таратыңыздар",
    "Кешке қонақ келеді, дүкеннен нан мен сүт ала келші",
)


def main() -> None:
    """Talk to the bot in an empty store and draw what was seen."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings.read(database_url=f"sqlite+aiosqlite:///{folder}/shynba.db", secret_key=None)
        seen: list[str] = []
        said = Path(folder, "said.txt")
        said.write_text("\n".join(SAID) + "\n", encoding="utf-8")
        with said.open(encoding="utf-8") as lines:
            asyncio.run(chat(settings, lines, seen.append, tty=False))
    OUTPUT.parent.mkdir(exist_ok=True)
    OUTPUT.write_text(_drawn(seen), encoding="utf-8")


def _drawn(seen: Iterable[str]) -> str:
    console = Console(record=True, width=92, file=io.StringIO())
    console.print(Text.from_ansi("".join(seen)))
    svg = console.export_svg(title="make run")
    return re.sub(r"@font-face \{.*?\}\s*", "", svg, flags=re.DOTALL)  # no picture fetches fonts from the web


if __name__ == "__main__":
    main()
