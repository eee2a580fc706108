"""Replays with other values: outputs that task runs are given, variables, and what is marked as standing on them."""

import pytest

from dalsegno_runtime.errors import ServiceError
from support.stage import Again, Stage, chain, reason

BROKEN = """
  - {id: a, type: Return, format: one}
  - {id: b, type: Return, format: '{{ 1 / 0 }}'}
  - {id: c, type: Return, format: '{{ outputs.b.value }}>c'}
  - {id: d, type: Return, format: '{{ outputs.a.value }}>d'}
"""


def synthetic(again: Again) -> dict[str, str]:
    """What stands on outputs that were given, as the replay itself tells; as its plan does."""
    found = {run.task_path: run.synthetic_from_task_path for run in again.message.task_runs}
    planned = {task.task_path: task.synthetic_from_task_path for task in again.plan.tasks}
    assert found == planned
    return {path: given for path, given in found.items() if given}


async def test_outputs_take_the_place_of_what_a_task_made(stage: Stage) -> None:
    await stage.put(chain("a", "b", "c"))
    source = await stage.run()
    again = await stage.replay(source, "CHANGED", outputs={"a": {"value": "A"}})

    assert (again.ran, again.outputs) == (["b", "c"], {"a": "A", "b": "A>b", "c": "A>b>c"})
    assert again.verdicts == {"a": "OVERRIDDEN", "b": "RERUN_CHANGED", "c": "RERUN_IF_CHANGED"}
    assert reason(again.plan, "b") == "It runs again: it refers to the outputs of a, which are given."


async def test_a_task_that_failed_is_given_outputs_and_the_execution_goes_on(stage: Stage) -> None:
    await stage.put(BROKEN)
    source = await stage.run()
    again = await stage.replay(source, "CHANGED", outputs={"b": {"value": "given"}})

    assert (source.state, again.state) == ("FAILED", "SUCCESS")
    assert (again.ran, again.outputs["c"]) == (["c", "d"], "given>c")
    assert again.history_of("b") == [*source.history_of("b"), "SUCCESS"]


async def test_everything_downstream_is_marked(stage: Stage) -> None:
    await stage.put(BROKEN)
    source = await stage.run()
    again = await stage.replay(source, "CHANGED", outputs={"b": {"value": "given"}})
    assert synthetic(again) == {"b": "b", "c": "b"}


async def test_what_stands_on_what_stands_on_given_outputs_is_marked(stage: Stage) -> None:
    await stage.put(chain("a", "b", "c"))
    source = await stage.run()
    again = await stage.replay(source, "b", outputs={"a": {"value": "A"}})

    assert (again.ran, again.outputs["c"]) == (["b", "c"], "A>b>c")
    assert synthetic(again) == {"a": "a", "b": "a", "c": "a"}


async def test_what_is_reused_does_not_stand_on_given_outputs(stage: Stage) -> None:
    await stage.put(chain("a", "b", "c"))
    source = await stage.run()
    again = await stage.replay(source, "c", outputs={"a": {"value": "A"}})

    assert (again.ran, again.outputs["c"]) == (["c"], "a>b>c")
    assert synthetic(again) == {"a": "a"}


async def test_a_value_of_a_loop_is_given_outputs(stage: Stage) -> None:
    await stage.put("""
  - id: each
    type: ForEach
    values: [x, y]
    tasks:
      - {id: get, type: Return, format: '{{ taskrun.value }}'}
  - {id: z, type: Return, format: '{{ outputs.get.x.value }}{{ outputs.get.y.value }}'}
""")
    source = await stage.run()
    again = await stage.replay(source, "CHANGED", outputs={"each[value=y]/get": {"value": "Y"}})
    assert (again.ran, again.outputs["z"]) == (["z"], "xY")


async def test_a_failed_task_within_a_flowable_is_given_outputs(stage: Stage) -> None:
    await stage.put("""
  - id: seq
    type: Sequential
    tasks:
      - {id: b, type: Return, format: '{{ 1 / 0 }}'}
      - {id: c, type: Return, format: '{{ outputs.b.value }}>c'}
  - {id: z, type: Return, format: z}
""")
    source = await stage.run()
    again = await stage.replay(source, "CHANGED", outputs={"seq/b": {"value": "given"}})
    assert (again.ran, again.state, again.outputs["seq/c"]) == (["seq/c", "z"], "SUCCESS", "given>c")


