"""Replays of replays: who comes from whom, and where outputs were really made."""

import json

from support.stage import Stage, chain


async def test_parent_and_original_over_a_chain_of_three(stage: Stage) -> None:
    """F6: the parent is the replayed one, the original and the correlation are the first one's."""
    await stage.put(chain("a", "b"))
    first = await stage.run()
    second = await stage.replay(first, "b")
    third = await stage.replay(second, "b")

    assert (second.message.parent_id, second.message.original_id) == (first.id, first.id)
    assert (third.message.parent_id, third.message.original_id) == (second.id, first.id)
    assert {played.message.labels["system.correlationId"] for played in (first, second, third)} == {first.id}
    assert [played.message.attempt_number for played in (first, second, third)] == [1, 2, 3]
    assert [one.execution_id for one in await stage.listed(first)] == [third.id, second.id, first.id]


async def test_a_reused_output_names_the_run_that_made_it(stage: Stage) -> None:
    """Not another reuse of it, however long the chain."""
    await stage.put(chain("a", "b"))
    first = await stage.run()
    third = await stage.replay(await stage.replay(first, "b"), "b")

    reused = third.task_run("a").reused_from
    assert (reused.execution_id, reused.task_run_id) == (first.id, first.task_run("a").task_run_id)
    assert reused.output_digest == first.task_run("a").output_digest


async def test_attempts_count_on_over_a_chain(stage: Stage) -> None:
    """F5."""
    await stage.put("  - {id: a, type: Return, format: 'attempt {{ taskrun.attemptsCount + 1 }}'}\n")
    played = await stage.run()
    for number in (2, 3):
        played = await stage.replay(played, "a")
        assert played.outputs == {"a": f"attempt {number}"}
        assert len(played.attempts_of("a")) == number


async def test_labels_say_what_is_a_replay(stage: Stage) -> None:
    """F7: a label of its own is kept; the source is marked as replayed by those who replay it."""
    await stage.put(chain("a"))
    source = await stage.run(labels={"team": "blue"})
    again = await stage.replay(source, "a")

    assert again.message.labels["system.replay"] == "true"
    assert again.message.labels["team"] == "blue"
    assert "system.replay" not in (await stage.get(source.id)).message.labels


async def test_the_source_is_marked_as_replayed(stage: Stage) -> None:
    """F7."""
    await stage.put(chain("a"))
    source = await stage.run()
    await stage.replay(source, "a")
    assert (await stage.get(source.id)).message.labels["system.replayed"] == "true"


async def test_a_replay_repairs_what_a_replay_broke(stage: Stage) -> None:
    """The second replay begins where the first failed; what the first made is reused."""
    await stage.put(chain("a", "b", "c"))
    first = await stage.run()
    await stage.put(chain("a", "b") + "  - {id: c, type: Fail}\n")
    second = await stage.replay(first, "b", revision="latest")
    assert (second.state, second.ran) == ("FAILED", ["b"])
    await stage.put(chain("a", "b", "c"))
    third = await stage.replay(second, "FAILED", revision="latest")

    assert (third.state, third.ran) == ("SUCCESS", ["c"])
    assert third.task_run("b").reused_from.execution_id == second.id
    assert third.task_run("a").reused_from.execution_id == first.id


async def test_what_an_execution_was_started_by_is_kept(stage: Stage) -> None:
    """F31: the replay of a child says which parent started it."""
    child = f"{stage.flow_id}_child"
    await stage.put("  - {id: a, type: Return, format: '{{ trigger.executionId }}'}\n", flow_id=child)
    await stage.put(f"  - {{id: sub, type: Subflow, namespace: company.team, flowId: {child}, wait: true}}\n")
    parent = await stage.run()
    source = await stage.get(json.loads(parent.task_run("sub").outputs_json)["executionId"])
    again = await stage.replay(source, "a")
    assert again.outputs == {"a": parent.id}


async def test_each_execution_has_its_own_logs(stage: Stage) -> None:
    """F24: those of reused tasks stay where they ran."""
    await stage.put(chain("a", "b"))
    source = await stage.run()
    again = await stage.replay(source, "b")
    assert ((await stage.get(source.id)).ran, again.ran) == (["a", "b"], ["b"])
