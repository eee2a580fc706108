"""A temporary PostgreSQL for tests: one cluster per session, one database per test.

    @pytest.fixture
    def database_url() -> Iterator[str]:
        with temporary_database() as url:
            yield url

The cluster sorts text as a person would ("a" < "B"), so that code which counts on the order of bytes must say so.
"""

import atexit
import functools
import os
import secrets
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
import sqlalchemy as sa

SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "shared_buffers": "32MB",
}


def missing_parts() -> str | None:
    """Says why no PostgreSQL can be started here; None when it can."""
    if _binaries() is None:
        return "PostgreSQL is not installed: no initdb in pg_config --bindir, /usr/lib/postgresql/*/bin or PATH"
    if os.geteuid() == 0 and (_account() is None or shutil.which("runuser") is None):
        return "PostgreSQL refuses to run as root, and there is no runuser or no account postgres or nobody"
    return None


@contextmanager
def temporary_database() -> Iterator[str]:
    """A new, empty database; yields its SQLAlchemy URL. Skips the test where PostgreSQL cannot be started."""
    reason = missing_parts()
    if reason:
        pytest.skip(reason)
    folder = _cluster()
    name = f"test_{secrets.token_hex(6)}"
    run_sql(folder, f'CREATE DATABASE "{name}"')
    try:
        yield f"postgresql+psycopg://postgres@/{name}?host={folder}"
    finally:
        run_sql(folder, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def drop_database(url: str) -> None:
    """Takes a temporary database away under those who use it, as an outage does."""
    parts = sa.make_url(url)
    run_sql(Path(str(parts.query["host"])), f'DROP DATABASE "{parts.database}" WITH (FORCE)')


def run_sql(folder: Path, statement: str) -> None:
    with psycopg.connect(f"host={folder} user=postgres dbname=postgres", autocommit=True) as connection:
        connection.execute(statement.encode())


@functools.cache
def _cluster() -> Path:
    """Starts the session's cluster once; its folder is also that of its unix socket."""
    binaries = _binaries()
    assert binaries is not None
    folder = Path(tempfile.mkdtemp(prefix="dalsegno-pg-"))
    if os.geteuid() == 0:
        shutil.chown(folder, user=_account())
    data = folder / "data"
    _run(
        binaries / "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync", *_locale(binaries)
    )
    options = " ".join(f"-c {name}='{value}'" for name, value in SETTINGS.items()) + f" -k {folder}"
    _run(binaries / "pg_ctl", "-D", data, "-w", "-l", folder / "log", "-o", options, "start")
    atexit.register(_end, binaries, folder)
    return folder


def _end(binaries: Path, folder: Path) -> None:
    _run(binaries / "pg_ctl", "-D", folder / "data", "-m", "immediate", "-w", "stop")
    shutil.rmtree(folder, ignore_errors=True)


def _locale(binaries: Path) -> tuple[str, ...]:
    version = subprocess.run([binaries / "initdb", "--version"], check=True, capture_output=True, text=True).stdout
    major = int(version.split()[2].split(".")[0])
    return ("--locale=C", "--locale-provider=icu", "--icu-locale=en") if major >= 15 else ("--locale=C",)


def _binaries() -> Path | None:
    candidates = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    if shutil.which("pg_config"):
        asked = subprocess.run(["pg_config", "--bindir"], check=True, capture_output=True, text=True).stdout.strip()
        candidates.insert(0, Path(asked))
    on_path = shutil.which("initdb")
    if on_path:
        candidates.append(Path(on_path).resolve().parent)
    return next((folder for folder in candidates if (folder / "initdb").exists()), None)


def _account() -> str | None:
    names = {line.split(":")[0] for line in Path("/etc/passwd").read_text(encoding="utf-8").splitlines()}
    return next((name for name in ("postgres", "nobody") if name in names), None)


def _run(*command: str | Path) -> None:
    prefix = ["runuser", "-u", str(_account()), "--"] if os.geteuid() == 0 else []
    # Output goes to a file: a pipe would stay open for as long as the server that pg_ctl starts.
    with tempfile.TemporaryFile() as output:
        done = subprocess.run(
            [*prefix, *map(str, command)], stdout=output, stderr=output, stdin=subprocess.DEVNULL, cwd="/", check=False
        )
        output.seek(0)
        assert done.returncode == 0, output.read().decode()
