"""What tasks that ask databases have in common. Source: Kestra's AbstractJdbcQuery and AbstractJdbcQueries."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BeforeValidator, Field

from dalsegno_tasks.interface import Outputs, Task, TaskContext, TaskFailure
from dalsegno_tasks.jdbc.cells import json_cell
from dalsegno_tasks.properties import Text, ValueMap, is_template, upper

MAX_FETCHED_BYTES = 4 * 1024 * 1024
FETCH_ROWS = 10_000

FetchType = Annotated[Literal["NONE", "FETCH", "FETCH_ONE", "STORE"], BeforeValidator(upper)]


def _known_zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        if is_template(name):
            return name
        raise ValueError("there is no such time zone; give one such as Europe/Paris.") from error
    return name


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What one statement gives: rows as they come, in batches; None for columns when it gives none."""

    columns: Sequence[str] | None
    batches: Iterable[Sequence[Sequence[Any]]]


class QueryTask(Task):
    """Asks a database, with values for `:name` in `parameters`."""

    typed: ClassVar[frozenset[str]] = frozenset(("parameters",))

    sql: Text = Field(description="The statement; several are separated by semicolons.")
    parameters: ValueMap = Field(default_factory=dict, description="Values for `:name` in the statement.")
    username: Text | None = Field(None, description="The name to log in with.")
    password: Text | None = Field(None, description="The password to log in with.")
    time_zone_id: Annotated[Text, AfterValidator(_known_zone)] = Field(
        "UTC", description="The time zone of the session."
    )
    fetch_type: FetchType = Field(
        "NONE",
        description="NONE gives nothing, FETCH all rows, FETCH_ONE the first, STORE the address of a table.",
    )
    fetch_size: Annotated[int, Field(ge=1)] = Field(FETCH_ROWS, description="Rows that are read at once.")
    fetch: bool | None = Field(None, description="Deprecated: `fetchType: FETCH`.")
    fetch_one: bool | None = Field(None, description="Deprecated: `fetchType: FETCH_ONE`.")
    store: bool | None = Field(None, description="Deprecated: `fetchType: STORE`.")

    def what_to_fetch(self) -> str:
        """`fetchType`, or what the old properties say."""
        old = {"FETCH_ONE": self.fetch_one, "FETCH": self.fetch, "STORE": self.store}
        return next((kind for kind, asked in old.items() if asked), self.fetch_type)

    def given(self, names: Sequence[str]) -> dict[str, Any]:
        """The parameters of these names. Raises TaskFailure when one is not given."""
        missing = [name for name in names if name not in self.parameters]
        if missing:
            raise TaskFailure(f"The statement has the parameter `:{missing[0]}`, and `parameters` does not. Give it.")
        return {name: _sent(self.parameters[name]) for name in names}

    def outputs_of(self, context: TaskContext, answer: Answer, name: str) -> Outputs:
        """What is to be kept of an answer; `name` is of the file, if it comes to one. Raises TaskFailure."""
        kind = self.what_to_fetch()
        if answer.columns is None or kind == "NONE":
            return {}
        rows = self._rows(answer.columns, answer.batches)
        if kind == "STORE":
            return self._stored(context, rows, name)
        if kind == "FETCH_ONE":
            first = next(rows, None)
            context.count("fetch.size", first is not None)
            return {"size": 0} if first is None else {"row": first, "size": 1}
        fetched = list(_bounded(rows))
        context.count("fetch.size", len(fetched))
        return {"rows": fetched, "size": len(fetched)}

    def _rows(self, columns: Sequence[str], batches: Iterable[Sequence[Sequence[Any]]]) -> Iterator[dict[str, Any]]:
        zone = ZoneInfo(self.time_zone_id)
        for batch in batches:
            for row in batch:
                yield {name: json_cell(value, zone) for name, value in zip(columns, row, strict=True)}

    def _stored(self, context: TaskContext, rows: Iterator[Mapping[str, Any]], name: str) -> Outputs:
        from dalsegno_tasks.serdes.ion_text import row_json

        size = 0
        with context.create(name) as file:
            for row in rows:
                file.write(row_json(row).encode() + b"\n")
                size += 1
        context.count("fetch.size", size)
        return {"uri": file.uri, "size": size}


def _bounded(rows: Iterable[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    size_bytes = 0
    for row in rows:
        size_bytes += len(json.dumps(row))
        if size_bytes > MAX_FETCHED_BYTES:
            raise TaskFailure(
                f"The rows take more than {MAX_FETCHED_BYTES} bytes, which is more than outputs can have. Use "
                "`fetchType: STORE`, which stores them as a file."
            )
        yield row


def _sent(value: Any) -> Any:
    """Lists and maps go to the database as JSON."""
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else value
