"""Tasks that a replay is told not to run."""

import pytest

from dalsegno_runtime.errors import ServiceError
from support.stage import Stage, chain, reason

EACH = """
  - id: each
    type: ForEach
    concurrencyLimit: 0
    values: [x, y]
    tasks:
      - {id: load, type: Return, format: "load {{ taskrun.value }}"}
      - {id: store, type: Return, format: "store {{ taskrun.value }}"}
"""


async def test_a_skipped_task_that_ran_well_is_reused(stage: Stage) -> None:
    """Though it comes after the start."""
    await stage.put(chain("a", "b", "c"))
    source = await stage.run()
    again = await stage.replay(source, "a", skip=["b"])

    assert again.verdicts == {"a": "RERUN_SELECTED", "b": "REUSED_SKIPPED", "c": "RERUN_DOWNSTREAM"}
    assert again.ran == ["a", "c"]
    assert again.outputs["c"] == "a>b>c"
    assert reason(again.plan, "b") == "It is to be skipped and ended SUCCESS; its outputs are reused."


async def test_a_skipped_task_that_failed_or_never_ran_ends_skipped(stage: Stage) -> None:
    """What comes after it runs all the same."""
    await stage.put(
        chain("a") + "  - {id: bad, type: Fail}\n  - {id: never, type: Return}\n  - {id: z, type: Return}\n"
    )
    source = await stage.run()
    again = await stage.replay(source, "a", skip=["bad", "never"])

    assert again.states == {"a": "SUCCESS", "bad": "SKIPPED", "never": "SKIPPED", "z": "SUCCESS"}
    assert again.verdicts["bad"] == again.verdicts["never"] == "SKIPPED"
    assert again.ran == ["a", "z"]


async def test_a_failed_task_is_left_out_and_the_execution_goes_on_after_it(stage: Stage) -> None:
    """Beginning behind a failure is refused; with the failed task skipped it is not."""
    await stage.put(chain("a") + "  - {id: bad, type: Fail}\n  - {id: z, type: Return}\n")
    source = await stage.run()
    again = await stage.replay(source, "z", skip=["bad"])

    assert (again.state, again.ran) == ("SUCCESS", ["z"])
    assert again.reused == ["a"]


async def test_one_value_of_a_loop_is_skipped(stage: Stage) -> None:
    """By value; by number it is the same."""
    await stage.put(EACH)
    source = await stage.run()
    by_value = await stage.replay(source, "each/load", skip=["each[value=x]/store"])
    by_number = await stage.replay(source, "each/load", skip=["each[1]/store"])

    for again in (by_value, by_number):
        assert sorted(again.ran) == ["each[value=x]/load", "each[value=y]/load", "each[value=y]/store"]
        assert again.verdicts["each[value=x]/store"] == "REUSED_SKIPPED"


async def test_within_a_loop_that_begins_anew_nothing_is_reused(stage: Stage) -> None:
    """Its values may be others: what is to be skipped there ends SKIPPED."""
    await stage.put(EACH)
    source = await stage.run()
    again = await stage.replay(source, "each", skip=["each[value=x]/store"])

    assert again.verdicts["each[value=x]/store"] == again.states["each[value=x]/store"] == "SKIPPED"
    assert again.reused == []


async def test_a_task_is_skipped_for_every_value_also_for_new_ones(stage: Stage) -> None:
    """`each/store` names the task; a value that the loop gets anew obeys it."""
    await stage.put(EACH)
    source = await stage.run()
    await stage.put(EACH.replace("[x, y]", "[x, y, z]"))
    again = await stage.replay(source, "each", revision="latest", skip=["each/store"])

    assert sorted(again.ran) == ["each[value=x]/load", "each[value=y]/load", "each[value=z]/load"]
    assert again.states["each[value=z]/store"] == "SKIPPED"


async def test_a_flowable_is_skipped_with_all_that_it_runs(stage: Stage) -> None:
    await stage.put(chain("a") + EACH + "  - {id: z, type: Return}\n")
    source = await stage.run()
    again = await stage.replay(source, "a", skip=["each"])

    assert again.ran == ["a", "z"]
    assert sorted(again.reused) == sorted(path for path in source.states if path.startswith("each"))


async def test_a_start_is_not_skipped(stage: Stage) -> None:
    await stage.put(chain("a", "b"))
    source = await stage.run()
    with pytest.raises(ServiceError, match="b is to be skipped, and the replay begins there; give one of both"):
        await stage.plan(source, "b", skip=["b"])


async def test_what_is_no_task_is_not_skipped(stage: Stage) -> None:
    await stage.put(chain("a", "b"))
    source = await stage.run()
    with pytest.raises(ServiceError) as refused:
        await stage.plan(source, "b", skip=["nowhere"])
    assert refused.value.error_reason == "TASK_NOT_FOUND"
