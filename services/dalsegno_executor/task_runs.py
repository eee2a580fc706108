"""A task run from its start to its next event: an attempt that ends, or a flowable that opens."""

import hashlib
import json
import logging
import random
from dataclasses import replace
from datetime import datetime
from functools import partial
from itertools import islice

from dalsegno_executor.attempts import Attempts
from dalsegno_executor.core.comparison import differences
from dalsegno_executor.core.events import Event, ExecutionStopped, TaskRunFinished, TaskRunOpened, TaskRunTurned
from dalsegno_executor.core.execution import TaskRun
from dalsegno_executor.core.flowables import FLOWABLES, Opened, Turned
from dalsegno_executor.core.outputs import canonical
from dalsegno_executor.core.retrying import execution_retry_time, retry_time
from dalsegno_executor.core.states import State, settled
from dalsegno_executor.live import Live
from dalsegno_executor.outbox import Outbox
from dalsegno_executor.patience import until_available
from dalsegno_executor.ports import Outcome, OutputDocument, OutputStore
from dalsegno_flow.retry import RetryBehavior
from dalsegno_runtime.clock import Clock
from dalsegno_runtime.errors import ServiceError

log = logging.getLogger("dalsegno.task_runs")

# Outputs up to this size stand in the journal; larger ones go to storage before the attempt counts as ended.
MAX_INLINE_CHARACTERS = 64 * 1024
MAX_LOST_ATTEMPTS = 3
MAX_COMPARED = 1000  # addresses of files, of one task run
STOPPED = "The executor was stopped while this attempt ran."


