"""Replays of what changed: the smallest set that has to run, and where it stops early."""

import pytest

from dalsegno_runtime.errors import ServiceError
from support.stage import Stage, chain, reason, verdicts

BESIDE = """
  - {id: a, type: Return, format: one}
  - {id: b, type: Return, format: two}
  - {id: c, type: Return, format: '{{ outputs.a.value }}>c'}
  - {id: d, type: Return, format: '{{ outputs.b.value }}>d'}
"""


async def test_an_edit_that_changes_nothing_runs_nothing(stage: Stage) -> None:
    await stage.put(chain("a", "b"))
    source = await stage.run()
    await stage.put("  # why it is so\n" + chain("a", "b").replace("{id: a,", "{description: said,   id: a,"))
    again = await stage.replay(source, "CHANGED", revision="latest")

    assert (again.ran, again.state, again.plan.run_count) == ([], "SUCCESS", 0)
    assert again.reused == ["a", "b"]


async def test_an_edit_of_one_task_runs_it_and_what_refers_to_it(stage: Stage) -> None:
    await stage.put(BESIDE)
    source = await stage.run()
    await stage.put(BESIDE.replace("format: one", "format: ONE"))
    again = await stage.replay(source, "CHANGED", revision="latest")

    assert again.ran == ["a", "c"]
    assert again.outputs == {"a": "ONE", "b": "two", "c": "ONE>c", "d": "two>d"}
    assert again.reused == ["b", "d"]


async def test_a_plan_names_what_changed_and_what_depends_on_it(stage: Stage) -> None:
    await stage.put(BESIDE)
    source = await stage.run()
    await stage.put(BESIDE.replace("format: one", "format: ONE"))
    plan = await stage.plan(source, "CHANGED", revision="latest")

    expected = {"a": "RERUN_CHANGED", "b": "REUSED_BESIDE", "c": "RERUN_IF_CHANGED", "d": "REUSED_BESIDE"}
    assert verdicts(plan) == expected
    assert reason(plan, "a") == "It runs again: `format` differs."
    assert reason(plan, "c") == "It depends on a, which runs: it runs again too unless that gives the same."
    assert (plan.run_count, plan.reused_count) == (2, 2)


async def test_what_gives_the_same_outputs_stops_what_follows(stage: Stage) -> None:
    """Early cut-off."""
    flow = chain("a", "b", "c").replace("format: 'a'", "format: '{{ \"a\" }}'")
    await stage.put(chain("a", "b", "c"))
    source = await stage.run()
    await stage.put(flow)
    again = await stage.replay(source, "CHANGED", revision="latest")

    assert again.verdicts == {"a": "RERUN_CHANGED", "b": "RERUN_IF_CHANGED", "c": "RERUN_IF_CHANGED"}
    assert again.ran == ["a"]
    assert again.reused == ["b", "c"]
    assert again.outputs == source.outputs


async def test_the_chain_is_cut_where_outputs_agree(stage: Stage) -> None:
    flow = """
  - {id: a, type: Return, format: '%s'}
  - {id: b, type: Return, format: '{{ outputs.a.value | length }}'}
  - {id: c, type: Return, format: '{{ outputs.b.value }}>c'}
"""
    await stage.put(flow % "one")
    source = await stage.run()
    await stage.put(flow % "two")
    again = await stage.replay(source, "CHANGED", revision="latest")

    assert again.ran == ["a", "b"]
    assert again.reused == ["c"]


async def test_what_depends_on_two_runs_when_one_of_them_differs(stage: Stage) -> None:
    flow = """
  - {id: a, type: Return, format: '%s'}
  - {id: b, type: Return, format: '%s'}
  - {id: c, type: Return, format: '{{ outputs.a.value }}{{ outputs.b.value }}'}
"""
    await stage.put(flow % ("1", "2"))
    source = await stage.run()
    await stage.put(flow % ('{{ "1" }}', "3"))
    again = await stage.replay(source, "CHANGED", revision="latest")
    assert (again.ran, again.outputs["c"]) == (["a", "b", "c"], "13")


