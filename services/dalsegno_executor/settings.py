"""The executor's settings."""

import os

from pydantic import Field

from dalsegno_runtime.starting import ServiceSettings, settings_config


class Settings(ServiceSettings):
    """Runs flows, keeps their journal, replays executions."""

    model_config = settings_config("executor")

    listen: str = Field("127.0.0.1:7402", description="address and port; port 0 takes any")
    database: str = Field("sqlite:///.dalsegno/executor/executor.db", description="SQLAlchemy URL of the journal")
    registry: str = Field("127.0.0.1:7401", description="where the flow registry listens")
    storage: str = Field("127.0.0.1:7403", description="where the storage service listens")
    workers: int = Field(os.cpu_count() or 1, ge=1, description="worker processes for tasks that wait or compute")
