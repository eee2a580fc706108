"""The tasks on stored files, in executions of real services."""

import json

import pytest

from dalsegno import Client
from dalsegno.api.executor.v1 import executor_pb2 as executor
from dalsegno.errors import DalSegnoError
from support.flows import NAMESPACE, flow, new_flow_id, replay, run, state_name, states, task_run

STORAGE = "io.kestra.plugin.core.storage"
ITEMS = r"{\"id\": 1, \"n\": 5}\n{\"id\": 2, \"n\": null}\n{\"id\": 1, \"n\": 7.5}\n"
WRITE_ITEMS = f'{{id: items, type: {STORAGE}.Write, extension: .ion, content: "{ITEMS}"}}'


def ended(client: Client, *tasks: str, head: str = "") -> executor.Execution:
    flow_id = new_flow_id("storage")
    return run(client, flow(flow_id, "".join(f"  - {task}\n" for task in tasks), head), flow_id)


def outputs(client: Client, execution: executor.Execution, task_path: str) -> dict:
    return client.outputs.get(execution.execution_id, task_path)


def content(client: Client, uri: str) -> bytes:
    return b"".join(client.files.read(uri))


def failing(client: Client, *tasks: str) -> str:
    execution = ended(client, *tasks)
    assert state_name(execution.state) == "FAILED"
    return next(run.error for run in execution.task_runs if run.error)


def test_texts_are_written_joined_measured_and_reversed(client: Client) -> None:
    both = '["{{ outputs.a.uri }}", "{{ outputs.b.uri }}"]'
    execution = ended(
        client,
        f'{{id: a, type: {STORAGE}.Write, content: "a1\\na2\\r\\n", extension: txt}}',
        f'{{id: b, type: {STORAGE}.Write, content: "é"}}',
        f'{{id: both, type: {STORAGE}.Concat, files: {both}, separator: "|"}}',
        f"""{{id: json, type: {STORAGE}.Concat, files: '["{{{{ outputs.a.uri }}}}"]', extension: .csv}}""",
        f'{{id: size, type: {STORAGE}.Size, uri: "{{{{ outputs.both.uri }}}}"}}',
        f'{{id: reversed, type: {STORAGE}.Reverse, from: "{{{{ outputs.a.uri }}}}"}}',
    )
    assert state_name(execution.state) == "SUCCESS"
    uris = {task: outputs(client, execution, task)["uri"] for task in ("a", "b", "both", "json", "reversed")}
    assert {task: uri.rpartition("/")[2] for task, uri in uris.items()} == {
        "a": "content.txt", "b": "content", "both": "concat.tmp", "json": "concat.csv", "reversed": "reversed.txt",
    }  # fmt: skip
    assert content(client, uris["both"]) == "a1\na2\r\n|é|".encode()
    assert content(client, uris["json"]) == b"a1\na2\r\n"
    assert content(client, uris["reversed"]) == b"a2\na1\n"
    assert outputs(client, execution, "size") == {"size": 11}


def test_a_file_is_split_by_what_is_given(client: Client) -> None:
    parts = ", ".join(
        f'{{id: {name}, type: {STORAGE}.Split, from: "{{{{ outputs.w.uri }}}}", {how}}}'
        for name, how in {"rows": "rows: 2", "turns": "partitions: 2", "bytes": "bytes: 4B, separator: '\\n'"}.items()
    )
    execution = ended(
        client,
        f'{{id: w, type: {STORAGE}.Write, content: "1\\n2\\n3\\n", extension: .txt}}',
        f"{{id: p, type: io.kestra.plugin.core.flow.Sequential, tasks: [{parts}]}}",
    )
    read = {
        name: [content(client, uri) for uri in outputs(client, execution, f"p/{name}")["uris"]]
        for name in ("rows", "turns")
    }
    assert read == {"rows": [b"1\n2\n", b"3\n"], "turns": [b"1\n3\n", b"2\n"]}
    assert "give one of them" in failing(
        client, WRITE_ITEMS, f'{{id: s, type: {STORAGE}.Split, from: "{{{{ outputs.items.uri }}}}"}}'
    )


def test_a_file_is_deleted_and_a_replay_says_that_it_is_missing(client: Client) -> None:
    execution = ended(
        client,
        f"{{id: w, type: {STORAGE}.Write, content: x}}",
        f'{{id: d, type: {STORAGE}.Delete, uri: "{{{{ outputs.w.uri }}}}"}}',
        f'{{id: again, type: {STORAGE}.Delete, uri: "{{{{ outputs.w.uri }}}}"}}',
    )
    uri = outputs(client, execution, "w")["uri"]
    assert outputs(client, execution, "d") == {"uri": uri, "deleted": True}
    assert outputs(client, execution, "again") == {"uri": uri, "deleted": False}
    with pytest.raises(DalSegnoError, match="content"):
        replay(client, execution, "again")
    missing = f'{{id: d, type: {STORAGE}.Delete, uri: "dalsegno:///{NAMESPACE}/no/such/file", errorOnMissing: true}}'
    assert f"Unable to find file 'dalsegno:///{NAMESPACE}/no/such/file'" in failing(client, missing)
    assert "is not a stored file; its address begins with dalsegno:///" in failing(
        client, f"{{id: d, type: {STORAGE}.Delete, uri: /etc/passwd}}"
    )
    assert "No file dalsegno:///a/b is stored, so it has no size" in failing(
        client, f'{{id: d, type: {STORAGE}.Size, uri: "dalsegno:///a/b"}}'
    )