async def test_the_source_keeps_its_outputs_and_a_chain_the_given_ones(stage: Stage) -> None:
    await stage.put(chain("a", "b"))
    source = await stage.run()
    second = await stage.replay(source, "b", outputs={"a": {"value": "A"}})
    third = await stage.replay(second, "b")

    assert (await stage.get(source.id)).outputs == {"a": "a", "b": "a>b"}
    assert third.outputs == {"a": "A", "b": "A>b"}


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ("nowhere", "has no task 'nowhere'"),
        ("par", "'par' runs other tasks"),
        ("par/never", "has no run there"),
        ("][", "no place of a task run"),
    ],
)
async def test_outputs_for_what_cannot_have_them_are_refused(stage: Stage, place: str, said: str) -> None:
    await stage.put("""
  - id: par
    type: Sequential
    tasks: [{id: a, type: Fail}, {id: never, type: Return, format: x}]
""")
    source = await stage.run()
    with pytest.raises(ServiceError, match=said.replace("]", r"\]").replace("[", r"\[")):
        await stage.plan(source, "CHANGED", outputs={place: {"value": 1}})


async def test_outputs_are_not_given_to_what_runs_again_with_what_is_around_it(stage: Stage) -> None:
    await stage.put("  - id: seq\n    type: Sequential\n    tasks: [{id: a, type: Return, format: a}]\n")
    source = await stage.run()
    with pytest.raises(ServiceError, match="seq/a runs again with what it belongs to"):
        await stage.begin_replay(source, "seq", outputs={"seq/a": {"value": 1}})


async def test_one_value_of_a_loop_is_given_outputs_and_the_others_run(stage: Stage) -> None:
    flow = """
  - id: each
    type: ForEach
    values: [x, y]
    tasks: [{id: get, type: Return, format: '%s {{ taskrun.value }}'}]
"""
    await stage.put(flow % "one")
    source = await stage.run()
    await stage.put(flow % "two")
    again = await stage.replay(source, "CHANGED", revision="latest", outputs={"each[value=x]/get": {"value": "X"}})
    assert (again.ran, again.outputs) == (
        ["each[value=y]/get"],
        {"each[value=x]/get": "X", "each[value=y]/get": "two y"},
    )


async def test_variables_get_other_values(stage: Stage) -> None:
    await stage.put("  - {id: a, type: Return, format: '{{ vars.x }}{{ vars.y }}'}\n", head="variables: {x: 1, y: 2}\n")
    source = await stage.run()
    again = await stage.replay(source, "CHANGED", variables={"y": 3})

    assert (again.ran, again.outputs) == (["a"], {"a": "13"})
    assert reason(again.plan, "a") == "It runs again: it refers to vars.y, which is given."


async def test_given_values_are_part_of_the_plan(stage: Stage) -> None:
    await stage.put(chain("a", "b"), head="variables: {x: 1}\n")
    source = await stage.run()
    plan = await stage.plan(source, "b", variables={"x": 2})
    with pytest.raises(ServiceError, match="not the one with digest"):
        await stage.begin_replay(source, "b", digest=plan.digest, variables={"x": 3})
    given = await stage.plan(source, "b", outputs={"a": {"value": 1}})
    with pytest.raises(ServiceError, match="not the one with digest"):
        await stage.begin_replay(source, "b", digest=given.digest, outputs={"a": {"value": 2}})


async def test_what_tasks_made_of_the_variables_goes_along_when_these_tasks_did_not_change(stage: Stage) -> None:
    flow = """
  - {id: set, type: io.kestra.plugin.core.execution.SetVariables, variables: {made: 5}}
  - {id: a, type: Return, format: '%s {{ vars.made }} {{ vars.own }}'}
"""
    await stage.put(flow % "one", head="variables: {own: 1}\n")
    source = await stage.run()
    await stage.put(flow % "two", head="variables: {own: 2}\n")
    again = await stage.replay(source, "CHANGED", revision="latest")
    assert (again.ran, again.outputs["a"]) == (["a"], "two 5 2")
