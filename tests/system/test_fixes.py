"""Suggested fixes: a table of broken flows, each with the edit that is right, and what becomes of it."""

import difflib
import os
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from dalsegno import Client
from dalsegno.api.executor.v1 import executor_pb2 as executor
from dalsegno.errors import InvalidRequest
from support.broken_flows import BrokenFlow, all_broken, read_broken
from support.flows import new_flow_id, state_name
from support.web import serving
from support.written_flows import surroundings

NAMESPACE = "tests.broken"
RIDES = os.environ.get("DALSEGNO_RIDES_ZIP", "")


def test_the_right_fix_is_found_for_each_broken_flow(client: Client, tmp_path: Path) -> None:
    needs = {"web"} | ({"duckdb"} if shutil.which("python3") else set())
    wrong: list[str] = []
    found = 0
    with surroundings(needs, tmp_path) as made:
        broken = [read_broken(name, made) for name in all_broken()]
        for other in (each for each in broken if not each.head.get("alone", True)):
            client.flows.put(other.right)
        table = [each for each in broken if each.head.get("alone", True)]
        started = {each.name: start(client, each) for each in table}
        for each in table:
            suggested = suggest(client, each, started[each.name])
            fault = fault_of(client, each, suggested) or fault_of_replay(client, each, started[each.name], suggested)
            found += not fault and "rule" in each.head
            wrong += [f"{each.name}: {fault}"] if fault else []
    mendable = sum("rule" in each.head for each in table)
    print(f"{found} of {mendable} broken flows get the right fix, {len(table) - mendable} others get none")
    assert mendable >= 25
    assert wrong == []


def start(client: Client, broken: BrokenFlow) -> str:
    """The id of an execution of the flow; empty for one that cannot be saved."""
    try:
        client.flows.put(broken.wrong)
    except InvalidRequest:
        return ""
    return client.executions.create(NAMESPACE, broken.name).execution_id


def suggest(client: Client, broken: BrokenFlow, execution_id: str) -> executor.SuggestFixResponse:
    if not execution_id:
        return client.executions.suggest_fix(source=broken.wrong)
    assert state_name(client.executions.wait(execution_id).state) == "FAILED", broken.name
    return client.executions.suggest_fix(execution_id)


def fault_of(client: Client, broken: BrokenFlow, suggested: executor.SuggestFixResponse) -> str:
    """What is wrong with what is suggested; empty when it is right."""
    for fix in suggested.fixes:
        if any(problem.severity == 2 for problem in client.flows.validate(fix.source)):
            return "a fix does not validate"
    if "rule" not in broken.head:
        return f"a fix for what no edit mends: {suggested.fixes[0].diff}" if suggested.fixes else ""
    if not suggested.fixes:
        return f"no fix: {list(suggested.messages)}"
    first = suggested.fixes[0]
    if first.rules[0] != broken.head["rule"]:
        return f"found by {list(first.rules)}"
    if yaml.safe_load(first.source) != yaml.safe_load(broken.right):
        return f"another fix: {first.diff}"
    if changed(broken.wrong, first.source) != changed(broken.wrong, broken.right):
        return f"other lines are touched too: {first.diff}"
    return ""


def changed(old: str, new: str) -> list[str]:
    """The old lines that are not there any more."""
    lines = difflib.unified_diff(old.splitlines(), new.splitlines(), n=0, lineterm="")
    return [line for line in lines if line.startswith("-") and not line.startswith("---")]


def fault_of_replay(client: Client, broken: BrokenFlow, failed: str, suggested: executor.SuggestFixResponse) -> str:
    """How the replay of the first fix goes otherwise than it should."""
    expected = broken.head.get("ends", "SUCCESS")
    if not failed or not suggested.fixes or not expected:
        return ""
    fix = suggested.fixes[0]
    inputs = broken.head.get("inputs", {})
    if set(fix.needed_inputs) != set(inputs):
        return f"it needs {list(fix.needed_inputs)}"
    replayed = client.executions.replay(failed, "CHANGED", draft=fix.source, inputs=inputs).execution
    ended = state_name(client.executions.wait(replayed.execution_id).state)
    return "" if ended == expected else f"its replay ends {ended}"


def ran(client: Client, source: str) -> executor.Execution:
    """An execution of a flow that was just saved, as it ended."""
    saved = client.flows.put(source).flow
    return client.executions.wait(client.executions.create(saved.namespace, saved.flow_id).execution_id)


STEPS = """
  - id: write
    type: io.kestra.plugin.core.storage.Write
    extension: .csv
    content: |
      id,at
      1,13.02.2021
  - {id: convert, type: io.kestra.plugin.serdes.csv.CsvToIon, from: "{{ outputs.write.uri }}"}
  - id: load
    type: io.kestra.plugin.serdes.avro.IonToAvro
    from: "{{ outputs.convert.uri }}"
    dateFormat: "dd/MM/yyyy"
    schema: '{"type": "record", "name": "Row", "fields": [
      {"name": "id", "type": "long"}, {"name": "at", "type": {"type": "int", "logicalType": "date"}}]}'
"""


