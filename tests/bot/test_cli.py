"""The command line as an operator meets it: real processes, real files."""

import json
import os
import re
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
RUMOUR = "Қазақстан Ресеймен соғысқа дайындалып жатыр"
REBUTTAL = {
    "id": "bank-gift",
    "verdict": "scam",
    "claims": {"ru": ["Банк раздаёт всем по 300 000 тенге"]},
    "summary": {"ru": "Банк ничего не раздаёт."},
    "source": {"name": "Банк", "url": "https://example.kz/", "date": "2025"},
}

Shynba = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def shynba(tmp_path: Path) -> Shynba:
    """Run a command in an empty folder, with nothing of the machine's settings."""
    kept = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "LANG", "LC_ALL"}}

    def run(*arguments: str, stdin: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "bot", *arguments],
            cwd=tmp_path, env={**kept, "PYTHONPATH": str(ROOT), **environment},
            input=stdin, capture_output=True, text=True, timeout=120, check=False,
        )  # fmt: skip

    return run


def test_a_fresh_store_has_the_starter_rebuttals_and_answers(shynba: Shynba) -> None:
    assert "4 rebuttals" in shynba("migrate").stdout
    answer = json.loads(shynba("check", "--json", RUMOUR).stdout)
    assert answer["answer"] == "verdict"
    assert answer["language"] == "kk"
    assert answer["matches"][0]["rebuttal"] == "tdl-war"
    assert answer["matches"][0]["source"]["url"] == "https://stopfake.kz/"
    assert answer["matches"][0]["passage"] == [0, len(RUMOUR)]


def test_a_store_may_begin_empty(shynba: Shynba) -> None:
    assert "0 rebuttals" in shynba("migrate", "--no-starter").stdout
    assert shynba("check", RUMOUR).stdout.splitlines() == ["unknown"]


def test_lines_are_checked_one_by_one(shynba: Shynba) -> None:
    shynba("migrate")
    lines = [{"id": "a", "text": RUMOUR}, {"id": "b", "text": "Доброе утро, как дела у вас сегодня?"}]
    out = shynba("check", "--jsonl", stdin="\n".join(map(json.dumps, lines))).stdout
    answers = [json.loads(line) for line in out.splitlines()]
    assert [(answer["id"], answer["answer"]) for answer in answers] == [("a", "verdict"), ("b", "unknown")]
    probabilities = [match["probability"] for match in answers[0]["matches"]]
    assert probabilities == sorted(probabilities, reverse=True)


@pytest.mark.parametrize("line", ["not json", "[]", '{"id": "a"}', '{"id": 1, "text": "x"}'])
def test_a_bad_line_to_check_is_named(shynba: Shynba, line: str) -> None:
    shynba("migrate")
    done = shynba("check", "--jsonl", stdin=line)
    assert done.returncode == 2
    assert done.stderr.startswith("line 1")


def test_what_is_exported_can_be_imported_again(shynba: Shynba, tmp_path: Path) -> None:
    shynba("migrate")
    shynba("export", "--output", "all.jsonl")
    exported = (tmp_path / "all.jsonl").read_text()
    assert (
        "4 rebuttals imported"
        in shynba("import", "all.jsonl", DATABASE_URL="sqlite+aiosqlite:///other.db").stdout
    )
    assert shynba("export", DATABASE_URL="sqlite+aiosqlite:///other.db").stdout == exported


@pytest.mark.parametrize("kind", ["csv", "claimreview"])
def test_other_formats_go_out_and_come_in_again(shynba: Shynba, tmp_path: Path, kind: str) -> None:
    shynba("migrate")
    shynba("export", "--format", kind, "--output", "all.txt")
    shynba("export", "--output", "all.jsonl")
    other = {"DATABASE_URL": "sqlite+aiosqlite:///other.db"}
    assert "4 rebuttals imported" in shynba("import", "all.txt", **other).stdout
    exported = shynba("export", **other).stdout.splitlines()
    before = (tmp_path / "all.jsonl").read_text().splitlines()
    assert [*map(json.loads, exported)] == [*map(json.loads, before)]


