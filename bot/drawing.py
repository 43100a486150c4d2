"""Draws in a process of its own: from a thread Pillow would hold up the event loop, too.

What `python -m bot.drawing` draws comes as JSON, and the PNG goes back. Pillow holds Python's lock for up to
19 ms of processor time at once. On a busy machine the loop stood still for up to 321 ms while a thread drew,
and for 34 while a process did, in one run of tests/benchmarks/bench_statistics.py.
"""

import asyncio
import json
import sys
from asyncio.subprocess import DEVNULL, PIPE
from dataclasses import asdict
from typing import Any

from knowledge.media import Card, Chart, Listing, Row, Series, Sheet, VerdictCard, draw, draw_card
from knowledge.models import Verdict

LONGEST = 60.0  # seconds: a busy machine needs three


class DrawingError(Exception):
    """The process that draws has failed."""


async def drawn(what: Sheet | VerdictCard) -> bytes:
    """Return a sheet of figures or a verdict card as a PNG. Raises DrawingError."""
    # Its errors could quote what citizens wrote, so they go nowhere.
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot.drawing", stdin=PIPE, stdout=PIPE, stderr=DEVNULL
    )
    try:
        async with asyncio.timeout(LONGEST):
            png, _ = await process.communicate(json.dumps(told(what)).encode())
    except TimeoutError:
        raise DrawingError("a picture was not drawn in time") from None
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if process.returncode:
        raise DrawingError(f"the process that draws ended with {process.returncode}")
    return png


def told(what: Sheet | VerdictCard) -> dict[str, Any]:
    """Return it as JSON with one name: what it is."""
    return {"card" if isinstance(what, VerdictCard) else "sheet": asdict(what)}


def png_of(told: dict[str, Any]) -> bytes:
    """Draw what `told` took apart."""
    if "card" in told:
        card = told["card"]
        return draw_card(VerdictCard(**{**card, "verdict": Verdict(card["verdict"])}))
    return draw(sheet_of(told["sheet"]))


def sheet_of(told: dict[str, Any]) -> Sheet:
    """Return the sheet that `asdict` took apart."""
    chart = told["chart"]
    rows = [{**listing, "rows": [Row(**row) for row in listing["rows"]]} for listing in told["listings"]]
    return Sheet(
        **{
            **told,
            "cards": [Card(**card) for card in told["cards"]],
            "chart": Chart(**{**chart, "series": [Series(**series) for series in chart["series"]]}),
            "listings": [Listing(**listing) for listing in rows],
        }
    )


if __name__ == "__main__":
    sys.stdout.buffer.write(png_of(json.load(sys.stdin)))
