"""The flows that run while services are killed, and what each of them must come to.

Every output is unique to its task run: a Return says which run it is, and a Download fetches a page whose address, and
whose text, name the execution, the task run, its round in a loop and its attempt. So the origin counts side effects.
"""

import threading
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from support.flows import NAMESPACE

CORE = "io.kestra.plugin.core"
SAYS = "{{ execution.id }}/{{ taskrun.id }}"
ANSWER_SECONDS = 0.03  # long enough for kills to meet requests under way
FAILURES = 2  # of each page that is `flaky`
QUEUE_LIMIT = 1


@dataclass(frozen=True, slots=True)
class Request:
    """One request that reached the origin; `number` counts attempts from 0, and `round` is empty outside loops."""

    execution_id: str
    task_run_id: str
    round: str
    number: int
    unix_seconds: float


@dataclass(slots=True)
class Origin:
    """A server of pages that no two attempts share."""

    address: str = ""
    requests: list[Request] = field(default_factory=list)
    _failed: Counter[str] = field(default_factory=Counter)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def answer(self, path: str) -> tuple[int, bytes]:
        """Paths are /ok|flaky/EXECUTION/TASK_RUN/ROUND/NUMBER."""
        _, mode, execution_id, task_run_id, round_, number = path.split("/")
        request = Request(execution_id, task_run_id, round_.strip("-"), int(number), time.time())
        with self._lock:
            self.requests.append(request)
            fails = mode == "flaky" and self._failed[task_run_id] < FAILURES
            self._failed[task_run_id] += fails
        time.sleep(ANSWER_SECONDS)
        return (503, b"not yet") if fails else (200, path.encode())


@contextmanager
def origin() -> Iterator[Origin]:
    made = Origin()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, body = made.answer(self.path)
            try:
                self.send_response(status)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)
            except OSError:
                pass  # whoever asked was killed

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    made.address = f"http://127.0.0.1:{server.server_address[1]}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield made
    finally:
        server.shutdown()
        server.server_close()


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A flow, and what every execution of it must come to; `starts` are the tasks that a replay may begin at."""

    flow_id: str
    source: str
    runs: Mapping[str, str]  # state by path
    starts: tuple[str, ...]
    state: str = "SUCCESS"
    outputs_from: str = ""  # the task run whose text is the flow's output `last`
    failures: Mapping[str, int] = field(default_factory=dict)  # attempts that must fail first, by path
    children: Mapping[str, str] = field(default_factory=dict)  # flow that a path starts


def say(task_id: str, indent: int = 2) -> str:
    return f"{' ' * indent}- {{id: {task_id}, type: {CORE}.debug.Return, format: '{SAYS}'}}\n"


def get(address: str, task_id: str, indent: int = 2, mode: str = "ok", round_: str = "-", more: str = "") -> str:
    page = f"{address}/{mode}/{SAYS}/{round_}/{{{{ taskrun.attemptsCount }}}}"
    return f"{' ' * indent}- {{id: {task_id}, type: {CORE}.http.Download, uri: '{page}'{more}}}\n"


def holder(task_id: str, kind: str, properties: str, *tasks: str) -> str:
    """A flowable with these tasks, which are indented by 6."""
    return f"  - id: {task_id}\n    type: {CORE}.flow.{kind}\n{properties}    tasks:\n{''.join(tasks)}"


def kinds(prefix: str, address: str) -> list[Kind]:
    """All of them; a child stands before its parent."""
    last = "outputs: [{id: last, type: STRING, value: '{{ outputs.d.value }}'}]\n"
    made: list[Kind] = []

    def add(
        name: str, tasks: str, runs: str, starts: str, head: str = "", state: str = "SUCCESS", **more: object
    ) -> None:
        """`runs` are paths, each followed by `!STATE` where that is not SUCCESS."""
        flow_id = f"{prefix}_{name}"
        source = f"id: {flow_id}\nnamespace: {NAMESPACE}\n{head}tasks:\n{tasks}"
        states = {path: given or "SUCCESS" for path, _, given in (run.partition("!") for run in runs.split())}
        begins = tuple(starts.split())
        made.append(Kind(flow_id=flow_id, source=source, runs=states, starts=begins, state=state, **more))  # type: ignore[arg-type]  # as named

    four = get(address, "a") + say("b") + get(address, "c") + say("d")
    add("sequence", four, "a b c d", "a b c d", last, outputs_from="d")
    inner = "".join((say("p1", 6), get(address, "p2", 6), say("p3", 6), get(address, "p4", 6)))
    add("parallel", say("a") + holder("p", "Parallel", "", inner) + say("d"), "a p p/p1 p/p2 p/p3 p/p4 d", "a p d")
    each = "".join(f" e[value={v}]/s e[value={v}]/g" for v in "wxyz")
    for name, limit in (("each", 1), ("each_at_once", 0)):
        properties = f"    values: [w, x, y, z]\n    concurrencyLimit: {limit}\n"
        tasks = holder("e", "ForEach", properties, say("s", 6), get(address, "g", 6))
        add(name, get(address, "a") + tasks + say("d"), f"a e d{each}", "a e d")
    retry = ", retry: {type: constant, interval: PT0.05S, maxAttempts: 40}"
    add(
        "retry",
        say("a") + get(address, "r", mode="flaky", more=retry) + say("d"),
        "a r d",
        "a d",
        failures={"r": FAILURES},
    )
    pause = f"  - {{id: p, type: {CORE}.flow.Pause, pauseDuration: PT0.7S}}\n"
    add("pause", get(address, "a") + pause + get(address, "c") + say("d"), "a p c d", "a c d")
    loop = "    condition: '{{ outputs.l.iterationCount >= 3 }}'\n    checkFrequency: {interval: PT0.1S}\n"
    round_ = "{{ outputs.l.iterationCount ?? 0 }}"
    add("loop", holder("l", "LoopUntil", loop, get(address, "g", 6, round_=round_)) + say("d"), "l l/g d", "l d")
    call = f"  - {{id: s, type: {CORE}.flow.Subflow, namespace: {NAMESPACE}, flowId: {prefix}_sequence}}\n"
    called = {"s": f"{prefix}_sequence"}
    add("subflow", get(address, "a") + call + say("d"), "a s d", "a s d", last, outputs_from="d", children=called)
    fails = f"  - {{id: f, type: {CORE}.execution.Fail}}\n"
    after = f"errors:\n{get(address, 'x')}finally:\n{get(address, 'y')}"
    add("errors", get(address, "a") + fails + after, "a f!FAILED x y", "a f", state="FAILED")
    queue = f"concurrency: {{limit: {QUEUE_LIMIT}, behavior: QUEUE}}\n"
    add("queue", get(address, "a") + get(address, "b") + say("d"), "a b d", "a b d", queue)
    return made
