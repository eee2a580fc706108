"""Plans: they change nothing, name what they say by a digest, and are carried out as they are or not at all."""

import pytest

from dalsegno_runtime.errors import ServiceError
from support.stage import Stage, chain


async def test_a_plan_changes_nothing(stage: Stage) -> None:
    await stage.put(chain("a", "b"))
    source = await stage.run()
    await stage.plan(source, "b")
    assert len(await stage.listed(source)) == 1


async def test_the_same_wish_has_the_same_digest_and_another_one_another(stage: Stage) -> None:
    await stage.put(chain("a", "b", "c"))
    source = await stage.run()
    first = await stage.plan(source, "b")
    same = await stage.plan(source, ["b"])
    others = [
        await stage.plan(source, "a"),
        await stage.plan(source, "b", skip=["c"]),
        await stage.plan(source, "BEGINNING"),
    ]
    assert first == same
    assert len({plan.digest for plan in (first, *others)}) == 4


async def test_a_plan_that_would_be_another_now_is_refused(stage: Stage) -> None:
    """The flow was saved between the plan and the replay: nothing is created."""
    await stage.put(chain("a", "b"))
    source = await stage.run()
    plan = await stage.plan(source, "b", revision="latest")
    await stage.put(chain("a", "b", "c"))
    with pytest.raises(ServiceError) as refused:
        await stage.begin_replay(source, "b", revision="latest", digest=plan.digest)
    assert refused.value.error_reason == "PLAN_CHANGED"
    assert len(await stage.listed(source)) == 1


async def test_a_plan_tells_what_it_saves(stage: Stage) -> None:
    await stage.put(chain("a", "b", "c"))
    source = await stage.run()
    plan = await stage.plan(source, "c")
    assert (plan.reused_count, plan.run_count) == (2, 1)
    spent = [
        run.attempts[0].end_time.ToNanoseconds() - run.attempts[0].start_time.ToNanoseconds()
        for run in source.message.task_runs[:2]
    ]
    assert plan.reused_duration.ToNanoseconds() == sum(spent)


async def test_two_replays_of_one_execution_do_not_meet(stage: Stage) -> None:
    """Each is an execution of its own, with ids of its own."""
    await stage.put(chain("a", "b"))
    source = await stage.run()
    one = await stage.begin_replay(source, "b")
    two = await stage.begin_replay(source, "a")
    first, second = await stage.ended(one), await stage.ended(two)

    assert (first.ran, second.ran) == (["b"], ["a", "b"])
    ids = [run.task_run_id for played in (source, first, second) for run in played.message.task_runs]
    assert len(set(ids)) == len(ids)
