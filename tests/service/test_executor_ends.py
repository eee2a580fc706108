"""Who may run beside others, and what an end brings with it: outputs, and what follows."""

import asyncio
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from dalsegno_executor.core.events import ExecutionEnded, ExecutionStarted
from dalsegno_executor.core.execution import Execution
from dalsegno_executor.core.states import State
from dalsegno_executor.ports import Assignment, LogLevel, Outcome
from dalsegno_executor.wire.events import event_from_bytes
from dalsegno_runtime.errors import ServiceUnavailable
from support.executor_fakes import WORK, Bench, bench, until
from support.executor_runs import begin, fail, flow, history, messages, task

RETURN = "io.kestra.plugin.core.debug.Return"
CREATED, QUEUED, RUNNING = State.CREATED, State.QUEUED, State.RUNNING
SUCCESS, WARNING, FAILED = State.SUCCESS, State.WARNING, State.FAILED


@dataclass
class Gates:
    """Workers whose attempts last until their execution may go on; `ran` are the executions in their order."""

    ran: list[str] = field(default_factory=list)
    _open: dict[str, asyncio.Event] = field(default_factory=dict)

    async def __call__(self, assignment: Assignment) -> Outcome:
        self.ran.append(assignment.execution_id)
        await self.of(assignment.execution_id).wait()
        return Outcome(state=SUCCESS, outputs_json="{}")

    def of(self, execution_id: str) -> asyncio.Event:
        return self._open.setdefault(execution_id, asyncio.Event())


async def ended(made: Bench) -> Execution:
    return (await made.executor.get(await made.run())).execution


# -- concurrency


def limited(behavior: str, limit: int = 1, more: str = "") -> str:
    return flow(task("a"), f"concurrency: {{limit: {limit}, behavior: {behavior}}}\n{more}")


async def test_executions_beyond_the_limit_wait_and_are_let_in_in_their_order(tmp_path: Path):
    gates = Gates()
    async with bench(tmp_path, limited("QUEUE"), gates) as made:
        lives = [await begin(made) for _ in range(4)]
        ids = [live.execution.execution_id for live in lives]
        await until(lambda: gates.ran == ids[:1])
        assert [live.execution.state for live in lives] == [RUNNING, QUEUED, QUEUED, QUEUED]
        assert await messages(made, ids[0]) == []
        assert await messages(made, ids[1]) == ["Execution is queued due to concurrency limit exceeded, 1 running(s)"]
        for number, execution_id in enumerate(ids, 1):
            await until(lambda: gates.ran == ids[:number])  # noqa: B023
            gates.of(execution_id).set()
            await made.ended(execution_id)
        assert history(lives[0].execution) == [CREATED, RUNNING, SUCCESS]
        assert history(lives[3].execution) == [CREATED, QUEUED, RUNNING, SUCCESS]


async def test_as_many_as_the_limit_says_run_at_once(tmp_path: Path):
    gates = Gates()
    async with bench(tmp_path, limited("QUEUE", limit=2), gates) as made:
        ids = [(await begin(made)).execution.execution_id for _ in range(3)]
        await until(lambda: len(gates.ran) == 2)
        assert gates.ran == ids[:2]
        gates.of(ids[1]).set()
        await until(lambda: len(gates.ran) == 3)
        assert gates.ran == ids


async def test_the_queue_and_the_places_in_it_outlast_the_executor(tmp_path: Path):
    async with bench(tmp_path, limited("QUEUE"), Gates()) as made:
        ids = [(await begin(made)).execution.execution_id for _ in range(4)]
        await until(lambda: bool(made.workers.ran))
    gates = Gates()
    async with bench(tmp_path, limited("QUEUE"), gates) as made:
        late = (await begin(made)).execution
        assert late.state is QUEUED
        ids.append(late.execution_id)
        for number, execution_id in enumerate(ids, 1):
            await until(lambda: gates.ran == ids[:number])  # noqa: B023
            gates.of(execution_id).set()
            await made.ended(execution_id)
        assert gates.ran == ids


async def test_an_execution_that_was_let_in_before_the_executor_stopped_keeps_its_place(tmp_path: Path):
    gates = Gates()
    async with bench(tmp_path, limited("QUEUE"), gates) as made:
        ids = [(await begin(made)).execution.execution_id for _ in range(3)]
        gates.of(ids[0]).set()
        await until(lambda: gates.ran == ids[:2])
    again = Gates()
    async with bench(tmp_path, limited("QUEUE"), again) as made:
        await until(lambda: again.ran == ids[1:2])
        last = await made.executor.open(ids[2])
        assert last.execution.state is QUEUED
        again.of(ids[1]).set()
        await until(lambda: again.ran == ids[1:])


