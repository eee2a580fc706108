"""Which task types exist: the built-in ones and those of installed plugins.

    CatalogError
    ├── UnknownTaskType      no installed package has that type
    └── DuplicateTaskType    two packages claim the same type name

A package announces its types under the entry point group `dalsegno.tasks`, as a list of `Task` classes or of
names such as "my_package.shout:Shout", which are imported at the first look-up. What an installed plugin announces and
cannot be used is left out and told (`Catalog.faults`): it stops neither a service nor the other types.
"""

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib import import_module
from importlib.metadata import entry_points
from typing import Any, Self

from dalsegno_flow import nearest
from dalsegno_tasks.interface import Task

ENTRY_POINT_GROUP = "dalsegno.tasks"
_TYPE_NAME = re.compile(r"[A-Za-z_][\w$]*(\.[A-Za-z_][\w$]*)*")

# These modules are light; what they need to run (pyarrow, httpx) is imported by `run`.
BUILT_IN: tuple[str, ...] = (
    "dalsegno_tasks.compress.archive_compress:ArchiveCompress",
    "dalsegno_tasks.compress.archive_decompress:ArchiveDecompress",
    "dalsegno_tasks.compress.file_compress:FileCompress",
    "dalsegno_tasks.compress.file_decompress:FileDecompress",
    "dalsegno_tasks.debug.echo:Echo",
    "dalsegno_tasks.debug.return_:Return",
    "dalsegno_tasks.execution.assert_:Assert",
    "dalsegno_tasks.execution.count:Count",
    "dalsegno_tasks.execution.exit:Exit",
    "dalsegno_tasks.execution.fail:Fail",
    "dalsegno_tasks.execution.labels:Labels",
    "dalsegno_tasks.execution.resume:Resume",
    "dalsegno_tasks.execution.variables:SetVariables",
    "dalsegno_tasks.execution.variables:UnsetVariables",
    "dalsegno_tasks.flow.branches:If",
    "dalsegno_tasks.flow.branches:Switch",
    "dalsegno_tasks.flow.loops:EachParallel",
    "dalsegno_tasks.flow.loops:EachSequential",
    "dalsegno_tasks.flow.loops:ForEach",
    "dalsegno_tasks.flow.loops:LoopUntil",
    "dalsegno_tasks.flow.pause:Pause",
    "dalsegno_tasks.flow.sequences:AllowFailure",
    "dalsegno_tasks.flow.sequences:Dag",
    "dalsegno_tasks.flow.sequences:Parallel",
    "dalsegno_tasks.flow.sequences:Sequential",
    "dalsegno_tasks.flow.sleep:Sleep",
    "dalsegno_tasks.flow.subflows:ForEachItem",
    "dalsegno_tasks.flow.subflows:ForEachItemExecutable",
    "dalsegno_tasks.flow.subflows:ForEachItemMergeOutputs",
    "dalsegno_tasks.flow.subflows:ForEachItemSplit",
    "dalsegno_tasks.flow.subflows:Subflow",
    "dalsegno_tasks.flow.working_directory:WorkingDirectory",
    "dalsegno_tasks.git.clone:Clone",
    "dalsegno_tasks.http.download:Download",
    "dalsegno_tasks.http.request:Request",
    "dalsegno_tasks.jdbc.duckdb:Queries",
    "dalsegno_tasks.jdbc.duckdb:Query",
    "dalsegno_tasks.jdbc.postgresql:Queries",
    "dalsegno_tasks.jdbc.postgresql:Query",
    "dalsegno_tasks.kv.delete:Delete",
    "dalsegno_tasks.kv.get:Get",
    "dalsegno_tasks.kv.get_keys:GetKeys",
    "dalsegno_tasks.kv.put:Put",
    "dalsegno_tasks.kv.set:Set",
    "dalsegno_tasks.log.fetch:Fetch",
    "dalsegno_tasks.log.log:Log",
    "dalsegno_tasks.metric.publish:Publish",
    "dalsegno_tasks.namespace.delete_files:DeleteFiles",
    "dalsegno_tasks.namespace.download_files:DownloadFiles",
    "dalsegno_tasks.namespace.upload_files:UploadFiles",
    "dalsegno_tasks.output.output_values:OutputValues",
    "dalsegno_tasks.scripts.node:Commands",
    "dalsegno_tasks.scripts.node:Script",
    "dalsegno_tasks.scripts.old:Bash",
    "dalsegno_tasks.scripts.old:Node",
    "dalsegno_tasks.scripts.old:Python",
    "dalsegno_tasks.scripts.python:Commands",
    "dalsegno_tasks.scripts.python:Script",
    "dalsegno_tasks.scripts.shell:Commands",
    "dalsegno_tasks.scripts.shell:Script",
    "dalsegno_tasks.serdes.avro_to_ion:AvroToIon",
    "dalsegno_tasks.serdes.csv_to_ion:CsvToIon",
    "dalsegno_tasks.serdes.excel_to_ion:ExcelToIon",
    "dalsegno_tasks.serdes.infer_avro_schema_from_ion:InferAvroSchemaFromIon",
    "dalsegno_tasks.serdes.ion_to_avro:IonToAvro",
    "dalsegno_tasks.serdes.ion_to_csv:IonToCsv",
    "dalsegno_tasks.serdes.ion_to_excel:IonToExcel",
    "dalsegno_tasks.serdes.ion_to_json:IonToJson",
    "dalsegno_tasks.serdes.ion_to_parquet:IonToParquet",
    "dalsegno_tasks.serdes.json_to_ion:JsonToIon",
    "dalsegno_tasks.serdes.parquet_to_ion:ParquetToIon",
    "dalsegno_tasks.state.states:Delete",
    "dalsegno_tasks.state.states:Get",
    "dalsegno_tasks.state.states:Set",
    "dalsegno_tasks.storage.concat:Concat",
    "dalsegno_tasks.storage.deduplicate_items:DeduplicateItems",
    "dalsegno_tasks.storage.delete:Delete",
    "dalsegno_tasks.storage.filter_items:FilterItems",
    "dalsegno_tasks.storage.local_files:LocalFiles",
    "dalsegno_tasks.storage.purge_current_execution_files:PurgeCurrentExecutionFiles",
    "dalsegno_tasks.storage.reverse:Reverse",
    "dalsegno_tasks.storage.size:Size",
    "dalsegno_tasks.storage.split:Split",
    "dalsegno_tasks.storage.write:Write",
    "dalsegno_tasks.templating.templated_task:TemplatedTask",
)


