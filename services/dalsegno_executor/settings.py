"""The executor's settings: command line first, then environment, then these defaults."""

import os

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class ExecutorSettings(BaseSettings):
    """Each is `--name` on the command line and `DALSEGNO_EXECUTOR_NAME` in the environment."""

    model_config = SettingsConfigDict(
        env_prefix="DALSEGNO_EXECUTOR_", cli_kebab_case=True, cli_prog_name="dalsegno_executor", extra="forbid"
    )

    listen: str = Field("127.0.0.1:7402", description="host:port to serve on; port 0 takes any free one")
    database: str = Field("sqlite:///.dalsegno/executor/executor.db", description="SQLAlchemy URL of the journal")
    registry: str = Field("127.0.0.1:7401", description="host:port of the flow registry")
    storage: str = Field("127.0.0.1:7403", description="host:port of the storage service")
    workers: int = Field(os.cpu_count() or 1, ge=1, description="worker processes for tasks that wait or compute")
    log_level: str = Field("info", description="debug, info, warning or error")
