"""The registry's settings: from the command line, else from DALSEGNO_REGISTRY_… in the environment, else as here."""

import re

import sqlalchemy as sa
from pydantic import Field, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

LOG_LEVELS = ("debug", "info", "warning", "error")


class Settings(BaseSettings):
    """Keeps the flows of Dal Segno and their revisions."""

    model_config = SettingsConfigDict(
        env_prefix="DALSEGNO_REGISTRY_", cli_prog_name="dalsegno_registry", cli_kebab_case=True, cli_exit_on_error=False
    )

    listen: str = Field("127.0.0.1:7401", description="address and port; port 0 takes any")
    database: str = Field("sqlite:///.dalsegno/registry/registry.db", description="SQLAlchemy URL")
    log_level: str = Field("info", description="debug, info, warning or error")

    @field_validator("listen")
    @classmethod
    def _is_address(cls, value: str) -> str:
        match = re.fullmatch(r".+:(\d{1,5})", value)
        if not match or int(match[1]) > 65535:
            raise ValueError(f"{value!r} is no address; write one such as 127.0.0.1:7401")
        return value

    @field_validator("database")
    @classmethod
    def _is_url(cls, value: str) -> str:
        try:
            sa.make_url(value).get_dialect()
        except (sa.exc.ArgumentError, sa.exc.NoSuchModuleError) as error:
            raise ValueError(
                "this is no database; write one such as sqlite:///registry.db or postgresql+psycopg://host/name"
            ) from error
        return value

    @field_validator("log_level")
    @classmethod
    def _is_level(cls, value: str) -> str:
        if value.lower() not in LOG_LEVELS:
            raise ValueError(f"{value!r} is no level; write one of {', '.join(LOG_LEVELS)}")
        return value.lower()
