"""Puts the executor together from what is outside of it."""

from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from dalsegno_executor.adapters.archive import SqlArchive
from dalsegno_executor.adapters.bulk_store import SqlBulkStore
from dalsegno_executor.adapters.task_cache import SqlTaskCache
from dalsegno_executor.assertions import Assertions
from dalsegno_executor.attempts import Attempts
from dalsegno_executor.bulk_replaying import BulkReplaying
from dalsegno_executor.capacity import Bounds, Capacity
from dalsegno_executor.children import Children
from dalsegno_executor.comparing import Comparing
from dalsegno_executor.core.context import Surroundings
from dalsegno_executor.core.flowables import FLOWABLES
from dalsegno_executor.deleting import Deleting
from dalsegno_executor.engine import Engine
from dalsegno_executor.examining import Examining
from dalsegno_executor.flow_calls import FlowCalls
from dalsegno_executor.flow_checks import Checks
from dalsegno_executor.input_values import Inputs
from dalsegno_executor.killing import Killing
from dalsegno_executor.lineages import Lineages
from dalsegno_executor.logs import LogKeeper
from dalsegno_executor.outbox import Outbox
from dalsegno_executor.own_tasks import OwnTasks
from dalsegno_executor.own_tasks.count import Count
from dalsegno_executor.own_tasks.exit import Exit
from dalsegno_executor.own_tasks.fetch import Fetch
from dalsegno_executor.own_tasks.for_each_item import MergeOutputs, RunItems
from dalsegno_executor.own_tasks.jobs import Jobs
from dalsegno_executor.own_tasks.labels import Labels
from dalsegno_executor.own_tasks.resume import Resume
from dalsegno_executor.own_tasks.sleep import Sleep
from dalsegno_executor.own_tasks.subflow import Subflow, Subflows
from dalsegno_executor.own_tasks.variables import SetVariables, UnsetVariables
from dalsegno_executor.own_tasks.working_directory import Directories
from dalsegno_executor.ports import FlowRegistry, Journal, LanguageModel, OutputStore, TaskRunner
from dalsegno_executor.replaying import Replaying
from dalsegno_executor.resuming import Resuming
from dalsegno_executor.secrets import Secrets
from dalsegno_executor.service import Executor
from dalsegno_executor.showing import Showing
from dalsegno_executor.steering import Steering
from dalsegno_executor.suggesting import Suggesting
from dalsegno_executor.tables import Tables
from dalsegno_executor.task_caching import TaskCaching
from dalsegno_executor.task_runs import TaskRuns
from dalsegno_executor.trying import Trials
from dalsegno_executor.vault import Vault
from dalsegno_flow import Task
from dalsegno_flow.expressions import Engine as Expressions
from dalsegno_runtime.clock import Clock
from dalsegno_runtime.database import Database
from dalsegno_runtime.ids import NewId
from dalsegno_tasks import Catalog, UnknownTaskType


@dataclass(frozen=True, slots=True, kw_only=True)
class Outside:
    """What an executor works with; tests give their own."""

    database: Database
    journal: Journal
    registry: FlowRegistry
    store: OutputStore
    workers: TaskRunner
    directories: Path
    catalog: Catalog
    expressions: Expressions
    secrets: Secrets
    vault: Vault
    clock: Clock
    new_id: NewId
    surroundings: Surroundings
    bounds: Bounds = field(default_factory=Bounds)
    model: LanguageModel | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Assembly:
    """An executor; its parts that have an end are closed in the order in which they stand here."""

    executor: Executor
    bulks: BulkReplaying
    engine: Engine
    killing: Killing
    deleting: Deleting
    outbox: Outbox
    logs: LogKeeper

    async def recover(self) -> None:
        """Takes up what the last process left."""
        await self.engine.recover()
        await self.killing.go_on()
        await self.deleting.recover()
        await self.bulks.recover()

    async def close(self) -> None:
        await self.bulks.close()
        await self.deleting.close()
        await self.engine.close()
        await self.outbox.close()
        await self.logs.close()


