"""SECRET inputs and outputs, through the real services: used as they are, kept encrypted, never shown."""

import base64
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from dalsegno import Client, InvalidRequest, Refused
from dalsegno.api.executor.v1 import executor_pb2 as executor
from dalsegno.cli import main
from support.flows import NAMESPACE, flow, new_flow_id, ran_and_reused, state_name, states, task_run
from support.stack import Stack
from support.web import serving

KEY = base64.b64encode(b"k" * 32).decode()
NEW_KEY = base64.b64encode(b"n" * 16).decode()
SETTING = "DALSEGNO_EXECUTOR_ENCRYPTION_KEY"
PASSWORD = "op3n-s3same"
OTHER = "cr4ck-th3-d00r"
UNTOLD = "n3v3r-g1ven-0ut"  # by no task
MASK = "******"
RETURN = "io.kestra.plugin.core.debug.Return"
INPUT = "inputs:\n  - {id: password, type: SECRET}\n  - {id: name, type: STRING, defaults: ada}\n"
# Of what no task gives out.
QUIET = f"""
  - {{id: first, type: {RETURN}, format: "{{{{ inputs.password | length }}}} {{{{ inputs.password | sha256 }}}}"}}
  - {{id: log, type: io.kestra.plugin.core.log.Log, message: "It is {{{{ inputs.password }}}}."}}
  - id: shell
    type: io.kestra.plugin.scripts.shell.Commands
    env: {{GIVEN: "{{{{ inputs.password }}}}"}}
    commands: ['echo "A worker has $GIVEN, and [${SETTING}]."']
  - {{id: fails, type: io.kestra.plugin.core.execution.Fail, errorMessage: "no {{{{ inputs.password }}}}"}}
"""
ECHO = f"  - {{id: echo, type: {RETURN}, format: '<{{{{ inputs.password }}}}>'}}\n"
LENGTH = f"  - {{id: length, type: {RETURN}, format: '{{{{ inputs.password | length }}}}'}}\n"


@pytest.fixture(scope="module")
def locked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """Services of which the executor has a key."""
    stack = Stack(tmp_path_factory.mktemp("locked"))
    try:
        with_key(stack, KEY, start=True)
        yield stack
    finally:
        stack.end()


@pytest.fixture(scope="module")
def keyed(locked: Stack) -> Iterator[Client]:
    with locked.client() as client:
        yield client


def with_key(stack: Stack, keys: str, *, start: bool = False) -> None:
    """Starts the services, or the executor again, with these keys."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(SETTING, keys)
        if start:
            stack.start()
        else:
            stack.executor_service.stop()
            stack.executor_service.start()


def run(client: Client, tasks: str, head: str = INPUT, **inputs: Any) -> executor.Execution:
    flow_id = new_flow_id("locked")
    client.flows.put(flow(flow_id, tasks, head))
    return client.executions.wait(client.executions.create(NAMESPACE, flow_id, inputs=inputs).execution_id)


def value(client: Client, execution: executor.Execution, task_path: str = "length") -> Any:
    return client.outputs.get(execution.execution_id, task_path)["value"]


def shown(client: Client, *executions: executor.Execution) -> str:
    """Everything that the executor answers about executions."""
    parts: list[object] = []
    for one in executions:
        parts += [client.executions.get(one.execution_id), *client.executions.watch(one.execution_id)]
        parts += [*client.executions.logs(one.execution_id), *client.executions.lineage(one.execution_id)]
    if len(executions) > 1:
        parts.append(client.executions.compare([one.execution_id for one in executions]))
    return " ".join(str(part) for part in parts)


def kept(stack: Stack) -> bytes:
    """Everything that the services keep, as it is on the disk."""
    return b"".join(path.read_bytes() for path in sorted(stack.directory.rglob("*")) if path.is_file())


def test_tasks_have_the_value_and_nobody_sees_it(keyed: Client, locked: Stack) -> None:
    ended = run(keyed, QUIET, password=UNTOLD)
    assert value(keyed, ended, "first").startswith(f"{len(UNTOLD)} ")
    assert json.loads(ended.inputs_json) == {"password": MASK, "name": "ada"}
    assert (state_name(ended.state), task_run(ended, "fails").error) == ("FAILED", f"no {MASK}")
    lines = [line.message for line in keyed.executions.logs(ended.execution_id)]
    assert {f"It is {MASK}.", f"A worker has {MASK}, and [].", f"no {MASK}"} <= set(lines)
    assert UNTOLD not in shown(keyed, ended)
    assert UNTOLD.encode() not in kept(locked)


def test_it_is_masked_where_a_task_has_given_it_out(keyed: Client) -> None:
    ended = run(keyed, ECHO, password=PASSWORD)
    assert value(keyed, ended, "echo") == f"<{MASK}>"
    assert PASSWORD not in shown(keyed, ended)


REQUEST = """
  - {{id: ask, type: io.kestra.plugin.core.http.Request, uri: "{address}/token", encryptBody: true}}
  - {{id: length, type: {kind}, format: "{{{{ outputs.ask.encryptedBody | length }}}}"}}
  - {{id: tell, type: io.kestra.plugin.core.log.Log, message: "It is {{{{ outputs.ask.encryptedBody }}}}."}}