async def test_a_variable_that_differs_changes_what_refers_to_it(stage: Stage) -> None:
    flow = """
  - {id: a, type: Return, format: '{{ vars.x }}'}
  - {id: b, type: Return, format: '{{ vars.y }}'}
"""
    await stage.put(flow, head="variables: {x: 1, y: 2}\n")
    source = await stage.run()
    await stage.put(flow, head="variables: {x: 3, y: 2}\n")
    again = await stage.replay(source, "CHANGED", revision="latest")

    assert again.ran == ["a"]
    assert reason(again.plan, "a") == "It runs again: it refers to vars.x, which differs."


async def test_a_variable_is_looked_through(stage: Stage) -> None:
    flow = """
  - {id: a, type: Return, format: '%s'}
  - {id: b, type: Return, format: '{{ render(vars.q) }}'}
"""
    head = "variables: {q: 'of {{ outputs.a.value }}'}\n"
    await stage.put(flow % "1", head=head)
    source = await stage.run()
    await stage.put(flow % "2", head=head)
    again = await stage.replay(source, "CHANGED", revision="latest")
    assert (again.ran, again.outputs["b"]) == (["a", "b"], "of 2")


async def test_an_input_that_differs_changes_what_refers_to_it(stage: Stage) -> None:
    flow = """
  - {id: a, type: Return, format: '{{ inputs.x }}'}
  - {id: b, type: Return, format: '{{ inputs.y }}'}
"""
    await stage.put(flow, head="inputs: [{id: x, type: STRING}, {id: y, type: STRING}]\n")
    source = await stage.run(x="1", y="2")
    again = await stage.replay(source, "CHANGED", inputs={"y": "3"})

    assert (again.ran, again.outputs) == (["b"], {"a": "1", "b": "3"})
    assert reason(again.plan, "b") == "It runs again: it refers to inputs.y, which has another value."


async def test_what_failed_runs_again_and_what_never_ran_runs(stage: Stage) -> None:
    flow = """
  - {id: a, type: Return, format: one}
  - {id: b, type: Return, format: "%s"}
  - {id: c, type: Return, format: '{{ outputs.b.value }}>c'}
"""
    await stage.put(flow % "{{ 1 / 0 }}")
    source = await stage.run()
    await stage.put(flow % "mended")
    again = await stage.replay(source, "CHANGED", revision="latest")

    assert source.state == "FAILED"
    assert (again.state, again.ran, again.reused) == ("SUCCESS", ["b", "c"], ["a"])


async def test_what_failed_and_did_not_change_runs_again_too(stage: Stage) -> None:
    await stage.put("  - {id: a, type: Return, format: one}\n  - {id: b, type: Fail}\n")
    source = await stage.run()
    plan = await stage.plan(source, "CHANGED")
    assert verdicts(plan) == {"a": "REUSED_BESIDE", "b": "RERUN_CHANGED"}
    assert reason(plan, "b") == "It runs again: it failed, and what failed runs again."


async def test_a_new_task_runs_and_what_comes_after_it_is_reused(stage: Stage) -> None:
    await stage.put(chain("a", "b"))
    source = await stage.run()
    await stage.put("  - {id: new, type: Return, format: new}\n" + chain("a", "b"))
    again = await stage.replay(source, "CHANGED", revision="latest")
    assert (again.ran, again.reused) == (["new"], ["a", "b"])


async def test_a_task_that_refers_to_one_that_is_gone_runs_again(stage: Stage) -> None:
    flow = "  - {id: b, type: Return, format: '{{ outputs.a.value ?? \"none\" }}'}\n"
    await stage.put("  - {id: a, type: Return, format: one}\n" + flow)
    source = await stage.run()
    await stage.put(flow)
    again = await stage.replay(source, "CHANGED", revision="latest")

    assert (again.ran, again.outputs) == (["b"], {"b": "none"})
    assert reason(again.plan, "b") == "It runs again: it refers to the outputs of a, which is gone."


async def test_a_renamed_task_is_reused_and_what_refers_to_its_new_name_runs(stage: Stage) -> None:
    flow = "  - {id: a, type: Return, format: one}\n  - {id: b, type: Return, format: '{{ outputs.a.value }}'}\n"
    await stage.put(flow)
    source = await stage.run()
    await stage.put(flow.replace("id: a", "id: z").replace("outputs.a", "outputs.z"))
    again = await stage.replay(source, "CHANGED", revision="latest")
    assert (again.ran, again.reused) == (["b"], ["z"])


