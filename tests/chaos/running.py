"""One run: executions and replays are started and watched while services are killed; then everything is checked."""

import asyncio
import itertools
import random
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from chaos.checks import check
from chaos.evidence import Evidence
from chaos.killing import WEIGHTS, Killer
from chaos.workload import Kind, Origin, kinds
from dalsegno import AsyncClient, Endpoints
from dalsegno.api.executor.v1 import executor_pb2 as executor
from dalsegno.errors import DalSegnoError
from dalsegno.patience import Patience, Retry
from support.flows import NAMESPACE, state_name
from support.stack import Stack

# A client that outlasts every restart.
PATIENT = Patience(
    retry=Retry(tries=400, first_pause_seconds=0.05, max_pause_seconds=0.2),
    resume=Retry(tries=400, first_pause_seconds=0.05, max_pause_seconds=0.2),
)
MOMENT_SECONDS = 1.0
NUMBER = "chaos"  # the label that tells which request an execution came of


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How long the kills go on, how far they are apart, and how much is under way meanwhile."""

    seed: int
    kill_seconds: float
    pause_seconds: tuple[float, float] = (0.1, 0.9)
    at_once: int = 14
    kinds: tuple[str, ...] = tuple(WEIGHTS)
    ends_within_seconds: float = 45.0  # after the last kill


@dataclass(slots=True, kw_only=True)
class Followed:
    """An execution that a request brought about, as its watcher saw it."""

    kind: Kind
    number: int
    execution_id: str = ""
    source: "Followed | None" = None
    start: str = ""
    plan: executor.ReplayPlan | None = None
    seen: list[executor.Event] = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class Report:
    seed: int
    executions: int = 0
    kills: Counter[str] = field(default_factory=Counter)
    checks: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)

    def add(self, other: "Report") -> None:
        self.executions += other.executions
        self.kills += other.kills
        self.checks += other.checks
        self.faults += other.faults

    def table(self) -> str:
        def line(name: str, counted: Counter[str]) -> str:
            parts = ", ".join(f"{key} {number}" for key, number in sorted(counted.items()))
            return f"{name:<12}{counted.total():>7}   {parts}\n"

        shown = "".join(f"  {fault}\n" for fault in self.faults[:20])
        executions = f"{'executions':<12}{self.executions:>7}   seed {self.seed}\n"
        faults = f"{'faults':<12}{len(self.faults):>7}\n{shown}"
        return executions + line("kills", self.kills) + line("checks", self.checks) + faults


class Run:
    def __init__(self, stack: Stack, origin: Origin, plan: Plan) -> None:
        self._stack = stack
        self._origin = origin
        self._plan = plan
        self._kinds = kinds(f"chaos{plan.seed}", origin.address)
        self._random = random.Random(f"work {plan.seed}")  # noqa: S311  # drawn again by the same seed
        self._numbers = itertools.count(1)
        # The flow with a limit comes twice, so that some wait for others.
        self._turns = itertools.cycle([*self._kinds, self._kinds[-1]])
        self._tasks: list[asyncio.Task[None]] = []
        self._more: Callable[[Followed], None]
        self._followed: list[Followed] = []
        self._faults: list[str] = []
        self._killing = True
        self._finished = asyncio.Event()
        self.killer = Killer(stack, plan.seed, plan.kinds, self._moment, self._ask_more)

    async def run(self) -> Report:
        stack = self._stack
        endpoints = Endpoints(registry=stack.registry, executor=stack.executor, storage=stack.storage)
        async with AsyncClient(endpoints, patience=PATIENT) as client:
            for kind in self._kinds:
                await client.flows.put(kind.source)
            self._tasks = [asyncio.create_task(self._work(client)) for _ in range(self._plan.at_once)]
            self._more = lambda followed: self._tasks.append(asyncio.create_task(self._start(client, followed)))
            await self._kill_for_a_while(client)
            work = self._tasks
            _, hanging = await asyncio.wait(work, timeout=self._plan.ends_within_seconds)
            for task in hanging:
                task.cancel()
            await asyncio.gather(*hanging, return_exceptions=True)
            for task in work:
                if not task.cancelled() and (error := task.exception()):
                    self._faults.append(f"a request failed: {error!r}")
            return await self._report(client)

    async def _kill_for_a_while(self, client: AsyncClient) -> None:
        end = time.monotonic() + self._plan.kill_seconds
        while time.monotonic() < end:
            await asyncio.sleep(self.killer.pause_seconds(*self._plan.pause_seconds))
            await self.killer.kill()
            await self._repeat(client, 2)
        self._killing = False

    def _ask_more(self) -> None:
        """Asks for two executions and two replays; nothing waits for their answers."""
        for _ in range(2):
            self._more(Followed(kind=next(self._turns), number=next(self._numbers)))
        ended = [each for each in self._followed if _ended_well(each)]
        for source in self._random.sample(ended, min(2, len(ended))):
            start = self._random.choice(source.kind.starts)
            self._more(Followed(kind=source.kind, number=next(self._numbers), source=source, start=start))

    async def _moment(self) -> None:
        """Waits until a watcher sees a task run end: its outputs are then on their way, and others have begun."""
        self._finished.clear()
        try:
            await asyncio.wait_for(self._finished.wait(), MOMENT_SECONDS)
        except TimeoutError:
            pass

    async def _work(self, client: AsyncClient) -> None:
        """Runs one flow after the other, and replays some, as long as services are killed."""
        while self._killing:
            followed = Followed(kind=next(self._turns), number=next(self._numbers))
            await self._start(client, followed)
            while self._killing and _ended_well(followed) and self._random.random() < 0.5:
                start = self._random.choice(followed.kind.starts)
                followed = Followed(kind=followed.kind, number=next(self._numbers), source=followed, start=start)
                await self._start(client, followed)

    async def _start(self, client: AsyncClient, followed: Followed) -> None:
        await self._ask(client, followed)
        self._followed.append(followed)
        async for event in client.executions.watch(followed.execution_id):
            followed.seen.append(event)
            if event.HasField("task_run_finished"):
                self._finished.set()

    async def _ask(self, client: AsyncClient, followed: Followed) -> None:
        """Makes the request, or the same one again, which has to give the same execution."""
        request_id = f"{NUMBER}-{self._plan.seed}-{followed.number}"
        if followed.source is None:
            labels = {NUMBER: str(followed.number)}
            execution = await client.executions.create(
                NAMESPACE, followed.kind.flow_id, labels=labels, request_id=request_id
            )
        else:
            source = followed.source.execution_id
            answer = await client.executions.replay(source, followed.start, request_id=request_id)
            execution, followed.plan = answer.execution, answer.plan
        if followed.execution_id not in ("", execution.execution_id):
            self._faults.append(
                f"request {request_id} of {followed.kind.flow_id} gave {followed.execution_id}, and when it was "
                f"repeated {execution.execution_id}"
            )
        followed.execution_id = followed.execution_id or execution.execution_id

    async def _repeat(self, client: AsyncClient, count: int) -> None:
        for followed in self._random.sample(self._followed, min(count, len(self._followed))):
            try:
                await self._ask(client, followed)
            except DalSegnoError as error:
                what = f"replay of {followed.source.execution_id}" if followed.source else followed.kind.flow_id
                self._faults.append(f"request {followed.number} ({what}) was refused when it was repeated: {error!r}")

    async def _report(self, client: AsyncClient) -> Report:
        report = Report(seed=self._plan.seed, kills=self.killer.kills, faults=self._faults)
        await self._repeat(client, len(self._followed))
        report.checks["requests repeated"] = len(self._followed)
        evidence = Evidence()
        by_flow = {kind.flow_id: kind for kind in self._kinds}
        for flow_id in by_flow:
            async for summary in client.executions.list(namespace=NAMESPACE, flow_id=flow_id):
                await evidence.gather(client, by_flow, summary.execution_id)
        report.executions = len(evidence.cases)
        evidence.count(self._origin)
        for followed in self._followed:
            case = evidence.cases.get(followed.execution_id)
            if case is None:
                self._faults.append(f"execution {followed.execution_id} was acknowledged, and is not there any more")
            else:
                case.seen, case.plan = followed.seen, followed.plan
        await evidence.gather_outputs(client, self._stack.storage)
        asked = Counter(
            followed.source.execution_id if followed.source else f"{NUMBER} {followed.number}"
            for followed in self._followed
        )
        for name, fault in check(evidence, asked):
            report.checks[name] += 1
            if fault:
                report.faults.append(f"seed {self._plan.seed}: {fault}")
        return report


def _ended_well(followed: Followed) -> bool:
    """Whether it ended as it must, and so has every task run that a replay may begin at."""
    ends = [event.execution_ended for event in followed.seen if event.HasField("execution_ended")]
    return [state_name(end.state) for end in ends] == [followed.kind.state]
