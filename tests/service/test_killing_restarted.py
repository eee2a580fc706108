"""A kill that the end of the process interrupts is carried on by the next one."""

import asyncio
from pathlib import Path

from dalsegno_executor.core.states import State
from dalsegno_executor.killing import KillRequest
from dalsegno_executor.resuming import ResumeRequest
from support.executor_fakes import NOTHING_ASKED, Bench, bench, until
from support.executor_runs import begin, flow, history

FLOW = "io.kestra.plugin.core.flow."
PARENT = flow(
    f"  - {{id: wait, type: {FLOW}Pause}}\n"
    f"  - {{id: sub, type: {FLOW}Subflow, namespace: company.team, flowId: child}}\n"
)
CHILD = flow(f"  - {{id: nap, type: {FLOW}Sleep, duration: PT10M}}\n")


async def child_of(made: Bench, execution_id: str) -> str:
    """The execution that an execution has started, once there is one."""
    while not (found := await made.journal.started_by(execution_id)):  # noqa: ASYNC110  # there is nothing to wait on
        await asyncio.sleep(0)
    return found[0]


async def paused(made: Bench) -> str:
    """An execution of the parent that will start the child when it is resumed."""
    live = await begin(made)
    await until(lambda: live.execution.state is State.PAUSED)
    made.registry.source = CHILD
    return live.execution.execution_id


def resumed(execution_id: str) -> ResumeRequest:
    return ResumeRequest(execution_id=execution_id, task_path="", inputs={})


async def test_what_it_has_started_is_killed_after_the_restart(tmp_path: Path) -> None:
    async with bench(tmp_path, PARENT) as made:
        parent = await paused(made)
        await made.executor.resume(resumed(parent), NOTHING_ASKED)
        child = await child_of(made, parent)

        async def stop_here(_execution_id: str) -> list[str]:
            return await asyncio.Event().wait()  # type: ignore[return-value]  # it never returns

        made.journal.started_by = stop_here  # type: ignore[method-assign]  # as if the process ended there
        killing = asyncio.create_task(
            made.executor.kill(KillRequest(execution_id=parent, subflows=True), NOTHING_ASKED)
        )
        live = await made.executor.open(parent)
        await until(lambda: live.shown_ended)
        assert (await made.executor.open(child)).execution.state is State.RUNNING
        killing.cancel()
    async with bench(tmp_path, PARENT) as made:
        assert history((await made.executor.open(child)).execution)[-2:] == [State.KILLING, State.KILLED]


async def test_what_it_is_about_to_start_is_killed_as_it_comes_into_being(tmp_path: Path) -> None:
    async with bench(tmp_path, PARENT) as made:
        parent = await paused(made)
        create, going_on = made.journal.create, asyncio.Event()
        creating = asyncio.Event()

        async def slow(creation: object) -> object:
            creating.set()
            await going_on.wait()
            return await create(creation)  # type: ignore[arg-type]  # a Creation

        made.journal.create = slow  # type: ignore[method-assign,assignment]  # a disk that takes its time
        await made.executor.resume(resumed(parent), NOTHING_ASKED)
        await creating.wait()
        await made.executor.kill(KillRequest(execution_id=parent, subflows=True), NOTHING_ASKED)
        going_on.set()
        live = await made.executor.open(await child_of(made, parent))
        await until(lambda: live.shown_ended)
        assert live.execution.state is State.KILLED
