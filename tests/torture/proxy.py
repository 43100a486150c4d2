"""A reverse proxy for replicas, as small as can be: each connection goes to the next replica that answers."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from itertools import count

CHUNK = 2**16


@asynccontextmanager
async def proxy(ports: Sequence[int]) -> AsyncIterator[int]:
    """A port of 127.0.0.1 behind which are those ports of it."""
    turns = count()
    lines: set[asyncio.Task[None]] = set()

    async def reach() -> tuple[asyncio.StreamReader, asyncio.StreamWriter] | None:
        turn = next(turns)
        for number in range(len(ports)):
            try:
                return await asyncio.open_connection("127.0.0.1", ports[(turn + number) % len(ports)])
            except OSError:
                continue  # that one was killed
        return None

    async def connect(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if reached := await reach():
            there, here = reached
            for line in (_pass_on(reader, here), _pass_on(there, writer)):
                task = asyncio.create_task(line)
                lines.add(task)
                task.add_done_callback(lines.discard)
        else:
            writer.close()

    server = await asyncio.start_server(connect, "127.0.0.1", 0)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()
        for task in lines:
            task.cancel()
        await asyncio.gather(*lines, return_exceptions=True)


async def _pass_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        while chunk := await reader.read(CHUNK):
            writer.write(chunk)
            await writer.drain()
    except OSError:
        pass  # cut at either side: the other learns of it now
    finally:
        writer.close()
