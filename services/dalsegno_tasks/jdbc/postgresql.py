"""jdbc.postgresql: asks PostgreSQL over the network."""

import contextlib
import re
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated, Any, ClassVar, Literal
from urllib.parse import parse_qsl, unquote, urlsplit

from pydantic import BeforeValidator, Field

from dalsegno_tasks.interface import Outputs, TaskContext, TaskFailure
from dalsegno_tasks.jdbc.query_task import Answer, QueryTask
from dalsegno_tasks.jdbc.sql_text import gives_rows, statements, with_parameters
from dalsegno_tasks.properties import Text, upper

PREFIX = "jdbc:postgresql:"
CONNECT_SECONDS = 30
# The server looks so often whether it is still listened to, so that the statements of a task that was killed end.
CHECKED = "2s"
SslMode = Annotated[
    Literal["DISABLE", "ALLOW", "PREFER", "REQUIRE", "VERIFY_CA", "VERIFY_FULL"], BeforeValidator(upper)
]
_RENAMED = {"ApplicationName": "application_name", "connectTimeout": "connect_timeout"}


class PostgresTask(QueryTask):
    """What both types have in common: how PostgreSQL is reached. Certificates and keys are given as PEM texts."""

    url: Text = Field(description="The server and the database, such as jdbc:postgresql://host:5432/name.")
    after_sql: Text | None = Field(
        None, alias="afterSQL", description="A statement to run after the others, in the same transaction."
    )
    ssl: bool = Field(False, description="Whether the connection is encrypted.")
    ssl_mode: SslMode | None = Field(None, description="How far the server's certificate is checked.")
    ssl_root_cert: Text | None = Field(
        None, description="The certificate that the server's is checked against, as PEM."
    )
    ssl_cert: Text | None = Field(None, description="The certificate to log in with, as PEM.")
    ssl_key: Text | None = Field(None, description="The key of that certificate, as PEM.")
    ssl_key_password: Text | None = Field(None, description="What opens the key.")

    @contextlib.contextmanager
    def connected(self, *, transaction: bool) -> Iterator[Any]:
        """A connection whose errors become failures; what was done is committed at the end.

        Raises:
            TaskFailure: the server is not reached, or refuses.
        """
        psycopg = _library()
        with tempfile.TemporaryDirectory(prefix="postgresql-") as folder:
            options = self._options(psycopg, Path(folder))
            try:
                connection = psycopg.connect(**options)
            except psycopg.Error as error:
                raise TaskFailure(
                    f"PostgreSQL cannot be reached at {self._shown()}: {_one_line(error)}. Check `url`, `username` and "
                    "`password`, and that the machine of the workers reaches it."
                ) from error
            try:
                with connection:
                    connection.autocommit = True
                    connection.execute("SELECT set_config('TimeZone', %s, false)", [self.time_zone_id])
                    with contextlib.suppress(psycopg.Error):  # an old server, or one that cannot see it
                        connection.execute(f"SET client_connection_check_interval = '{CHECKED}'")
                    connection.autocommit = not transaction
                    yield connection
            except psycopg.Error as error:
                raise TaskFailure(_refusal(error)) from error

    def answer(self, connection: Any, statement: str) -> Iterator[Answer]:
        """Runs one statement, which is done once its rows are read."""
        text, names = with_parameters(
            statement, self.parameters, lambda name: f"%({name})s", lambda other: other.replace("%", "%%")
        )
        values = self.given(names)
        query, bound = (text, values) if names else (statement, None)
        with connection.cursor() as cursor:
            if self.what_to_fetch() != "STORE" or not gives_rows(statement):
                cursor.execute(query, bound)
                yield _whole(cursor, self.fetch_size)
                return
            rows = cursor.stream(query, bound, size=self.fetch_size if _has_batches() else 1)
            first = next(rows, None)
            columns = [column.name for column in cursor.description or ()]
            yield Answer(columns=columns, batches=() if first is None else _batches(first, rows))

    def after(self, connection: Any) -> None:
        """Runs `afterSQL`."""
        for statement in statements(self.after_sql or ""):
            connection.execute(statement)

    def _options(self, psycopg: Any, folder: Path) -> dict[str, Any]:
        """What the library connects with, of the address and the properties."""
        if not self.url.startswith(PREFIX):
            raise TaskFailure(f"`url` is {self._shown()!r}; one of PostgreSQL begins with {PREFIX}//.")
        parts = urlsplit(self.url.removeprefix("jdbc:"))
        known = {option.keyword.decode() for option in psycopg.pq.Conninfo.get_defaults()}
        more = {_RENAMED.get(name, name): value for name, value in parse_qsl(parts.query)}
        options: dict[str, Any] = {"connect_timeout": CONNECT_SECONDS}
        options |= {name: value for name, value in more.items() if name in known}
        if schema := more.get("currentSchema"):
            options["options"] = f"-c search_path={schema}"
        hosts = [host.rpartition(":") if ":" in host else (host, "", "") for host in _hosts(parts.netloc)]
        if hosts and "host" not in options:
            options["host"] = ",".join(unquote(host) for host, _, _ in hosts)
            options["port"] = ",".join(port or "5432" for _, _, port in hosts)
        if name := unquote(parts.path.removeprefix("/")):
            options["dbname"] = name
        options |= {"user": self.username or options.get("user"), "password": self.password or options.get("password")}
        options |= self._encryption(folder)
        return {name: value for name, value in options.items() if value is not None}

    def _encryption(self, folder: Path) -> dict[str, Any]:
        options: dict[str, Any] = {}
        if self.ssl_mode is not None:
            options["sslmode"] = self.ssl_mode.lower().replace("_", "-")
        elif self.ssl:
            options["sslmode"] = "require"
        files = {"sslrootcert": self.ssl_root_cert, "sslcert": self.ssl_cert, "sslkey": self.ssl_key}
        for name, text in files.items():
            if text is not None:
                path = folder / name
                path.touch(mode=0o600)
                path.write_text(text.rstrip() + "\n")
                options[name] = str(path)
        return {**options, **({"sslpassword": self.ssl_key_password} if self.ssl_key_password else {})}

    def _shown(self) -> str:
        """The address without what may be secret in it."""
        return re.sub(r"//[^/@]*@", "//", self.url.partition("?")[0])


