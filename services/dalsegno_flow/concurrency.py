"""How many executions of a flow run at once."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from dalsegno_flow.problems import Path
from dalsegno_flow.reader import Reader


class ConcurrencyBehavior(StrEnum):
    """What becomes of an execution beyond the limit."""

    QUEUE = "QUEUE"
    CANCEL = "CANCEL"
    FAIL = "FAIL"


@dataclass(frozen=True, slots=True, kw_only=True)
class Concurrency:
    limit: int  # from 1
    behavior: ConcurrencyBehavior = ConcurrencyBehavior.QUEUE


def read_concurrency(reader: Reader, path: Path, value: Any) -> Concurrency | None:
    data = reader.map(path, value, "with `limit: 1`")
    if data is None:
        return None
    reader.unknown(path, data, ("limit", "behavior"), "`concurrency`")
    if data.get("limit") is None:
        reader.error((*path, "limit"), "`limit` is missing. Write `limit: 1`.")
    limit = reader.integer((*path, "limit"), data.get("limit"), least=1)
    behavior = reader.choice((*path, "behavior"), data.get("behavior"), ConcurrencyBehavior, ConcurrencyBehavior.QUEUE)
    return Concurrency(limit=limit or 1, behavior=behavior)
