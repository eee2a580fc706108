"""The settings of storage."""

from pathlib import Path

from pydantic import Field

from dalsegno_runtime.starting import ServiceSettings, settings_config


class Settings(ServiceSettings):
    """Keeps the bytes of Dal Segno, named by their SHA-256, and the outputs of task runs."""

    model_config = settings_config("storage")

    listen: str = Field("127.0.0.1:7403", description="address and port; port 0 takes any")
    database: str = Field("sqlite:///.dalsegno/storage/storage.db", description="SQLAlchemy URL")
    blobs: Path = Field(Path(".dalsegno/storage/blobs"), description="folder of the blob files")