class Query(PostgresTask):
    """Asks PostgreSQL one thing."""

    type_name: ClassVar[str] = "io.kestra.plugin.jdbc.postgresql.Query"

    def run(self, context: TaskContext) -> Outputs:
        found: Outputs = {}
        with self.connected(transaction=True) as connection:
            for statement in statements(self.sql):
                for answer in self.answer(connection, statement):
                    found = self.outputs_of(context, answer, "rows.ion") or found
            self.after(connection)
        return found


class Queries(PostgresTask):
    """Asks PostgreSQL several things; `outputs` has what is fetched of each statement that gives rows."""

    type_name: ClassVar[str] = "io.kestra.plugin.jdbc.postgresql.Queries"

    # All of them or none.
    transaction: bool = Field(True, description="Whether all statements are one transaction.")

    def run(self, context: TaskContext) -> Outputs:
        found: list[Outputs] = []
        with self.connected(transaction=self.transaction) as connection:
            for statement in statements(self.sql):
                for answer in self.answer(connection, statement):
                    if answer.columns is not None:
                        found.append(self.outputs_of(context, answer, f"rows-{len(found) + 1}.ion"))
            self.after(connection)
        return {"outputs": found}


def _whole(cursor: Any, size: int) -> Answer:
    if cursor.description is None:
        return Answer(columns=None, batches=())
    columns = [column.name for column in cursor.description]
    return Answer(columns=columns, batches=iter(lambda: cursor.fetchmany(size), []))


def _batches(first: Sequence[Any], rows: Iterator[Sequence[Any]]) -> Iterator[Sequence[Sequence[Any]]]:
    yield [first]
    for row in rows:
        yield [row]


def _has_batches() -> bool:
    """Whether the library can stream several rows at once."""
    import psycopg

    return psycopg.capabilities.has_stream_chunked()


def _hosts(netloc: str) -> list[str]:
    return [host for host in netloc.rpartition("@")[2].split(",") if host]


def _library() -> Any:
    try:
        import psycopg
    except ImportError as error:
        raise TaskFailure(
            "The library for PostgreSQL is not installed where the workers run. Install dalsegno[postgres] there."
        ) from error
    return psycopg


def _refusal(error: Any) -> str:
    code = f" ({error.sqlstate})" if error.sqlstate else ""
    hint = f" {error.diag.message_hint}" if error.diag.message_hint else ""
    return f"PostgreSQL refuses{code}: {_one_line(error)}.{hint}"


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split()).rstrip(".")
