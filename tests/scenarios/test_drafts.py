"""Replays on a revision that nobody has saved."""

import pytest

from dalsegno_runtime.errors import ServiceError
from support.stage import Stage, chain

BROKEN = chain("a", "b").replace("{{ outputs.a.value }}>b", "{{ outputs.a.gone }}")


async def test_a_draft_runs_and_no_revision_is_made(stage: Stage) -> None:
    await stage.put(BROKEN)
    source = await stage.run()
    again = await stage.replay(source, "b", draft=stage.yaml(chain("a", "b")))

    assert (again.ran, again.reused, again.state) == (["b"], ["a"], "SUCCESS")
    assert (again.plan.revision, again.message.flow_revision, source.message.flow_revision) == (0, 0, 1)
    assert (await stage.run()).message.flow_revision == 1


async def test_a_draft_is_named_by_its_source(stage: Stage) -> None:
    await stage.put(BROKEN)
    source = await stage.run()
    draft = stage.yaml(chain("a", "b"))
    one, other = [await stage.replay(source, "b", draft=draft) for _ in range(2)]
    assert one.message.source_digest == other.message.source_digest != source.message.source_digest


async def test_only_what_a_draft_changes_runs(stage: Stage) -> None:
    await stage.put(BROKEN)
    source = await stage.run()
    again = await stage.replay(source, "CHANGED", draft=stage.yaml(chain("a", "b", "c")))
    assert (again.ran, again.reused) == (["b", "c"], ["a"])


async def test_a_replay_of_a_draft_runs_it_again(stage: Stage) -> None:
    await stage.put(BROKEN)
    source = await stage.run()
    second = await stage.replay(source, "b", draft=stage.yaml(chain("a", "b")))
    await stage.put(BROKEN + "  - {id: z, type: Return, format: z}\n")
    third = await stage.replay(second, "b")
    assert (third.ran, third.message.source_digest) == (["b"], second.message.source_digest)


async def test_a_draft_that_failed_is_restarted_and_replayed_on_a_revision(stage: Stage) -> None:
    await stage.put(BROKEN)
    source = await stage.run()
    second = await stage.replay(source, "b", draft=stage.yaml(BROKEN + "  - {id: z, type: Return, format: z}\n"))
    assert (await stage.restart(second)).state == "FAILED"
    await stage.put(chain("a", "b"))
    third = await stage.replay(second, "b", revision="latest")
    assert (third.state, third.message.flow_revision) == ("SUCCESS", 2)


async def test_a_draft_that_is_no_flow_is_refused(stage: Stage) -> None:
    await stage.put(BROKEN)
    source = await stage.run()
    with pytest.raises(ServiceError) as caught:
        await stage.plan(source, "b", draft=stage.yaml("  - {type: Return, format: a}\n"))
    assert caught.value.error_reason == "FLOW_INVALID"


async def test_a_draft_of_another_flow_is_refused(stage: Stage) -> None:
    await stage.put(BROKEN)
    source = await stage.run()
    other = stage.yaml(chain("a", "b")).replace(f"id: {stage.flow_id}", "id: another")
    with pytest.raises(ServiceError, match=f"and the execution ran .*{stage.flow_id}"):
        await stage.plan(source, "b", draft=other)
    assert len(await stage.listed(source)) == 1
