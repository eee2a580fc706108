"""The Python client of Dal Segno: runs flows and replays executions from any task.

    from dalsegno import Client

    with Client() as client:
        execution = client.executions.create("company.team", "divvy_tripdata")
        print(client.executions.wait(execution.execution_id).state)

Requests and answers are the messages of the contract, in `dalsegno.api`.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dalsegno.client import AsyncClient as AsyncClient
    from dalsegno.client import Client as Client
    from dalsegno.endpoints import Endpoints as Endpoints
    from dalsegno.errors import DalSegnoError as DalSegnoError
    from dalsegno.errors import DataLoss as DataLoss
    from dalsegno.errors import InvalidRequest as InvalidRequest
    from dalsegno.errors import NotFound as NotFound
    from dalsegno.errors import Refused as Refused
    from dalsegno.errors import ServerFault as ServerFault
    from dalsegno.errors import Unreachable as Unreachable
    from dalsegno.patience import Patience as Patience
    from dalsegno.patience import Retry as Retry

_HOMES = {
    "AsyncClient": "client",
    "Client": "client",
    "DalSegnoError": "errors",
    "DataLoss": "errors",
    "Endpoints": "endpoints",
    "InvalidRequest": "errors",
    "NotFound": "errors",
    "Patience": "patience",
    "Refused": "errors",
    "Retry": "patience",
    "ServerFault": "errors",
    "Unreachable": "errors",
}


def __getattr__(name: str) -> Any:
    """Imports what is asked for, so that `import dalsegno.api` costs no more than the messages."""
    if name not in _HOMES:
        raise AttributeError(f"module 'dalsegno' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"dalsegno.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return sorted([*globals(), *_HOMES])
