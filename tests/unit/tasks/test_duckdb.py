import json

import pytest

from dalsegno_tasks import TaskFailure, build

duckdb = pytest.importorskip("duckdb", reason="the extra duckdb is not installed")

from dalsegno_tasks.jdbc.duckdb import Queries, Query  # noqa: E402


def ask(context, sql: str, **properties):
    return build(Query, {"sql": sql, **properties}).run(context)


def rows_of(context, uri: str):
    return [json.loads(line) for line in context.path(uri).read_text().splitlines()]


def test_nothing_is_fetched_unless_asked_for(context):
    assert ask(context, "select 1 as a") == {}


RIDES = "select * from (values (1, 'north'), (2, 'south')) t(id, depot) order by id"


def test_rows_are_fetched_all_one_or_into_a_file(context):
    north, south = {"id": 1, "depot": "north"}, {"id": 2, "depot": "south"}
    assert ask(context, RIDES, fetchType="FETCH") == {"rows": [north, south], "size": 2}
    assert ask(context, RIDES, fetchType="fetch_one") == {"row": north, "size": 1}
    outputs = ask(context, RIDES, fetchType="STORE")
    assert (rows_of(context, outputs["uri"]), outputs["size"]) == ([north, south], 2)
    assert context.metrics["fetch.size"] == 5


def test_the_old_properties_say_the_same(context):
    assert ask(context, RIDES, fetch=True)["size"] == 2
    assert ask(context, RIDES, fetchOne=True)["row"]["id"] == 1
    assert set(ask(context, RIDES, store=True)) == {"uri", "size"}


def test_no_row_is_no_row(context):
    nothing = "select 1 as a where false"
    assert ask(context, nothing, fetchType="FETCH_ONE") == {"size": 0}
    assert ask(context, nothing, fetchType="FETCH") == {"rows": [], "size": 0}
    outputs = ask(context, nothing, fetchType="STORE")
    assert (rows_of(context, outputs["uri"]), outputs["size"]) == ([], 0)


@pytest.mark.parametrize(
    ("sql", "value"),
    [
        ("1.50::decimal(5, 2)", 1.5),
        ("7::decimal(5, 2)", 7),
        ("12345678901234567890.123456789::decimal(38, 9)", "12345678901234567890.123456789"),
        ("170141183460469231731687303715884105727::hugeint", 170141183460469231731687303715884105727),
        ("'nan'::double", "nan"),
        ("date '2024-01-31'", "2024-01-31"),
        ("time '10:30:00'", "10:30:00"),
        ("timestamp '2024-01-31 10:30:00.25'", "2024-01-31T10:30:00.250000"),
        ("timestamptz '2024-01-31 10:30:00+02'", "2024-01-31T09:30:00+01:00"),
        ("interval 90 minute", "PT1H30M"),
        ("'ab'::blob", "YWI="),
        ("uuid '5f1c1f2e-0000-4000-8000-000000000001'", "5f1c1f2e-0000-4000-8000-000000000001"),
        ("[1, null, 2]", [1, None, 2]),
        ("{'a': {'b': date '2024-01-31'}}", {"a": {"b": "2024-01-31"}}),
        ("null", None),
    ],
)
def test_values_come_as_json_has_them(context, sql, value):
    assert ask(context, f"select {sql} as v", fetchType="FETCH_ONE", timeZoneId="Europe/Paris")["row"] == {"v": value}


def test_parameters_keep_their_types_and_are_no_sql(context):
    given = {"n": 2, "depot": "x'; drop table t; --", "list": [1, 2]}
    outputs = ask(
        context, "select :n + 1 as n, :depot as d, ':n' as t, json(:list) as l", parameters=given, fetchType="FETCH_ONE"
    )
    assert outputs["row"] == {"n": 3, "d": given["depot"], "t": ":n", "l": "[1,2]"}


def test_a_parameter_that_is_not_given_is_named(context):
    with pytest.raises(TaskFailure, match="has the parameter `:depot`, and `parameters` does not"):
        ask(context, "select $depot")


def test_files_of_the_work_directory_are_read_and_written(context):
    stored = context.store("rides.csv", "id,depot\n1,north\n2,south\n")
    outputs = ask(
        context,
        "copy (select depot from 'in/rides.csv' where id = 2) to 'out.csv' (header)",
        inputFiles={"in/rides.csv": stored},
        outputFiles=["out.csv"],
    )
    assert context.path(outputs["outputFiles"]["out.csv"]).read_text() == "depot\nsouth\n"


def test_a_database_goes_from_one_task_to_the_next(context):
    made = ask(context, "create table t as select 7 as a", outputDbFile=True)
    assert ask(context, "from t", databaseUri=made["databaseUri"], fetchType="FETCH")["rows"] == [{"a": 7}]


def test_a_database_of_the_machine_is_used(context, tmp_path):
    url = f"jdbc:duckdb:{tmp_path}/rides.db"
    ask(context, "create table t as select 7 as a", url=url)
    assert ask(context, "select a from t", url=url, fetchType="FETCH_ONE")["row"] == {"a": 7}


def test_of_several_statements_the_last_rows_are_given(context):
    sql = "create table t (a int); insert into t values (1), (2); select sum(a)::int as a from t; delete from t"
    assert ask(context, sql, fetchType="FETCH")["rows"] == [{"a": 3}]


def test_queries_give_what_each_statement_gives(context):
    sql = "create table t (a int); insert into t values (1) returning a; select ';' as b; select :n as n"
    outputs = build(Queries, {"sql": sql, "fetchType": "STORE", "parameters": {"n": 5}}).run(context)
    assert [rows_of(context, each["uri"]) for each in outputs["outputs"]] == [[{"a": 1}], [{"b": ";"}], [{"n": 5}]]


def test_more_rows_than_outputs_can_have_ask_for_a_file(context):
    with pytest.raises(TaskFailure, match=r"more than 4194304 bytes.*`fetchType: STORE`"):
        ask(context, "select repeat('x', 1000) as a from range(10000)", fetchType="FETCH")
    assert ask(context, "select a from range(30000) t(a)", fetchType="STORE")["size"] == 30000


@pytest.mark.parametrize("sql", ["select * from nowhere", "selec 1", "select 1 / 'a'", "select \x00"])
def test_what_duckdb_refuses_is_told(context, sql):
    with pytest.raises(TaskFailure, match=r"^DuckDB refuses: "):
        ask(context, sql, fetchType="FETCH")


def test_an_address_of_another_database_is_refused(context):
    with pytest.raises(TaskFailure, match="begins with jdbc:duckdb:"):
        ask(context, "select 1", url="jdbc:sqlite:x")


def test_a_zone_that_is_none_is_refused(context):
    with pytest.raises(TaskFailure, match="no such time zone; give one such as Europe/Paris"):
        ask(context, "select 1", timeZoneId="Mars/North")
