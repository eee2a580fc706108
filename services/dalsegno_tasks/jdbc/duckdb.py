"""jdbc.duckdb: asks DuckDB within the worker."""

import contextlib
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, ClassVar

from pydantic import Field

from dalsegno_tasks.directory_files import COPY_BYTES, SCHEMES, put_files, take_files
from dalsegno_tasks.interface import Outputs, TaskContext, TaskFailure
from dalsegno_tasks.jdbc.query_task import Answer, QueryTask
from dalsegno_tasks.jdbc.sql_text import with_parameters
from dalsegno_tasks.properties import Text, TextList
from dalsegno_tasks.scripts.script_task import InputFiles

PREFIX = "jdbc:duckdb:"
STORED_DATABASE = "database.db"


class DuckDbTask(QueryTask):
    """What both types have in common: a database in memory or in a file, beside files of the work directory.

    The work directory is where relative names of files begin. `{{ outputFiles.NAME }}` is the path of an output file.
    """

    url: Text = Field(PREFIX, description="The database, after `jdbc:duckdb:`; in memory when nothing follows.")
    input_files: InputFiles = Field(
        None, description="Names, with the content or the address of a stored file, for the statements to read."
    )
    output_files: TextList = Field(default_factory=list, description="Files that the statements write, to be stored.")
    # A database that an earlier task has stored, and whether this one stores its own.
    database_uri: Text | None = Field(None, description="The address of a stored database to work on.")
    database_file: Text | None = Field(None, description="The file of the database within the work directory.")
    output_db_file: bool = Field(False, description="Whether the database is stored at the end.")

    @classmethod
    def own_variables(cls, directory: str, properties: Mapping[str, Any]) -> Mapping[str, Any]:
        given = properties.get("outputFiles")
        names = [name for name in given if isinstance(name, str)] if isinstance(given, list) else []
        return {"workingDir": directory, "outputFiles": {name: f"{directory}/{name}" for name in names}}

    def answers(self, context: TaskContext) -> Iterator[Outputs]:
        """Runs the statements, and gives what is kept of each one that gives rows."""
        with _library() as duckdb, self._connected(duckdb, context) as connection:
            text, _ = with_parameters(self.sql, self.parameters, lambda name: f"${name}")
            number = 0
            for statement in connection.extract_statements(text):
                values = self.given(sorted(statement.named_parameters))
                connection.execute(statement, values or None)
                names = [column[0] for column in connection.description or ()]
                only_rows = statement.expected_result_type == [duckdb.ExpectedResultType.QUERY_RESULT]
                # What only changes something answers with a count, which is no table.
                if not only_rows and names in (["Count"], ["Success"]):
                    continue
                number += 1
                batches = iter(lambda: connection.fetchmany(self.fetch_size), [])
                yield self.outputs_of(context, Answer(columns=names, batches=batches), self.file_name(number))

    def file_name(self, number: int) -> str:
        """Of the table that the so manieth statement with rows gives."""
        return f"rows-{number}.ion"

    def files(self, context: TaskContext) -> Outputs:
        """What is stored beside rows, once the database is closed."""
        stored: dict[str, Any] = {}
        if self.output_files:
            stored["outputFiles"] = take_files(context, self.output_files)
        if self.output_db_file:
            path = self._path(context)
            with path.open("rb") as source, context.create(STORED_DATABASE) as copy:
                shutil.copyfileobj(source, copy, COPY_BYTES)
            stored["databaseUri"] = copy.uri
        return stored

    @contextlib.contextmanager
    def _connected(self, duckdb: Any, context: TaskContext) -> Iterator[Any]:
        put_files(context, self.input_files or {})
        with contextlib.chdir(context.work_directory):
            connection = duckdb.connect(self._database(context))
            try:
                connection.execute("SET TimeZone = " + _quoted(self.time_zone_id))
                yield connection
            finally:
                connection.close()

    def _database(self, context: TaskContext) -> str:
        """What to connect to: a file, an address that DuckDB knows, or memory."""
        if not self.url.startswith(PREFIX):
            raise TaskFailure(f"`url` is {self.url!r}; one of DuckDB begins with {PREFIX}.")
        if self.database_uri is not None:
            path = self._path(context)
            with context.open(self.database_uri) as source, path.open("wb") as copy:
                shutil.copyfileobj(source, copy, COPY_BYTES)
            return str(path)
        if self.database_file is not None or self.output_db_file:
            return str(self._path(context))
        return self.url.removeprefix(PREFIX) or ":memory:"

    def _path(self, context: TaskContext) -> Path:
        """The file of the database."""
        given = self.database_file or self.url.removeprefix(PREFIX)
        if self.database_uri is not None or not given or given == ":memory:" or given.startswith(SCHEMES):
            given = STORED_DATABASE
        return context.work_directory / given


class Query(DuckDbTask):
    """Asks DuckDB one thing; of several statements, the rows of the last one that has some are given."""

    type_name: ClassVar[str] = "io.kestra.plugin.jdbc.duckdb.Query"

    def run(self, context: TaskContext) -> Outputs:
        found: Outputs = {}
        for found in self.answers(context):  # noqa: B007  # the last one is used below
            pass
        return {**found, **self.files(context)}


class Queries(DuckDbTask):
    """Asks DuckDB several things; `outputs` has what is fetched of each statement that gives rows."""

    type_name: ClassVar[str] = "io.kestra.plugin.jdbc.duckdb.Queries"

    def run(self, context: TaskContext) -> Outputs:
        found = list(self.answers(context))
        return {"outputs": found, **self.files(context)}


@contextlib.contextmanager
def _library() -> Iterator[Any]:
    """The library, whose errors become failures of the task."""
    try:
        import duckdb
    except ImportError as error:
        raise TaskFailure(
            "The library for DuckDB is not installed where the workers run. Install dalsegno[duckdb] there."
        ) from error
    try:
        yield duckdb
    except duckdb.Error as error:
        raise TaskFailure(f"DuckDB refuses: {str(error).strip()}") from error


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
