"""What must hold before an execution of a flow may be created."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from dalsegno_flow.problems import Path
from dalsegno_flow.reader import Reader


class CheckStyle(StrEnum):
    ERROR = "ERROR"
    SUCCESS = "SUCCESS"
    WARNING = "WARNING"
    INFO = "INFO"


class CheckBehavior(StrEnum):
    BLOCK_EXECUTION = "BLOCK_EXECUTION"
    FAIL_EXECUTION = "FAIL_EXECUTION"
    CREATE_EXECUTION = "CREATE_EXECUTION"


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """It passes when `condition`, a template, renders to the boolean true."""

    condition: str
    message: str
    style: CheckStyle = CheckStyle.INFO
    behavior: CheckBehavior = CheckBehavior.BLOCK_EXECUTION


def read_checks(reader: Reader, path: Path, value: Any) -> tuple[Check, ...]:
    items = reader.list(path, value, "each beginning with `- condition:`")
    return tuple(_read(reader, (*path, index), item) for index, item in enumerate(items))


def _read(reader: Reader, path: Path, item: Any) -> Check:
    data = reader.map(path, item, "with `condition` and `message`") or {}
    reader.unknown(path, data, ("condition", "message", "style", "behavior"), "A check")
    for name in ("condition", "message"):
        if isinstance(item, dict) and data.get(name) in (None, ""):
            reader.error((*path, name), f'`{name}` is missing. Write `{name}: "…"`.')
    return Check(
        condition=reader.template((*path, "condition"), data.get("condition"), ""),
        message=reader.text((*path, "message"), data.get("message")),
        style=reader.choice((*path, "style"), data.get("style"), CheckStyle, CheckStyle.INFO),
        behavior=reader.choice((*path, "behavior"), data.get("behavior"), CheckBehavior, CheckBehavior.BLOCK_EXECUTION),
    )
