"""jdbc.postgresql against a real server."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from urllib.parse import quote

import psycopg
import pytest
import sqlalchemy as sa

from dalsegno_tasks import TaskFailure, build
from dalsegno_tasks.jdbc.postgresql import Queries, Query
from support.postgres import temporary_database


@pytest.fixture
def url() -> Iterator[str]:
    """As a flow gives it."""
    with temporary_database() as given:
        parts = sa.make_url(given)
        yield f"jdbc:postgresql://{quote(str(parts.query['host']), safe='')}/{parts.database}"


def ask(context, url: str, sql: str, **properties):
    return build(Query, {"url": url, "username": "postgres", "sql": sql, **properties}).run(context)


def ask_all(context, url: str, sql: str, **properties):
    return build(Queries, {"url": url, "username": "postgres", "sql": sql, **properties}).run(context)


def rows_of(context, uri: str):
    return [json.loads(line) for line in context.path(uri).read_text().splitlines()]


def test_rows_are_fetched_all_one_or_into_a_file(context, url):
    sql = "select n as id, 'd' || n as depot from generate_series(1, 3) n"
    rows = [{"id": n, "depot": f"d{n}"} for n in (1, 2, 3)]
    assert ask(context, url, sql) == {}
    assert ask(context, url, sql, fetchType="FETCH") == {"rows": rows, "size": 3}
    assert ask(context, url, sql, fetchOne=True) == {"row": rows[0], "size": 1}
    outputs = ask(context, url, sql, fetchType="STORE", fetchSize=2)
    assert (rows_of(context, outputs["uri"]), outputs["size"]) == (rows, 3)
    outputs = ask(context, url, f"{sql} where false", fetchType="STORE")
    assert (rows_of(context, outputs["uri"]), outputs["size"]) == ([], 0)


@pytest.mark.parametrize(
    ("sql", "value"),
    [
        ("1.50::numeric", 1.5),
        ("0.1234567890123456789::numeric", "0.1234567890123456789"),
        ("'NaN'::float8", "nan"),
        ("timestamptz '2024-01-31 10:30:00+02'", "2024-01-31T09:30:00+01:00"),
        ("timestamp '2024-01-31 10:30:00'", "2024-01-31T10:30:00"),
        ("interval '1 hour 30 minutes'", "PT1H30M"),
        ("'\\x6162'::bytea", "YWI="),
        ("""'{"a": [1, null]}'::jsonb""", {"a": [1, None]}),
        ("array[1, 2]", [1, 2]),
        ("'10.0.0.1'::inet", "10.0.0.1"),
        ("'[1,3)'::int4range", "[1, 3)"),
        ("true", True),
        ("null", None),
    ],
)
def test_values_come_as_json_has_them(context, url, sql, value):
    found = ask(context, url, f"select {sql} as v", fetchType="FETCH_ONE", timeZoneId="Europe/Paris")
    assert found["row"] == {"v": value}


def test_parameters_are_no_sql(context, url):
    given = {"n": 2, "depot": "x'; drop table t; --%s", "list": {"a": 1}}
    sql = "select :n::int + 1 as n, :depot::text as d, ':n 100%' as t, :list::jsonb as l, 5 % 3 as m"
    found = ask(context, url, sql, parameters=given, fetchType="FETCH_ONE")["row"]
    assert found == {"n": 3, "d": given["depot"], "t": ":n 100%", "l": {"a": 1}, "m": 2}


def test_several_statements_are_one_transaction(context, url):
    ask_all(context, url, "create table t (a int)")
    with pytest.raises(TaskFailure, match="PostgreSQL refuses"):
        ask_all(context, url, "insert into t values (1); select * from nowhere")
    assert ask(context, url, "select * from t", fetchType="FETCH")["rows"] == []
    with pytest.raises(TaskFailure, match="PostgreSQL refuses"):
        ask_all(context, url, "insert into t values (2); select * from nowhere", transaction=False)
    assert ask(context, url, "select * from t", fetchType="FETCH")["rows"] == [{"a": 2}]


def test_queries_give_what_each_statement_gives(context, url):
    sql = "create table t (a int); insert into t values (1) returning a; select ';' as b; select 1 where false"
    assert ask_all(context, url, sql, fetchType="FETCH")["outputs"] == [
        {"rows": [{"a": 1}], "size": 1},
        {"rows": [{"b": ";"}], "size": 1},
        {"rows": [], "size": 0},
    ]
    stored = ask_all(
        context, url, "insert into t values (3); select a from t where a = 3; select 4 as b", fetchType="STORE"
    )
    assert [rows_of(context, each["uri"]) for each in stored["outputs"]] == [[{"a": 3}], [{"b": 4}]]


def test_what_is_to_follow_runs_in_the_same_transaction(context, url):
    ask(context, url, "create table t as select 1 as a")
    ask(context, url, "select * from t", fetchType="FETCH", afterSQL="update t set a = a + 1; update t set a = a + 1")
    assert ask(context, url, "select a from t", fetchType="FETCH_ONE")["row"] == {"a": 3}


def test_the_parameters_of_an_address_count(context, url):
    ask(context, url, "create schema depots; create table depots.t as select 5 as a")
    more = "?currentSchema=depots&ApplicationName=rides&stringtype=unspecified"
    sql = "select a, current_setting('application_name') as name from t"
    assert ask(context, url + more, sql, fetchType="FETCH_ONE")["row"] == {"a": 5, "name": "rides"}


@pytest.mark.parametrize(
    ("sql", "why"),
    [
        ("select * from nowhere", r"^PostgreSQL refuses \(42P01\): relation \"nowhere\" does not exist"),
        ("selec 1", r"^PostgreSQL refuses \(42601\): syntax error"),
        ("select 1 / 0", r"^PostgreSQL refuses \(22012\): division by zero"),
    ],
)
def test_what_the_server_refuses_is_told_with_its_code(context, url, sql, why):
    with pytest.raises(TaskFailure, match=why):
        ask(context, url, sql, fetchType="FETCH")


def test_a_server_that_is_not_there_is_told_without_a_password(context):
    with pytest.raises(
        TaskFailure, match=r"cannot be reached at jdbc:postgresql://127.0.0.1:1/rides: .*Check `url`"
    ) as no:
        ask(context, "jdbc:postgresql://ann:secret@127.0.0.1:1/rides?password=secret", "select 1", password="secret")
    assert "secret" not in str(no.value)


def test_an_address_of_another_database_is_refused(context):
    with pytest.raises(TaskFailure, match="begins with jdbc:postgresql:"):
        ask(context, "jdbc:mysql://x/y", "select 1")


@pytest.mark.timeout(60)
def test_the_statement_of_a_task_that_was_killed_ends_on_the_server(url):
    code = (
        "import sys; sys.path.insert(0, 'tests/unit/tasks')\n"
        "from pathlib import Path\nimport tempfile\nfrom conftest import FolderContext\n"
        "from dalsegno_tasks import build\nfrom dalsegno_tasks.jdbc.postgresql import Query\n"
        f"sql = 'select pg_sleep(600) as marked'\nproperties = {{'url': {url!r}, 'username': 'postgres', 'sql': sql}}\n"
        "build(Query, properties).run(FolderContext(Path(tempfile.mkdtemp())))"
    )
    task = subprocess.Popen([sys.executable, "-c", code], env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)})
    active = "select count(*) from pg_stat_activity where query like '%as marked' and pid <> pg_backend_pid()"
    host, _, name = url.removeprefix("jdbc:postgresql://").partition("/")
    with psycopg.connect(host=host.replace("%2F", "/"), dbname=name, user="postgres", autocommit=True) as connection:
        while connection.execute(active).fetchone() == (0,):
            pass
        task.kill()
        task.wait()
        while connection.execute(active).fetchone() != (0,):
            pass
