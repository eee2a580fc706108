"""What a task type is, and what it may ask of the platform while it runs.

A plugin is a package with subclasses of `Task`, announced under the entry point group `dalsegno.tasks`:

    class Shout(Task):
        \"\"\"Writes a text in capitals.\"\"\"

        type_name = "com.example.Shout"
        text: str

        def run(self, context: TaskContext) -> Outputs:
            context.log.info(f"shouting {len(self.text)} characters")
            return {"value": self.text.upper()}
"""

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, BinaryIO, ClassVar, Protocol, Self

from pydantic import BaseModel, ConfigDict
from pydantic.alias_generators import to_camel

from dalsegno_flow.effects import Effects

# A JSON object: what later tasks see as `outputs.<task id>`. Files are given by their URI.
Outputs = Mapping[str, Any]


class TaskFailure(Exception):
    """The task cannot do what it was asked to; its text becomes the task run's error, without a traceback.

    The first line is one sentence for a person: what was asked, what was found, what to do next.
    """

    def __init__(self, message: str, *, outputs: "Outputs | None" = None) -> None:
        """`outputs` are what there is all the same, such as the exit code of a script."""
        super().__init__(message)
        self.outputs = outputs


class TaskLog(Protocol):
    """The log of one attempt; every line reaches the executor at once."""

    def trace(self, message: str) -> None: ...
    def debug(self, message: str) -> None: ...
    def info(self, message: str) -> None: ...
    def warning(self, message: str) -> None: ...
    def error(self, message: str) -> None: ...


class OutputFile(Protocol):
    """A file being written to the storage service.

    It exists once its `with` block ends without an exception; after one, nothing of it stays.
    """

    uri: str

    def write(self, data: bytes | bytearray | memoryview, /) -> int: ...
    def __enter__(self) -> Self: ...
    def __exit__(self, *exception: object) -> None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a task run is: in a run of which flow, and in the turn of a loop for which value."""

    namespace: str
    flow_id: str
    loop_value: str | None  # `taskrun.value`; None unless the task is directly in a loop


class KeyValues(Protocol):
    """The values that the storage service keeps for one namespace, by key; they outlive executions.

    Every method raises TaskFailure when the key cannot be one, or storage refuses or does not answer.
    """

    def get(self, key: str, default: Any = None) -> Any:
        """The JSON value of a key, or the default when it has none."""

    def put(
        self,
        key: str,
        value: Any,
        *,
        time_to_live: timedelta | None = None,
        overwrite: bool = True,
        description: str = "",
    ) -> int:
        """Replaces the JSON value of a key; it is durable on return. Gives its version, which grows with each write.

        Without `overwrite` a value that is there is a TaskFailure.
        """

    def delete(self, key: str) -> bool:
        """Removes the value of a key, and tells whether there was one."""

    def keys(self, prefix: str = "") -> list[str]:
        """The keys that begin so, in order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredFile:
    """What is known of a stored file without reading it."""

    uri: str
    size_bytes: int


class Files(Protocol):
    """The files in storage, those of other executions too. Every method raises TaskFailure when storage refuses."""

    def find(self, uri: str) -> StoredFile | None:
        """The file of this address; None when there is none."""

    def of_execution(self) -> list[StoredFile]:
        """What the tasks of this execution have stored so far."""

    def of_namespace(self, namespace: str) -> Mapping[str, StoredFile]:
        """The files of a namespace by their names, such as `queries/daily.sql`."""

    def put(self, namespace: str, name: str) -> OutputFile:
        """Starts a file of a namespace; it replaces the one of that name once it is whole."""

    def delete(self, uris: Sequence[str]) -> list[str]:
        """Removes files, and returns the addresses of those that were there."""


class TaskContext(Protocol):
    """The platform, as seen by one attempt of one task run."""

    @property
    def log(self) -> TaskLog: ...

    @property
    def place(self) -> Place: ...

    @property
    def work_directory(self) -> Path:
        """An empty folder of this attempt's own, removed when it ends."""

    def open(self, uri: str) -> BinaryIO:
        """Streams a stored file from its start, checked against its digest.

        Raises:
            TaskFailure: no such file, or its bytes are not the ones that were stored.
        """

    def fetch(self, uri: str) -> Path:
        """Copies a stored file into the work directory, for libraries that seek. Raises as `open` does."""

    def create(self, name: str) -> OutputFile:
        """Starts a file among this task run's outputs. `name` is a relative path, "/" between its parts."""

    @property
    def files(self) -> Files: ...

    def values(self, namespace: str) -> KeyValues:
        """The values of a namespace, its own or another."""

    def count(self, name: str, value: float) -> None:
        """Adds to one of the task run's metrics, as Kestra's counters do."""


class Task(BaseModel):
    """One task type: its fields are the properties (camelCase in YAML), `run` does the work.

    A text property is a template unless the executor finds no "{" in it: `run` sees rendered values.
    The same model checks a flow when it is saved; values that are still templates are then let through.
    """

    model_config = ConfigDict(
        extra="forbid",
        alias_generator=to_camel,
        populate_by_name=True,
        frozen=True,
        coerce_numbers_to_str=True,  # YAML reads `saveAs: 2024` as a number
    )

    type_name: ClassVar[str]
    aliases: ClassVar[tuple[str, ...]] = ()
    # Light tasks neither wait nor compute; they run inside the executor. All others get a worker process.
    light: ClassVar[bool] = False
    # Parts of another type, which runs them itself; a flow cannot name them.
    internal: ClassVar[bool] = False
    # What running it does outside; a task in a flow may say otherwise.
    effects: ClassVar[Effects] = Effects.EFFECTFUL
    # Properties, by their names in YAML, whose texts are not merely rendered to text. In typed ones a text that is one
    # expression keeps its value's type: a number, a list, a map. In traced ones each text comes as
    # `dalsegno_tasks.properties.Traced`, with its template, and one that cannot be rendered does not end the task run.
    # Late ones come as they are written: the task renders them itself, with what there is only then. Those for items
    # come as `dalsegno_tasks.properties.ItemTemplate`, to be rendered for each item of a file.
    typed: ClassVar[frozenset[str]] = frozenset()
    traced: ClassVar[frozenset[str]] = frozenset()
    late: ClassVar[frozenset[str]] = frozenset()
    for_items: ClassVar[frozenset[str]] = frozenset()
    # For the reference: what `run` returns, by name, as JSON Schema (None where it is not known), and whole flows.
    outputs_properties: ClassVar[Mapping[str, Mapping[str, Any]] | None] = None
    examples: ClassVar[tuple[str, ...]] = ()

    @classmethod
    def own_variables(cls, directory: str, properties: Mapping[str, Any]) -> Mapping[str, Any]:  # noqa: ARG003
        """What the expressions of such a task see beside what all see.

        Args:
            directory: where it will work.
            properties: as the flow has them.
        """
        return {}

    @classmethod
    def secret_outputs(cls, properties: Mapping[str, Any]) -> Mapping[str, str]:  # noqa: ARG003
        """The outputs that are encrypted before they are kept: under which name each is kept, by that of `run`.

        Args:
            properties: rendered.
        """
        return {}

    @abstractmethod
    def run(self, context: TaskContext) -> Outputs:
        """Does the work once.

        Raises:
            TaskFailure: the task run ends FAILED with this text.
        """
