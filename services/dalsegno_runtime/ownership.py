"""Sees to it that one process at a time works on a database; a lock that ends with the process, however it ends."""

import fcntl
import hashlib
from pathlib import Path
from typing import IO

import sqlalchemy as sa

from dalsegno_runtime.serving import CannotStart


class DatabaseInUse(CannotStart):
    """Another process works on the database."""


class Ownership:
    """Holds a database for this process until it is closed.

    On SQLite it is a lock on a file beside the database, on PostgreSQL an advisory lock of a connection of its own.

    Raises:
        DatabaseInUse: another process holds it.
    """

    def __init__(self, url: str, holder: str) -> None:
        self._file: IO[str] | None = None
        self._connection: sa.Connection | None = None
        parsed = sa.make_url(url)
        if parsed.get_backend_name() == "sqlite":
            held = self._lock_file(Path(f"{parsed.database}.lock"))
        else:
            held = self._lock_server(parsed, holder)
        if not held:
            self.close()
            shown = parsed.render_as_string(hide_password=True)
            raise DatabaseInUse(f"Another {holder} uses the database {shown}; stop it, or give this one its own.")

    def close(self) -> None:
        if self._file is not None:
            self._file.close()
        if self._connection is not None:
            self._connection.close()
            self._connection.engine.dispose()

    def _lock_file(self, path: Path) -> bool:
        self._file = path.open("w")
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _lock_server(self, url: sa.URL, holder: str) -> bool:
        key = int.from_bytes(hashlib.sha256(holder.encode()).digest()[:8], signed=True)
        # Outside any transaction, which an idle server might end together with the lock.
        self._connection = sa.create_engine(url, isolation_level="AUTOCOMMIT").connect()
        return bool(self._connection.execute(sa.select(sa.func.pg_try_advisory_lock(key))).scalar_one())