async def test_an_execution_is_let_in_when_the_executor_stopped_before_it_could_be(tmp_path: Path):
    async with bench(tmp_path, limited("QUEUE"), (gates := Gates())) as made:
        append = made.journal.append

        async def stop_before_the_start(execution, recorded, *more) -> Sequence[bytes]:
            if any(isinstance(item.event, ExecutionStarted) for item in recorded):
                await asyncio.Event().wait()
            return await append(execution, recorded, *more)

        made.journal.append = stop_before_the_start  # type: ignore[method-assign]  # as if the process ended there
        ids = [(await begin(made)).execution.execution_id for _ in range(2)]
        gates.of(ids[0]).set()
        await made.ended(ids[0])
    async with bench(tmp_path, limited("QUEUE")) as made:
        await made.ended(ids[1])
        assert history((await made.executor.get(ids[1])).execution) == [CREATED, QUEUED, RUNNING, SUCCESS]


@pytest.mark.parametrize(("behavior", "state"), [("CANCEL", State.CANCELLED), ("FAIL", FAILED)])
async def test_an_execution_beyond_the_limit_may_be_refused(tmp_path: Path, behavior: str, state: State):
    gates = Gates()
    async with bench(tmp_path, limited(behavior), gates) as made:
        first = (await begin(made)).execution.execution_id
        await until(lambda: gates.ran == [first])
        second = await ended(made)
        assert (history(second), second.task_runs) == ([CREATED, state], {})
        assert second.error == f"Execution is {state} due to concurrency limit exceeded, 1 running(s)"
        assert await messages(made, second.execution_id) == [second.error]
        gates.of(first).set()
        await made.ended(first)
        gates.of((third := await begin(made)).execution.execution_id).set()
        await made.ended(third.execution.execution_id)
        assert third.execution.state is SUCCESS


async def test_after_execution_follows_a_refusal_too(tmp_path: Path):
    gates = Gates()
    more = f"afterExecution:\n  - {{id: z, type: {RETURN}, format: '{{{{ execution.state }}}}'}}\n"
    async with bench(tmp_path, limited("FAIL", more=more), gates) as made:
        await begin(made)
        await until(lambda: bool(gates.ran))
        second = await ended(made)
        assert (second.state, second.task_runs["z"].outputs_json) == (FAILED, '{"value":"FAILED"}')


async def test_an_execution_that_could_not_be_created_takes_no_place(tmp_path: Path):
    async with bench(tmp_path, limited("FAIL")) as made:
        create = made.journal.create

        async def full(_creation: object) -> None:
            raise ServiceUnavailable("database", "the disk is full")

        made.journal.create = full  # type: ignore[method-assign]  # a full disk
        with pytest.raises(ServiceUnavailable):
            await begin(made)
        made.journal.create = create  # type: ignore[method-assign]
        assert (await ended(made)).state is SUCCESS


async def test_a_place_is_free_though_something_still_follows_the_end(tmp_path: Path):
    async def answer(assignment: Assignment) -> Outcome:
        if assignment.task_path == "z":
            await asyncio.Event().wait()
        return Outcome(state=SUCCESS, outputs_json="{}")

    source = limited("QUEUE", more="afterExecution:\n" + task("z"))
    async with bench(tmp_path, source, answer) as made:
        first, second = await begin(made), await begin(made)
        await until(lambda: made.workers.ran.count("z") == 2)
        assert (history(second.execution), first.shown_ended) == ([CREATED, QUEUED, RUNNING, SUCCESS], False)
    async with bench(tmp_path, source, answer) as made:
        third = await begin(made)
        await until(lambda: made.workers.ran.count("z") == 3)
        assert history(third.execution) == [CREATED, RUNNING, SUCCESS]


# -- outputs of the flow


async def test_outputs_have_their_types(tmp_path: Path):
    outputs = """outputs:
  - {id: text, type: STRING, value: "{{ outputs.a.value }}"}
  - {id: number, type: INT, value: "{{ outputs.a.value }}"}
  - {id: list, type: JSON, value: "[{{ outputs.a.value }}]"}
  - {id: none, type: STRING, required: false, value: ""}
  - {id: as_is, value: [1, "{{ outputs.a.value }}"]}
"""
    async with bench(tmp_path, flow(f"  - {{id: a, type: {RETURN}, format: 7}}\n", outputs)) as made:
        execution = await ended(made)
        assert execution.state is SUCCESS
        assert json.loads(execution.outputs_json) == {"text": "7", "number": 7, "list": [7], "as_is": [1, "7"]}


BROKEN = [
    ("type: INT, value: soon", "Failed to render output values: Invalid type for output 'o': "),
    ('type: STRING, value: "{{ outputs.gone.value }}"', "Failed to render output values: "),
]


@pytest.mark.parametrize(("output", "error"), BROKEN)
async def test_outputs_that_cannot_be_made_fail_the_execution_and_say_why(tmp_path: Path, output: str, error: str):
    async with bench(tmp_path, flow(task("a"), f"outputs:\n  - {{id: o, {output}}}\n")) as made:
        execution = await ended(made)
        assert history(execution) == [CREATED, RUNNING, SUCCESS, FAILED]
        assert execution.error.startswith(error)
        (line,) = await made.executor.list_logs(execution.execution_id, 0, 10, "", LogLevel.ERROR)
        assert (line.message, line.task_run_id) == (execution.error, "")


