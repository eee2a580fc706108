"""What is in files that hold tables, as workers see it: the bytes are theirs to read."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass

from dalsegno_executor.core.execution import Execution
from dalsegno_executor.own_tasks.jobs import Jobs
from dalsegno_executor.ports import DESCRIBE_TABLE
from dalsegno_tasks import TaskFailure

# Workers have tasks to run: a file is not looked into for longer than this, nor when it is larger.
SECONDS = 30.0
MAX_BYTES = 1024**3
AT_ONCE = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """`columns` are names and types; `format` is empty for a file that is no table.

    `problem` says why nothing is known of it.
    """

    format: str = ""
    columns: tuple[tuple[str, str], ...] = ()
    row_count: int | None = None
    problem: str = ""


class Tables:
    """Lets workers look into files."""

    def __init__(self, jobs: Jobs) -> None:
        self._jobs = jobs

    async def look_into(self, execution: Execution, files: Mapping[str, tuple[str, int]]) -> Mapping[str, Table]:
        """Looks into files, given as addresses and sizes in bytes by digest, for an execution; answers so too."""
        free = asyncio.Semaphore(AT_ONCE)

        async def look(path: str, size_bytes: int) -> Table:
            if size_bytes > MAX_BYTES:
                return Table(problem=f"It has {size_bytes} bytes; {MAX_BYTES} at most are looked into.")
            try:
                async with asyncio.timeout(SECONDS), free:
                    return await self._described(execution, path)
            except TimeoutError:
                return Table(problem=f"No worker has looked into it within {SECONDS:.0f} s.")
            except TaskFailure as error:
                return Table(problem=str(error))

        found = await asyncio.gather(*(look(path, size_bytes) for path, size_bytes in files.values()))
        return dict(zip(files, found, strict=True))

    async def _described(self, execution: Execution, path: str) -> Table:
        found = await self._jobs.look(DESCRIBE_TABLE, execution, {"uri": path})
        if not found:
            return Table()
        columns = tuple((name, kind) for name, kind in found["columns"])
        return Table(format=found["format"], columns=columns, row_count=found["row_count"])