"""


def test_the_body_of_an_answer_is_kept_encrypted(keyed: Client, locked: Stack) -> None:
    token = "t0k3n-of-nobody-else"
    with serving({"/token": token.encode()}) as address:
        ended = run(keyed, REQUEST.format(address=address, kind=RETURN), "")
    assert value(keyed, ended) == str(len(token))
    given = keyed.outputs.get(ended.execution_id, "ask")
    assert (given["encryptedBody"], "body" in given, given["code"]) == (MASK, False, 200)
    assert f"It is {MASK}." in [line.message for line in keyed.executions.logs(ended.execution_id)]
    assert token not in shown(keyed, ended)
    assert token.encode() not in kept(locked)
    replayed = keyed.executions.replay(ended.execution_id, "length").execution
    assert value(keyed, keyed.executions.wait(replayed.execution_id)) == str(len(token))


def test_without_a_key_no_body_is_asked_for_that_is_to_be_encrypted(client: Client) -> None:
    ended = run(client, REQUEST.format(address="http://127.0.0.1:1", kind=RETURN), "")
    assert "encryption is not configured" in task_run(ended, "ask").error


def test_a_secret_that_is_empty_or_left_out_is_none(keyed: Client) -> None:
    head = "inputs:\n  - {id: password, type: SECRET, required: false}\n"
    assert json.loads(run(keyed, LENGTH, head, password="").inputs_json) == {"password": ""}
    assert json.loads(run(keyed, ECHO, head).inputs_json) == {"password": None}


def test_a_default_may_be_a_secret_and_lists_have_secrets(keyed: Client, locked: Stack) -> None:
    head = """inputs:
  - {id: whole, type: SECRET, defaults: "{{ secret('MY_SECRET', subkey='secretKey') }}"}
  - {id: nested.some, type: ARRAY, itemType: SECRET}