def test_a_fix_says_how_it_was_found_and_tried(client: Client) -> None:
    failed = ran(client, f"id: {new_flow_id()}\nnamespace: {NAMESPACE}\ntasks:{STEPS}")
    folder = f"dalsegno:///{NAMESPACE}/{failed.flow_id}/executions/{failed.execution_id}/"
    before = list(client.files.list(folder))

    suggested = client.executions.suggest_fix(failed.execution_id)

    (fix,) = suggested.fixes
    assert list(fix.rules) == ["date_pattern"]
    assert (fix.task_path, fix.trial, fix.tried_lines) == ("load", executor.TRIAL_RAN, 1)
    assert fix.message == (
        "Row 1 has '13.02.2021' in 'at', which dateFormat \"dd/MM/yyyy\" does not read. \"dd.MM.yyyy\" reads it."
    )
    assert '-    dateFormat: "dd/MM/yyyy"\n+    dateFormat: "dd.MM.yyyy"\n' in fix.diff
    assert suggested.base_source == client.flows.get(NAMESPACE, failed.flow_id).source
    # Nothing was saved, and nothing of the trial was kept.
    assert client.flows.get(NAMESPACE, failed.flow_id).revision == 1
    assert list(client.files.list(folder)) == before


def test_a_source_that_is_being_worked_on_is_mended_instead(client: Client) -> None:
    failed = ran(client, f"id: {new_flow_id()}\nnamespace: {NAMESPACE}\ntasks:{STEPS}")
    source = client.flows.get(NAMESPACE, failed.flow_id).source.replace("dd/MM/yyyy", "dd-MM-yyyy") + "# still at it\n"

    suggested = client.executions.suggest_fix(failed.execution_id, source=source)

    assert suggested.base_source == source
    assert suggested.fixes[0].source == source.replace("dd-MM-yyyy", "dd.MM.yyyy")


def test_a_source_that_mends_it_already_is_told(client: Client) -> None:
    failed = ran(client, f"id: {new_flow_id()}\nnamespace: {NAMESPACE}\ntasks:{STEPS}")
    source = client.flows.get(NAMESPACE, failed.flow_id).source.replace("dd/MM/yyyy", "dd.MM.yyyy")

    suggested = client.executions.suggest_fix(failed.execution_id, source=source)

    assert list(suggested.fixes) == []
    assert list(suggested.messages) == ["load was tried as the source has it now, and does not fail any more."]


def test_what_did_not_fail_has_no_fix(client: Client) -> None:
    task = "\n  - {id: hello, type: io.kestra.plugin.core.debug.Return, format: hello}"
    ended = ran(client, f"id: {new_flow_id()}\nnamespace: {NAMESPACE}\ntasks:{task}")
    suggested = client.executions.suggest_fix(ended.execution_id)
    assert list(suggested.fixes) == []
    assert list(suggested.messages) == ["The execution is SUCCESS, and nothing in it has failed with an error."]


def test_a_request_names_an_execution_or_a_source(client: Client) -> None:
    with pytest.raises(InvalidRequest, match="execution_id is empty; give it, or a source that cannot be saved"):
        client.executions.suggest_fix()


def test_what_no_rule_mends_in_a_source_is_told(client: Client) -> None:
    source = "id: a\nnamespace: b\ntasks:\n  - {id: c, type: io.kestra.plugin.core.log.Lgo}\n"
    suggested = client.executions.suggest_fix(source=source)
    assert list(suggested.fixes) == []
    assert list(suggested.messages) == [
        "No rule mends all errors. These are left:",
        "Line 4, column 5: The property `message` is required.",
    ]


RIDE_FLOW = """
tasks:
  - {{id: fetch, type: io.kestra.plugin.core.http.Download, uri: "{origin}/rides.csv"}}
  - {{id: convert, type: io.kestra.plugin.serdes.csv.CsvToIon, from: "{{{{ outputs.fetch.uri }}}}"}}
  - id: load
    type: io.kestra.plugin.serdes.parquet.IonToParquet
    from: "{{{{ outputs.convert.uri }}}}"
    datetimeFormat: "{pattern}"
    schema: |
      {{"type": "record", "name": "Ride", "fields": [
        {{"name": "ride_id", "type": "string"}},
        {{"name": "started_at", "type": {{"type": "long", "logicalType": "timestamp-millis"}}}},
        {{"name": "ended_at", "type": {{"type": "long", "logicalType": "timestamp-millis"}}}},
        {{"name": "end_lat", "type": {latitude}}}
      ]}}
"""


@pytest.fixture
def month_of_rides() -> Iterator[str]:
    """The address of a server with a real month of rides."""
    if not Path(RIDES).is_file():
        pytest.skip("DALSEGNO_RIDES_ZIP names no archive with a month of rides")
    with zipfile.ZipFile(RIDES) as archive:
        name = next(name for name in archive.namelist() if name.endswith(".csv") and "/" not in name)
        rides = archive.read(name)
    with serving({"/rides.csv": rides}) as origin:
        yield origin


@pytest.mark.parametrize("pattern", ["yy-MM-dd' 'HH:mm:ss", "yyyy-MM-dd HH:mm:ss.SSS", "MM/dd/yyyy HH:mm"])
def test_a_month_of_rides_is_read_in_the_end(client: Client, month_of_rides: str, pattern: str) -> None:
    """Some rides have no end: the column may be empty, which shows on the way to the fix."""
    head = f"id: {new_flow_id()}\nnamespace: {NAMESPACE}"
    failed = ran(client, head + RIDE_FLOW.format(origin=month_of_rides, pattern=pattern, latitude='"double"'))

    (fix, *_) = client.executions.suggest_fix(failed.execution_id).fixes

    right: dict[str, Any] = {"origin": month_of_rides, "pattern": "yyyy-MM-dd HH:mm:ss"}
    assert fix.source == head + RIDE_FLOW.format(**right, latitude='["null", "double"]')
    replayed = client.executions.replay(failed.execution_id, "CHANGED", draft=fix.source).execution
    assert state_name(client.executions.wait(replayed.execution_id).state) == "SUCCESS"
