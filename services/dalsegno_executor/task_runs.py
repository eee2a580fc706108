"""A task run from its start to its next event: an attempt that ends, or a flowable that opens."""

import hashlib
import logging
from dataclasses import replace
from functools import partial

from dalsegno_executor.attempts import Attempts
from dalsegno_executor.core.events import TaskRunFinished, TaskRunOpened
from dalsegno_executor.core.execution import TaskRun
from dalsegno_executor.core.flowables import FLOWABLES
from dalsegno_executor.core.outputs import canonical
from dalsegno_executor.core.states import State, settled
from dalsegno_executor.live import Live
from dalsegno_executor.outbox import Outbox
from dalsegno_executor.patience import until_available
from dalsegno_executor.ports import Outcome, OutputDocument, OutputStore
from dalsegno_runtime.errors import ServiceError

log = logging.getLogger("dalsegno.task_runs")

# Outputs up to this size stand in the journal; larger ones go to storage before the attempt counts as ended.
MAX_INLINE_CHARACTERS = 64 * 1024
MAX_LOST_ATTEMPTS = 3


class TaskRuns:
    """Runs what was started, and says as an event what came of it."""

    def __init__(self, attempts: Attempts, outbox: Outbox, store: OutputStore) -> None:
        self._attempts = attempts
        self._outbox = outbox
        self._store = store

    async def run(self, live: Live, task_path: str) -> TaskRunFinished | TaskRunOpened:
        """Runs the attempt or opens the flowable that was just started; never raises."""
        run = live.execution.task_runs[task_path]
        try:
            if live.course.task(task_path).type in FLOWABLES:
                opened = await self._attempts.open(live, task_path)
                if not isinstance(opened, Outcome):
                    digest, text = await self._kept(live, canonical(opened.outputs) if opened.outputs else "")
                    return TaskRunOpened(task_path=task_path, opened=opened, output_digest=digest, outputs_json=text)
                outcome = opened
            else:
                outcome = _given_up(run, await self._attempts.run(live, task_path))
            return await self._finished(live, run, outcome)
        except Exception as error:
            # Whatever it is, the task run has to end: an execution must not wait for ever for one that is gone.
            log.exception("%s in %s broke off", task_path, live.execution.execution_id)
            text = error.message if isinstance(error, ServiceError) else f"{type(error).__name__}: {error}"
            outcome = Outcome(state=State.FAILED, error=f"The attempt broke off in the executor: {text}")
            return await self._finished(live, run, outcome)

    async def _finished(self, live: Live, run: TaskRun, outcome: Outcome) -> TaskRunFinished:
        task = live.course.task(run.task_path)
        digest, text = await self._kept(live, outcome.outputs_json)
        return TaskRunFinished(
            task_path=run.task_path,
            attempt_number=run.attempts[-1].number if run.attempts else 0,
            state=settled(outcome.state, allow_failure=task.allow_failure, allow_warning=task.allow_warning),
            output_digest=digest,
            outputs_json=text,
            error=outcome.error,
            metrics=outcome.metrics,
            never_ran=outcome.never_ran,
        )

    async def _kept(self, live: Live, text: str) -> tuple[str, str]:
        """The digest of outputs, and their text where it is to stand in the journal."""
        if not text:
            return "", ""
        digest = hashlib.sha256(text.encode()).hexdigest()
        document = OutputDocument(execution_id=live.execution.execution_id, digest=digest, json=text)
        if len(text) <= MAX_INLINE_CHARACTERS:
            self._outbox.add(document)
            return digest, text
        await until_available(partial(self._store.put, [document]))
        live.documents[digest] = text
        return digest, ""


def take_up(live: Live) -> list[str]:
    """Ends the attempts that were lost with the last process; returns the flowables that are to open again."""
    unopened = []
    for path in sorted(live.execution.running):
        run = live.execution.task_runs[path]
        if run.attempts:
            lost = "The executor was stopped while this attempt ran."
            number = run.attempts[-1].number
            live.arrive(TaskRunFinished(task_path=path, attempt_number=number, state=State.RESUBMITTED, error=lost))
        elif run.opened is None:
            unopened.append(path)
    return unopened


def _given_up(run: TaskRun, outcome: Outcome) -> Outcome:
    """A lost attempt is followed by another one, but not for ever: what kills its process may do so each time."""
    lost = sum(1 for attempt in run.attempts if attempt.state is State.RESUBMITTED) + 1
    if outcome.state is not State.RESUBMITTED or lost < MAX_LOST_ATTEMPTS:
        return outcome
    error = f"{outcome.error} It was lost {lost} times; does the task need more memory than there is?"
    return replace(outcome, state=State.FAILED, error=error)
