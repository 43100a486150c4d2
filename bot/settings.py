"""The settings: read once from the environment and `.env`, checked, frozen; errors name the variable."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

DATA = Path("data")
DRIVERS = ("sqlite+aiosqlite", "postgresql+asyncpg")


class SettingsError(Exception):
    """The environment cannot be used as it is; the text names each variable and what was expected."""


def _blank_is_absent(value: object) -> object:
    """`TELEGRAM_BOT_TOKEN=` in a compose file means "not set"."""
    return None if isinstance(value, str) and not value.strip() else value


def _ids(value: object) -> object:
    if isinstance(value, str):
        return [part.strip() for part in value.split(",") if part.strip()]
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


class Settings(BaseSettings):
    """Everything that can be set from outside, named as in the README."""

    model_config = SettingsConfigDict(env_file=".env", extra="ignore", frozen=True)

    telegram_bot_token: Annotated[
        SecretStr | None, AfterValidator(_token), BeforeValidator(_blank_is_absent)
    ] = None
    telegram_api_url: Annotated[str, AfterValidator(_api_url)] = "https://api.telegram.org"
    database_url: Annotated[str, AfterValidator(_database)] = f"sqlite+aiosqlite:///{DATA}/shynba.db"
    owner_ids: Annotated[tuple[Annotated[int, Field(gt=0)], ...], NoDecode, BeforeValidator(_ids)] = ()
    secret_key: Annotated[SecretStr | None, Field(min_length=16), BeforeValidator(_blank_is_absent)] = None
    log_format: Literal["console", "json"] = "console"

    @classmethod
    def read(cls, **changes: object) -> Self:
        """Return the settings of this process; `changes` win over the environment. Raises SettingsError."""
        try:
            return cls(**changes)  # type: ignore[arg-type]  # pydantic checks what mypy cannot here
        except ValidationError as error:
            raise SettingsError("\n".join(map(_sentence, error.errors()))) from None

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
    said = "" if name in {"TELEGRAM_BOT_TOKEN", "SECRET_KEY"} else f" (got {error['input']!r})"
    return f"{name}: {str(error['msg']).removeprefix('Value error, ')}{said}"
