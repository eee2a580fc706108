"""What Kestra gets wrong in replays and restarts: each has the number of its issue, or the name of a recorded quirk."""

import json

from support.stage import Stage, chain

FLAKY = "{id: flaky, type: Return, format: \"{{ taskrun.attemptsCount > 0 ? 'ok' : ko }}\"}"


async def test_18404_reused_outputs_are_there_on_another_revision(stage: Stage) -> None:
    """F15: a restart on another revision lost them."""
    await stage.put(chain("a", "b") + "  - {id: c, type: Fail}\n")
    source = await stage.run()
    await stage.put(chain("a", "b", "c"))
    for again in (
        await stage.restart(source, revision="latest"),
        await stage.replay(source, "FAILED", revision="latest"),
    ):
        assert again.outputs == {"a": "a", "b": "a>b", "c": "a>b>c"}


async def test_15082_a_dag_ends_though_a_sibling_was_running(stage: Stage) -> None:
    """F10, F28: the replay inherited a RUNNING task run that nobody ran."""
    dag = "  - id: dag\n    type: Dag\n    tasks:\n      - task: {{id: a, type: Return, format: a}}\n"
    dag += "      - task: {{id: slow, type: Sleep, duration: {0}}}\n"
    await stage.put(dag.format("PT1H"))
    execution_id = await stage.start()
    source = await stage.when(
        execution_id, lambda now: (now.states.get("dag/a"), now.states.get("dag/slow")) == ("SUCCESS", "RUNNING")
    )
    await stage.put(dag.format("PT0S"))
    again = await stage.replay(source, "dag/a", revision="latest")
    assert again.states == {"dag": "SUCCESS", "dag/a": "SUCCESS", "dag/slow": "SUCCESS"}
    await stage.kill(execution_id)


async def test_11223_a_dag_ends_when_its_task_fails_again(stage: Stage) -> None:
    """F10: the Dag stayed RUNNING."""
    await stage.put("""
  - id: dag
    type: Dag
    tasks:
      - task: {id: a, type: Return, format: a}
      - {task: {id: bad, type: Fail}, dependsOn: [a]}
      - {task: {id: c, type: Return}, dependsOn: [bad]}
""")
    source = await stage.run()
    again = await stage.replay(source, "FAILED")
    after = await stage.restart(source)
    assert again.states == after.states == source.states
    assert again.states["dag"] == "FAILED"


async def test_13641_a_subflow_that_is_another_one_now(stage: Stage) -> None:
    """F13: the old child was restarted, and the parent never ended."""
    one, two = f"{stage.flow_id}_one", f"{stage.flow_id}_two"
    await stage.put("  - {id: bad, type: Fail}\n", flow_id=one)
    await stage.put(chain("good"), flow_id=two)
    sub = "  - {{id: sub, type: Subflow, namespace: company.team, flowId: {0}, wait: true, transmitFailed: true}}\n"
    await stage.put(sub.format(one))
    source = await stage.run()
    assert source.state == "FAILED"
    await stage.put(sub.format(two))
    after = await stage.restart(source, revision="latest")

    child = await stage.get(json.loads(after.task_run("sub").outputs_json)["executionId"])
    assert (after.state, child.message.flow_id, child.ran) == ("SUCCESS", two, ["good"])


async def test_5705_an_if_is_decided_anew(stage: Stage) -> None:
    """F11: with other inputs its condition was not evaluated again."""
    flow = """
  - id: if
    type: If
    condition: "{{ inputs.full }}"
    then: [{id: all, type: Return, format: all}]
    else: [{id: some, type: Return, format: some}]
"""
    await stage.put(flow, "inputs:\n  - {id: full, type: BOOLEAN}\n")
    source = await stage.run(full=False)
    assert (await stage.replay(source, "if", inputs={"full": True})).ran == ["if/all"]


async def test_14046_new_required_inputs_are_asked_for(stage: Stage) -> None:
    """F8: they were ignored, and the replay failed in the middle."""
    await stage.put(chain("a"))
    source = await stage.run()
    await stage.put(
        "  - {id: a, type: Return, format: '{{ inputs.city }}'}\n", "inputs:\n  - {id: city, type: STRING}\n"
    )
    again = await stage.replay(source, "a", revision="latest", inputs={"city": "Chicago"})
    assert again.outputs == {"a": "Chicago"}


async def test_inputs_of_the_source_are_not_overwritten(stage: Stage) -> None:
    """F8: a replay with other inputs changed those of the original too."""
    await stage.put("  - {id: a, type: Return, format: '{{ inputs.n }}'}\n", "inputs:\n  - {id: n, type: INT}\n")
    source = await stage.run(n=1)
    await stage.replay(source, "a", inputs={"n": 2})
    assert json.loads((await stage.get(source.id)).message.inputs_json) == {"n": 1}


async def test_15982_variables_follow_the_revision(stage: Stage) -> None:
    """F4."""
    task = "  - {id: a, type: Return, format: '{{ vars.v }}'}\n"
    await stage.put(task, "variables: {v: old}\n")
    source = await stage.run()
    await stage.put(task, "variables: {v: new}\n")
    assert (await stage.replay(source, "a", revision="latest")).outputs == {"a": "new"}


