"""What the executor refuses, and why.

ServiceError
├── ExecutionNotFound       NOT_FOUND            EXECUTION_NOT_FOUND
├── TaskRunNotFound         NOT_FOUND            TASK_RUN_NOT_FOUND
├── OutputsGone             NOT_FOUND            BLOB_NOT_FOUND
├── TaskNotFound            NOT_FOUND            TASK_NOT_FOUND
├── MapInvalid              INVALID_ARGUMENT     INVALID_FIELD
├── MapAmbiguous            FAILED_PRECONDITION  TASK_AMBIGUOUS
├── FlowDisabled            FAILED_PRECONDITION  FLOW_DISABLED
├── NothingToReplay         FAILED_PRECONDITION  NOTHING_TO_REPLAY
├── UpstreamNotSuccessful   FAILED_PRECONDITION  UPSTREAM_NOT_SUCCESSFUL
├── UpstreamOutputGone      FAILED_PRECONDITION  UPSTREAM_OUTPUT_GONE
├── PlanChanged             FAILED_PRECONDITION  PLAN_CHANGED
├── EffectsNotAllowed       FAILED_PRECONDITION  EFFECTS_NOT_ALLOWED
├── InputsInvalid           INVALID_ARGUMENT     INPUTS_INVALID
├── SecretUnreadable        FAILED_PRECONDITION  SECRET_UNREADABLE
├── CheckFailed             FAILED_PRECONDITION  CHECK_FAILED
├── NotPaused               FAILED_PRECONDITION  NOT_PAUSED
├── NotRestartable          FAILED_PRECONDITION  NOT_RESTARTABLE
├── ExecutionHasEnded       FAILED_PRECONDITION  EXECUTION_ENDED
├── ExecutionNotRunning     FAILED_PRECONDITION  EXECUTION_NOT_RUNNING
├── ExecutionNotEnded       FAILED_PRECONDITION  EXECUTION_NOT_ENDED
├── BulkReplayNotFound      NOT_FOUND            BULK_REPLAY_NOT_FOUND
├── BulkReplayEnded         FAILED_PRECONDITION  BULK_REPLAY_ENDED
├── NothingSelected         FAILED_PRECONDITION  NOTHING_SELECTED
└── JournalUnreadable       DATA_LOSS            JOURNAL_CORRUPT
"""

from collections.abc import Iterator, Sequence

from dalsegno_executor.core.states import State
from dalsegno_runtime.errors import FieldViolation, InvalidField, ServiceError

# An error travels in HTTP/2 trailers, which clients refuse above 8 KiB, Base64 and percent signs included.
MAX_MESSAGE_CHARACTERS = 1_000
MAX_VIOLATIONS_BYTES = 2_000
MAX_TEXT_CHARACTERS = 300
MAX_LISTED = 20


class ExecutionNotFound(ServiceError):
    code = "NOT_FOUND"
    reason = "EXECUTION_NOT_FOUND"

    def __init__(self, execution_id: str) -> None:
        super().__init__(
            f"There is no execution {execution_id!r}. ListExecutions shows those that exist.", execution=execution_id
        )


class TaskRunNotFound(ServiceError):
    code = "NOT_FOUND"
    reason = "TASK_RUN_NOT_FOUND"

    def __init__(self, execution_id: str, task_run: str, *, found: Sequence[str], other_execution: str = "") -> None:
        if other_execution:
            there = f"It belongs to execution {other_execution}; replay that one, or give one of"
        else:
            there = "It has"
        runs = _listed(found) or "none"
        super().__init__(
            f"Execution {execution_id} has no task run {task_run!r}. {there} these task runs: {runs}.",
            execution=execution_id,
            task_run=task_run,
            other_execution=other_execution,
        )


class OutputsGone(ServiceError):
    code = "NOT_FOUND"
    reason = "BLOB_NOT_FOUND"

    def __init__(self, execution_id: str, task_path: str, digest: str) -> None:
        super().__init__(
            f"The outputs of task {task_path!r} of execution {execution_id} are no longer stored (digest {digest}). "
            "Replay the execution from this task to make them again.",
            digest=digest,
        )


class TaskNotFound(ServiceError):
    code = "NOT_FOUND"
    reason = "TASK_NOT_FOUND"

    def __init__(self, task: str, revision: int, *, found: Sequence[str]) -> None:
        super().__init__(
            f"Revision {revision} has no task {task!r} to begin at. Its tasks: {_listed(found)}.",
            task=task,
            revision=revision,
        )


class MapInvalid(InvalidField):
    """What a caller says of renamed tasks cannot be."""

    def __init__(self, task: str, why: str, tasks: Sequence[str]) -> None:
        known = f" Its tasks: {_listed(tasks)}." if tasks else ""
        super().__init__("task_map", f"task_map[{task!r}]: {why}.{known}")


