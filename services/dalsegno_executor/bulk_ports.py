"""What bulk replays need of the executor's own database."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from dalsegno_executor.core.bulk import Bulk, Item, ItemState
from dalsegno_executor.ports import Answer, ExecutionSummary, Filter


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """Which executions a bulk replay is of: these, in this order, or those that fit everything that is given."""

    execution_ids: tuple[str, ...] = ()
    chosen: Filter = field(default_factory=Filter)
    from_time: datetime | None = None
    until_time: datetime | None = None


class BulkStore(Protocol):
    """Bulk replays in the executor's own database. What a method has written is durable when it returns."""

    async def create(self, bulk: Bulk, selection: Selection, answer: Answer) -> str:
        """Makes a bulk replay durable with its items, unless the same request has made one; returns its id.

        Raises:
            NothingSelected: no execution fits.
            InvalidField: too many fit.
            RequestIdConflict: the id came with another request.
        """

    async def selected(self, selection: Selection, limit: int) -> tuple[int, list[ExecutionSummary]]:
        """How many executions would be replayed, and the first of those that exist."""

    async def get(self, bulk_id: str) -> Bulk | None: ...
    async def list_bulks(self, limit: int, before: str | None) -> list[Bulk]: ...
    async def items(self, bulk_id: str, states: Sequence[ItemState], limit: int, after: int) -> list[Item]: ...
    async def unfinished(self) -> list[str]: ...
    async def change(self, bulk: Bulk, changed: Sequence[Item], begin: int) -> list[Item]:
        """Keeps how a bulk replay stands with the items that changed, and marks the next waiting ones as STARTING.

        When it is cancelled, those that wait are given up instead. Returns those that begin.
        """
