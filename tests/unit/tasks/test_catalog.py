import subprocess
import sys

import pytest

from dalsegno_tasks import Catalog, CatalogError, DuplicateTaskType, Outputs, Task, TaskContext, UnknownTaskType
from dalsegno_tasks.catalog import BUILT_IN


class Shout(Task):
    type_name = "com.example.Shout"
    aliases = ("com.example.Scream",)
    text: str

    def run(self, _context: TaskContext) -> Outputs:
        return {"value": self.text.upper()}


class OtherShout(Shout):
    type_name = "com.example.Shout"


def test_the_built_in_types_are_listed_in_order():
    assert Catalog(BUILT_IN).types() == [
        "io.kestra.core.tasks.scripts.Bash",
        "io.kestra.core.tasks.scripts.Node",
        "io.kestra.core.tasks.scripts.Python",
        "io.kestra.plugin.compress.ArchiveCompress",
        "io.kestra.plugin.compress.ArchiveDecompress",
        "io.kestra.plugin.compress.FileCompress",
        "io.kestra.plugin.compress.FileDecompress",
        "io.kestra.plugin.core.debug.Echo",
        "io.kestra.plugin.core.debug.Return",
        "io.kestra.plugin.core.execution.Assert",
        "io.kestra.plugin.core.execution.Count",
        "io.kestra.plugin.core.execution.Exit",
        "io.kestra.plugin.core.execution.Fail",
        "io.kestra.plugin.core.execution.Labels",
        "io.kestra.plugin.core.execution.Resume",
        "io.kestra.plugin.core.execution.SetVariables",
        "io.kestra.plugin.core.execution.UnsetVariables",
        "io.kestra.plugin.core.flow.AllowFailure",
        "io.kestra.plugin.core.flow.Dag",
        "io.kestra.plugin.core.flow.EachParallel",
        "io.kestra.plugin.core.flow.EachSequential",
        "io.kestra.plugin.core.flow.ForEach",
        "io.kestra.plugin.core.flow.ForEachItem",
        "io.kestra.plugin.core.flow.If",
        "io.kestra.plugin.core.flow.LoopUntil",
        "io.kestra.plugin.core.flow.Parallel",
        "io.kestra.plugin.core.flow.Pause",
        "io.kestra.plugin.core.flow.Sequential",
        "io.kestra.plugin.core.flow.Sleep",
        "io.kestra.plugin.core.flow.Subflow",
        "io.kestra.plugin.core.flow.Switch",
        "io.kestra.plugin.core.flow.WorkingDirectory",
        "io.kestra.plugin.core.http.Download",
        "io.kestra.plugin.core.http.Request",
        "io.kestra.plugin.core.kv.Delete",
        "io.kestra.plugin.core.kv.Get",
        "io.kestra.plugin.core.kv.GetKeys",
        "io.kestra.plugin.core.kv.Put",
        "io.kestra.plugin.core.kv.Set",
        "io.kestra.plugin.core.log.Fetch",
        "io.kestra.plugin.core.log.Log",
        "io.kestra.plugin.core.metric.Publish",
        "io.kestra.plugin.core.namespace.DeleteFiles",
        "io.kestra.plugin.core.namespace.DownloadFiles",
        "io.kestra.plugin.core.namespace.UploadFiles",
        "io.kestra.plugin.core.output.OutputValues",
        "io.kestra.plugin.core.state.Delete",
        "io.kestra.plugin.core.state.Get",
        "io.kestra.plugin.core.state.Set",
        "io.kestra.plugin.core.storage.Concat",
        "io.kestra.plugin.core.storage.DeduplicateItems",
        "io.kestra.plugin.core.storage.Delete",
        "io.kestra.plugin.core.storage.FilterItems",
        "io.kestra.plugin.core.storage.LocalFiles",
        "io.kestra.plugin.core.storage.PurgeCurrentExecutionFiles",
        "io.kestra.plugin.core.storage.Reverse",
        "io.kestra.plugin.core.storage.Size",
        "io.kestra.plugin.core.storage.Split",
        "io.kestra.plugin.core.storage.Write",
        "io.kestra.plugin.core.templating.TemplatedTask",
        "io.kestra.plugin.git.Clone",
        "io.kestra.plugin.jdbc.duckdb.Queries",
        "io.kestra.plugin.jdbc.duckdb.Query",
        "io.kestra.plugin.jdbc.postgresql.Queries",
        "io.kestra.plugin.jdbc.postgresql.Query",
        "io.kestra.plugin.scripts.node.Commands",
        "io.kestra.plugin.scripts.node.Script",
        "io.kestra.plugin.scripts.python.Commands",
        "io.kestra.plugin.scripts.python.Script",
        "io.kestra.plugin.scripts.shell.Commands",
        "io.kestra.plugin.scripts.shell.Script",
        "io.kestra.plugin.serdes.avro.AvroToIon",
        "io.kestra.plugin.serdes.avro.InferAvroSchemaFromIon",
        "io.kestra.plugin.serdes.avro.IonToAvro",
        "io.kestra.plugin.serdes.csv.CsvToIon",
        "io.kestra.plugin.serdes.csv.IonToCsv",
        "io.kestra.plugin.serdes.excel.ExcelToIon",
        "io.kestra.plugin.serdes.excel.IonToExcel",
        "io.kestra.plugin.serdes.json.IonToJson",
        "io.kestra.plugin.serdes.json.JsonToIon",
        "io.kestra.plugin.serdes.parquet.IonToParquet",
        "io.kestra.plugin.serdes.parquet.ParquetToIon",
    ]


