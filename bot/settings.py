"""The settings: read once from the environment and `.env`, checked, frozen; errors name the variable."""

import re
from collections.abc import Mapping
from datetime import time, timedelta
from pathlib import Path
from typing import Annotated, Literal, NamedTuple, Self
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from knowledge.periods import WEEKDAYS, Schedule
from knowledge.surge import Thresholds

DATA = Path("data")
DRIVERS = ("sqlite+aiosqlite", "postgresql+asyncpg")
# What the server answers itself; Telegram's updates need a path of their own.
SERVER_PATHS = ("/healthz", "/readyz", "/metrics")
# https://core.telegram.org/bots/api#setwebhook
_WEBHOOK_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
# Names below a top-level domain, in any script, without scheme, port and path.
_DOMAIN = re.compile(r"(?:[^\W_][\w-]*\.)+[^\W\d_][\w-]+")
_SCHEDULE = re.compile(rf"(daily|{'|'.join(WEEKDAYS)}) +([01]?\d|2[0-3]):([0-5]\d)")
_SECRETS = {"TELEGRAM_BOT_TOKEN", "SECRET_KEY", "WEBHOOK_SECRET"}


class SettingsError(Exception):
    """The environment cannot be used as it is; the text names each variable and what was expected."""


class Address(NamedTuple):
    """Where the server listens; port 0 is any free one."""

    host: str
    port: int

    def __str__(self) -> str:
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"


# A reverse proxy on the same machine is the usual neighbour: Telegram wants TLS, the bot leaves that to it.
BEHIND_A_PROXY = Address("127.0.0.1", 8080)


def _blank_is_absent(value: object) -> object:
    """`TELEGRAM_BOT_TOKEN=` in a compose file means "not set"."""
    return None if isinstance(value, str) and not value.strip() else value


def _listed(value: object) -> object:
    if isinstance(value, str):
        return [part.strip() for part in value.split(",") if part.strip()]
    return value


def _domain(value: str) -> str:
    if not _DOMAIN.fullmatch(value):
        raise ValueError("expected domains such as gov.kz, stopfake.kz")
    return value.lower()


def _feed(value: str) -> str:
    try:
        parts = urlsplit(value)
    except ValueError:
        parts = urlsplit("")
    if parts.scheme not in {"http", "https"} or not parts.hostname or "@" in parts.netloc:
        raise ValueError("expected addresses such as https://example.kz/feed")
    return value


def _api_url(value: str) -> str:
    if not value.startswith(("http://", "https://")):
        raise ValueError("expected an address such as https://api.telegram.org")
    return value.rstrip("/")


def _token(value: SecretStr | None) -> SecretStr | None:
    if value is not None:
        number, colon, rest = value.get_secret_value().partition(":")
        if not (number.isdigit() and colon and rest):
            raise ValueError("expected the token as BotFather gives it: digits, a colon, letters")
    return value


def _database(value: str) -> str:
    if not value.startswith(tuple(f"{driver}://" for driver in DRIVERS)):
        raise ValueError(f"expected an address that begins with {' or '.join(DRIVERS)}")
    return value


def _webhook_url(value: str | None) -> str | None:
    if value is None:
        return None
    url = urlsplit(value)
    local = url.scheme == "http" and url.hostname == "127.0.0.1"
    if not url.hostname or not (url.scheme == "https" or local):
        raise ValueError("expected an address such as https://bot.example.kz/telegram")
    if url.path.rstrip("/") in SERVER_PATHS or url.query or url.fragment:
        raise ValueError(f"expected a path of its own, none of {', '.join(SERVER_PATHS)}, and no ? or #")
    return value


def _webhook_secret(value: SecretStr | None) -> SecretStr | None:
    if value is not None and not _WEBHOOK_SECRET.fullmatch(value.get_secret_value()):
        raise ValueError("expected 1 to 256 letters A-Z a-z, digits, _ and -")
    return value


def _address(value: object) -> object:
    if not isinstance(value, str):
        return value
    host, colon, port = value.strip().rpartition(":")
    if not (host and colon and port.isdecimal() and int(port) <= 65535):  # noqa: PLR2004  # the last port there is
        raise ValueError("expected host:port such as 127.0.0.1:8080")
    return Address(host.strip("[]"), int(port))


def _days(value: object) -> object:
    """Two days at least: Telegram repeats an update for one, and it must be known as long."""
    if isinstance(value, str):
        if not (value.strip().isdecimal() and 2 <= int(value) <= 36500):  # noqa: PLR2004  # a century
            raise ValueError("expected a number of days, 2 or more")
        return timedelta(days=int(value))
    return value


