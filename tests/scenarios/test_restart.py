"""Restarts: what failed runs again in the same execution, or in a new one on another revision."""

import json

import pytest

from dalsegno_runtime.errors import ServiceError
from support.stage import Stage, chain

FLAKY = "{id: flaky, type: Return, format: \"{{ taskrun.attemptsCount > 0 ? 'ok' : ko }}\"}"


async def test_what_failed_runs_again_in_place(stage: Stage) -> None:
    """F14: the same id, a history that goes on, two attempts."""
    await stage.put(chain("a") + f"  - {FLAKY}\n" + chain("z"))
    source = await stage.run()
    after = await stage.restart(source)

    assert (after.id, after.state, after.ran) == (source.id, "SUCCESS", ["flaky", "z"])
    assert after.history == [*source.history, "RESTARTED", "RUNNING", "SUCCESS"]
    assert after.attempts_of("flaky") == ["FAILED", "SUCCESS"]
    assert after.reused == []
    assert after.message.attempt_number == 2
    assert after.message.labels["system.restarted"] == "true"
    assert "system.replay" not in after.message.labels


async def test_all_that_failed_runs_again(stage: Stage) -> None:
    """F14: in branches beside each other."""
    await stage.put(
        f"  - id: par\n    type: Parallel\n    tasks:\n      - {FLAKY}\n      - {FLAKY.replace('flaky', 'other')}\n"
    )
    source = await stage.run()
    after = await stage.restart(source)
    assert (after.state, sorted(after.ran)) == ("SUCCESS", ["par/flaky", "par/other"])


async def test_on_a_revision_it_is_a_new_execution_that_keeps_outputs(stage: Stage) -> None:
    """F15: with another revision too, outputs of reused tasks stay."""
    await stage.put(chain("a") + "  - {id: b, type: Fail}\n")
    source = await stage.run()
    await stage.put(chain("a", "b"))
    after = await stage.restart(source, revision="latest")

    assert (after.id != source.id, after.message.parent_id) == (True, source.id)
    assert (after.state, after.ran, after.outputs) == ("SUCCESS", ["b"], {"a": "a", "b": "a>b"})
    assert after.message.labels["system.restarted"] == "true"
    assert (await stage.get(source.id)).state == "FAILED"


async def test_handlers_are_taken_away_and_run_again(stage: Stage) -> None:
    """F16."""
    head = "errors:\n  - {id: alert, type: Return}\nfinally:\n  - {id: clean, type: Return}\n"
    await stage.put(f"  - {FLAKY}\n", head + "afterExecution:\n  - {id: tell, type: Return}\n")
    source = await stage.run()
    assert sorted(source.ran) == ["alert", "clean", "tell"]
    after = await stage.restart(source)
    assert after.states == {"flaky": "SUCCESS", "clean": "SUCCESS", "tell": "SUCCESS"}


async def test_a_retry_has_all_its_attempts_again_in_a_replay_and_one_in_a_restart(stage: Stage) -> None:
    """F17: the attempts of an execution are one budget; Kestra counts those of the replayed one too."""
    retry = "retry: {type: constant, interval: PT0S, maxAttempts: 2}"
    await stage.put(f"  - {{id: bad, type: Return, {retry}, format: '{{{{ ko }}}}'}}\n")
    source = await stage.run()
    again = await stage.replay(source, "bad")
    after = await stage.restart(source)

    assert source.attempts_of("bad") == ["FAILED"] * 2
    assert again.attempts_of("bad") == ["FAILED"] * 4
    assert after.attempts_of("bad") == ["FAILED"] * 3


async def test_a_replay_after_a_restart_takes_what_the_restart_made(stage: Stage) -> None:
    """F5, F14."""
    await stage.put(chain("a") + f"  - {FLAKY}\n" + chain("z"))
    source = await stage.restart(await stage.run())
    again = await stage.replay(source, "z")

    assert (again.ran, again.reused) == (["z"], ["a", "flaky"])
    assert again.message.attempt_number == 3
    assert again.outputs["flaky"] == "ok"


async def test_what_did_not_fail_is_not_restarted(stage: Stage) -> None:
    """F14, F23."""
    await stage.put(chain("a"))
    source = await stage.run()
    with pytest.raises(ServiceError) as refused:
        await stage.restart(source)
    assert refused.value.error_reason == "NOTHING_TO_REPLAY"


CHILD = "  - {id: sub, type: Subflow, namespace: company.team, flowId: CHILD, wait: true, transmitFailed: true}\n"


async def test_a_failed_child_is_restarted_with_its_parent(stage: Stage) -> None:
    """F13: the same child, in place; NEW_EXECUTION makes another one."""
    child = f"{stage.flow_id}_child"
    await stage.put(f"  - {FLAKY}\n", flow_id=child)
    for behavior, restarts in (("", 1), (", restartBehavior: NEW_EXECUTION", 0)):
        await stage.put(CHILD.replace("CHILD", child).replace("}\n", behavior + "}\n"))
        after = await stage.restart(await stage.run())
        child_id = json.loads(after.task_run("sub").outputs_json)["executionId"]
        assert (await stage.get(child_id)).history.count("RESTARTED") == restarts
        assert after.state == ("SUCCESS" if restarts else "FAILED")