class MapAmbiguous(ServiceError):
    code = "FAILED_PRECONDITION"
    reason = "TASK_AMBIGUOUS"

    def __init__(self, task: str, candidates: Sequence[str]) -> None:
        named = _listed(candidates)
        super().__init__(
            f"Task {task} may be what became of {named}: they are defined alike, and not alone in that. Say in "
            f"task_map what became of {candidates[0]}: {task}, another task, or an empty text for none.",
            task=task,
            candidates=",".join(candidates),
        )


class FlowDisabled(ServiceError):
    code = "FAILED_PRECONDITION"
    reason = "FLOW_DISABLED"

    def __init__(self, namespace: str, flow_id: str, revision: int) -> None:
        super().__init__(
            f"Revision {revision} of flow {namespace}.{flow_id} is disabled. Put a revision without `disabled: true`.",
            namespace=namespace,
            flow=flow_id,
        )


class NothingToReplay(ServiceError):
    code = "FAILED_PRECONDITION"
    reason = "NOTHING_TO_REPLAY"

    def __init__(self, execution_id: str, state: State) -> None:
        super().__init__(
            f"Execution {execution_id} is {state} and has no failed task run. Name the task to replay from.",
            execution=execution_id,
            state=state,
        )


class UpstreamNotSuccessful(ServiceError):
    code = "FAILED_PRECONDITION"
    reason = "UPSTREAM_NOT_SUCCESSFUL"

    def __init__(self, execution_id: str, task: str, tasks: Sequence[tuple[str, State]]) -> None:
        named = _listed([f"{path} ({state})" for path, state in tasks])
        super().__init__(
            f"A replay of execution {execution_id} from {task} would reuse task runs that did not succeed: {named}. "
            f"Replay from {tasks[0][0]}.",
            execution=execution_id,
            tasks=",".join(path for path, _ in tasks[:MAX_LISTED]),
        )


class UpstreamOutputGone(ServiceError):
    code = "FAILED_PRECONDITION"
    reason = "UPSTREAM_OUTPUT_GONE"

    def __init__(self, execution_id: str, obstacles: Sequence[tuple[str, str]]) -> None:
        named = _short(" ".join(message for _, message in obstacles), MAX_MESSAGE_CHARACTERS)
        tasks = list(dict.fromkeys(path for path, _ in obstacles))[:MAX_LISTED]
        super().__init__(
            f"Execution {execution_id} cannot be replayed from there: {named}",
            execution=execution_id,
            tasks=",".join(tasks),
        )


class PlanChanged(ServiceError):
    code = "FAILED_PRECONDITION"
    reason = "PLAN_CHANGED"

    def __init__(self, asked: str, digest: str) -> None:
        super().__init__(
            f"The plan is not the one with digest {asked!r} any more. Plan again, and replay with the new digest.",
            plan_digest=digest,
        )


class EffectsNotAllowed(ServiceError):
    code = "FAILED_PRECONDITION"
    reason = "EFFECTS_NOT_ALLOWED"

    def __init__(self, execution_id: str, task_paths: Sequence[str]) -> None:
        super().__init__(
            f"The replay of {execution_id} would run again what cannot be undone: {_listed(task_paths)}. Name these "
            "tasks as allowed to run again, or skip them.",
            execution=execution_id,
            tasks=",".join(task_paths[:MAX_LISTED]),
        )


class InputsInvalid(ServiceError):
    """The message has all problems and the violations one for each input, as far as they fit."""

    code = "INVALID_ARGUMENT"
    reason = "INPUTS_INVALID"

    def __init__(self, problems: Sequence[tuple[str, str]]) -> None:
        """Takes the id of each input with what is wrong with it."""
        super().__init__(
            _short("\n".join(text for _, text in problems), MAX_MESSAGE_CHARACTERS),
            violations=tuple(_violations(problems)),
            problem_count=len(problems),
        )
        self.problems = tuple(problems)


class SecretUnreadable(ServiceError):
    """A SECRET value cannot be decrypted."""

    code = "FAILED_PRECONDITION"
    reason = "SECRET_UNREADABLE"

    def __init__(self, place: str, found: str) -> None:
        super().__init__(
            f"The secret `{place}` cannot be decrypted: {found}. It is kept as it is. Start the executor with the key "
            "that it was encrypted with, beside the one of today: DALSEGNO_EXECUTOR_ENCRYPTION_KEY takes several, "
            "separated by commas. Then restart or replay the execution.",
            place=place,
        )


class CheckFailed(ServiceError):
    code = "FAILED_PRECONDITION"
    reason = "CHECK_FAILED"

    def __init__(self, namespace: str, flow_id: str, messages: Sequence[str]) -> None:
        told = "\n".join(f"- {message}" for message in messages)
        super().__init__(
            f"Flow execution blocked: one or more condition checks evaluated to false.\nFailed checks:\n"
            f"{_short(told, MAX_MESSAGE_CHARACTERS)}",
            namespace=namespace,
            flow=flow_id,
        )


