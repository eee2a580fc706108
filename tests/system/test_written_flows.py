"""The flows of tests/flows, as people write them, run end to end and come to what their heads say."""

import json
from pathlib import Path
from typing import Any

import pytest

from dalsegno import Client
from dalsegno.api.executor.v1 import executor_pb2 as executor
from support.flows import state_name, states
from support.written_flows import WrittenFlow, all_flows, read_flow, surroundings

NAMESPACE = "tests.flows"
QUIET = {"SUCCESS"}


def test_there_are_enough_of_them_and_each_is_named_after_its_file() -> None:
    flows = [read_flow(name) for name in all_flows()]
    assert len(flows) >= 40
    assert [each.name for each in flows if f"\nid: {each.name}\n" not in each.source] == []


@pytest.mark.parametrize("name", [name for name in all_flows() if read_flow(name).head.get("alone", True)])
def test_a_flow_comes_to_what_its_head_says(client: Client, tmp_path: Path, name: str) -> None:
    flow = read_flow(name)
    with surroundings(flow.needs(), tmp_path) as made:
        for other in [*map(read_flow, flow.head.get("with", ())), flow]:
            put(client, other, made)
        started = client.executions.create(NAMESPACE, name, inputs=flow.head.get("inputs", {}))
        ended = client.executions.wait(started.execution_id)
    messages = [line.message for line in client.executions.logs(ended.execution_id)]

    assert state_name(ended.state) == flow.head.get("state", "SUCCESS"), "\n".join([str(states(ended)), *messages])
    assert_states(flow, states(ended))
    assert_outputs(client, flow, ended)
    for message in flow.head.get("log", ()):
        assert message in messages
    for path, part in flow.head.get("error", {}).items():
        assert part in error_of(ended, path)
    labels = dict(ended.labels)
    assert flow.head.get("labels", {}).items() <= labels.items()


def put(client: Client, flow: WrittenFlow, made: dict[str, str]) -> None:
    source = flow.source
    for word, value in made.items():
        source = source.replace(word, value)
    warnings = client.flows.put(source).warnings
    assert len(warnings) == flow.head.get("warnings", 0), [warning.message for warning in warnings]


def assert_states(flow: WrittenFlow, found: dict[str, str]) -> None:
    """Those that the head names, and none beside them that is not a success."""
    named = flow.head.get("states", {})
    assert {path: found.get(path) for path in named} == named, found
    assert {path: state for path, state in found.items() if state not in QUIET and path not in named} == {}


def assert_outputs(client: Client, flow: WrittenFlow, ended: executor.Execution) -> None:
    for path, expected in flow.head.get("values", {}).items():
        given = client.outputs.get(ended.execution_id, path)
        assert {key: given.get(key) for key in expected} == expected, given
    if "outputs" in flow.head:
        assert json.loads(ended.outputs_json) == flow.head["outputs"]
    for place, content in flow.head.get("files", {}).items():
        path, _, name = place.partition(":")
        given: dict[str, Any] = client.outputs.get(ended.execution_id, path)
        uri = {**given, **given.get("outputFiles", {}), **given.get("files", {})}[name]
        assert b"".join(client.files.read(uri)).decode() == content


def error_of(ended: executor.Execution, path: str) -> str:
    (task_run,) = [each for each in ended.task_runs if each.task_path == path]
    return task_run.attempts[-1].error
