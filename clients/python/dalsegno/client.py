"""The two clients. They have the same operations, written once in `flows`, `executions`, `bulk`, `outputs`,
`files`, `namespace_files`, `values` and `task_types`.
"""

from types import TracebackType
from typing import Self

from dalsegno.bulk import AsyncBulkReplays, BulkReplays
from dalsegno.channels import AsyncChannels, Channels
from dalsegno.endpoints import Endpoints
from dalsegno.executions import AsyncExecutions, Executions
from dalsegno.files import AsyncFiles, Files
from dalsegno.flows import AsyncFlows, Flows
from dalsegno.namespace_files import AsyncNamespaceFiles, NamespaceFiles
from dalsegno.outputs import AsyncOutputs, Outputs
from dalsegno.patience import Patience
from dalsegno.task_types import AsyncTaskTypes, TaskTypes
from dalsegno.values import AsyncValues, Values


class Client:
    """Calls the services and waits for their answers; may be shared by threads.

    Args:
        endpoints: where the services listen; by default what the environment says.
        patience: deadline, repeats and resumption.

    Raises (every operation):
        DalSegnoError: see `dalsegno.errors`.
    """

    def __init__(self, endpoints: Endpoints | None = None, *, patience: Patience | None = None) -> None:
        self.endpoints = endpoints or Endpoints.from_environment()
        self._channels = Channels(self.endpoints)
        used = patience or Patience()
        self.flows = Flows(self._channels, used)
        self.executions = Executions(self._channels, used)
        self.bulk = BulkReplays(self._channels, used)
        self.outputs = Outputs(self._channels, used)
        self.files = Files(self._channels, used)
        self.namespace_files = NamespaceFiles(self._channels, used)
        self.values = Values(self._channels, used)
        self.task_types = TaskTypes(self._channels, used)

    def close(self) -> None:
        self._channels.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()


class AsyncClient:
    """The same on an event loop: operations are awaited, streams are iterated over with `async for`.

    Args:
        endpoints: where the services listen; by default what the environment says.
        patience: deadline, repeats and resumption.

    Raises (every operation):
        DalSegnoError: see `dalsegno.errors`.
    """

    def __init__(self, endpoints: Endpoints | None = None, *, patience: Patience | None = None) -> None:
        self.endpoints = endpoints or Endpoints.from_environment()
        self._channels = AsyncChannels(self.endpoints)
        used = patience or Patience()
        self.flows = AsyncFlows(self._channels, used)
        self.executions = AsyncExecutions(self._channels, used)
        self.bulk = AsyncBulkReplays(self._channels, used)
        self.outputs = AsyncOutputs(self._channels, used)
        self.files = AsyncFiles(self._channels, used)
        self.namespace_files = AsyncNamespaceFiles(self._channels, used)
        self.values = AsyncValues(self._channels, used)
        self.task_types = AsyncTaskTypes(self._channels, used)

    async def close(self) -> None:
        await self._channels.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        await self.close()