class NotPaused(ServiceError):
    code = "FAILED_PRECONDITION"
    reason = "NOT_PAUSED"

    def __init__(self, execution_id: str, state: State, task_run: str = "", *, waits_for_time: bool = False) -> None:
        what = f"Task run {task_run} of execution {execution_id}" if task_run else f"Execution {execution_id}"
        why = "waits for a time to come, not for somebody" if waits_for_time else f"is {state}, not paused"
        super().__init__(f"{what} {why}, so it cannot be resumed.", execution=execution_id, state=state)


def _violations(problems: Sequence[tuple[str, str]]) -> Iterator[FieldViolation]:
    room_bytes = MAX_VIOLATIONS_BYTES
    for input_id, text in problems:
        field = _short(f"inputs_json.{input_id}", MAX_TEXT_CHARACTERS)
        violation = FieldViolation(field=field, description=_short(text, MAX_TEXT_CHARACTERS))
        room_bytes -= len(violation.field.encode()) + len(violation.description.encode())
        if room_bytes < 0:
            return
        yield violation


def _listed(names: Sequence[str]) -> str:
    more = f" and {len(names) - MAX_LISTED} more" if len(names) > MAX_LISTED else ""
    return ", ".join(names[:MAX_LISTED]) + more


def _short(text: str, characters: int) -> str:
    return text if len(text) <= characters else text[: characters - 1] + "…"


class ExecutionHasEnded(ServiceError):
    code = "FAILED_PRECONDITION"
    reason = "EXECUTION_ENDED"

    def __init__(self, execution_id: str, state: State, to_what: str = "kill") -> None:
        super().__init__(
            f"Execution {execution_id} is {state}: it has ended already, so there is nothing to {to_what}.",
            execution=execution_id,
            state=state,
        )


class ExecutionNotRunning(ServiceError):
    code = "FAILED_PRECONDITION"
    reason = "EXECUTION_NOT_RUNNING"

    def __init__(self, execution_id: str, state: State) -> None:
        super().__init__(
            f"Execution {execution_id} is {state}; only one that is RUNNING can be paused.",
            execution=execution_id,
            state=state,
        )


class ExecutionNotEnded(ServiceError):
    code = "FAILED_PRECONDITION"
    reason = "EXECUTION_NOT_ENDED"

    def __init__(self, execution_id: str, state: State) -> None:
        super().__init__(
            f"Execution {execution_id} is {state}; it must have ended, and not been killed, for a state in it to be "
            "set. A replay starts a new execution instead.",
            execution=execution_id,
            state=state,
        )


class ExecutionGoesOn(ServiceError):
    code = "FAILED_PRECONDITION"
    reason = "EXECUTION_NOT_ENDED"

    def __init__(self, execution_id: str, state: State, wish: str, starter: str = "") -> None:
        which = f"Execution {starter}, which has started execution {execution_id}," if starter else ""
        still = ", and what follows its end still runs" if state.is_terminal else ""
        super().__init__(
            f"{which or f'Execution {execution_id}'} is {state}{still}; it must have ended for "
            f"{f'execution {execution_id}' if starter else 'it'} to be {wish}. Wait for its end, or kill it.",
            execution=starter or execution_id,
            state=state,
        )


class NotRestartable(ServiceError):
    code = "FAILED_PRECONDITION"
    reason = "NOT_RESTARTABLE"

    def __init__(self, execution_id: str, state: State) -> None:
        super().__init__(
            f"Execution {execution_id} is {state}; it must have ended, and not been killed, to be restarted. "
            "A replay starts a new execution instead.",
            execution=execution_id,
            state=state,
        )


class JournalUnreadable(ServiceError):
    code = "DATA_LOSS"
    reason = "JOURNAL_CORRUPT"

    def __init__(self, execution_id: str, position: int, found: str) -> None:
        super().__init__(
            f"The journal of execution {execution_id} cannot be read from position {position} on: "
            f"{_short(found, MAX_TEXT_CHARACTERS)}. It stands still, other executions go on. Restore the executor's "
            "database from a backup, or create the execution anew; ListLogs still has its log.",
            execution=execution_id,
            position=position,
        )


class BulkReplayNotFound(ServiceError):
    code = "NOT_FOUND"
    reason = "BULK_REPLAY_NOT_FOUND"

    def __init__(self, bulk_id: str) -> None:
        shown = _short(bulk_id, MAX_TEXT_CHARACTERS)
        super().__init__(
            f"There is no bulk replay {shown!r}. ListBulkReplays shows those that exist.", bulk_replay=shown
        )


class BulkReplayEnded(ServiceError):
    code = "FAILED_PRECONDITION"
    reason = "BULK_REPLAY_ENDED"

    def __init__(self, bulk_id: str, state: str, asked: str) -> None:
        why = "What has begun goes on to its end" if state == "CANCELLING" else "It has ended"
        super().__init__(
            f"Bulk replay {bulk_id} is {state}, so it cannot be {asked}. {why}; create a new one for what is left.",
            bulk_replay=bulk_id,
            state=state,
        )


class NothingSelected(ServiceError):
    code = "FAILED_PRECONDITION"
    reason = "NOTHING_SELECTED"

    def __init__(self) -> None:
        super().__init__("No execution fits the filter. ListExecutions shows those that exist, with their states.")
