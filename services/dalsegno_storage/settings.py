"""The settings of a storage server."""

from pathlib import Path
from typing import Literal

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Keeps bytes, named by their SHA-256, and the outputs of task runs."""

    model_config = SettingsConfigDict(
        env_prefix="DALSEGNO_STORAGE_", cli_prog_name="dalsegno_storage", cli_kebab_case=True, extra="forbid"
    )

    listen: str = Field(
        default="127.0.0.1:7403", pattern=r"^.+:\d{1,5}$", description="host:port; port 0 takes any that is free"
    )
    database: str = Field(
        default="sqlite:///.dalsegno/storage/storage.db", description="SQLAlchemy URL, of SQLite or PostgreSQL"
    )
    blobs: Path = Field(default=Path(".dalsegno/storage/blobs"), description="folder of the blob files")
    log_level: Literal["debug", "info", "warning", "error"] = Field(default="info", description="least level logged")
