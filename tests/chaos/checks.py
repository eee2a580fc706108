"""What must hold of every execution, whatever was killed; each check is a generator of faults."""

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping

from chaos.evidence import Case, Evidence
from chaos.workload import CORE, QUEUE_LIMIT
from dalsegno.api.executor.v1 import executor_pb2 as executor
from support.flows import state_name

Fault = str
Found = Iterator[Fault]
DOWNLOAD = f"{CORE}.http.Download"
RETURN = f"{CORE}.debug.Return"


def check(evidence: Evidence, asked: Mapping[str, int]) -> Iterator[tuple[str, Fault]]:
    """Yields the name of every check that was made, with its fault, or "" where there is none.

    `asked` counts the requests: by label for new executions, by source for replays.
    """
    for case in evidence.cases.values():
        for name, look in EACH.items():
            found = [f"{case.name}: {fault}" for fault in look(case, evidence)]
            yield from ((name, fault) for fault in found or [""])
    for name, faults in (("requests", _requests(evidence, asked)), ("queue", _queue(evidence))):
        found = list(faults)
        yield from ((name, fault) for fault in found or [""])


def _end(case: Case, _evidence: Evidence) -> Found:
    """It ended as its flow must, and so did each of its task runs."""
    state = state_name(case.execution.state)
    if state != case.kind.state:
        yield f"it is {state} and has to be {case.kind.state}. {case.execution.error}"
    found = {path: state_name(run.state) for path, run in case.runs.items()}
    if found != dict(case.kind.runs):
        different = {path: (found.get(path), case.kind.runs.get(path)) for path in found.keys() | case.kind.runs.keys()}
        wrong = {path: pair for path, pair in different.items() if pair[0] != pair[1]}
        yield f"task runs are (found, wanted) {wrong}. {[run.error for run in case.runs.values() if run.error]}"


def _journal(case: Case, _evidence: Evidence) -> Found:
    """No event is missing or doubled, and the last one but for labels is the end."""
    positions = [event.position for event in case.journal]
    if positions != list(range(1, len(positions) + 1)) or not positions:
        yield f"its journal has the positions {positions}"
    of = Counter(event.WhichOneof("kind") for event in case.journal)
    for kind in ("execution_created", "execution_started", "execution_ended"):
        if of[kind] != 1:
            yield f"its journal has {of[kind]} events {kind}, and has to have 1"


def _seen(case: Case, _evidence: Evidence) -> Found:
    """What its watcher saw is what is there: each event once, in order, and nothing that was lost afterwards."""
    for number, event in enumerate(case.seen, start=1):
        if event.position != number:
            yield f"its watcher was shown position {event.position} as event {number}"
            return
        if number > len(case.journal) or case.journal[number - 1] != event:
            now = str(case.journal[number - 1]) if number <= len(case.journal) else "nothing"
            yield f"its watcher saw {str(event)!r}, and now there is {now!r}: it was shown before it was durable"
            return


def _attempts(case: Case, _evidence: Evidence) -> Found:
    """Attempts count from 1; all but the last were lost, or failed as they had to; none is left running."""
    for path, run in case.runs.items():
        here = [attempt for attempt in run.attempts if attempt.execution_id == case.execution.execution_id]
        states = Counter(state_name(attempt.state) for attempt in here)
        numbers = [attempt.number for attempt in run.attempts]
        if numbers != list(range(1, len(numbers) + 1)):
            yield f"{path} has attempts {numbers}"
        if not here:
            continue
        failed, lost = case.kind.failures.get(path, 0), states["RESUBMITTED"]
        last = state_name(here[-1].state)
        if last != state_name(run.state) or len(here) != 1 + lost + states["FAILED"] - (last == "FAILED"):
            yield f"{path} is {state_name(run.state)} after attempts {dict(states)}"
        # A failure that was not committed is one of a lost attempt.
        if not failed - lost <= states["FAILED"] - (last == "FAILED") <= failed:
            yield f"{path} failed {states['FAILED']} times and was lost {lost} times; it fails {failed} times by itself"


