"""Which task types exist: the built-in ones and those of installed plugins.

    CatalogError
    ├── UnknownTaskType      no installed package has that type
    └── DuplicateTaskType    two packages claim the same type name

A package announces its types under the entry point group `dalsegno.tasks`, as a list of `Task` classes or of
names such as "my_package.shout:Shout", which are imported at the first look-up.
"""

import difflib
from collections.abc import Iterable
from importlib import import_module
from importlib.metadata import entry_points
from typing import Self

from dalsegno_tasks.interface import Task

ENTRY_POINT_GROUP = "dalsegno.tasks"

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
    """No installed package has the task type; the text names the nearest ones."""


class DuplicateTaskType(CatalogError):
    """Two different classes claim one type name or alias."""


class Catalog:
    """Task classes by type name and by alias; classes given by name are imported at the first look-up."""

    def __init__(self, tasks: Iterable[type[Task] | str]) -> None:
        self._announced = tuple(tasks)
        self._classes: dict[str, type[Task]] | None = None

    @classmethod
    def installed(cls) -> Self:
        """The built-in types and those of every installed plugin.

        Raises:
            CatalogError: a plugin's entry point cannot be imported.
        """
        announced: list[type[Task] | str] = list(BUILT_IN)
        for entry_point in entry_points(group=ENTRY_POINT_GROUP):
            try:
                announced.extend(entry_point.load())
            except Exception as error:
                raise CatalogError(
                    f"The plugin '{entry_point.name}' announces its task types as '{entry_point.value}', which cannot "
                    f"be loaded: {error}. Reinstall or remove that package."
                ) from error
        return cls(announced)

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
            raise UnknownTaskType(self._unknown(task_type))
        return found, found.type_name != task_type

    def types(self) -> list[str]:
        """All type names in order that a flow can name, without aliases."""
        return sorted({task.type_name for task in self._by_name().values() if not task.internal})

    def _unknown(self, task_type: str) -> str:
        names = [name for name, task in self._by_name().items() if not task.internal]
        near = difflib.get_close_matches(task_type, names, n=1, cutoff=0.7)
        if not near:
            last = task_type.rpartition(".")[2].lower()
            near = [name for name in names if name.rpartition(".")[2].lower() == last][:1]
        hint = f"did you mean `{near[0]}`?" if near else "is its plugin installed?"
        return f"There is no task type `{task_type}`; {hint}"

    def _by_name(self) -> dict[str, type[Task]]:
        if self._classes is None:
            classes: dict[str, type[Task]] = {}
            for announced in self._announced:
                task = _imported(announced) if isinstance(announced, str) else announced
                for name in (task.type_name, *task.aliases):
                    other = classes.setdefault(name, task)
                    if other is not task:
                        raise DuplicateTaskType(
                            f"The task type `{name}` is claimed by {_place(other)} and by {_place(task)}; "
                            "uninstall one of the two packages or rename its type."
                        )
            self._classes = classes
        return self._classes


def _imported(name: str) -> type[Task]:
    module, _, attribute = name.partition(":")
    try:
        task = getattr(import_module(module), attribute)
    except (ImportError, AttributeError) as error:
        raise CatalogError(f"The task class '{name}' cannot be imported: {error}. Reinstall its package.") from error
    if not (isinstance(task, type) and issubclass(task, Task)):
        raise CatalogError(f"'{name}' is announced as a task type but is no subclass of dalsegno_tasks.Task.")
    return task


def _place(task: type[Task]) -> str:
    return f"{task.__module__}:{task.__qualname__}"