def test_the_installed_catalog_has_the_built_in_types():
    assert set(Catalog(BUILT_IN).types()) <= set(Catalog.installed().types())


@pytest.mark.parametrize(
    ("alias", "type_name"),
    [
        ("io.kestra.plugin.fs.http.Download", "io.kestra.plugin.core.http.Download"),
        ("io.kestra.plugin.serdes.csv.CsvReader", "io.kestra.plugin.serdes.csv.CsvToIon"),
        ("io.kestra.plugin.serdes.csv.CsvWriter", "io.kestra.plugin.serdes.csv.IonToCsv"),
        ("io.kestra.plugin.serdes.json.JsonReader", "io.kestra.plugin.serdes.json.JsonToIon"),
        ("io.kestra.plugin.serdes.json.JsonWriter", "io.kestra.plugin.serdes.json.IonToJson"),
        ("io.kestra.plugin.serdes.avro.AvroReader", "io.kestra.plugin.serdes.avro.AvroToIon"),
        ("io.kestra.plugin.serdes.avro.AvroWriter", "io.kestra.plugin.serdes.avro.IonToAvro"),
        ("io.kestra.plugin.serdes.parquet.ParquetReader", "io.kestra.plugin.serdes.parquet.ParquetToIon"),
        ("io.kestra.plugin.serdes.parquet.ParquetWriter", "io.kestra.plugin.serdes.parquet.IonToParquet"),
        ("io.kestra.core.tasks.log.Log", "io.kestra.plugin.core.log.Log"),
        ("io.kestra.core.tasks.debugs.Echo", "io.kestra.plugin.core.debug.Echo"),
        ("io.kestra.core.tasks.debugs.Return", "io.kestra.plugin.core.debug.Return"),
        ("io.kestra.core.tasks.executions.Fail", "io.kestra.plugin.core.execution.Fail"),
    ],
)
def test_an_old_alias_finds_the_type_and_is_known_for_one(alias: str, type_name: str):
    catalog = Catalog(BUILT_IN)
    found, alias_used = catalog.resolve(alias)
    assert (found.type_name, alias_used) == (type_name, True)
    assert catalog.resolve(type_name) == (found, False)


def test_an_unknown_type_names_the_nearest_one():
    with pytest.raises(UnknownTaskType, match=r"did you mean `io.kestra.plugin.core.http.Download`"):
        Catalog(BUILT_IN).find("io.kestra.plugin.core.http.Downlod")


def test_an_unknown_type_of_another_package_is_found_by_its_last_name():
    with pytest.raises(UnknownTaskType, match=r"did you mean `io.kestra.plugin.core.log.Log`"):
        Catalog(BUILT_IN).find("org.acme.Log")


def test_a_type_that_resembles_none_asks_for_its_plugin():
    with pytest.raises(UnknownTaskType, match="is its plugin installed"):
        Catalog(BUILT_IN).find("x")


def test_a_plugin_adds_its_type_as_a_class_or_by_name():
    assert Catalog([Shout]).find("com.example.Scream") is Shout
    assert Catalog(["dalsegno_tasks.log.log:Log"]).types() == ["io.kestra.plugin.core.log.Log"]


def test_two_classes_of_one_type_name_are_an_error_that_names_both():
    with pytest.raises(DuplicateTaskType, match=r"com\.example\.Shout.*:Shout and by .*:OtherShout"):
        Catalog([Shout, OtherShout]).types()


def test_the_same_class_twice_is_no_error():
    assert Catalog([Shout, Shout]).types() == ["com.example.Shout"]


@pytest.mark.parametrize("name", ["no.such.module:Task", "dalsegno_tasks.log.log:Lock", "pathlib:Path"])
def test_a_name_that_leads_to_no_task_is_an_error(name: str):
    with pytest.raises(CatalogError, match=name):
        Catalog([name]).types()


def test_looking_up_types_imports_no_heavy_library():
    code = (
        "import sys; from dalsegno_tasks import Catalog; Catalog.installed().types();"
        "print(sorted({'pyarrow', 'fastavro', 'httpx', 'duckdb', 'psycopg', 'docker'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"
