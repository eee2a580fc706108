"""The settings of storage: from the command line, else from DALSEGNO_STORAGE_… in the environment, else as here."""

from pathlib import Path

import sqlalchemy as sa
from pydantic import Field, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Dal Segno's storage."""

    model_config = SettingsConfigDict(
        env_prefix="DALSEGNO_STORAGE_", cli_prog_name="dalsegno_storage", cli_kebab_case=True, cli_exit_on_error=False
    )

    listen: str = Field("127.0.0.1:7403", pattern=r"^.+:\d{1,5}$", description="address and port; port 0 takes any")
    database: str = Field("sqlite:///.dalsegno/storage/storage.db", description="SQLAlchemy URL")
    blobs: Path = Field(Path(".dalsegno/storage/blobs"), description="folder of the blob files")
    log_level: str = Field("info", pattern="^(debug|info|warning|error)$", description="debug, info, warning, error")

    @field_validator("database")
    @classmethod
    def _is_url(cls, value: str) -> str:
        try:
            sa.make_url(value).get_dialect()
        except (sa.exc.ArgumentError, sa.exc.NoSuchModuleError) as error:
            raise ValueError("give a URL such as sqlite:///storage.db or postgresql+psycopg://host/name") from error
        return value
