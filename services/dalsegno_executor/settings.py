"""The executor's settings."""

import hashlib
import os
import tempfile
from pathlib import Path

import sqlalchemy as sa
from pydantic import Field

from dalsegno_runtime.starting import ServiceSettings, settings_config


class Settings(ServiceSettings):
    """Runs flows, keeps their journal, replays executions."""

    model_config = settings_config("executor")

    listen: str = Field("127.0.0.1:7402", description="address and port; port 0 takes any")
    database: str = Field("sqlite:///.dalsegno/executor/executor.db", description="SQLAlchemy URL of the journal")
    registry: str = Field("127.0.0.1:7401", description="where the flow registry listens")
    storage: str = Field("127.0.0.1:7403", description="where the storage service listens")
    directories: str = Field(
        "", description="folder of this executor alone for what tasks share; beside an SQLite journal when left out"
    )
    workers: int = Field(os.cpu_count() or 1, ge=1, description="worker processes for tasks that wait or compute")

    def directories_folder(self) -> Path:
        """Where the directories are: as set, beside an SQLite journal, or else where temporary files are."""
        if self.directories:
            return Path(self.directories).resolve()
        url = sa.make_url(self.database)
        if url.get_backend_name() == "sqlite" and url.database:
            return Path(url.database).resolve().with_suffix(".directories")
        name = hashlib.sha256(self.database.encode()).hexdigest()[:16]
        return Path(tempfile.gettempdir()) / f"dalsegno-directories-{name}"