async def test_one_value_of_a_loop_that_differs_runs_on_alone(stage: Stage) -> None:
    flow = """
  - id: each
    type: ForEach
    concurrencyLimit: 0
    values: [x, y]
    tasks:
      - {id: get, type: Return, format: '%s'}
      - {id: put, type: Return, format: 'put {{ outputs.get[taskrun.value].value }}'}
"""
    await stage.put(flow % "{{ taskrun.value }}")
    source = await stage.run()
    await stage.put(flow % '{{ taskrun.value == "y" ? "Y" : taskrun.value }}')
    again = await stage.replay(source, "CHANGED", revision="latest")

    assert sorted(again.ran) == ["each[value=x]/get", "each[value=y]/get", "each[value=y]/put"]
    assert again.outputs["each[value=y]/put"] == "put Y"
    assert again.state == "SUCCESS"


async def test_a_loop_whose_values_refer_to_what_differs_runs_as_a_whole(stage: Stage) -> None:
    flow = """
  - {id: list, type: Return, format: '%s'}
  - id: each
    type: ForEach
    values: '{{ outputs.list.value }}'
    tasks: [{id: one, type: Return, format: '{{ taskrun.value }}'}]
  - {id: z, type: Return, format: '{{ outputs.one | keys | join }}'}
"""
    await stage.put(flow % '["p"]')
    source = await stage.run()
    await stage.put(flow % '["p","q"]')
    again = await stage.replay(source, "CHANGED", revision="latest")

    assert again.ran == ["list", "each[value=p]/one", "each[value=q]/one", "z"]
    assert (again.state, again.outputs["z"]) == ("SUCCESS", "pq")


async def test_a_loop_whose_values_stay_the_same_is_reused_as_a_whole(stage: Stage) -> None:
    flow = """
  - {id: list, type: Return, format: '%s'}
  - id: each
    type: ForEach
    values: '{{ outputs.list.value }}'
    tasks: [{id: one, type: Return, format: '{{ taskrun.value }}'}]
"""
    await stage.put(flow % '["p"]')
    source = await stage.run()
    await stage.put(flow % '{{ "[\\"p\\"]" }}'.replace("'", "''"))
    again = await stage.replay(source, "CHANGED", revision="latest")

    assert again.ran == ["list"]
    assert again.reused == ["each", "each[value=p]/one"]


IF = """
  - {id: a, type: Return, format: '%s'}
  - id: if
    type: If
    condition: '{{ outputs.a.value == "yes" }}'
    then: [{id: taken, type: Return, format: taken}]
    else: [{id: other, type: Return, format: other}]
  - {id: z, type: Return, format: z}
"""


async def test_an_if_decides_anew_when_what_it_looks_at_differs(stage: Stage) -> None:
    await stage.put(IF % "yes")
    source = await stage.run()
    await stage.put(IF % "no")
    again = await stage.replay(source, "CHANGED", revision="latest")

    assert again.ran == ["a", "if/other"]
    assert "if/taken" not in again.states
    assert reason(again.plan, "if/other") == "It runs only if a gives other outputs than before."


async def test_an_if_keeps_its_branch_when_what_it_looks_at_stays(stage: Stage) -> None:
    await stage.put(IF % "yes")
    source = await stage.run()
    await stage.put(IF % '{{ "yes" }}')
    again = await stage.replay(source, "CHANGED", revision="latest")
    assert (again.ran, again.states["if/taken"], again.state) == (["a"], "SUCCESS", "SUCCESS")


async def test_a_task_within_a_branch_changed(stage: Stage) -> None:
    await stage.put(IF % "yes")
    source = await stage.run()
    await stage.put((IF % "yes").replace("format: taken", "format: TAKEN"))
    again = await stage.replay(source, "CHANGED", revision="latest")
    assert (again.ran, again.reused) == (["if/taken"], ["a", "z"])
    assert again.states["if"] == "SUCCESS"