def _schedule(value: object) -> object:
    if not isinstance(value, str):
        return value
    found = _SCHEDULE.fullmatch(value.strip().lower())
    if found is None:
        raise ValueError("expected a day and a time such as mon 09:00 or daily 18:30")
    day, hour, minute = found.groups()
    return Schedule(None if day == "daily" else WEEKDAYS.index(day), time(int(hour), int(minute)))


Days = Annotated[timedelta, BeforeValidator(_days)]


class Settings(BaseSettings):
    """Everything that can be set from outside, named as in the README."""

    model_config = SettingsConfigDict(env_file=".env", extra="ignore", frozen=True)

    telegram_bot_token: Annotated[
        SecretStr | None, AfterValidator(_token), BeforeValidator(_blank_is_absent)
    ] = None
    telegram_api_url: Annotated[str, AfterValidator(_api_url)] = "https://api.telegram.org"
    database_url: Annotated[str, AfterValidator(_database)] = f"sqlite+aiosqlite:///{DATA}/shynba.db"
    owner_ids: Annotated[tuple[Annotated[int, Field(gt=0)], ...], NoDecode, BeforeValidator(_listed)] = ()
    review: Literal["one", "two"] = "one"
    moderators_chat: Annotated[int | None, BeforeValidator(_blank_is_absent)] = None
    source_domains: Annotated[
        tuple[Annotated[str, AfterValidator(_domain)], ...], NoDecode, BeforeValidator(_listed)
    ] = ()
    secret_key: Annotated[SecretStr | None, Field(min_length=16), BeforeValidator(_blank_is_absent)] = None
    webhook_url: Annotated[str | None, AfterValidator(_webhook_url), BeforeValidator(_blank_is_absent)] = None
    webhook_secret: Annotated[
        SecretStr | None, AfterValidator(_webhook_secret), BeforeValidator(_blank_is_absent)
    ] = None
    listen: Annotated[
        Address | None, NoDecode, BeforeValidator(_address), BeforeValidator(_blank_is_absent)
    ] = None
    feeds: Annotated[
        tuple[Annotated[str, AfterValidator(_feed)], ...], NoDecode, BeforeValidator(_listed)
    ] = ()
    feeds_loopback: bool = False
    shorteners: Annotated[
        tuple[Annotated[str, AfterValidator(_domain)], ...], NoDecode, BeforeValidator(_listed)
    ] = ()
    keep_inbox: Days = timedelta(days=7)
    keep_outbox: Days = timedelta(days=30)  # for as long, cards can be edited
    keep_dead: Days = timedelta(days=90)
    keep_inquiries: Days = timedelta(days=180)
    keep_checks: Days = timedelta(days=365)
    keep_chats: Days = timedelta(days=30)  # of those who read a verdict, to be corrected if it changes
    answer_within: Days = timedelta(days=14)  # then who waits is told that there is no answer
    alarm_askers: Annotated[int, Field(gt=0)] = Thresholds().askers
    alarm_channels: Annotated[int, Field(gt=0)] = Thresholds().channels
    digest: Annotated[
        Schedule | None, NoDecode, BeforeValidator(_schedule), BeforeValidator(_blank_is_absent)
    ] = None
    digest_channel: Annotated[int | None, BeforeValidator(_blank_is_absent)] = None
    speech_models: Annotated[tuple[Path, ...], NoDecode, BeforeValidator(_listed)] = ()
    log_format: Literal["console", "json"] = "console"

    @classmethod
    def read(cls, **changes: object) -> Self:
        """Return the settings of this process; `changes` win over the environment. Raises SettingsError."""
        try:
            return cls(**changes)  # type: ignore[arg-type]  # pydantic checks what mypy cannot here
        except ValidationError as error:
            raise SettingsError("\n".join(map(_sentence, error.errors()))) from None

    @property
    def address(self) -> Address | None:
        """Where the server listens: None when nothing asks for a server."""
        return self.listen or (BEHIND_A_PROXY if self.webhook_url else None)

    @property
    def data_folder(self) -> Path:
        """Where the key is kept: beside the SQLite file, else `data`."""
        driver, _, place = self.database_url.partition(":///")
        return Path(place).parent if driver.startswith("sqlite") and place else DATA


def _sentence(error: Mapping[str, object]) -> str:
    """One line for one variable; a secret's value is never repeated."""
    location = error["loc"]
    assert isinstance(location, tuple)
    name = str(location[0]).upper()
    said = "" if name in _SECRETS else f" (got {error['input']!r})"
    return f"{name}: {str(error['msg']).removeprefix('Value error, ')}{said}"
