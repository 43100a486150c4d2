"""HTTP in, HTTP out: finds the method, decodes, validates, lets faults strike, answers as Telegram does."""

import inspect
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.sandbox.decoding import DECLARED, Raw, decoded, read
from bot.sandbox.faults import DroppedError, Faults
from bot.sandbox.journal import Call, Journal
from bot.sandbox.meter import Meter
from bot.sandbox.methods import METHODS
from bot.sandbox.refusal import RefusalError, bad_request
from bot.sandbox.spec import Spec
from bot.sandbox.state import State

# Telegram takes method names in any case: https://core.telegram.org/bots/api#making-requests
_NAMES = {name.lower(): name for name in METHODS}


@dataclass
class Desk:
    """Where requests are answered; `cut` aborts the connection of a client by its (host, port)."""

    state: State
    token: str
    cut: Callable[[Any], None]
    spec: Spec | None = None
    faults: Faults = field(default_factory=Faults)
    meter: Meter | None = None
    calls: Journal = field(default_factory=Journal)
    violations: list[str] = field(default_factory=list)

    def application(self) -> Starlette:
        return Starlette(
            routes=[
                Route("/bot{token}/{method}", self._answer, methods=["GET", "POST"]),
                Route("/file/bot{token}/{path:path}", self._download),
            ]
        )

    async def _answer(self, request: Request) -> Response:
        try:
            return JSONResponse({"ok": True, "result": await self._call(request)})
        except RefusalError as refusal:
            return JSONResponse(refusal.answer(), refusal.error_code)
        except DroppedError:
            self.cut(request.scope["client"])
            while not await request.is_disconnected():
                pass
        except ClientDisconnect:
            pass
        return Response()  # to nobody

    async def _call(self, request: Request) -> Any:
        self._check(request.path_params["token"])
        name = request.path_params["method"]
        method = _NAMES.get(name.lower())
        if method is None:
            self.violations.append(f"{name}: no such method")
            raise RefusalError(404, "Not Found: method not found")
        call = Call(method, {}, time.monotonic(), request.scope["client"])
        self.calls.append(call)
        try:
            call.result = await self._executed(call, await _raw(request))
        except RefusalError as refusal:
            call.error = refusal.description
            if refusal.violation:
                self.violations.append(f"{method}: {refusal.description}")
            raise
        except (DroppedError, ClientDisconnect):
            call.error = "connection dropped"
            raise
        except Exception as surprise:
            # What the sandbox cannot digest has to fail the test, not to vanish in a retry.
            call.error = repr(surprise)
            self.violations.append(f"{method}: {surprise!r}")
            raise
        finally:
            call.answered = True
            self.state.changes.happened()
        return call.result

    async def _executed(self, call: Call, raw: Raw) -> Any:
        self._decode(call, raw)
        fault = self.faults.take(call)
        if fault and not fault.executed:
            await fault.strike()
        if self.meter:
            self.meter.admit(call)
        result = METHODS[call.method](self.state, call.params)
        if inspect.isawaitable(result):
            result = await result
        if fault and fault.executed:
            await fault.strike()
        return result

    def _decode(self, call: Call, raw: Raw) -> None:
        call.params = decoded(raw, self.spec.declared(call.method) if self.spec else DECLARED)
        self.state.changes.happened()
        problems = self.spec.request_problems(call.method, call.params) if self.spec else []
        if problems:
            raise bad_request("; ".join(problems), violation=True)

    async def _download(self, request: Request) -> Response:
        try:
            self._check(request.path_params["token"])
        except RefusalError as refusal:
            return JSONResponse(refusal.answer(), refusal.error_code)
        for file in self.state.files.values():
            if file.path == request.path_params["path"]:
                return Response(file.content)
        return Response(status_code=HTTPStatus.NOT_FOUND)

    def _check(self, token: str) -> None:
        if token != self.token:
            raise RefusalError(401, "Unauthorized")


async def _raw(request: Request) -> Raw:
    body = await request.body()
    try:
        return read(request.headers.get("content-type", ""), request.url.query, body)
    except (ValueError, KeyError, TypeError) as unreadable:
        raise bad_request(f"can't parse the request: {unreadable!r}", violation=True) from unreadable
