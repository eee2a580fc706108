"""Flows as large as they get: many tasks, deep within each other."""

import yaml

from dalsegno import Client
from dalsegno.states import name_of

DEEP = 10
FLOW = "io.kestra.plugin.core.flow."
KINDS = ("Sequential", "Parallel", "If", "ForEach", "AllowFailure")


def nested(depth: int, width: int, path: str) -> dict[str, object]:
    """A flowable with `width` tasks, of which the first holds the next depth."""
    leaves = [
        {"id": f"{path}_{place}", "type": "io.kestra.plugin.core.debug.Return", "format": "{{ task.id }}"}
        for place in range(width)
    ]
    children = [nested(depth - 1, width, f"{path}_{depth}"), *leaves] if depth > 1 else leaves
    kind = KINDS[depth % len(KINDS)]
    slot = "then" if kind == "If" else "tasks"
    properties = {"If": {"condition": "{{ 1 == 1 }}"}, "ForEach": {"values": ["x"]}}.get(kind, {})
    return {"id": f"f{path}_{depth}", "type": FLOW + kind, **properties, slot: children}


def test_a_flow_of_500_tasks_nested_ten_deep_validates_and_runs(client: Client) -> None:
    tasks = [nested(DEEP, 4, f"t{branch}") for branch in range(11)]
    source = yaml.safe_dump({"id": "large", "namespace": "company.large", "tasks": tasks}, sort_keys=False)
    assert list(client.flows.validate(source)) == []
    client.flows.put(source)
    ended = client.executions.wait(client.executions.create("company.large", "large").execution_id)
    assert name_of(ended.state) == "SUCCESS", ended.error
    assert len(ended.task_runs) == 11 * (DEEP + 4 * DEEP)
    assert {name_of(run.state) for run in ended.task_runs} == {"SUCCESS"}
    deepest = max(ended.task_runs, key=lambda run: run.task_path.count("/"))
    assert deepest.task_path.count("/") == DEEP