def _once(case: Case, _evidence: Evidence) -> Found:
    """Nothing starts again once its success is committed, and nothing starts twice as the same attempt."""
    started: set[tuple[str, int, int]] = set()
    rounds: dict[str, set[int]] = {}
    for event in case.journal:
        match event.WhichOneof("kind"):
            case "task_run_started":
                begun = event.task_run_started
                key = (begun.task_path, begun.iteration, begun.attempt_number)
                if key in started or begun.iteration in rounds.get(begun.task_path, ()):
                    yield f"{key} starts at position {event.position}, and it had started or succeeded before"
                started.add(key)
            case "task_run_finished" if state_name(event.task_run_finished.state) == "SUCCESS":
                path = event.task_run_finished.task_path
                iterations = {key[1] for key in started if key[0] == path}
                rounds.setdefault(path, set()).update(iterations)


def _effects(case: Case, _evidence: Evidence) -> Found:
    """The origin saw each attempt at most once, none after the success was committed, and each success."""
    asked = Counter((request.task_run_id, request.round, request.number) for request in case.requests)
    for (task_run_id, round_, number), times in asked.items():
        if times > 1:
            yield f"attempt {number + 1} of task run {task_run_id} {round_} was made {times} times"
    begun = {_begun(event.task_run_started) for event in case.journal if event.HasField("task_run_started")}
    for request in case.requests:
        key = (request.task_run_id, request.round, request.number)
        if key not in begun:
            yield f"the origin was asked by {key}, and no such attempt was recorded"
    for event in case.journal:
        finished = event.task_run_finished
        if event.WhichOneof("kind") != "task_run_finished" or state_name(finished.state) != "SUCCESS":
            continue
        run = case.runs.get(finished.task_path)
        if run is None or run.task_type != DOWNLOAD:
            continue
        mine = [request for request in case.requests if request.task_run_id == run.task_run_id]
        round_ = str(run.iteration) if run.HasField("iteration") else ""
        if not round_ and any(request.unix_seconds > _unix_seconds(event) for request in mine):
            yield f"{run.task_path} asked the origin after its success was recorded at position {event.position}"
        if finished.attempt_number - 1 not in {request.number for request in mine}:
            yield f"attempt {finished.attempt_number} of {run.task_path} succeeded, and the origin was not asked by it"


def _begun(started: executor.TaskRunStarted) -> tuple[str, str, int]:
    round_ = str(started.iteration) if started.HasField("iteration") else ""
    return started.task_run_id, round_, started.attempt_number - 1


def _outputs(case: Case, evidence: Evidence) -> Found:
    """Every output is in storage under its digest, and is what this task run has to have made."""
    for path, run in case.runs.items():
        if state_name(run.state) == "SUCCESS" and run.task_type in (DOWNLOAD, RETURN) and not run.output_digest:
            yield f"{path} has no outputs"
        if not run.output_digest:
            continue
        document = evidence.stored.get(run.output_digest)
        if document is None:
            yield f"the outputs of {path} ({run.output_digest}) are not in storage"
            continue
        if hashlib.sha256(document.encode()).hexdigest() != run.output_digest:
            yield f"the outputs of {path} are stored as {document!r}, which has another digest than {run.output_digest}"
        yield from _made(case, evidence, run, json.loads(document))


def _made(case: Case, evidence: Evidence, run: executor.TaskRun, outputs: Mapping[str, object]) -> Found:
    reused = run.HasField("reused_from")
    execution_id = run.reused_from.execution_id if reused else case.execution.execution_id
    maker = _maker(evidence, run) if reused else run
    if maker is None:
        yield f"{run.task_path} was reused from a task run of {execution_id} that is not there"
        return
    wanted = f"{execution_id}/{maker.task_run_id}"
    if run.task_type == RETURN and outputs != {"value": wanted}:
        yield f"{run.task_path} has the outputs {outputs}, and {wanted!r} is what it has to say"
    if run.task_type == DOWNLOAD:
        text = evidence.files.get(str(outputs["uri"]), b"").decode()
        number = maker.attempts[-1].number - 1
        if f"/{wanted}/" not in text or not text.endswith(f"/{number}"):
            yield f"the file of {run.task_path} has the text {text!r}, which is not of attempt {number + 1} of {wanted}"


def _flow_outputs(case: Case, _evidence: Evidence) -> Found:
    """The outputs of the flow are those of its last task."""
    if case.kind.outputs_from and state_name(case.execution.state) == "SUCCESS":
        run = case.runs.get(case.kind.outputs_from)
        wanted = f"{case.execution.execution_id}/{run.task_run_id if run else '?'}"
        found = json.loads(case.execution.outputs_json or "{}")
        if found != {"last": wanted}:
            yield f"its outputs are {found}, and {wanted!r} is what `last` has to be"


