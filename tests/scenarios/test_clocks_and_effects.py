"""Replays at another time, and what must not be done again without somebody's word."""

from datetime import UTC, datetime

import pytest

from dalsegno.api.executor.v1 import executor_pb2 as pb
from dalsegno_runtime.errors import ServiceError
from support.stage import Stage, chain

TIMED = """
  - {id: a, type: Return, format: '{{ execution.startDate | date("yyyy-MM") }}'}
  - {id: b, type: Return, format: '{{ outputs.a.value }}/{{ execution.startDate | date("yyyy") }}'}
  - {id: c, type: Return, format: c}
"""
THEN = datetime(2021, 5, 1, tzinfo=UTC)
PAYS = """
  - {id: a, type: Return, format: a}
  - {id: pay, type: Return, format: '{{ outputs.a.value }}', effects: IRREVERSIBLE}
  - {id: z, type: Return, format: z}
"""


async def test_the_clock_is_the_sources_unless_another_is_given(stage: Stage) -> None:
    await stage.put(TIMED)
    source = await stage.run()
    assert (await stage.replay(source, "b")).outputs == source.outputs
    assert (await stage.replay(source, "b", clock=THEN)).outputs["b"] == f"{source.outputs['a']}/2021"


async def test_the_plan_names_the_expressions_that_the_clock_changes(stage: Stage) -> None:
    await stage.put(TIMED)
    source = await stage.run()
    plan = await stage.plan(source, "b", clock=THEN)

    found = {task.task_path: list(task.clock_expressions) for task in plan.tasks if task.clock_expressions}
    assert found == {
        "a": ['{{ execution.startDate | date("yyyy-MM") }}'],
        "b": ['{{ execution.startDate | date("yyyy") }}'],
    }
    assert not [task for task in (await stage.plan(source, "b")).tasks if task.clock_expressions]


async def test_what_derives_from_the_start_changed_with_the_clock(stage: Stage) -> None:
    await stage.put(TIMED)
    source = await stage.run()
    again = await stage.replay(source, "CHANGED", clock=THEN)
    assert (again.ran, again.outputs) == (["a", "b"], {"a": "2021-05", "b": "2021-05/2021", "c": "c"})


async def test_now_is_the_time_of_the_replay(stage: Stage) -> None:
    await stage.put(TIMED)
    source = await stage.run()
    again = await stage.replay(source, "a", clock="now")
    assert again.message.start_time.ToDatetime() > source.message.start_time.ToDatetime()


async def test_the_original_clock_holds_from_the_beginning_too(stage: Stage) -> None:
    await stage.put(TIMED)
    source = await stage.run()
    again = await stage.replay(source, "BEGINNING", clock="original")
    assert again.message.start_time == source.message.start_time


async def test_what_cannot_be_undone_is_not_done_again_unless_it_is_named(stage: Stage) -> None:
    await stage.put(PAYS)
    source = await stage.run()
    plan = await stage.plan(source, "a")
    assert [obstacle.task_path for obstacle in plan.obstacles] == ["pay"]
    with pytest.raises(ServiceError, match="cannot be undone: pay") as caught:
        await stage.begin_replay(source, "a")
    assert caught.value.error_reason == "EFFECTS_NOT_ALLOWED"
    assert len(await stage.listed(source)) == 1

    assert (await stage.replay(source, "a", allow_effects=["pay"])).ran == ["a", "pay", "z"]


async def test_what_cannot_be_undone_is_reused_and_skipped_freely(stage: Stage) -> None:
    await stage.put(PAYS)
    source = await stage.run()
    assert (await stage.replay(source, "z")).ran == ["z"]
    assert (await stage.replay(source, "a", skip=["pay"])).ran == ["a", "z"]


async def test_what_never_ran_may_run(stage: Stage) -> None:
    await stage.put("  - {id: a, type: Fail}\n  - {id: pay, type: Return, format: pay, effects: IRREVERSIBLE}\n")
    source = await stage.run()
    assert not (await stage.plan(source, "a")).obstacles


async def test_what_may_run_again_needs_a_name_too(stage: Stage) -> None:
    """It may be cut off, and nobody knows yet."""
    await stage.put(PAYS)
    source = await stage.run()
    await stage.put(PAYS.replace("format: a}", "format: A}"))
    with pytest.raises(ServiceError, match="cannot be undone: pay"):
        await stage.begin_replay(source, "CHANGED", revision="latest")
    again = await stage.replay(source, "CHANGED", revision="latest", allow_effects=["pay"])
    assert again.ran == ["a", "pay"]


async def test_types_say_what_they_do_outside_and_tasks_may_say_otherwise(stage: Stage) -> None:
    await stage.put("""
  - {id: a, type: Return, format: a}
  - {id: b, type: Return, format: b, effects: EFFECTFUL}
  - {id: seq, type: Sequential, tasks: [{id: c, type: io.kestra.plugin.core.kv.Set, key: k, value: v}]}
""")
    source = await stage.run()
    found = {task.task_path: pb.Effects.Name(task.effects) for task in (await stage.plan(source, "a")).tasks}
    assert found == {
        "a": "EFFECTS_PURE",
        "b": "EFFECTS_EFFECTFUL",
        "seq": "EFFECTS_UNSPECIFIED",
        "seq/c": "EFFECTS_IDEMPOTENT",
    }


async def test_a_task_has_the_same_key_in_every_attempt_and_replay(stage: Stage) -> None:
    await stage.put("""
  - {id: a, type: Return, format: '{{ dalsegno.idempotencyKey }}'}
  - id: each
    type: ForEach
    values: [x, y]
    tasks: [{id: b, type: Return, format: '{{ dalsegno.idempotencyKey }}'}]
""")
    source = await stage.run()
    again = await stage.replay(await stage.replay(source, "a"), "a")

    assert again.outputs == source.outputs
    assert len(set(source.outputs.values())) == 3
    assert (await stage.run()).outputs["a"] != source.outputs["a"]


async def test_a_word_that_is_no_effect_is_refused(stage: Stage) -> None:
    with pytest.raises(Exception, match="IRREVERSIBLE"):
        await stage.put(chain("a").replace("{id: a", "{effects: SOME, id: a"))