def assemble(outside: Outside) -> Assembly:
    """Puts the parts together; nothing runs yet but the writers."""
    journal, store, clock = outside.journal, outside.store, outside.clock
    expressions, surroundings = outside.expressions, outside.surroundings
    outbox = Outbox(store, journal)

    def mask(execution_id: str, text: str) -> str:
        return outside.secrets.mask(text, engine.secrets([execution_id]))

    # The engine is made below.
    logs = LogKeeper(journal, lambda execution_id: engine.woken(execution_id), mask)  # noqa: PLW0108
    capacity = Capacity(outside.bounds, lambda: engine.running_count)
    own_tasks = OwnTasks()
    directories = Directories(outside.directories, outside.catalog, outside.workers)
    attempts = Attempts(
        catalog=outside.catalog,
        expressions=expressions,
        workers=outside.workers,
        own_tasks=own_tasks,
        caching=TaskCaching(SqlTaskCache(outside.database, clock), store),
        directories=directories,
        logs=logs,
        capacity=capacity,
        clock=clock,
        surroundings=surroundings,
    )
    task_runs = TaskRuns(attempts, outbox, store, clock)
    engine = Engine(
        journal=journal,
        store=store,
        outbox=outbox,
        task_runs=task_runs,
        directories=directories,
        assertions=Assertions(expressions, surroundings),
        logs=logs,
        vault=outside.vault,
        clock=clock,
    )
    inputs = Inputs(
        expressions=expressions, store=store, logs=logs, vault=outside.vault, clock=clock, surroundings=surroundings
    )
    inputs.may_run_flows(FlowCalls(engine, outside.registry, inputs, clock, outside.new_id))
    killing = Killing(engine, journal)
    subflows = Subflows(Children(engine, outside.registry, inputs, killing, clock))
    own_tasks.add(Labels())
    own_tasks.add(SetVariables())
    own_tasks.add(UnsetVariables())
    own_tasks.add(Exit())
    own_tasks.add(Sleep(clock))
    own_tasks.add(Count(journal, expressions))
    own_tasks.add(Fetch(engine.open, journal, logs, Jobs(outside.workers)))
    own_tasks.add(Subflow(subflows, expressions, surroundings, clock))
    own_tasks.add(RunItems(subflows, expressions, Jobs(outside.workers)))
    own_tasks.add(MergeOutputs(Jobs(outside.workers)))
    replaying = Replaying(
        engine=engine,
        journal=journal,
        registry=outside.registry,
        store=store,
        outbox=outbox,
        inputs=inputs,
        effects_of=partial(_effects_of, outside.catalog),
        clock=clock,
        new_id=outside.new_id,
    )
    resuming = Resuming(engine=engine, task_runs=task_runs, inputs=inputs, clock=clock, surroundings=surroundings)
    own_tasks.add(Resume(resuming.by_task))
    examining = Examining(
        registry=outside.registry,
        attempts=attempts,
        catalog=outside.catalog,
        expressions=expressions,
        trials=Trials(Jobs(outside.workers)),
        surroundings=surroundings,
        secrets=outside.secrets,
    )
    suggesting = Suggesting(
        engine=engine,
        journal=journal,
        registry=outside.registry,
        examining=examining,
        secrets=outside.secrets,
        model=outside.model,
    )
    archive = SqlArchive(outside.database, clock)
    deleting = Deleting(engine=engine, archive=archive, store=store, outbox=outbox, logs=logs)
    executor = Executor(
        engine=engine,
        replaying=replaying,
        resuming=resuming,
        killing=killing,
        steering=Steering(engine, resuming),
        deleting=deleting,
        lineages=Lineages(journal, archive),
        comparing=Comparing(engine, store, Tables(Jobs(outside.workers))),
        showing=Showing(engine, store),
        suggesting=suggesting,
        inputs=inputs,
        checks=Checks(expressions),
        journal=journal,
        registry=outside.registry,
        logs=logs,
        capacity=capacity,
        clock=clock,
        new_id=outside.new_id,
    )
    bulk_store = SqlBulkStore(outside.database, clock)
    bulks = BulkReplaying(executor=executor, store=bulk_store, clock=clock, new_id=outside.new_id)
    return Assembly(
        executor=executor,
        bulks=bulks,
        engine=engine,
        killing=killing,
        deleting=deleting,
        outbox=outbox,
        logs=logs,
    )


def _effects_of(catalog: Catalog, task: Task) -> str:
    """What a task says that running it does outside, or its type; empty for what runs other tasks, and when unknown."""
    if task.effects is not None or task.type in FLOWABLES:
        return task.effects or ""
    try:
        return catalog.find(task.type).effects.value
    except UnknownTaskType:
        return ""