def test_a_format_that_is_named_wins_over_the_content(shynba: Shynba, tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_text(json.dumps(REBUTTAL))
    done = shynba("import", "in.jsonl", "--format", "csv")
    assert done.returncode == 2
    assert "line 1: expected a first line with names of columns" in done.stderr


def test_one_bad_line_imports_nothing_and_is_named(shynba: Shynba, tmp_path: Path) -> None:
    shynba("migrate")
    bad = {**REBUTTAL, "id": "second", "verdict": "perhaps"}
    (tmp_path / "in.jsonl").write_text(json.dumps(REBUTTAL) + "\n" + json.dumps(bad) + "\n")
    done = shynba("import", "in.jsonl")
    assert done.returncode == 2
    assert "line 2: verdict" in done.stderr
    assert "in.jsonl" in done.stderr
    assert "bank-gift" not in shynba("export").stdout


def test_a_dry_run_writes_nothing(shynba: Shynba, tmp_path: Path) -> None:
    shynba("migrate")
    (tmp_path / "in.jsonl").write_text(json.dumps(REBUTTAL))
    assert "1 rebuttals would be imported" in shynba("import", "--dry-run", "in.jsonl").stdout
    assert "bank-gift" not in shynba("export").stdout


def test_an_imported_rebuttal_is_matched(shynba: Shynba, tmp_path: Path) -> None:
    shynba("migrate")
    (tmp_path / "in.jsonl").write_text(json.dumps(REBUTTAL))
    shynba("import", "in.jsonl")
    answer = json.loads(shynba("check", "--json", "Слышали? Банк раздаёт всем по 300 000 тенге!").stdout)
    assert answer["matches"][0]["rebuttal"] == "bank-gift"


def test_a_chat_without_telegram_answers_and_ends(shynba: Shynba) -> None:
    done = shynba("run", stdin=f"{RUMOUR}\n")
    assert done.returncode == 0
    assert "@BotFather" in done.stdout
    assert "Жалған" in done.stdout
    assert "https://stopfake.kz/" in done.stdout


@pytest.mark.parametrize(("name", "value"), [("TELEGRAM_BOT_TOKEN", "wrong"), ("DATABASE_URL", "mysql://x")])
def test_a_wrong_setting_is_a_sentence_and_an_exit_code(shynba: Shynba, name: str, value: str) -> None:
    done = shynba("run", **{name: value})
    assert done.returncode == 2
    assert name in done.stderr
    assert "Traceback" not in done.stderr


def test_a_folder_that_cannot_be_made_is_a_sentence(shynba: Shynba, tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file where the folder should be")
    done = shynba("migrate")
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


def test_a_store_is_backed_up_and_restored_elsewhere(shynba: Shynba, tmp_path: Path) -> None:
    shynba("migrate")
    saved = shynba("backup", "nightly.gz")
    assert saved.returncode == 0
    assert "secret.key" in saved.stdout
    elsewhere = "sqlite+aiosqlite:///other.db"
    assert "restored from nightly.gz" in shynba("restore", "nightly.gz", DATABASE_URL=elsewhere).stdout
    assert shynba("export", DATABASE_URL=elsewhere).stdout == shynba("export").stdout
    again = shynba("restore", "nightly.gz", DATABASE_URL=elsewhere)
    assert (again.returncode, "not empty" in again.stderr) == (2, True)
    assert shynba("restore", "--force", "nightly.gz", DATABASE_URL=elsewhere).returncode == 0


def test_a_store_moves_to_postgresql(shynba: Shynba, postgresql_url: str) -> None:
    shynba("migrate")
    moved = shynba("move", "--to", postgresql_url.replace("+asyncpg", ""))
    assert "copied and compared" in moved.stdout, moved.stderr
    assert shynba("export", DATABASE_URL=postgresql_url).stdout == shynba("export").stdout
    assert "not empty" in shynba("move", "--to", postgresql_url).stderr


def test_a_move_to_nowhere_is_a_sentence(shynba: Shynba) -> None:
    shynba("migrate")
    failed = shynba("move", "--to", "postgresql://shynba:secret@127.0.0.1:1/shynba")
    assert failed.returncode == 2
    assert "does not answer" in failed.stderr
    assert "secret" not in failed.stderr.replace("secret.key", "")


def test_a_current_store_is_healthy_and_an_older_one_is_not(shynba: Shynba, tmp_path: Path) -> None:
    shynba("migrate")
    assert shynba("health").returncode == 0
    with sqlite3.connect(tmp_path / "data" / "shynba.db") as database:
        database.execute("UPDATE alembic_version SET version_num = '0001'")
    database.close()
    sick = shynba("health")
    assert sick.returncode == 2
    assert "migrate" in sick.stderr


def test_a_bot_that_leaves_posts_waiting_is_not_healthy(shynba: Shynba, tmp_path: Path) -> None:
    shynba("migrate")
    with sqlite3.connect(tmp_path / "data" / "shynba.db") as database:
        database.execute(
            "INSERT INTO inbox"
            " (bot_id, update_id, kind, chat_key, payload, state, attempts, due_at, received_at)"
            " VALUES (1, 1, 'message', 'chat:1', '{}', 'open', 0, '2025-01-01 00:00', '2025-01-01 00:00')"
        )
    database.close()
    assert "waiting since 2025-01-01" in shynba("health").stderr


def test_nothing_given_up_is_said_and_a_wrong_name_is_a_sentence(shynba: Shynba) -> None:
    shynba("migrate")
    assert shynba("dead", "list").stdout == "nothing was given up\n"
    done = shynba("dead", "retry", "letter:5")
    assert done.returncode == 2
    assert "letter:5" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_command_line_explains_itself(shynba: Shynba) -> None:
    help_text = shynba("--help").stdout
    assert all(command in help_text for command in ("run", "chat", "migrate", "import", "export", "check"))


def test_what_moderators_decided_is_asked_again(shynba: Shynba, tmp_path: Path) -> None:
    claim, learned = "Банк Кереге раздаёт всем по 300 000 тенге", "пишите в береке, отсыплют денег"
    entry = {
        "id": "bank",
        "verdict": "scam",
        "claims": {"ru": [claim, {"text": learned, "origin": "learned"}]},
        "summary": {"ru": "Банк ничего не раздаёт."},
        "source": {"name": "Нацбанк", "url": "https://example.kz/"},
        "negatives": [f"{claim} в кредит"],
    }
    (tmp_path / "bank.jsonl").write_text(json.dumps(entry), encoding="utf-8")
    shynba("migrate", "--no-starter")
    shynba("import", "bank.jsonl")
    kept = shynba("regress")
    assert kept.returncode == 0, kept.stderr
    assert re.search(r"learned posts +1\n  answered +1\n", kept.stdout)
    assert re.search(r"no such claim +1\n  answered if not held back +1\n", kept.stdout)
    (tmp_path / "bank.jsonl").write_text(json.dumps(entry | {"negatives": [learned]}), encoding="utf-8")
    shynba("import", "bank.jsonl")
    broken = shynba("regress")
    assert broken.returncode == 1
    assert f"{learned!r} is not met by bank" in broken.stderr
