"""The registry's settings."""

from pydantic import Field

from dalsegno_runtime.starting import ServiceSettings, settings_config


class Settings(ServiceSettings):
    """Keeps the flows of Dal Segno and their revisions."""

    model_config = settings_config("registry")

    listen: str = Field("127.0.0.1:7401", description="address and port; port 0 takes any")
    database: str = Field("sqlite:///.dalsegno/registry/registry.db", description="SQLAlchemy URL")
