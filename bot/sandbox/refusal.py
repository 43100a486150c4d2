"""A request that Telegram would refuse, with Telegram's own code and words."""

from typing import Any


class RefusalError(Exception):
    """The error answer of the Bot API: HTTP status `error_code`, `description`, optional `parameters`.

    A `violation` is a request that no correct bot sends (unknown method, wrong type): tests fail on it.
    """

    def __init__(
        self,
        error_code: int,
        description: str,
        *,
        parameters: dict[str, Any] | None = None,
        violation: bool = False,
    ) -> None:
        super().__init__(description)
        self.error_code = error_code
        self.description = description
        self.parameters = parameters
        self.violation = violation

    def answer(self) -> dict[str, Any]:
        """The body of the response."""
        body: dict[str, Any] = {"ok": False, "error_code": self.error_code, "description": self.description}
        return body | ({"parameters": self.parameters} if self.parameters else {})


def bad_request(reason: str, *, violation: bool = False) -> RefusalError:
    """A refusal with code 400; texts of Telegram's begin with a small letter, codes stay as they are."""
    return RefusalError(400, f"Bad Request: {reason}", violation=violation)