class TaskRuns:
    """Runs what was started, and says as an event what came of it."""

    def __init__(self, attempts: Attempts, outbox: Outbox, store: OutputStore, clock: Clock) -> None:
        self._attempts = attempts
        self._outbox = outbox
        self._store = store
        self._clock = clock

    async def run(self, live: Live, task_path: str) -> list[Event]:
        """Runs the attempt or opens the flowable that was just started; never raises."""
        run = live.execution.task_runs[task_path]
        try:
            if live.course.task(task_path).type in FLOWABLES:
                opened = await self._attempts.open(live, task_path)
                if not isinstance(opened, Outcome):
                    return [await self._opened(live, task_path, opened)]
                outcome = opened
            else:
                outcome = _given_up(run, await self._attempts.run(live, task_path))
            return await self._finished(live, run, outcome)
        except Exception as error:
            # Whatever it is, the task run has to end: an execution must not wait for ever for one that is gone.
            log.exception("%s in %s broke off", task_path, live.execution.execution_id)
            text = error.message if isinstance(error, ServiceError) else f"{type(error).__name__}: {error}"
            error_text = self._attempts.mask(live, f"The attempt broke off in the executor: {text}")
            outcome = Outcome(state=State.FAILED, error=error_text)
            return await self._finished(live, run, outcome)

    async def turn(self, live: Live, task_path: str) -> list[Event]:
        """Lets a flowable whose tasks have run decide whether they run again; never raises."""
        try:
            turned = await self._attempts.turn(live, task_path)
        except Exception as error:
            log.exception("%s in %s broke off", task_path, live.execution.execution_id)
            turned = Turned(
                error=self._attempts.mask(live, f"It broke off in the executor: {type(error).__name__}: {error}")
            )
        if isinstance(turned, Opened):
            return [await self._opened(live, task_path, turned)]
        digest, text = await self.kept(live, canonical(turned.outputs) if turned.outputs else "")
        state = State.FAILED if turned.error else State.SUCCESS
        return [
            TaskRunTurned(task_path=task_path, state=state, output_digest=digest, outputs_json=text, error=turned.error)
        ]

    async def end(self, live: Live) -> list[Event]:
        """Makes the flow's outputs, and with them the end of the execution; never raises."""
        try:
            outputs, error = await self._attempts.outputs(live)
        except Exception as fault:
            log.exception("the outputs of %s could not be made", live.execution.execution_id)
            text = f"Failed to render output values: {type(fault).__name__}: {fault}"
            outputs, error = {}, self._attempts.mask(live, text)
        text = canonical(outputs) if outputs else ""
        return [live.course.end(live.course.reached(), outputs_json=text, error=error)]

    def goes_on(self, live: Live, task_path: str) -> bool:
        """Whether what the end of the process broke off goes on where it was; an attempt that does not is lost."""
        return not live.execution.task_runs[task_path].attempts or self._attempts.goes_on(live.course.task(task_path))

    async def _opened(self, live: Live, task_path: str, opened: Opened) -> TaskRunOpened:
        digest, text = await self.kept(live, canonical(opened.outputs) if opened.outputs else "")
        return TaskRunOpened(task_path=task_path, opened=opened, output_digest=digest, outputs_json=text)

    async def _finished(self, live: Live, run: TaskRun, outcome: Outcome) -> list[Event]:
        task = live.course.task(run.task_path)
        digest, text = await self.kept(live, outcome.outputs_json)
        state, retry_time, stopped = self._after_failure(live, run, outcome)
        final = state
        if retry_time is None and not stopped:
            final = settled(state, allow_failure=task.allow_failure, allow_warning=task.allow_warning)
        attempt_state = outcome.state if outcome.reached is None else final
        # Source: Kestra's markWithTaskRunAs, which marks as RETRIED what has failed.
        reached = outcome.state if stopped else outcome.reached
        finished = TaskRunFinished(
            task_path=run.task_path,
            attempt_number=run.attempts[-1].number if run.attempts else 0,
            state=final,
            attempt_state=attempt_state if run.attempts and final is not attempt_state else None,
            reached=reached if reached is not final else None,
            output_digest=digest,
            outputs_json=text,
            error=outcome.error,
            metrics=outcome.metrics,
            never_ran=outcome.never_ran,
            at_once=outcome.at_once,
            retry_time=retry_time,
            unchanged=final.is_reusable and await self._is_unchanged(live, run, digest, text),
        )
        return [*outcome.events, finished, *stopped]

    def _after_failure(
        self, live: Live, run: TaskRun, outcome: Outcome
    ) -> tuple[State, datetime | None, tuple[ExecutionStopped, ...]]:
        """What retries make of the end of an attempt: its state, when it is tried again, what becomes of the rest."""
        retry = live.course.retry(run.task_path)
        if retry is None or outcome.never_ran or not run.attempts:
            return outcome.state, None, ()
        now = self._clock()
        own = live.course.task(run.task_path).retry
        # Of its own retry only, as in Kestra's Worker.
        if outcome.state is State.SUCCESS and own is not None and own.warning_on_retry and len(run.attempts) > 1:
            return State.WARNING, None, ()
        if outcome.state is not State.FAILED:
            return outcome.state, None, ()
        if retry.behavior is RetryBehavior.RETRY_FAILED_TASK:
            return State.FAILED, retry_time(retry, live.execution, run, now, random.uniform), ()
        again = execution_retry_time(retry, live.execution, now, random.uniform)
        if again is None:
            return State.FAILED, None, ()
        stopped = ExecutionStopped(state=State.RETRIED, task_run_state=State.RETRIED, retry_time=again)
        return State.RETRIED, None, (stopped,)

    async def _is_unchanged(self, live: Live, run: TaskRun, digest: str, text: str) -> bool:
        """Whether outputs are those that the run had in the source, and may stand for what depends on them.

        Files may have other addresses if they have the same bytes. When storage cannot tell, they are not the same.
        """
        before = run.before_digest
        if before is None or before == digest:
            return before == digest
        try:
            found = await self._store.get([before])
            if before not in found:
                return False
            values = [json.loads(found[before]), json.loads(text or live.documents.get(digest, "{}"))]
            differing = list(islice(differences(values), MAX_COMPARED))
            if len(differing) == MAX_COMPARED or not all(one.of_files for one in differing):
                return False
            paths = [path for one in differing for path in one.values]
            blobs = await self._store.find_files(paths)
            return all(len({blobs.get(path) for path in one.values} - {None}) == 1 for one in differing) and all(
                path in blobs for path in paths
            )
        except ServiceError:
            return False

    async def kept(self, live: Live, text: str) -> tuple[str, str]:
        """The digest of outputs, and their text where it is to stand in the journal."""
        if not text:
            return "", ""
        digest = hashlib.sha256(text.encode()).hexdigest()
        document = OutputDocument(execution_id=live.execution.execution_id, digest=digest, json=text)
        if len(text) <= MAX_INLINE_CHARACTERS:
            await self._outbox.room()
            self._outbox.add(document)
            return digest, text
        await until_available(partial(self._store.put, [document]))
        live.documents[digest] = text
        return digest, ""


def lost(live: Live, task_path: str) -> TaskRunFinished:
    """The end of an attempt that was lost with the last process."""
    number = live.execution.task_runs[task_path].attempts[-1].number
    return TaskRunFinished(task_path=task_path, attempt_number=number, state=State.RESUBMITTED, error=STOPPED)


def _given_up(run: TaskRun, outcome: Outcome) -> Outcome:
    """A lost attempt is followed by another one, but not for ever: what kills its process may do so each time.

    Attempts that ended with the executor do not count: those were not the task's doing, and may not even have begun.
    """
    lost = sum(1 for each in run.attempts if each.state is State.RESUBMITTED and each.error != STOPPED) + 1
    if outcome.state is not State.RESUBMITTED or lost < MAX_LOST_ATTEMPTS:
        return outcome
    error = f"{outcome.error} It was lost {lost} times; does the task need more memory than there is?"
    return replace(outcome, state=State.FAILED, error=error)
