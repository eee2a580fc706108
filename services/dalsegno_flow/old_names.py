"""Old names of the built-in task types that hold no tasks: plugin defaults for the one name are for the other too.

The task types have them as their aliases; here they stand for those who read flows without knowing task types.
"""

from collections.abc import Mapping

_CORE = "io.kestra.plugin.core."
_OLD = "io.kestra.core.tasks."
_SERDES = "io.kestra.plugin.serdes."
_STORED = ("Concat", "DeduplicateItems", "Delete", "FilterItems", "LocalFiles", "Reverse", "Size", "Split")

OLD_NAMES: Mapping[str, str] = {
    _OLD + "debugs.Echo": _CORE + "debug.Echo",
    _OLD + "debugs.Return": _CORE + "debug.Return",
    _OLD + "executions.Counts": _CORE + "execution.Count",
    _OLD + "executions.Fail": _CORE + "execution.Fail",
    _OLD + "executions.Labels": _CORE + "execution.Labels",
    _OLD + "log.Fetch": _CORE + "log.Fetch",
    _OLD + "log.Log": _CORE + "log.Log",
    _OLD + "states.Delete": _CORE + "state.Delete",
    _OLD + "states.Get": _CORE + "state.Get",
    _OLD + "states.Set": _CORE + "state.Set",
    _OLD + "templating.TemplatedTask": _CORE + "templating.TemplatedTask",
    "io.kestra.plugin.fs.http.Download": _CORE + "http.Download",
    "io.kestra.plugin.fs.http.Request": _CORE + "http.Request",
    _SERDES + "avro.AvroWriter": _SERDES + "avro.IonToAvro",
    _SERDES + "csv.CsvReader": _SERDES + "csv.CsvToIon",
    _SERDES + "parquet.ParquetWriter": _SERDES + "parquet.IonToParquet",
    **{_OLD + "storages." + name: _CORE + "storage." + name for name in _STORED},
    _OLD + "storages.PurgeExecution": _CORE + "storage.PurgeCurrentExecutionFiles",
    _CORE + "storage.PurgeExecution": _CORE + "storage.PurgeCurrentExecutionFiles",
    _SERDES + "avro.AvroReader": _SERDES + "avro.AvroToIon",
    _SERDES + "csv.CsvWriter": _SERDES + "csv.IonToCsv",
    _SERDES + "json.JsonReader": _SERDES + "json.JsonToIon",
    _SERDES + "json.JsonWriter": _SERDES + "json.IonToJson",
    _SERDES + "parquet.ParquetReader": _SERDES + "parquet.ParquetToIon",
}
