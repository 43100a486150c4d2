"""Settings: what is read, and that every error names its variable and keeps secrets."""

from datetime import time
from pathlib import Path

import pytest

from bot.secret_key import secret_key
from bot.settings import Address, Settings, SettingsError
from knowledge.periods import Schedule


@pytest.fixture(autouse=True)
def _clean(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No variable of the machine and no `.env` of the working folder."""
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)


def test_nothing_set_means_a_file_in_the_data_folder_and_no_token() -> None:
    settings = Settings.read()
    assert settings.telegram_bot_token is None
    assert settings.database_url == "sqlite+aiosqlite:///data/shynba.db"
    assert settings.data_folder == Path("data")


def test_every_variable_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "42:secret")
    monkeypatch.setenv("TELEGRAM_API_URL", "http://127.0.0.1:8081/")
    monkeypatch.setenv("DATABASE_URL", "sqlite+aiosqlite:////srv/shynba/store.db")
    monkeypatch.setenv("OWNER_IDS", "1, 22,")
    settings = Settings.read()
    assert settings.telegram_bot_token is not None
    assert settings.telegram_bot_token.get_secret_value() == "42:secret"
    assert settings.telegram_api_url == "http://127.0.0.1:8081"
    assert settings.owner_ids == (1, 22)
    assert settings.data_folder == Path("/srv/shynba")


def test_a_file_named_env_is_read() -> None:
    Path(".env").write_text("TELEGRAM_BOT_TOKEN=42:secret\nOWNER_IDS=7\n")
    assert Settings.read().owner_ids == (7,)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TELEGRAM_BOT_TOKEN", "not a token"),
        ("TELEGRAM_API_URL", "api.telegram.org"),
        ("DATABASE_URL", "mysql://localhost/shynba"),
        ("OWNER_IDS", "1,two"),
        ("OWNER_IDS", "-5"),
        ("SECRET_KEY", "short"),
        ("LOG_FORMAT", "xml"),
        ("WEBHOOK_URL", "http://bot.example.kz/telegram"),
        ("WEBHOOK_URL", "bot.example.kz"),
        ("WEBHOOK_URL", "https://bot.example.kz/metrics"),
        ("WEBHOOK_SECRET", "пароль"),
        ("LISTEN", "8080"),
        ("LISTEN", "127.0.0.1:99999"),
        ("LISTEN", "127.0.0.1:http"),
        ("DIGEST", "weekly"),
        ("DIGEST", "mon 24:00"),
        ("DIGEST", "09:00"),
        ("DIGEST_CHANNEL", "@news"),
    ],
)
def test_a_wrong_value_is_named(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError, match=f"^{name}: "):
        Settings.read()


@pytest.mark.parametrize("name", ["TELEGRAM_BOT_TOKEN", "SECRET_KEY", "WEBHOOK_SECRET"])
def test_a_secret_is_never_repeated(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv(name, "hunter2!")
    with pytest.raises(SettingsError) as error:
        Settings.read()
    assert "hunter2" not in str(error.value)


@pytest.mark.parametrize(
    ("value", "address"), [("0.0.0.0:80", Address("0.0.0.0", 80)), ("[::1]:8080", Address("::1", 8080))]
)
def test_the_server_listens_where_it_is_told(
    monkeypatch: pytest.MonkeyPatch, value: str, address: Address
) -> None:
    monkeypatch.setenv("LISTEN", value)
    assert Settings.read().address == address
    assert str(address) == value


def test_there_is_a_server_only_for_who_asks_for_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LISTEN", "")
    assert Settings.read().address is None
    monkeypatch.setenv("WEBHOOK_URL", "https://bot.example.kz/telegram")
    assert Settings.read().address == Address("127.0.0.1", 8080)


def test_a_key_is_made_once_and_only_its_owner_can_read_it() -> None:
    settings = Settings.read()
    key = secret_key(settings)
    assert secret_key(settings) == key
    assert (settings.data_folder / "secret.key").stat().st_mode & 0o077 == 0


def test_the_key_of_the_settings_wins(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "sixteen letters!")
    assert secret_key(Settings.read()) == b"sixteen letters!"
    assert not Path("data").exists()


@pytest.mark.parametrize("wrong", ["1", "-7", "week", "1.5", "99999"])
def test_what_is_kept_is_a_number_of_days(monkeypatch: pytest.MonkeyPatch, wrong: str) -> None:
    monkeypatch.setenv("KEEP_INBOX", "30")
    assert Settings.read().keep_inbox.days == 30
    monkeypatch.setenv("KEEP_DEAD", wrong)
    with pytest.raises(SettingsError, match="KEEP_DEAD: expected a number of days, 2 or more"):
        Settings.read()


@pytest.mark.parametrize(
    ("written", "schedule"),
    [
        ("mon 09:00", Schedule(0, time(9))),
        ("Sun 9:05", Schedule(6, time(9, 5))),
        ("daily 23:59", Schedule(None, time(23, 59))),
        ("", None),
    ],
)
def test_a_digest_has_a_day_and_a_time(
    monkeypatch: pytest.MonkeyPatch, written: str, schedule: Schedule | None
) -> None:
    monkeypatch.setenv("DIGEST", written)
    assert Settings.read().digest == schedule
