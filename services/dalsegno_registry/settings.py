"""The registry's settings: from the command line, else from DALSEGNO_REGISTRY_… in the environment, else as here."""

import sqlalchemy as sa
from pydantic import Field, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Dal Segno's flow registry."""

    model_config = SettingsConfigDict(
        env_prefix="DALSEGNO_REGISTRY_", cli_prog_name="dalsegno_registry", cli_kebab_case=True, cli_exit_on_error=False
    )

    listen: str = Field("127.0.0.1:7401", pattern=r"^.+:\d{1,5}$", description="address and port; port 0 takes any")
    database: str = Field("sqlite:///.dalsegno/registry/registry.db", description="SQLAlchemy URL")
    log_level: str = Field("info", pattern="^(debug|info|warning|error)$", description="debug, info, warning, error")

    @field_validator("database")
    @classmethod
    def _is_url(cls, value: str) -> str:
        try:
            sa.make_url(value).get_dialect()
        except (sa.exc.ArgumentError, sa.exc.NoSuchModuleError) as error:
            raise ValueError("give a URL such as sqlite:///registry.db or postgresql+psycopg://host/name") from error
        return value
