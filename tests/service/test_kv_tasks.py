"""The tasks for values by key, in executions of real services."""

from datetime import UTC, datetime, timedelta

import pytest

from dalsegno import Client
from dalsegno.api.executor.v1 import executor_pb2 as executor
from dalsegno.errors import NotFound
from support.flows import NAMESPACE, flow, new_flow_id, run, state_name, task_run

KV = "io.kestra.plugin.core.kv"


def ended(client: Client, *tasks: str) -> executor.Execution:
    flow_id = new_flow_id("kv")
    return run(client, flow(flow_id, "".join(f"  - {task}\n" for task in tasks)), flow_id)


def outputs(client: Client, execution: executor.Execution, task_path: str) -> dict:
    return client.outputs.get(execution.execution_id, task_path)


@pytest.mark.parametrize(
    ("value", "kind", "kept"),
    [
        ('"text"', None, "text"),
        ('"{{ 1 + 1 }}"', None, 2),
        ("{a: [1, \"{{ 'x' }}\"]}", None, {"a": [1, "x"]}),
        ('"{{ 1 + 1 }}"', "STRING", "2"),
        ('"1.50"', "NUMBER", 1.5),
        ('"12"', "number", 12),
        ('"TRUE"', "BOOLEAN", True),
        ("true", "BOOLEAN", True),
        ('"2030-01-31T08:00:00Z"', "DATETIME", "2030-01-31T08:00:00Z"),
        ('"2030-01-31"', "DATE", "2030-01-31"),
        ('"PT1H"', "DURATION", "PT1H"),
        ("'{\"a\": [1]}'", "JSON", {"a": [1]}),
    ],
)
def test_a_value_is_kept_as_its_kind_says(client: Client, value: str, kind: str | None, kept: object) -> None:
    key = new_flow_id("key")
    of_kind = "" if kind is None else f", kvType: {kind}"
    execution = ended(
        client,
        f"{{id: set, type: {KV}.Set, key: {key}, value: {value}{of_kind}}}",
        f"{{id: get, type: {KV}.Get, key: {key}}}",
    )
    assert state_name(execution.state) == "SUCCESS"
    assert outputs(client, execution, "get") == {"value": kept}
    assert outputs(client, execution, "set") == {}
    assert client.values.get(NAMESPACE, key) == kept


@pytest.mark.parametrize(
    ("value", "kind", "message"),
    [
        ("many", "NUMBER", "The value for the key k, 'many', is no NUMBER: .* Correct it, or `kvType`"),
        ("[1]", "NUMBER", "is no NUMBER: "),
        ("yes", "BOOLEAN", "'yes', is no BOOLEAN: write true or false"),
        ("2030-01-31", "DATETIME", "is no DATETIME: write a moment with its offset"),
        ("soon", "DATE", "'soon', is no DATE"),
        ("an hour", "DURATION", "'an hour', is no DURATION"),
        ("{", "JSON", "'{', is no JSON"),
    ],
)
def test_a_text_that_is_none_of_its_kind_fails_the_task(client: Client, value: str, kind: str, message: str) -> None:
    execution = ended(client, f"{{id: set, type: {KV}.Set, key: k, value: '{value}', kvType: {kind}}}")
    assert state_name(execution.state) == "FAILED"
    with pytest.raises(AssertionError, match=message):
        raise AssertionError(task_run(execution, "set").error)


def test_a_value_can_have_an_end_and_a_description(client: Client) -> None:
    key = new_flow_id("key")
    ended(client, f"{{id: set, type: {KV}.Set, key: {key}, value: x, ttl: P1D, kvDescription: rides}}")
    value = next(iter(client.values.list(NAMESPACE, key)))
    lasts = value.expire_time.ToDatetime(tzinfo=UTC) - datetime.now(UTC)
    assert (timedelta(hours=23) < lasts < timedelta(hours=25), value.description) == (True, "rides")


def test_a_value_that_is_there_is_replaced_unless_that_is_forbidden(client: Client) -> None:
    key = new_flow_id("key")
    execution = ended(
        client,
        f"{{id: first, type: {KV}.Set, key: {key}, value: a, overwrite: false}}",
        f"{{id: second, type: {KV}.Set, key: {key}, value: b}}",
        f"{{id: third, type: {KV}.Set, key: {key}, value: c, overwrite: false}}",
    )
    assert state_name(execution.state) == "FAILED"
    assert f"has a value for the key {key} already" in task_run(execution, "third").error
    assert client.values.get(NAMESPACE, key) == "b"


def test_what_is_missing_is_null_or_an_error(client: Client) -> None:
    key = new_flow_id("key")
    execution = ended(
        client,
        f"{{id: get, type: {KV}.Get, key: {key}}}",
        f"{{id: delete, type: {KV}.Delete, key: {key}}}",
        f"{{id: failing, type: {KV}.Get, key: {key}, errorOnMissing: true, allowFailure: true}}",
        f"{{id: put, type: {KV}.Put, key: {key}, value: 1, errorOnMissing: true, allowFailure: true}}",
        f"{{id: last, type: {KV}.Delete, key: {key}, errorOnMissing: true}}",
    )
    assert outputs(client, execution, "get") == {}  # outputs have no nulls
    assert outputs(client, execution, "delete") == {"deleted": False}
    message = f"No value found for key '{key}' in namespace '{NAMESPACE}' and `errorOnMissing` is set to true."
    for task in ("failing", "put", "last"):
        assert message in task_run(execution, task).error


def test_a_null_that_was_set_is_not_missing(client: Client) -> None:
    key = new_flow_id("key")
    client.values.put(NAMESPACE, key, None)
    execution = ended(client, f"{{id: get, type: {KV}.Get, key: {key}, errorOnMissing: true}}")
    assert (state_name(execution.state), outputs(client, execution, "get")) == ("SUCCESS", {})


def test_keys_are_listed_set_and_deleted_in_any_namespace(client: Client) -> None:
    prefix = new_flow_id("key")
    execution = ended(
        client,
        f"{{id: a, type: {KV}.Set, key: {prefix}a, value: 1, namespace: other.team}}",
        f"{{id: b, type: {KV}.Put, key: {prefix}b, value: {{n: 1}}, namespace: other.team}}",
        f"{{id: keys, type: {KV}.GetKeys, prefix: {prefix}, namespace: other.team}}",
        f"{{id: none, type: {KV}.GetKeys, prefix: {prefix}}}",
        f"{{id: delete, type: {KV}.Delete, key: {prefix}a, namespace: other.team}}",
    )
    assert outputs(client, execution, "keys") == {"keys": [f"{prefix}a", f"{prefix}b"]}
    assert outputs(client, execution, "none") == {"keys": []}
    assert outputs(client, execution, "delete") == {"deleted": True}
    assert client.values.get("other.team", f"{prefix}b") == {"n": 1}
    with pytest.raises(NotFound):
        client.values.get("other.team", f"{prefix}a")