async def test_branches_of_a_parallel_are_told_apart(stage: Stage) -> None:
    flow = """
  - id: par
    type: Parallel
    tasks:
      - {id: a, type: Return, format: '%s'}
      - {id: b, type: Return, format: b}
  - {id: z, type: Return, format: '{{ outputs.b.value }}'}
"""
    await stage.put(flow % "1")
    source = await stage.run()
    await stage.put(flow % "2")
    again = await stage.replay(source, "CHANGED", revision="latest")
    assert (again.ran, again.reused) == (["par/a"], ["par/b", "z"])


async def test_a_working_directory_runs_as_a_whole(stage: Stage) -> None:
    flow = """
  - id: folder
    type: WorkingDirectory
    tasks:
      - {id: a, type: Return, format: a}
      - {id: b, type: Return, format: '%s'}
"""
    await stage.put(flow % "1")
    source = await stage.run()
    await stage.put(flow % "2")
    again = await stage.replay(source, "CHANGED", revision="latest")
    assert again.ran == ["folder/a", "folder/b"]
    assert reason(again.plan, "folder") == "It runs again: of folder/b: `format` differs."


async def test_what_looks_at_all_outputs_depends_on_all_before_it(stage: Stage) -> None:
    flow = """
  - {id: a, type: Return, format: '%s'}
  - {id: b, type: Return, format: '{{ outputs | keys | length }}'}
"""
    await stage.put(flow % "1")
    source = await stage.run()
    await stage.put(flow % "2")
    plan = await stage.plan(source, "CHANGED", revision="latest")
    assert verdicts(plan) == {"a": "RERUN_CHANGED", "b": "RERUN_IF_CHANGED"}


async def test_retries_and_timeouts_are_no_change(stage: Stage) -> None:
    await stage.put("  - {id: a, type: Return, format: one}\n")
    source = await stage.run()
    retry = "retry: {type: constant, interval: PT1S, maxAttempts: 2}, timeout: PT9S, logLevel: INFO"
    await stage.put(f"  - {{id: a, type: Return, format: one, {retry}}}\n")
    assert (await stage.replay(source, "CHANGED", revision="latest")).ran == []


async def test_a_chain_of_replays_of_what_changed(stage: Stage) -> None:
    await stage.put(BESIDE)
    source = await stage.run()
    await stage.put(BESIDE.replace("format: one", "format: ONE"))
    second = await stage.replay(source, "CHANGED", revision="latest")
    await stage.put(BESIDE.replace("format: one", "format: ONE").replace("format: two", "format: TWO"))
    third = await stage.replay(second, "CHANGED", revision="latest")

    assert third.ran == ["b", "d"]
    assert third.task_run("a").reused_from.execution_id == second.id
    assert third.task_run("c").reused_from.execution_id == second.id


async def test_what_was_cut_off_names_the_run_that_made_it(stage: Stage) -> None:
    await stage.put(chain("a", "b"))
    source = await stage.run()
    await stage.put(chain("a", "b").replace("format: 'a'", "format: '{{ \"a\" }}'"))
    again = await stage.replay(source, "CHANGED", revision="latest")
    assert again.task_run("b").reused_from.execution_id == source.id
    assert again.history_of("b") == source.history_of("b")


async def test_what_was_not_cut_off_goes_on_from_its_history(stage: Stage) -> None:
    await stage.put(chain("a", "b"))
    source = await stage.run()
    await stage.put(chain("a", "b").replace("format: 'a'", "format: 'A'"))
    again = await stage.replay(source, "CHANGED", revision="latest")
    assert again.history_of("b") == [*source.history_of("b"), "RESTARTED", "RUNNING", "SUCCESS"]
    assert not again.task_run("b").HasField("reused_from")
    assert [attempt.number for attempt in again.task_run("b").attempts] == [1, 2]


async def test_the_plan_of_what_changed_is_agreed_on(stage: Stage) -> None:
    await stage.put(BESIDE)
    source = await stage.run()
    await stage.put(BESIDE.replace("format: one", "format: ONE"))
    plan = await stage.plan(source, "CHANGED", revision="latest")
    await stage.put(BESIDE.replace("format: two", "format: TWO"))
    with pytest.raises(ServiceError, match="not the one with digest"):
        await stage.begin_replay(source, "CHANGED", digest=plan.digest, revision="latest")