def test_the_files_of_an_execution_can_be_purged_and_no_others(client: Client) -> None:
    other = ended(client, f"{{id: w, type: {STORAGE}.Write, content: x}}")
    execution = ended(
        client,
        f"{{id: a, type: {STORAGE}.Write, content: x}}",
        f"{{id: b, type: {STORAGE}.Write, content: y}}",
        f"{{id: purge, type: {STORAGE}.PurgeExecution}}",
    )
    uris = [outputs(client, execution, task)["uri"] for task in ("a", "b")]
    assert sorted(outputs(client, execution, "purge")["uris"]) == sorted(uris)
    for uri in uris:
        with pytest.raises(DalSegnoError, match="No file"):
            content(client, uri)
    assert content(client, outputs(client, other, "w")["uri"]) == b"x"


def test_local_files_go_into_the_directory_and_out_of_it(client: Client) -> None:
    given = '{a/b.txt: "hello", c.txt: "{{ outputs.w.uri }}", d.txt: null}'
    into = f"{{id: in, type: {STORAGE}.LocalFiles, inputs: {given}}}"
    tasks = f"{into}, {{id: out, type: io.kestra.core.tasks.storages.LocalFiles, outputs: ['**.txt']}}"
    execution = ended(
        client,
        f"{{id: w, type: {STORAGE}.Write, content: stored}}",
        f"{{id: wd, type: io.kestra.plugin.core.flow.WorkingDirectory, tasks: [{tasks}]}}",
    )
    assert state_name(execution.state) == "SUCCESS"
    uris = outputs(client, execution, "wd/out")["uris"]
    assert {name: content(client, uri) for name, uri in uris.items()} == {
        "a/b.txt": b"hello", "c.txt": b"stored", "d.txt": b"",
    }  # fmt: skip
    bad = f"{{id: in, type: {STORAGE}.LocalFiles, inputs: {{'../x': y}}}}"
    assert "give a relative path without '..'" in failing(client, bad)


def test_items_are_filtered_by_a_condition_on_their_fields_and_the_flow(client: Client) -> None:
    def task(name: str, condition: str, **properties: str) -> str:
        given = "".join(f", {key}: {value}" for key, value in properties.items())
        uri = "{{ outputs.items.uri }}"
        return f'{{id: {name}, type: {STORAGE}.FilterItems, from: "{uri}", filterCondition: "{condition}"{given}}}'

    execution = ended(
        client,
        WRITE_ITEMS,
        task("more", "{{ (n ?? 0) > vars.least }}"),
        task("others", "{{ (n ?? 0) > vars.least }}", filterType="exclude"),
        task("nulls", "{{ n }}", errorOrNullBehavior="EXCLUDE"),
        task("errors", "{{ nowhere }}", errorOrNullBehavior="INCLUDE"),
        head="variables: {least: 5}\n",
    )
    assert state_name(execution.state) == "SUCCESS", [run.error for run in execution.task_runs]
    read = {}
    for name in ("more", "others", "nulls", "errors"):
        given = outputs(client, execution, name)
        lines = content(client, given["uri"]).decode().splitlines()
        assert (given["processedItemsTotal"], given["droppedItemsTotal"]) == (3, 3 - len(lines))
        read[name] = [json.loads(line)["n"] for line in lines]
    assert read == {"more": [7.5], "others": [5, None], "nulls": [5, 7.5], "errors": [5, None, 7.5]}
    assert "return `null` on item 2" in failing(client, WRITE_ITEMS, task("f", "{{ n }}"))
    assert "cannot be rendered for item 1" in failing(client, WRITE_ITEMS, task("f", "{{ nowhere }}"))


def test_the_last_item_of_each_key_is_kept(client: Client) -> None:
    dedupe = f'{{id: d, type: {STORAGE}.DeduplicateItems, from: "{{{{ outputs.items.uri }}}}", expr: "{{{{ id }}}}"}}'
    execution = ended(client, WRITE_ITEMS, dedupe)
    given = outputs(client, execution, "d")
    assert content(client, given.pop("uri")) == b'{"id": 2, "n": null}\n{"id": 1, "n": 7.5}\n'
    assert given == {"numKeys": 2, "processedItemsTotal": 3, "droppedItemsTotal": 1}


def test_items_that_are_lists_are_told(client: Client) -> None:
    write = f'{{id: items, type: {STORAGE}.Write, content: "[1]\\n"}}'
    dedupe = f'{{id: d, type: {STORAGE}.DeduplicateItems, from: "{{{{ outputs.items.uri }}}}", expr: "{{{{ id }}}}"}}'
    execution = ended(client, write, dedupe)
    assert states(execution) == {"items": "SUCCESS", "d": "FAILED"}
    assert "Item 1 is a list, [1], so that its fields have no names" in task_run(execution, "d").error
