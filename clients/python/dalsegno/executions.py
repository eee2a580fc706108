"""What can be done with executions; each operation stands here once, for both clients."""

import json
import secrets
from collections.abc import Iterable, Mapping
from typing import Any, Unpack

from dalsegno import methods
from dalsegno.api.common.v1 import state_pb2
from dalsegno.api.executor.v1 import executor_pb2 as executor
from dalsegno.choices import ReplayWish, replay_fields, revision_choice
from dalsegno.drivers import Awaiting, Blocking, Group, operation, stream
from dalsegno.errors import DalSegnoError, Unreachable
from dalsegno.states import is_terminal
from dalsegno.steps import Emit, Pause, Steps, Stream, every_page, insist, resuming
from dalsegno.uploads import FileSource, Uploads, inputs_text, send_file

# Between two looks at an execution whose watch ended before it did.
_LOOK_AGAIN_SECONDS = 0.2


class ExecutionOperations(Group):
    @operation
    def create(
        self,
        namespace: str,
        flow_id: str,
        *,
        revision: int = 0,
        labels: Mapping[str, str] | None = None,
        inputs: Mapping[str, Any] | None = None,
        files: Mapping[str, FileSource] | None = None,
        breakpoints: Iterable[str] = (),
        request_id: str = "",
    ) -> Steps[executor.Execution]:
        """Starts an execution and returns at once; `wait` or `watch` follow it.

        Revision 0 means the latest. `inputs` are values by the ids of the flow's inputs; a text is read by the input's
        type. `files` are those of FILE inputs, each as a path or as its bytes; they are sent to storage first. It stops
        before tasks at `breakpoints`: their ids, or ids and values such as "load.b".
        A `request_id` is made up when absent, so that repeating the call after a lost connection starts one execution.
        """
        request_id = request_id or secrets.token_hex(16)
        uploads = Uploads(self.patience, namespace, flow_id, request_id)
        addresses = yield from uploads.send(files or {})
        request = executor.CreateExecutionRequest(
            namespace=namespace,
            flow_id=flow_id,
            revision=revision,
            labels=labels,
            request_id=request_id,
            inputs_json=inputs_text(inputs or {}, addresses),
            breakpoints=breakpoints,
        )
        try:
            created = yield from insist(self.patience, methods.CREATE_EXECUTION, request)
        except Unreachable:
            raise  # The execution may have come to be, or come to be by the same request again: it needs the files.
        except DalSegnoError:
            yield from uploads.release()
            raise
        yield from uploads.release()
        return created.execution

    @operation
    def resume(
        self,
        execution_id: str,
        *,
        inputs: Mapping[str, Any] | None = None,
        task_path: str = "",
        breakpoints: Iterable[str] = (),
        request_id: str = "",
    ) -> Steps[executor.Execution]:
        """Lets a paused execution go on: after `pause`, from a breakpoint, or from a Pause task with its inputs.

        `task_path` is the place of the paused task run; the first one that is paused unless given. From a breakpoint it
        goes on to the next of `breakpoints`. A `request_id` is made up when absent, so that repeating the call after a
        lost connection resumes once.
        """
        request = executor.ResumeExecutionRequest(
            execution_id=execution_id,
            task_path=task_path,
            inputs_json=inputs_text(inputs or {}, {}),
            breakpoints=breakpoints,
            request_id=request_id or secrets.token_hex(16),
        )
        return (yield from insist(self.patience, methods.RESUME_EXECUTION, request)).execution

    @operation
    def restart(
        self,
        execution_id: str,
        *,
        revision: int | str | executor.RevisionChoice | None = None,
        request_id: str = "",
    ) -> Steps[executor.Execution]:
        """Runs everything that failed in an execution again, in this same execution, and goes on from there.

        With a `revision`, which is a number, "original" or "latest", it goes on in a new execution, which is returned.
        A `request_id` is made up when absent, so that repeating the call after a lost connection restarts once.
        """
        request = executor.RestartExecutionRequest(
            execution_id=execution_id,
            revision=None if revision is None else revision_choice(revision),
            request_id=request_id or secrets.token_hex(16),
        )
        return (yield from insist(self.patience, methods.RESTART_EXECUTION, request)).execution

    @operation
    def kill(
        self, execution_id: str, *, keep_subflows: bool = False, request_id: str = ""
    ) -> Steps[executor.Execution]:
        """Kills an execution, and unless told otherwise the executions that its tasks have started."""
        request = executor.KillExecutionRequest(
            execution_id=execution_id, keep_subflows=keep_subflows, request_id=request_id or secrets.token_hex(16)
        )
        return (yield from insist(self.patience, methods.KILL_EXECUTION, request)).execution

    @operation
    def pause(self, execution_id: str, *, request_id: str = "") -> Steps[executor.Execution]:
        """Pauses an execution: what runs goes on to its end, and nothing starts until `resume`."""
        request = executor.PauseExecutionRequest(
            execution_id=execution_id, request_id=request_id or secrets.token_hex(16)
        )
        return (yield from insist(self.patience, methods.PAUSE_EXECUTION, request)).execution

    @operation
    def force_run(self, execution_id: str, *, request_id: str = "") -> Steps[executor.Execution]:
        """Lets an execution run that waits for its place under the flow's limit, for its time, or for somebody."""
        request = executor.ForceRunExecutionRequest(
            execution_id=execution_id, request_id=request_id or secrets.token_hex(16)
        )
        return (yield from insist(self.patience, methods.FORCE_RUN_EXECUTION, request)).execution

    @operation
    def set_state(
        self, execution_id: str, state: state_pb2.State, *, task_path: str = "", request_id: str = ""
    ) -> Steps[executor.Execution]:
        """Gives an execution that has ended another final state; nothing runs.

        With a `task_path`, gives that task run the state, and the execution goes on from there.
        """
        request_id = request_id or secrets.token_hex(16)
        if task_path:
            of_run = executor.SetTaskRunStateRequest(
                execution_id=execution_id, task_path=task_path, state=state, request_id=request_id
            )
            return (yield from insist(self.patience, methods.SET_TASK_RUN_STATE, of_run)).execution
        request = executor.SetExecutionStateRequest(execution_id=execution_id, state=state, request_id=request_id)
        return (yield from insist(self.patience, methods.SET_EXECUTION_STATE, request)).execution

    @operation
    def set_labels(
        self, execution_id: str, labels: Mapping[str, str], *, request_id: str = ""
    ) -> Steps[executor.Execution]:
        """Adds labels to an execution that has ended, or changes them; an empty value takes one away."""
        request = executor.SetLabelsRequest(
            execution_id=execution_id, labels=labels, request_id=request_id or secrets.token_hex(16)
        )
        return (yield from insist(self.patience, methods.SET_LABELS, request)).execution

    @operation
    def delete(self, execution_id: str, *, request_id: str = "") -> Steps[None]:
        """Deletes an execution that has ended, with its journal, log, outputs and files; for ever.

        What replays of it reuse stays with them.
        """
        request = executor.DeleteExecutionRequest(
            execution_id=execution_id, request_id=request_id or secrets.token_hex(16)
        )
        yield from insist(self.patience, methods.DELETE_EXECUTION, request)

    @operation
    def get(self, execution_id: str) -> Steps[executor.Execution]:
        """Returns an execution with its task runs."""
        return (yield from self._get(execution_id))

    @stream
    def list(
        self,
        *,
        namespace: str = "",
        flow_id: str = "",
        states: Iterable[state_pb2.State] = (),
        original_id: str = "",
        page_size: int = 0,
    ) -> Stream[executor.Execution]:
        """Iterates over executions without their task runs, the newest first; pages are read as needed.

        `original_id` asks for this execution and all replays that come from it.
        """
        request = executor.ListExecutionsRequest(
            namespace=namespace, flow_id=flow_id, states=states, original_id=original_id, page_size=page_size
        )
        yield from every_page(self.patience, methods.LIST_EXECUTIONS, request, lambda page: page.executions)

    @stream
    def lineage(self, execution_id: str, *, page_size: int = 0) -> Stream[executor.LineageEntry]:
        """Iterates over the first execution of a chain of replays and all that come from it, the oldest first.

        Each stands after the one that it replays. Those that were deleted have a `delete_time`.
        """
        request = executor.GetLineageRequest(execution_id=execution_id, page_size=page_size)
        yield from every_page(self.patience, methods.GET_LINEAGE, request, lambda page: page.entries)

    @operation
    def suggest_fix(
        self, execution_id: str = "", *, source: str = "", skip_model: bool = False
    ) -> Steps[executor.SuggestFixResponse]:
        """Proposes edits of the flow that mend what failed in an execution, or of a source that cannot be saved.

        Nothing is saved: replay a fix by giving its source as the draft of a replay from CHANGED.

        Args:
            source: the YAML to edit, where it is not what the execution ran.
            skip_model: does without the language model, if the executor has one.
        """
        request = executor.SuggestFixRequest(execution_id=execution_id, source=source, skip_model=skip_model)
        return (yield from insist(self.patience, methods.SUGGEST_FIX, request))

    @operation
    def compare(
        self, execution_ids: Iterable[str], *, skip_tables: bool = False
    ) -> Steps[executor.CompareExecutionsResponse]:
        """Says in what 2 to 10 executions differ, and where they first parted.

        Files that outputs name are compared by their bytes; tables among those that differ are looked into by workers,
        unless that is skipped.
        """
        request = executor.CompareExecutionsRequest(execution_ids=execution_ids, skip_tables=skip_tables)
        return (yield from insist(self.patience, methods.COMPARE_EXECUTIONS, request))

    @stream
    def watch(self, execution_id: str, *, after_position: int = 0) -> Stream[executor.Event]:
        """Iterates over the events after a position, then those that come, until the execution has ended.

        Goes on by itself where it was when the connection breaks; gives up after `Patience.resume`.
        """
        position = after_position

        def request() -> executor.WatchExecutionRequest:
            return executor.WatchExecutionRequest(execution_id=execution_id, after_position=position)

        def deliver(message: executor.WatchExecutionResponse) -> Stream[executor.Event]:
            nonlocal position
            for event in message.events:
                position = event.position
                yield Emit(event)

        yield from resuming(self.patience, methods.WATCH_EXECUTION, request, deliver)

    @operation
    def wait(self, execution_id: str) -> Steps[executor.Execution]:
        """Returns the execution once it has ended; how it ended is its `state`."""
        position = 0

        def request() -> executor.WatchExecutionRequest:
            return executor.WatchExecutionRequest(execution_id=execution_id, after_position=position)

        def deliver(message: executor.WatchExecutionResponse) -> Steps[None]:
            nonlocal position
            position = message.events[-1].position if message.events else position
            yield from ()

        while True:
            yield from resuming(self.patience, methods.WATCH_EXECUTION, request, deliver)
            execution = yield from self._get(execution_id)
            if is_terminal(execution.state):
                return execution
            yield Pause(_LOOK_AGAIN_SECONDS)

    @stream
    def logs(
        self,
        execution_id: str,
        *,
        task_path: str = "",
        min_level: executor.LogLevel = executor.LOG_LEVEL_UNSPECIFIED,
        page_size: int = 0,
    ) -> Stream[executor.LogEntry]:
        """Iterates over what has been logged so far; pages are read as needed."""
        request = executor.ListLogsRequest(
            execution_id=execution_id, task_path=task_path, min_level=min_level, page_size=page_size
        )
        yield from every_page(self.patience, methods.LIST_LOGS, request, lambda page: page.entries)

    @stream
    def watch_logs(
        self,
        execution_id: str,
        *,
        task_path: str = "",
        min_level: executor.LogLevel = executor.LOG_LEVEL_UNSPECIFIED,
        after_position: int = 0,
    ) -> Stream[executor.LogEntry]:
        """Iterates over log lines after a position, then those that come, until the execution has ended.

        Goes on by itself where it was when the connection breaks; gives up after `Patience.resume`.
        """
        position = after_position

        def request() -> executor.WatchLogsRequest:
            return executor.WatchLogsRequest(
                execution_id=execution_id, after_position=position, task_path=task_path, min_level=min_level
            )

        def deliver(message: executor.WatchLogsResponse) -> Stream[executor.LogEntry]:
            nonlocal position
            for entry in message.entries:
                position = entry.position
                yield Emit(entry)

        yield from resuming(self.patience, methods.WATCH_LOGS, request, deliver)

    @operation
    def plan_replay(
        self,
        execution_id: str,
        start: str | Iterable[str] | executor.ReplayFrom,
        **wish: Unpack[ReplayWish],
    ) -> Steps[executor.ReplayPlan]:
        """Returns what `replay` with the same arguments would do to every task run, and why. Changes nothing."""
        request = executor.PlanReplayRequest(execution_id=execution_id, **replay_fields(start, wish))
        return (yield from insist(self.patience, methods.PLAN_REPLAY, request)).plan

    @operation
    def upload_output(self, execution_id: str, task_path: str, source: FileSource) -> Steps[dict[str, Any]]:
        """Sends a file that a task run is to be given in a replay; gives the outputs for `replay`.

        They are those that the run has, with the address of the file as `uri`. The file is kept with the execution.
        """
        execution = yield from self._get(execution_id)
        run = next((run for run in execution.task_runs if run.task_path == task_path), None)
        outputs = json.loads(run.outputs_json or "{}") if run else {}
        folder = f"dalsegno:///{execution.namespace}/{execution.flow_id}/executions/{execution_id}/given"
        address = yield from send_file(self.patience, execution_id, f"{folder}/{secrets.token_hex(8)}", source)
        return {**outputs, "uri": address}

    @operation
    def replay(
        self,
        execution_id: str,
        start: str | Iterable[str] | executor.ReplayFrom,
        *,
        breakpoints: Iterable[str] = (),
        plan_digest: str = "",
        request_id: str = "",
        **wish: Unpack[ReplayWish],
    ) -> Steps[executor.ReplayResponse]:
        """Starts a new execution that goes on from a task of this one, and returns it with the plan that it runs.

        `start` is a place such as "to_parquet" or "each[value=b]/load", several of them, one of the words BEGINNING,
        FAILED and CHANGED, or a `ReplayFrom`; `ReplayWish` has the rest. With a `plan_digest`, anything but that plan
        is refused with PLAN_CHANGED. A `request_id` is made up when absent, so that repeating after a lost connection
        replays once.
        """
        request = executor.ReplayRequest(
            execution_id=execution_id,
            plan_digest=plan_digest,
            breakpoints=breakpoints,
            request_id=request_id or secrets.token_hex(16),
            **replay_fields(start, wish),
        )
        return (yield from insist(self.patience, methods.REPLAY, request))

    def _get(self, execution_id: str) -> Steps[executor.Execution]:
        request = executor.GetExecutionRequest(execution_id=execution_id)
        return (yield from insist(self.patience, methods.GET_EXECUTION, request)).execution


class Executions(ExecutionOperations, Blocking):
    pass


class AsyncExecutions(ExecutionOperations, Awaiting):
    pass
