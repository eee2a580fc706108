"""Runs a storage server until SIGTERM or SIGINT: python -m dalsegno_storage."""

import asyncio
import sys

import sqlalchemy as sa
from pydantic import ValidationError
from pydantic_settings import CliApp, SettingsError

from dalsegno_runtime.serving import AddressInUse, configure_logging, serve_until_stopped
from dalsegno_storage.adapters.local_blobs import FolderInUse
from dalsegno_storage.running import build
from dalsegno_storage.settings import Settings

BAD_SETTING = 2


def main() -> None:
    try:
        settings = CliApp.run(Settings, cli_exit_on_error=False)
        configure_logging(settings.log_level)
        asyncio.run(_serve(settings))
    except ValidationError as error:
        first = error.errors()[0]
        name = "-".join(str(part) for part in first["loc"]).replace("_", "-")
        _refuse(f"--{name} is {first['input']!r}: {first['msg']}. See --help.")
    except SettingsError as error:
        _refuse(f"{error}. See --help.")
    except (AddressInUse, FolderInUse) as error:
        _refuse(str(error))
    except sa.exc.SQLAlchemyError as error:
        _refuse(f"Cannot use the database {settings.database}: {error}")
    except OSError as error:
        _refuse(f"Cannot use {error.filename or settings.blobs}: {error.strerror}")


async def _serve(settings: Settings) -> None:
    parts = build(settings)
    # Beside the calls: a folder of millions of blobs takes a while to walk, and nothing waits for it.
    sweeping = asyncio.create_task(parts.service.sweep())
    try:
        await serve_until_stopped(parts.server, settings.listen, "dalsegno_storage")
    finally:
        sweeping.cancel()
        await asyncio.to_thread(parts.close)


def _refuse(message: str) -> None:
    sys.stderr.write(f"dalsegno_storage: {' '.join(message.split())}\n")
    sys.exit(BAD_SETTING)


if __name__ == "__main__":
    main()
