"""Inputs, variables and times of a replay."""

import json

import pytest

from dalsegno_runtime.errors import ServiceError
from support.stage import Stage

HEAD = "inputs:\n  - {id: month, type: STRING}\n  - {id: rows, type: INT, defaults: 10}\n"
TASKS = """
  - {id: load, type: Return, format: "{{ inputs.month }} {{ inputs.rows }}"}
  - {id: sum, type: Return, format: "{{ outputs.load.value }}, {{ inputs.month }}"}
"""


async def test_inputs_are_those_of_the_source(stage: Stage) -> None:
    """F8: those that had a default too, though the revision has another one."""
    await stage.put(TASKS, HEAD)
    source = await stage.run(month="2024-06")
    await stage.put(TASKS, HEAD.replace("10", "99"))
    again = await stage.replay(source, "BEGINNING", revision="latest")
    assert again.outputs["load"] == "2024-06 10"


async def test_some_inputs_get_other_values(stage: Stage) -> None:
    """F8: the others stay, what is reused is not computed anew, and the source keeps its own."""
    await stage.put(TASKS, HEAD)
    source = await stage.run(month="2024-06", rows=3)
    from_sum = await stage.replay(source, "sum", inputs={"month": "2024-07"})
    from_load = await stage.replay(source, "load", inputs={"month": "2024-07"})

    assert from_sum.outputs == {"load": "2024-06 3", "sum": "2024-06 3, 2024-07"}
    assert from_load.outputs == {"load": "2024-07 3", "sum": "2024-07 3, 2024-07"}
    assert json.loads(from_load.message.inputs_json) == {"month": "2024-07", "rows": 3}
    assert json.loads((await stage.get(source.id)).message.inputs_json) == {"month": "2024-06", "rows": 3}


async def test_other_inputs_are_another_plan(stage: Stage) -> None:
    await stage.put(TASKS, HEAD)
    source = await stage.run(month="2024-06")
    assert (await stage.plan(source, "sum")).digest != (await stage.plan(source, "sum", inputs={"rows": 1})).digest


@pytest.mark.parametrize("inputs", [{"rows": "many"}, {"month": None}])
async def test_wrong_inputs_are_refused(stage: Stage, inputs: dict[str, object]) -> None:
    """F8, F23: as at the creation of an execution."""
    await stage.put(TASKS, HEAD)
    source = await stage.run(month="2024-06")
    with pytest.raises(ServiceError) as refused:
        await stage.plan(source, "sum", inputs=inputs)
    assert refused.value.error_reason == "INPUTS_INVALID"


async def test_an_input_that_the_revision_needs_anew_is_asked_for(stage: Stage) -> None:
    """F8: Kestra ignores it, and the replay fails in the middle."""
    await stage.put(TASKS, HEAD)
    source = await stage.run(month="2024-06")
    await stage.put(TASKS, HEAD + "  - {id: city, type: STRING}\n")
    with pytest.raises(ServiceError, match="city") as refused:
        await stage.plan(source, "sum", revision="latest")
    assert refused.value.error_reason == "INPUTS_INVALID"
    again = await stage.replay(source, "sum", revision="latest", inputs={"city": "Chicago"})
    assert json.loads(again.message.inputs_json)["city"] == "Chicago"


async def test_the_start_is_the_sources_but_from_the_beginning(stage: Stage) -> None:
    """F29: what follows from the date of the run stays the same."""
    await stage.put("""
  - {id: a, type: Return, format: "{{ execution.startDate }}"}
  - {id: b, type: Return, format: "{{ execution.startDate }}"}
""")
    source = await stage.run()
    from_b = await stage.replay(source, "b")
    anew = await stage.replay(source, "BEGINNING")
    assert from_b.outputs["b"] == source.outputs["b"]
    assert anew.outputs["b"] != source.outputs["b"]


async def test_outputs_of_the_flow_are_those_of_the_replay(stage: Stage) -> None:
    """Those of reused tasks and of tasks that ran, together."""
    head = "outputs:\n  - {id: both, type: STRING, value: '{{ outputs.a.value }} and {{ outputs.b.value }}'}\n"
    await stage.put("  - {id: a, type: Return, format: one}\n  - {id: b, type: Return, format: two}\n", head)
    source = await stage.run()
    await stage.put("  - {id: a, type: Return, format: other}\n  - {id: b, type: Return, format: three}\n", head)
    again = await stage.replay(source, "b", revision="latest")
    assert (source.results, again.results) == ({"both": "one and two"}, {"both": "one and three"})