async def test_outputs_that_cannot_be_made_leave_a_failure_as_it_is(tmp_path: Path):
    output, _ = BROKEN[1]
    async with bench(tmp_path, flow(task("a"), f"outputs:\n  - {{id: o, {output}}}\n"), fail) as made:
        assert history(await ended(made)) == [CREATED, RUNNING, FAILED]


async def test_outputs_are_made_again_when_the_executor_stopped_before_the_end(tmp_path: Path):
    source = flow(task("a"), 'outputs:\n  - {id: o, type: STRING, value: "{{ tasks.a.state }}"}\n')
    async with bench(tmp_path, source) as made:
        append = made.journal.append

        async def stop_before_the_end(execution, recorded, *more) -> Sequence[bytes]:
            if any(isinstance(item.event, ExecutionEnded) for item in recorded):
                await asyncio.Event().wait()
            return await append(execution, recorded, *more)

        made.journal.append = stop_before_the_end  # type: ignore[method-assign]  # as if the process ended there
        live = await begin(made)
        await until(lambda: live.execution.ended)
    async with bench(tmp_path, source) as made:
        live = await made.executor.open(live.execution.execution_id)
        await made.ended(live.execution.execution_id)
        assert (live.execution.outputs_json, made.workers.ran) == ('{"o":"SUCCESS"}', [])


# -- afterExecution

AFTER = f"""afterExecution:
  - {{id: y, type: {RETURN}, format: "{{{{ execution.state }}}} {{{{ tasks.a.state }}}}"}}
  - {{id: z, type: {WORK}, uri: "http://nowhere"}}
"""


@pytest.mark.parametrize("state", [SUCCESS, WARNING, FAILED, State.KILLED])
async def test_after_execution_runs_after_every_end_and_knows_it(tmp_path: Path, state: State):
    def answer(assignment: Assignment) -> Outcome:
        return Outcome(state=state if assignment.task_path == "a" else SUCCESS, outputs_json="{}")

    async with bench(tmp_path, flow(task("a"), AFTER), answer) as made:
        execution = await ended(made)
        assert json.loads(execution.task_runs["y"].outputs_json) == {"value": f"{state} {state}"}
        assert (history(execution), made.workers.ran) == ([CREATED, RUNNING, state], ["a", "z"])


async def test_a_watch_ends_after_what_follows_the_end(tmp_path: Path):
    async with bench(tmp_path, flow(task("a"), AFTER), fail) as made:
        live = await begin(made)
        seen = [type(event_from_bytes(stored).event).__name__ async for batch in live.watch(0) for stored in batch]
        after = ["ExecutionEnded", *["TaskRunStarted", "TaskRunFinished"] * 2, "ExecutionClosed"]
        assert seen == ["ExecutionCreated", "ExecutionStarted", "TaskRunStarted", "TaskRunFinished", *after]


async def test_after_execution_sees_the_outputs_of_the_flow(tmp_path: Path):
    more = f"""outputs: [{{id: o, type: INT, value: 4}}]
afterExecution: [{{id: y, type: {RETURN}, format: "{{{{ execution.outputs.o + 1 }}}}"}}]
"""
    async with bench(tmp_path, flow(task("a"), more)) as made:
        assert (await ended(made)).task_runs["y"].outputs_json == '{"value":"5"}'


async def test_after_execution_goes_on_after_a_restart_and_the_end_is_not_repeated(tmp_path: Path):
    gates = Gates()
    async with bench(tmp_path, flow(f"  - {{id: a, type: {RETURN}, format: A}}\n", AFTER), gates) as made:
        live = await begin(made)
        await until(lambda: bool(gates.ran))
        assert (live.execution.state, live.shown_ended) == (SUCCESS, False)
    async with bench(tmp_path, flow(f"  - {{id: a, type: {RETURN}, format: A}}\n", AFTER)) as made:
        live = await made.executor.open(live.execution.execution_id)
        await made.ended(live.execution.execution_id)
        assert history(live.execution) == [CREATED, RUNNING, SUCCESS]
        assert [attempt.state for attempt in live.execution.task_runs["z"].attempts] == [State.RESUBMITTED, SUCCESS]
        assert sum(isinstance(event_from_bytes(stored).event, ExecutionEnded) for stored in live.published) == 1


async def test_what_fails_after_the_end_starts_no_other_execution(tmp_path: Path):
    retry = "retry: {type: constant, interval: PT0S, maxAttempts: 3, behavior: CREATE_NEW_EXECUTION}\n"
    source = flow(f"  - {{id: a, type: {RETURN}, format: A}}\n", AFTER + retry)
    async with bench(tmp_path, source, fail) as made:
        execution = await ended(made)
        assert (history(execution), execution.task_runs["z"].state) == ([CREATED, RUNNING, SUCCESS], FAILED)
        assert (execution.retry_time, made.workers.ran) == (None, ["z"])