async def test_16933_an_execution_without_task_runs_is_replayed(stage: Stage) -> None:
    """F1, F2: one whose outputs did not render failed without a failed task run."""
    head = "outputs:\n  - {{id: o, type: STRING, value: '{0}'}}\n"
    await stage.put(chain("a"), head.format("{{ nothing.here }}"))
    source = await stage.run()
    assert (source.state, source.states) == ("FAILED", {"a": "SUCCESS"})
    await stage.put(chain("a"), head.format("{{ outputs.a.value }}"))
    again = await stage.replay(source, "FAILED", revision="latest")
    assert (again.state, again.ran, again.results) == ("SUCCESS", [], {"o": "a"})


async def test_6711_a_task_is_skipped_in_a_replay(stage: Stage) -> None:
    """F18: there it is marked as SUCCESS first."""
    await stage.put(chain("a") + "  - {id: bad, type: Fail}\n  - {id: z, type: Return}\n")
    again = await stage.replay(await stage.run(), "z", skip=["bad"])
    assert (again.state, again.ran) == ("SUCCESS", ["z"])


async def test_12435_a_pause_is_not_passed_over_when_the_execution_is_restarted(stage: Stage) -> None:
    """F12, F16: with `afterExecution` it was."""
    head = "afterExecution:\n  - {id: tell, type: Return, format: tell}\n"
    await stage.put(f"  - {FLAKY}\n  - {{id: pause, type: Pause, pauseDuration: PT0.01S}}\n", head)
    after = await stage.restart(await stage.run())
    assert after.history_of("pause") == ["CREATED", "RUNNING", "PAUSED", "RUNNING", "SUCCESS"]
    assert after.ran == ["flaky", "tell"]


async def test_quirk_errors_branch_kept(stage: Stage) -> None:
    """F16: Kestra ends such a replay SUCCESS without running the failed task again."""
    head = "errors:\n  - {id: alert, type: Return, format: alert}\n"
    await stage.put(chain("a") + "  - {id: b, type: Fail}\n" + chain("z"), head)
    source = await stage.run()
    await stage.put(chain("a", "b") + chain("z"), head)
    again = await stage.replay(source, "a", revision="latest")
    assert again.ran == ["a", "b", "z"]
    assert "alert" not in again.states


async def test_quirk_iteration_lost_and_duplicate_run(stage: Stage) -> None:
    """F9: Kestra drops earlier values of a loop, or runs a later one twice."""
    await stage.put("""
  - id: each
    type: ForEach
    concurrencyLimit: 1
    values: [x, y, z]
    tasks:
      - {id: t1, type: Return, format: "{{ taskrun.value }}1"}
      - {id: t2, type: Return, format: "{{ taskrun.value }}2"}
  - {id: all, type: Return, format: "{{ outputs.t2.x.value }}{{ outputs.t2.y.value }}{{ outputs.t2.z.value }}"}
""")
    source = await stage.run()
    again = await stage.replay(source, "each[value=z]/t1")
    assert again.ran == ["each[value=z]/t1", "each[value=z]/t2", "all"]
    assert again.outputs["all"] == "x2y2z2"
    assert sorted(again.states) == sorted(source.states)


async def test_quirk_downstream_not_rerun(stage: Stage) -> None:
    """F9: in a loop with values beside each other Kestra keeps later tasks of the replayed value."""
    await stage.put("""
  - id: each
    type: ForEach
    concurrencyLimit: 0
    values: [x, y]
    tasks:
      - {id: t1, type: Return, format: "{{ taskrun.attemptsCount }}"}
      - {id: t2, type: Return, format: "{{ outputs.t1[taskrun.value].value }}"}
""")
    source = await stage.run()
    again = await stage.replay(source, "each[value=x]/t1")
    assert again.outputs["each[value=x]/t2"] == "1"


async def test_quirk_retry_budget_spent(stage: Stage) -> None:
    """F17: a replayed task had one attempt and no retry."""
    retry = "retry: {type: constant, interval: PT0S, maxAttempts: 2}"
    await stage.put(
        f"  - {{id: a, type: Return, {retry}, format: \"{{{{ taskrun.attemptsCount == 3 ? 'ok' : ko }}}}\"}}\n"
    )
    again = await stage.replay(await stage.run(), "a")
    assert (again.state, again.attempts_of("a")) == ("SUCCESS", ["FAILED", "FAILED", "FAILED", "SUCCESS"])


async def test_a_task_that_was_added_before_the_start_runs(stage: Stage) -> None:
    """F27: Kestra runs the chosen one twice instead."""
    await stage.put(chain("a", "b"))
    source = await stage.run()
    await stage.put("  - {id: new, type: Return, format: new}\n" + chain("a", "b"))
    assert (await stage.replay(source, "b", revision="latest")).ran == ["new", "b"]


async def test_what_was_done_to_the_source_is_not_said_of_its_replay(stage: Stage) -> None:
    """F7: the copy of the labels had `system.replayed` and `system.restarted` too."""
    await stage.put(f"  - {FLAKY}\n")
    source = await stage.restart(await stage.run())
    await stage.replay(source, "flaky")
    labels = (await stage.replay(source, "flaky")).message.labels
    assert {name for name in labels if name != "system.correlationId"} == {"system.replay"}
