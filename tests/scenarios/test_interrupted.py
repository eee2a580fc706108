"""Replays of executions that were killed, paused or still run, and what a kill leaves."""

import pytest

from dalsegno_runtime.errors import ServiceError
from support.stage import Played, Stage, chain

LONG = "  - {id: wait, type: Sleep, duration: PT1H}\n"
SHORT = "  - {id: wait, type: Sleep, duration: PT0S}\n"


def waits(played: Played) -> bool:
    return played.states.get("wait") == "RUNNING"


async def test_what_was_killed_runs_again_and_nothing_before_it(stage: Stage) -> None:
    """F2, F19: a killed task run had come to no end of its own."""
    await stage.put(chain("a") + LONG + chain("z"))
    execution_id = await stage.start()
    await stage.when(execution_id, waits)
    source = await stage.kill(execution_id)
    assert (source.state, source.states) == ("KILLED", {"a": "SUCCESS", "wait": "KILLED"})
    await stage.put(chain("a") + SHORT + chain("z"))
    again = await stage.replay(source, "FAILED", revision="latest")

    assert again.verdicts == {"a": "REUSED_UPSTREAM", "wait": "RERUN_SELECTED", "z": "FIRST_RUN"}
    assert (again.state, again.ran) == ("SUCCESS", ["z"])
    assert again.attempts_of("wait") == ["KILLED", "SUCCESS"]


async def test_a_running_execution_is_replayed_and_goes_on_undisturbed(stage: Stage) -> None:
    """F28: what runs there runs here anew; the source knows nothing of it."""
    await stage.put(chain("a") + LONG)
    execution_id = await stage.start()
    source = await stage.when(execution_id, waits)
    await stage.put(chain("a") + SHORT)
    again = await stage.replay(source, "a", revision="latest")

    assert (again.state, again.states) == ("SUCCESS", {"a": "SUCCESS", "wait": "SUCCESS"})
    assert (await stage.get(execution_id)).states["wait"] == "RUNNING"
    await stage.kill(execution_id)


async def test_a_running_sibling_runs_again(stage: Stage) -> None:
    """F28: its attempt is given up as RESUBMITTED, and the Parallel around it ends."""
    flow = "  - id: par\n    type: Parallel\n    tasks:\n      - {{id: one, type: Return, format: one}}\n    {0}"
    await stage.put(flow.format(LONG))
    execution_id = await stage.start()
    source = await stage.when(
        execution_id,
        lambda played: (played.states.get("par/wait"), played.states.get("par/one")) == ("RUNNING", "SUCCESS"),
    )
    await stage.put(flow.format(SHORT))
    again = await stage.replay(source, "par/one", revision="latest")

    assert again.verdicts == {"par": "GOES_ON", "par/one": "RERUN_SELECTED", "par/wait": "RERUN_INTERRUPTED"}
    assert again.attempts_of("par/wait") == ["RESUBMITTED", "SUCCESS"]
    assert again.states == {"par": "SUCCESS", "par/one": "SUCCESS", "par/wait": "SUCCESS"}
    await stage.kill(execution_id)


async def test_a_paused_execution_is_replayed_and_pauses_again(stage: Stage) -> None:
    """F12, F19: resuming the source changes nothing in the replay."""
    await stage.put(chain("a") + "  - {id: pause, type: Pause}\n" + chain("z"))
    source = await stage.when(await stage.start(), lambda played: played.state == "PAUSED")
    again_id = await stage.begin_replay(source, "pause")
    again = await stage.when(again_id, lambda played: played.state == "PAUSED")
    assert (await stage.resume(source.id)).state == "SUCCESS"
    assert (await stage.get(again_id)).state == "PAUSED"

    again = await stage.resume(again_id)
    assert (again.state, again.ran) == ("SUCCESS", ["z"])
    assert again.reused == ["a"]


async def test_a_killed_value_of_a_loop_runs_again_and_the_others_do_not(stage: Stage) -> None:
    """F9, F19."""
    each = """
  - id: each
    type: ForEach
    concurrencyLimit: 0
    values: [x, y]
    tasks:
      - {{id: load, type: Return, format: "{{{{ taskrun.value }}}}"}}
      - {{id: wait, type: Sleep, duration: "{{{{ taskrun.value == 'y' ? '{0}' : 'PT0S' }}}}"}}
"""
    await stage.put(each.format("PT1H"))
    execution_id = await stage.start()
    await stage.when(
        execution_id,
        lambda played: (
            played.states.get("each[value=y]/wait") == "RUNNING"
            and played.states.get("each[value=x]/wait") == "SUCCESS"
        ),
    )
    source = await stage.kill(execution_id)
    await stage.put(each.format("PT0S"))
    again = await stage.replay(source, "FAILED", revision="latest")

    assert again.verdicts["each[value=y]/wait"] == "RERUN_SELECTED"
    assert again.verdicts["each[value=x]/wait"] == "REUSED_BESIDE"
    assert (again.state, again.ran) == ("SUCCESS", [])


async def test_a_killed_execution_is_not_restarted(stage: Stage) -> None:
    """F14, F23: it is replayed instead."""
    await stage.put(LONG)
    execution_id = await stage.start()
    await stage.when(execution_id, waits)
    source = await stage.kill(execution_id)
    with pytest.raises(ServiceError) as refused:
        await stage.restart(source)
    assert refused.value.error_reason == "NOT_RESTARTABLE"


async def test_a_handler_that_was_running_ends_though_what_failed_is_disabled_now(stage: Stage) -> None:
    """F27, F28."""
    flow = """
  - id: par
    type: Parallel
    tasks:
      - {{id: one, type: Return, format: one}}
      - id: seq
        type: Sequential
        tasks:
          - {{id: before, type: Return, format: before}}
          - {{id: bad, type: Fail, disabled: {0}}}
        errors:
          - {{id: wait, type: Sleep, duration: {1}}}
"""
    await stage.put(flow.format("false", "PT1H"))
    execution_id = await stage.start()
    source = await stage.when(
        execution_id,
        lambda played: (played.states.get("par/one"), played.states.get("par/seq/wait")) == ("SUCCESS", "RUNNING"),
    )
    await stage.put(flow.format("true", "PT0S"))
    again = await stage.replay(source, "par/one", revision="latest")
    await stage.kill(execution_id)
    assert set(again.states.values()) == {"SUCCESS"}


async def test_a_replay_may_be_killed_and_replayed(stage: Stage) -> None:
    """F6, F19."""
    await stage.put(chain("a", "b"))
    first = await stage.run()
    await stage.put(chain("a") + LONG + chain("a", "b").split("\n", 1)[1])
    second_id = await stage.begin_replay(first, "b", revision="latest")
    await stage.when(second_id, waits)
    second = await stage.kill(second_id)
    third = await stage.replay(second, "FAILED", revision=1)

    assert third.state == "SUCCESS"
    assert third.task_run("a").reused_from.execution_id == first.id