"""
    many = "{{ inputs.whole | length }} {{ inputs.nested.some | join('+') | length }}"
    tasks = f'  - {{id: length, type: {RETURN}, format: "' + many + '"}\n'
    ended = run(keyed, tasks, head, **{"nested.some": [UNTOLD, UNTOLD]})
    assert value(keyed, ended) == f"{len('secretValue')} {len(UNTOLD) * 2 + 1}"
    assert json.loads(ended.inputs_json) == {"whole": MASK, "nested": {"some": [MASK, MASK]}}
    assert UNTOLD.encode() not in kept(locked)
    assert b"secretValue" not in kept(locked)


def test_a_replay_has_it_too_and_plans_know_whether_it_is_another_one(keyed: Client, locked: Stack) -> None:
    ended = run(keyed, LENGTH + ECHO, password=PASSWORD)
    same = keyed.executions.plan_replay(ended.execution_id, "CHANGED", inputs={"password": PASSWORD})
    assert same.digest == keyed.executions.plan_replay(ended.execution_id, "CHANGED").digest
    plan = keyed.executions.plan_replay(ended.execution_id, "CHANGED", inputs={"password": OTHER})
    started = keyed.executions.replay(
        ended.execution_id, "CHANGED", inputs={"password": OTHER}, plan_digest=plan.digest
    )
    again = keyed.executions.wait(started.execution.execution_id)
    assert ran_and_reused(again)[0] == ["length", "echo"]
    assert value(keyed, again) == str(len(OTHER))
    everything = shown(keyed, ended, again) + str(plan)
    assert PASSWORD not in everything
    assert OTHER not in everything
    compared = keyed.executions.compare([ended.execution_id, again.execution_id])
    differing = {one.name: list(one.values_json) for one in compared.differences}
    assert differing["inputs.password"] == [f'"{MASK}"', f'"{MASK}"']


def test_what_a_replay_reuses_does_not_show_the_value_that_it_does_not_have_any_more(keyed: Client) -> None:
    large = f"  - {{id: large, type: {RETURN}, format: '{{{{ inputs.password }}}} {'x' * 70_000}'}}\n"
    ended = run(keyed, ECHO + large + LENGTH, password=PASSWORD)
    started = keyed.executions.replay(ended.execution_id, "length", inputs={"password": OTHER})
    again = keyed.executions.wait(started.execution.execution_id)
    assert ran_and_reused(again) == (["length"], ["echo", "large"])
    assert value(keyed, again, "echo") == f"<{MASK}>"
    assert value(keyed, ended, "large") == value(keyed, again, "large") == f"{MASK} {'x' * 70_000}"
    assert PASSWORD not in shown(keyed, ended, again)


@pytest.mark.parametrize(
    ("declared", "ran", "reused"),
    [
        ("SECRET, validator: '.+'", ["length"], ["echo"]),
        ("STRING", ["length", "echo"], []),  # what is kept differs
    ],
)
def test_a_replay_on_a_draft_has_it_too_whatever_the_draft_declares(
    keyed: Client, declared: str, ran: list[str], reused: list[str]
) -> None:
    ended = run(keyed, LENGTH + ECHO, password=PASSWORD)
    head = f"inputs:\n  - {{id: password, type: {declared}}}\n  - {{id: more, type: INT, defaults: 2}}\n"
    draft = flow(ended.flow_id, LENGTH.replace("length }}", "length }} characters") + ECHO, head)
    started = keyed.executions.replay(ended.execution_id, "CHANGED", draft=draft)
    again = keyed.executions.wait(started.execution.execution_id)
    assert ran_and_reused(again) == (ran, reused)
    assert value(keyed, again) == f"{len(PASSWORD)} characters"
    assert json.loads(again.inputs_json) == {"password": MASK, "more": 2}
    assert PASSWORD not in shown(keyed, again, ended)


def test_a_restart_has_it_too(keyed: Client) -> None:
    ended = run(keyed, LENGTH + "  - {id: fails, type: io.kestra.plugin.core.execution.Fail}\n", password=PASSWORD)
    restarted = keyed.executions.wait(keyed.executions.restart(ended.execution_id).execution_id)
    assert state_name(restarted.state) == "FAILED"
    assert json.loads(restarted.inputs_json)["password"] == MASK


SUBFLOW = """
  - id: call
    type: io.kestra.plugin.core.flow.Subflow
    namespace: company.team
    flowId: {child}
    wait: true
    inputs: {{password: "more {{{{ inputs.password }}}}", plain: "{{{{ inputs.password }}}}"}}
  - {{id: length, type: {task}, format: "{{{{ outputs.call.outputs.token | length }}}}"}}
"""
CHILD = """inputs:
  - {id: password, type: SECRET}
  - {id: plain, type: STRING}
outputs:
  - {id: token, type: SECRET, value: "token of {{ inputs.password }}"}
"""


def test_a_subflow_gets_it_and_gives_back_secrets(keyed: Client, locked: Stack) -> None:
    child_id = new_flow_id("locked")
    keyed.flows.put(flow(child_id, LENGTH, CHILD))
    ended = run(keyed, SUBFLOW.format(child=child_id, task=RETURN), password=PASSWORD)
    assert value(keyed, ended) == str(len(f"token of more {PASSWORD}"))
    called = keyed.outputs.get(ended.execution_id, "call")
    assert called["outputs"] == {"token": MASK}
    child = keyed.executions.get(called["executionId"])
    assert json.loads(child.outputs_json) == {"token": MASK}
    # Its input of the type STRING shows nothing either, also when nobody remembers where it came from.
    assert json.loads(child.inputs_json) == {"password": MASK, "plain": MASK}
    with_key(locked, KEY)
    assert json.loads(keyed.executions.get(child.execution_id).inputs_json) == {"password": MASK, "plain": MASK}
    assert PASSWORD not in shown(keyed, ended, child)


def test_somebody_who_resumes_gives_secrets_too(keyed: Client, locked: Stack) -> None:
    tasks = f"""
  - {{id: wait, type: io.kestra.plugin.core.flow.Pause, onResume: [{{id: pin, type: SECRET}}]}}
  - {{id: length, type: {RETURN}, format: "{{{{ outputs.wait.onResume.pin | length }}}}"}}
