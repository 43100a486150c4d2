"""The key that turns Telegram user ids into pseudonyms: from the settings, else made once and kept."""

import hashlib
import hmac
import logging
import os
import secrets
from pathlib import Path

from bot.settings import Settings, SettingsError

LOG = logging.getLogger(__name__)
FILE = "secret.key"


def secret_key(settings: Settings) -> bytes:
    """Return the key; a new one is readable by its owner only. Losing it orphans roles and choices."""
    if settings.secret_key:
        return settings.secret_key.get_secret_value().encode()
    path = settings.data_folder / FILE
    if path.exists():
        return path.read_bytes()
    return _made(path)


def webhook_secret(settings: Settings) -> str:
    """Return what Telegram proves itself with: from the settings, else derived, so that replicas agree."""
    if settings.webhook_secret:
        return settings.webhook_secret.get_secret_value()
    return hmac.new(secret_key(settings), b"webhook", hashlib.sha256).hexdigest()


def _made(path: Path) -> bytes:
    key = secrets.token_hex(32).encode()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(key)
    except OSError as error:
        raise SettingsError(f"SECRET_KEY: not set, and {path} cannot be written: {error.strerror}") from None
    LOG.warning("SECRET_KEY is not set: made one and kept it in %s; back it up with the database", path)
    return key