def _maker(evidence: Evidence, run: executor.TaskRun) -> executor.TaskRun | None:
    source = evidence.cases.get(run.reused_from.execution_id)
    runs = source.execution.task_runs if source else ()
    return next((each for each in runs if each.task_run_id == run.reused_from.task_run_id), None)


def _reuse(case: Case, evidence: Evidence) -> Found:
    """A replay reused what its plan promised, with the digest that is in the source."""
    if case.plan is None:
        return
    verdicts = {task.task_path: executor.Verdict.Name(task.verdict) for task in case.plan.tasks}
    source = evidence.cases.get(case.plan.execution_id)
    digests = {path: run.output_digest for path, run in source.runs.items()} if source else {}
    for path, run in case.runs.items():
        promised = verdicts.get(path.split("/")[0].split("[")[0]) == "VERDICT_REUSED_UPSTREAM"
        if promised != run.HasField("reused_from"):
            yield f"{path} was{'' if run.HasField('reused_from') else ' not'} reused; its plan says {verdicts}"
        elif promised and run.output_digest != digests.get(path):
            yield f"{path} was reused with digest {run.output_digest}; the source has {digests.get(path)}"


def _children(case: Case, evidence: Evidence) -> Found:
    """Each Subflow started one execution, and has its outputs."""
    for path, flow_id in case.kind.children.items():
        run = case.runs.get(path)
        if run is None or run.HasField("reused_from") or state_name(run.state) != "SUCCESS":
            continue
        outputs = json.loads(run.outputs_json or evidence.stored.get(run.output_digest, "{}"))
        child = evidence.cases.get(outputs.get("executionId", ""))
        if child is None or child.kind.flow_id != flow_id:
            yield f"{path} says that it started {outputs}, which is no execution of {flow_id}"
        elif outputs.get("outputs") != json.loads(child.execution.outputs_json or "{}"):
            yield f"{path} has {outputs.get('outputs')}; its child has {child.execution.outputs_json}"


def _requests(evidence: Evidence, asked: Mapping[str, int]) -> Found:
    """Each request, however often it was made, brought about one execution; each Subflow started one."""
    found: Counter[str] = Counter()
    started: Counter[str] = Counter()
    for case in evidence.cases.values():
        execution = case.execution
        trigger = json.loads(execution.trigger_json or "{}").get("variables", {})
        if execution.parent_id:
            found[execution.parent_id] += 1
        elif trigger:
            started[trigger["executionId"]] += 1
        else:
            found[f"chaos {execution.labels['chaos']}"] += 1
    for key in asked.keys() | found.keys():
        if found[key] != asked.get(key, 0):
            yield f"{asked.get(key, 0)} requests of {key} brought about {found[key]} executions"
    for execution_id, times in started.items():
        if times > 1:
            yield f"the Subflow of execution {execution_id} started {times} executions"


def _queue(evidence: Evidence) -> Found:
    """No more executions of a flow with a limit ran at once than it allows."""
    changes: list[tuple[float, int, str]] = []
    for case in evidence.cases.values():
        if "behavior: QUEUE" in case.kind.source:
            for event in case.journal:
                kind = event.WhichOneof("kind")
                if kind in ("execution_started", "execution_ended"):
                    step = 1 if kind == "execution_started" else -1
                    changes.append((_unix_seconds(event), step, case.execution.execution_id))
    running: set[str] = set()
    for _time, step, execution_id in sorted(changes):
        (running.add if step > 0 else running.discard)(execution_id)
        if len(running) > QUEUE_LIMIT:
            yield f"{sorted(running)} ran at once, and the limit is {QUEUE_LIMIT}"


def _unix_seconds(event: executor.Event) -> float:
    return event.time.seconds + event.time.nanos / 1e9


EACH: Mapping[str, Callable[[Case, Evidence], Found]] = {
    "ends": _end,
    "journals": _journal,
    "watches": _seen,
    "attempts": _attempts,
    "runs once": _once,
    "side effects": _effects,
    "outputs": _outputs,
    "flow outputs": _flow_outputs,
    "reuse": _reuse,
    "children": _children,
}