"""
    flow_id = new_flow_id("locked")
    keyed.flows.put(flow(flow_id, tasks))
    created = keyed.executions.create(NAMESPACE, flow_id)
    next(one for one in keyed.executions.watch(created.execution_id) if one.task_run_opened.paused)
    keyed.executions.resume(created.execution_id, inputs={"pin": UNTOLD})
    ended = keyed.executions.wait(created.execution_id)
    assert value(keyed, ended) == str(len(UNTOLD))
    assert keyed.outputs.get(ended.execution_id, "wait")["onResume"] == {"pin": MASK}
    assert UNTOLD.encode() not in kept(locked)


def test_the_command_line_takes_it_from_a_file_and_shows_a_mask(
    locked: Stack, keyed: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    flow_id = new_flow_id("locked")
    keyed.flows.put(flow(flow_id, ECHO, INPUT))
    (tmp_path / "inputs.json").write_text(json.dumps({"password": PASSWORD}))
    for name in ("DALSEGNO_REGISTRY", "DALSEGNO_EXECUTOR", "DALSEGNO_STORAGE"):
        monkeypatch.setenv(name, locked.environment[name])
    started = ["execution", "run", f"{NAMESPACE}.{flow_id}", "--inputs-file", str(tmp_path / "inputs.json")]
    assert main(started) == 0
    execution_id = next(iter(keyed.executions.list(namespace=NAMESPACE, flow_id=flow_id))).execution_id
    assert main(["execution", "get", execution_id]) == 0
    assert main(["output", "get", execution_id, "echo"]) == 0
    printed = capsys.readouterr()
    assert f"<{MASK}>" in printed.out
    assert PASSWORD not in printed.out + printed.err


def test_what_looks_encrypted_cannot_be_given(keyed: Client) -> None:
    made_up = {"within": [{"type": "io.kestra.datatype:aes_encrypted", "value": "rubbish"}]}
    with pytest.raises(InvalidRequest) as refused:
        run(keyed, LENGTH, "inputs:\n  - {id: data, type: JSON}\n", data=made_up)
    assert [violation.field for violation in refused.value.violations] == ["inputs_json.data"]
    assert "stands for a value that the executor has encrypted, which nobody can give" in refused.value.message


def test_an_output_that_looks_encrypted_fails_the_tasks_after_it_alone(keyed: Client) -> None:
    made_up = '{type: "io.kestra.datatype:aes_encrypted", value: rubbish}'
    first = f"  - {{id: first, type: io.kestra.plugin.core.output.OutputValues, values: {{some: {made_up}}}}}\n"
    ended = run(keyed, first + LENGTH, password=PASSWORD)
    assert states(ended) == {"first": "SUCCESS", "length": "FAILED"}
    assert task_run(ended, "length").error.startswith(
        "The secret `outputs of first.values.some` cannot be decrypted: it is no text that was encrypted. "
    )
    assert value(keyed, run(keyed, LENGTH, password=PASSWORD)) == str(len(PASSWORD))


def test_a_replay_masks_what_somebody_gave_to_the_execution_that_it_replays(keyed: Client, locked: Stack) -> None:
    tasks = f"""
  - {{id: wait, type: io.kestra.plugin.core.flow.Pause, onResume: [{{id: pin, type: SECRET}}]}}
  - {{id: echo, type: {RETURN}, format: "{{{{ outputs.wait.onResume.pin }}}}"}}
