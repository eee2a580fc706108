"""`taskCache`: the outputs of an earlier run with the same properties are taken instead of running a task again."""

from pathlib import Path

from dalsegno_executor.core.states import State
from dalsegno_executor.ports import Assignment, Defect, Outcome
from support.executor_fakes import WORK, Bench, bench


def source(cache: str, uri: str = "https://example.com/a") -> str:
    return f"""
id: rides
namespace: company.team
tasks:
  - id: load
    type: {WORK}
    uri: "{uri}"
    taskCache: {cache}
"""


def counting(assignment: Assignment) -> Outcome:
    return Outcome(state=State.SUCCESS, outputs_json=f'{{"uri":"{assignment.properties["uri"]}"}}')


async def outputs(made: Bench) -> str:
    live = await made.executor.get(await made.run())
    assert live.execution.state is State.SUCCESS
    return live.execution.task_runs["load"].outputs_json


async def test_a_second_run_takes_the_outputs_of_the_first(tmp_path: Path) -> None:
    async with bench(tmp_path, source("{enabled: true}"), counting) as made:
        assert await outputs(made) == await outputs(made) == '{"uri":"https://example.com/a"}'
        assert made.workers.ran == ["load"]
    async with bench(tmp_path, source("{enabled: true}"), counting) as again:
        assert await outputs(again) == '{"uri":"https://example.com/a"}'
        assert again.workers.ran == []


async def test_other_properties_are_another_run(tmp_path: Path) -> None:
    async with bench(tmp_path, source("{enabled: true}"), counting) as made:
        await outputs(made)
        made.registry.source = source("{enabled: true}", "https://example.com/b")
        assert await outputs(made) == '{"uri":"https://example.com/b"}'
        assert made.workers.ran == ["load", "load"]


async def test_what_is_older_than_its_time_to_live_is_not_taken(tmp_path: Path) -> None:
    async with bench(tmp_path, source("{enabled: true, ttl: PT0S}"), counting) as made:
        await outputs(made)
        await outputs(made)
        assert made.workers.ran == ["load", "load"]


async def test_a_cache_that_is_not_enabled_is_none(tmp_path: Path) -> None:
    async with bench(tmp_path, source("{enabled: false}"), counting) as made:
        await outputs(made)
        await outputs(made)
        assert made.workers.ran == ["load", "load"]


async def test_a_failure_is_not_kept(tmp_path: Path) -> None:
    ends = iter([Outcome(state=State.FAILED, error="no"), Outcome(state=State.SUCCESS, outputs_json="{}")])
    async with bench(tmp_path, source("{enabled: true}"), lambda _assignment: next(ends)) as made:
        await made.run()
        assert await outputs(made) == "{}"
        assert made.workers.ran == ["load", "load"]


async def test_outputs_whose_files_are_gone_are_made_again(tmp_path: Path) -> None:
    async with bench(tmp_path, source("{enabled: true}"), counting) as made:
        await outputs(made)
        gone = Defect(output_digest="d", file_path="dalsegno:///x", message="gone")
        made.store.defects = (gone,)
        assert await outputs(made) == '{"uri":"https://example.com/a"}'
        assert made.workers.ran == ["load", "load"]
