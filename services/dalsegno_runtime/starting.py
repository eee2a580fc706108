"""How every service starts: its settings are read, its database is opened, and what is wrong is one line.

Settings come from the command line, else from DALSEGNO_<SERVICE>_<NAME> in the environment, else they are the defaults.
"""

import gc
import re
import sys
from collections.abc import Callable, Coroutine, Sequence
from typing import Any, TypeVar

import sqlalchemy as sa
import uvloop
from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, CliApp, SettingsConfigDict, SettingsError

from dalsegno_runtime.database import Database, DatabaseUnavailable
from dalsegno_runtime.serving import CannotStart, configure_logging

LOG_LEVELS = ("debug", "info", "warning", "error")


class ServiceSettings(BaseSettings):
    """The settings that every service has. Subclasses give their defaults, and what they need besides."""

    listen: str = Field(description="address and port; port 0 takes any")
    database: str = Field(description="SQLAlchemy URL")
    log_level: str = Field("info", description=", ".join(LOG_LEVELS))

    @field_validator("listen")
    @classmethod
    def _is_address(cls, value: str) -> str:
        match = re.fullmatch(r".+:(\d{1,5})", value)
        if not match or int(match[1]) > 65535:
            raise ValueError(f"{value!r} is no address; write one such as 127.0.0.1:7400")
        return value

    @field_validator("database")
    @classmethod
    def _is_url(cls, value: str) -> str:
        try:
            sa.make_url(value).get_dialect()
        except (sa.exc.ArgumentError, sa.exc.NoSuchModuleError) as error:
            raise ValueError("give a URL such as sqlite:///file.db or postgresql+psycopg://host/name") from error
        return value

    @field_validator("log_level")
    @classmethod
    def _is_level(cls, value: str) -> str:
        if value.lower() not in LOG_LEVELS:
            raise ValueError(f"{value!r} is no level; write one of {', '.join(LOG_LEVELS)}")
        return value.lower()


Settings = TypeVar("Settings", bound=ServiceSettings)


def settings_config(name: str) -> SettingsConfigDict:
    """What a subclass of ServiceSettings gives as its `model_config`."""
    return SettingsConfigDict(
        env_prefix=f"DALSEGNO_{name.upper()}_",
        cli_prog_name=f"dalsegno_{name}",
        cli_kebab_case=True,
        cli_exit_on_error=False,
    )


def open_database(url: str, metadata: sa.MetaData) -> Database:
    """Opens a service's database.

    Raises:
        CannotStart: it cannot be opened.
    """
    try:
        return Database(url, metadata)
    except (DatabaseUnavailable, sa.exc.SQLAlchemyError, ImportError, OSError) as error:
        shown = sa.make_url(url).render_as_string(hide_password=True)
        raise CannotStart(f"Cannot open the database {shown}: {_first_line(error)}") from error


def run_service(
    name: str,
    settings_class: type[Settings],
    serve: Callable[[Settings], Coroutine[Any, Any, None]],
    arguments: Sequence[str] | None = None,
) -> int:
    """Reads the settings and serves until the process is told to stop.

    Returns:
        The exit code: 0, or 2 for what whoever starts it can put right, said in one line on standard error.
    """
    try:
        settings = CliApp.run(settings_class, cli_args=list(sys.argv[1:] if arguments is None else arguments))
        configure_logging(settings.log_level)
        _collect_seldom()
        uvloop.run(serve(settings))
    except ValidationError as error:
        return _refuse(name, "; ".join(_fault(fault) for fault in error.errors()))
    except (SettingsError, CannotStart) as error:
        return _refuse(name, error)
    return 0


def _collect_seldom() -> None:
    """Looks for cycles of garbage less often than Python does, which took a tenth of a busy executor's time.

    What is loaded by now is never garbage; what comes later mostly goes by its reference counts.
    """
    gc.freeze()
    gc.set_threshold(20_000, 20, 100)


def _fault(fault: Any) -> str:
    setting = str(fault["loc"][0]).replace("_", "-")
    return f"--{setting}: {fault['msg'].removeprefix('Value error, ')}"


def _refuse(name: str, message: object) -> int:
    sys.stderr.write(f"dalsegno_{name}: {_first_line(message)}\n")
    return 2


def _first_line(text: object) -> str:
    return next(iter(str(text).splitlines()), "")