"""
    flow_id = new_flow_id("locked")
    keyed.flows.put(flow(flow_id, tasks))
    created = keyed.executions.create(NAMESPACE, flow_id)
    next(one for one in keyed.executions.watch(created.execution_id) if one.task_run_opened.paused)
    keyed.executions.resume(created.execution_id, inputs={"pin": PASSWORD})
    ended = keyed.executions.wait(created.execution_id)
    started = keyed.executions.replay(ended.execution_id, "echo")
    again = keyed.executions.wait(started.execution.execution_id)
    assert [run.task_path for run in again.task_runs if run.HasField("reused_from")] == ["wait"]
    with_key(locked, KEY)
    assert value(keyed, again, "echo") == value(keyed, ended, "echo") == MASK
    assert PASSWORD not in shown(keyed, again, ended)


def test_an_expression_that_runs_a_flow_has_its_secrets(keyed: Client) -> None:
    child_id = new_flow_id("locked")
    keyed.flows.put(flow(child_id, LENGTH, CHILD))
    call = f"subflow(namespace='{NAMESPACE}', id='{child_id}', inputs={{'password': 'told', 'plain': 'x'}})"
    head = f'inputs:\n  - {{id: size, type: INT, defaults: "{{{{ {call}.token | length }}}}"}}\n'
    ended = run(keyed, f"  - {{id: length, type: {RETURN}, format: '{{{{ inputs.size }}}}'}}\n", head)
    assert value(keyed, ended) == str(len("token of told"))


def test_a_suggested_fix_does_not_show_it(keyed: Client) -> None:
    tasks = f"  - {{id: fails, type: {RETURN}, format: '{{{{ inputs.passwort }}}} {{{{ inputs.password }}}}'}}\n"
    ended = run(keyed, tasks, password=PASSWORD)
    suggested = keyed.executions.suggest_fix(ended.execution_id)
    assert [fix.source.count("inputs.password") for fix in suggested.fixes][:1] == [2]
    assert PASSWORD not in str(suggested)


def test_a_refusal_does_not_show_it(keyed: Client) -> None:
    head = "inputs:\n  - {id: password, type: SECRET, validator: '[a-z]+'}\n"
    with pytest.raises(InvalidRequest) as refused:
        run(keyed, LENGTH, head, password=PASSWORD)
    assert refused.value.message == "Invalid value for input `password`. Cause: it must match the pattern `[a-z]+`"


def test_without_a_key_it_is_refused(client: Client) -> None:
    with pytest.raises(InvalidRequest) as refused:
        run(client, LENGTH, password=PASSWORD)
    assert refused.value.reason == "INPUTS_INVALID"
    assert refused.value.message.startswith(
        "Unable to use a `SECRET` input/output as encryption is not configured. Start the executor with a key in "
    )
    head = "outputs:\n  - {id: token, type: SECRET, value: x}\n"
    ended = run(client, f"  - {{id: a, type: {RETURN}, format: x}}\n", head)
    assert (state_name(ended.state), ended.outputs_json) == ("FAILED", "")
    assert "encryption is not configured" in ended.error


def test_with_another_key_it_fails_and_goes_on_with_both(tmp_path: Path) -> None:
    stack = Stack(tmp_path)
    try:
        with_key(stack, KEY, start=True)
        with stack.client() as client:
            flow_id = new_flow_id("locked")
            client.flows.put(flow(flow_id, "  - {id: wait, type: io.kestra.plugin.core.flow.Pause}\n" + LENGTH, INPUT))
            created = client.executions.create(NAMESPACE, flow_id, inputs={"password": PASSWORD})
            next(one for one in client.executions.watch(created.execution_id) if one.task_run_opened.paused)
            with_key(stack, NEW_KEY)
            with pytest.raises(Refused) as refused:
                client.executions.resume(created.execution_id)
            assert refused.value.reason == "SECRET_UNREADABLE"
            with_key(stack, KEY)
            client.executions.resume(created.execution_id)
            ended = client.executions.wait(created.execution_id)
            assert value(client, ended) == str(len(PASSWORD))

            with_key(stack, NEW_KEY)
            replayed = client.executions.replay(ended.execution_id, "length").execution
            failed = client.executions.wait(replayed.execution_id)
            assert state_name(failed.state) == "FAILED"
            assert task_run(failed, "length").error.startswith(
                "The secret `inputs.password` cannot be decrypted: it was encrypted with another key. "
            )

            with_key(stack, f"{NEW_KEY},{KEY}")
            restarted = client.executions.wait(client.executions.restart(failed.execution_id).execution_id)
            assert value(client, restarted) == str(len(PASSWORD))
            # The key has changed, and the value has not.
            plan = client.executions.plan_replay(ended.execution_id, "CHANGED", inputs={"password": PASSWORD})
            assert plan.digest == client.executions.plan_replay(ended.execution_id, "CHANGED").digest
    finally:
        stack.end()


def test_an_executor_does_not_start_with_what_is_no_key(tmp_path: Path) -> None:
    stack = Stack(tmp_path)
    try:
        with pytest.raises(
            Exception, match="--encryption-key is base64 of 3 bytes; give base64 of 16, 24 or 32"
        ) as told:
            with_key(stack, f"{KEY},c2l4", start=True)
        assert KEY not in str(told.value)
    finally:
        stack.end()
