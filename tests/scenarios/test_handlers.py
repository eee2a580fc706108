"""`errors`, `finally` and `afterExecution` in replays."""

from support.stage import Stage, chain

HEAD = """errors:
  - {id: alert, type: Return, format: alert}
finally:
  - {id: clean, type: Return, format: clean}
afterExecution:
  - {id: tell, type: Return, format: tell}
"""
FLAKY = "  - {id: flaky, type: Return, format: \"{{ taskrun.attemptsCount > 0 ? 'ok' : ko }}\"}\n"


async def test_handlers_run_again_as_they_are_needed(stage: Stage) -> None:
    """F16: a repaired replay runs `finally` and `afterExecution` again, and `errors` not at all."""
    await stage.put(chain("a") + FLAKY, HEAD)
    source = await stage.run()
    assert source.states == {
        "a": "SUCCESS",
        "flaky": "FAILED",
        "alert": "SUCCESS",
        "clean": "SUCCESS",
        "tell": "SUCCESS",
    }
    again = await stage.replay(source, "flaky")

    assert again.ran == ["flaky", "clean", "tell"]
    assert again.states == {"a": "SUCCESS", "flaky": "SUCCESS", "clean": "SUCCESS", "tell": "SUCCESS"}
    assert again.verdicts["alert"] == "CONDITIONAL"
    assert again.verdicts["clean"] == again.verdicts["tell"] == "RERUN_DOWNSTREAM"


async def test_a_replay_that_fails_again_runs_its_errors_again(stage: Stage) -> None:
    """F16: Kestra keeps the old task runs of `errors`, and ends without running the failed task."""
    await stage.put(chain("a") + "  - {id: bad, type: Fail}\n", HEAD)
    source = await stage.run()
    again = await stage.replay(source, "a")

    assert again.state == "FAILED"
    assert again.ran == ["a", "alert", "clean", "tell"]


async def test_a_replay_may_begin_in_finally(stage: Stage) -> None:
    """F16: only it and what follows it runs."""
    await stage.put(chain("a"), HEAD)
    source = await stage.run()
    again = await stage.replay(source, "clean")
    assert again.ran == ["clean", "tell"]
    assert again.reused == ["a"]


async def test_a_replay_may_begin_after_the_execution(stage: Stage) -> None:
    """F16."""
    await stage.put(chain("a"), HEAD)
    source = await stage.run()
    again = await stage.replay(source, "tell")
    assert again.ran == ["tell"]
    assert again.reused == ["a", "clean"]


async def test_the_handlers_of_a_flowable_run_again_with_it(stage: Stage) -> None:
    """F16: in Kestra such a replay is stuck."""
    await stage.put(f"""
  - id: seq
    type: Sequential
    tasks:
    {FLAKY}
    errors:
      - {{id: local, type: Return, format: local}}
    finally:
      - {{id: tidy, type: Return, format: tidy}}
""")
    source = await stage.run()
    again = await stage.replay(source, "seq/flaky")
    assert again.ran == ["seq/flaky", "seq/tidy"]
    assert again.states == {"seq": "SUCCESS", "seq/flaky": "SUCCESS", "seq/tidy": "SUCCESS"}
