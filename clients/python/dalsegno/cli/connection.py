"""How the command line calls the services: it gives up sooner than a program, for somebody waits."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dalsegno.client import AsyncClient, Client
    from dalsegno.patience import Patience


def connect() -> "Client":
    from dalsegno.client import Client

    return Client(patience=_patience())


def connect_async() -> "AsyncClient":
    from dalsegno.client import AsyncClient

    return AsyncClient(patience=_patience())


def _patience() -> "Patience":
    from dalsegno.patience import Patience, Retry

    return Patience(retry=Retry(tries=3))