class CatalogError(Exception):
    """The catalog cannot answer."""


class UnknownTaskType(CatalogError):
    """No installed package has the task type; `instead` is the nearest one, if any is near."""

    def __init__(self, message: str, instead: str = "") -> None:
        super().__init__(message)
        self.instead = instead


class DuplicateTaskType(CatalogError):
    """Two different classes claim one type name or alias."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PluginFault:
    """What an installed plugin announces and cannot be used."""

    plugin: str  # the name of its entry point
    message: str


class Catalog:
    """Task classes by type name and by alias; classes given by name are imported at the first look-up."""

    def __init__(self, tasks: Iterable[type[Task] | str]) -> None:
        self._announced = tuple(tasks)
        self._plugins: dict[str, Sequence[Any]] = {}
        self._faults: list[PluginFault] = []
        self._origins: dict[type[Task], str] = {}
        self._classes: dict[str, type[Task]] | None = None

    @classmethod
    def installed(cls) -> Self:
        """The built-in types and those of every installed plugin, by the names of their entry points."""
        catalog = cls(BUILT_IN)
        for entry_point in sorted(entry_points(group=ENTRY_POINT_GROUP), key=lambda each: (each.name, each.value)):
            try:
                catalog._add(entry_point.name, entry_point.load())
            except (Exception, SystemExit) as error:  # noqa: BLE001  # whatever a foreign module does when imported
                catalog._fault(
                    entry_point.name,
                    f"announces its task types as '{entry_point.value}', which cannot be loaded: {_said(error)}. "
                    "Mend, update or remove that package.",
                )
        return catalog

    def faults(self) -> Sequence[PluginFault]:
        """What was left out of the catalog, and why."""
        self._by_name()
        return tuple(self._faults)

    def plugin_of(self, task: type[Task]) -> str:
        """The plugin that announced a class; empty for what is built in."""
        return self._origins.get(task, "")

    def find(self, task_type: str) -> type[Task]:
        """The class of a type name or an alias.

        Raises:
            UnknownTaskType: there is none.
        """
        return self.resolve(task_type)[0]

    def resolve(self, task_type: str) -> tuple[type[Task], bool]:
        """The class of a type name, and whether it was asked for by one of its old aliases. Raises as `find` does."""
        classes = self._by_name()
        found = classes.get(task_type)
        if found is None:
            raise self._unknown(task_type)
        return found, found.type_name != task_type

    def types(self) -> list[str]:
        """All type names in order that a flow can name, without aliases."""
        return sorted({task.type_name for task in self._by_name().values() if not task.internal})

    def _unknown(self, task_type: str) -> UnknownTaskType:
        names = [name for name, task in self._by_name().items() if not task.internal]
        near = nearest(task_type, names, cutoff=0.7)
        if not near:
            last = task_type.rpartition(".")[2].lower()
            near = next((name for name in names if name.rpartition(".")[2].lower() == last), "")
        hint = f"did you mean `{near}`?" if near else "is its plugin installed?"
        told = next((f" {fault.message}" for fault in self._faults if f"`{task_type}`" in fault.message), "")
        if not told and not near and self._faults:
            plugins = ", ".join(sorted({fault.plugin for fault in self._faults}))
            told = f" These could not be used: {plugins}; the list of task types says why."
        return UnknownTaskType(f"There is no task type `{task_type}`; {hint}{told}", near)

    def _by_name(self) -> dict[str, type[Task]]:
        if self._classes is None:
            classes: dict[str, type[Task]] = {}
            for announced in self._announced:
                _enter(classes, _imported(announced) if isinstance(announced, str) else announced)
            for plugin, tasks in self._plugins.items():
                for item in tasks:
                    try:
                        task = _usable(item)
                        _enter(classes, task)
                    except CatalogError as error:
                        self._fault(plugin, f"announces {_shown(item)}, which is left out: {error}")
                    else:
                        self._origins.setdefault(task, plugin)
            self._classes = classes
        return self._classes

    def _add(self, plugin: str, announced: Any) -> None:
        if not isinstance(announced, list | tuple):
            raise TypeError(f"it is no list of task types but {type(announced).__name__}")
        self._plugins[plugin] = [*self._plugins.get(plugin, ()), *announced]

    def _fault(self, plugin: str, message: str) -> None:
        self._faults.append(PluginFault(plugin=plugin, message=f"The plugin '{plugin}' {message}"))


def _enter(classes: dict[str, type[Task]], task: type[Task]) -> None:
    """Enters a class by all its names, or by none.

    Raises:
        DuplicateTaskType: one of them is another class's.
    """
    names = (task.type_name, *task.aliases)
    for name in names:
        other = classes.get(name, task)
        if other is not task:
            raise DuplicateTaskType(
                f"The task type `{name}` is claimed by {_place(other)} and by {_place(task)}; "
                "uninstall one of the two packages or rename its type."
            )
    classes.update(dict.fromkeys(names, task))


def _imported(name: str) -> type[Task]:
    module, _, attribute = name.partition(":")
    try:
        task = getattr(import_module(module), attribute)
    except (Exception, SystemExit) as error:
        raise CatalogError(
            f"The task class '{name}' cannot be imported: {_said(error)}. Mend or reinstall its package."
        ) from error
    if not (isinstance(task, type) and issubclass(task, Task)):
        raise CatalogError(f"'{name}' is announced as a task type but is no subclass of dalsegno_tasks.Task.")
    return task


def _usable(item: Any) -> type[Task]:
    """The class that a plugin announces.

    Raises:
        CatalogError: it is none, has no name, or its properties are no model.
    """
    if isinstance(item, str):
        item = _imported(item)
    if not (isinstance(item, type) and issubclass(item, Task)):
        raise CatalogError("it is no subclass of dalsegno_tasks.Task. Announce classes, or names of classes.")
    names = [getattr(item, "type_name", None), *(item.aliases if isinstance(item.aliases, list | tuple) else [None])]
    if not all(isinstance(name, str) and _TYPE_NAME.fullmatch(name) for name in names):
        raise CatalogError("its `type_name` and each of its `aliases` must be a name such as com.example.Shout.")
    if abstract := sorted(item.__abstractmethods__):
        raise CatalogError(f"it lacks {', '.join(abstract)}.")
    try:
        item.model_rebuild()
        json.dumps(item.model_json_schema())
    except Exception as error:
        raise CatalogError(f"its properties are no valid model: {_said(error)}.") from error
    try:
        json.dumps(dict(item.outputs_properties or {}))
        told = isinstance(item.examples, list | tuple) and all(isinstance(source, str) for source in item.examples)
    except (TypeError, ValueError):
        told = False
    if not told:
        raise CatalogError("its `outputs_properties` must be JSON Schemas by name, and its `examples` texts.")
    return item


def _said(error: BaseException) -> str:
    """What went wrong, on one line and not at length."""
    text = " ".join(str(error).split())
    return f"{type(error).__name__}: {text[:300].rstrip('.')}" if text else type(error).__name__


def _shown(item: Any) -> str:
    if isinstance(item, type) and issubclass(item, Task):
        return f"`{getattr(item, 'type_name', '')}` ({_place(item)})"
    return f"'{item}'" if isinstance(item, str) else f"{item!r:.80}"


def _place(task: type) -> str:
    return f"{task.__module__}:{task.__qualname__}"
