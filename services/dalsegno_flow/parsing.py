"""From a flow's source to its definition: every rule is checked, and all problems are told at once."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dalsegno_flow.checks import read_checks
from dalsegno_flow.concurrency import read_concurrency
from dalsegno_flow.definition import Flow, Task
from dalsegno_flow.inputs.reading import read_inputs
from dalsegno_flow.labels import read_labels
from dalsegno_flow.names import flow_id_fault, namespace_fault
from dalsegno_flow.outputs import read_outputs
from dalsegno_flow.plugin_defaults import PluginDefault, read_plugin_defaults, with_defaults
from dalsegno_flow.problems import InvalidFlow, Path, Problem, errors_of, in_order
from dalsegno_flow.reader import Reader, kind
from dalsegno_flow.retry import read_retry
from dalsegno_flow.rules import check_rules
from dalsegno_flow.sla import read_slas
from dalsegno_flow.source import Document, read_document
from dalsegno_flow.support import UNSUPPORTED, Gate
from dalsegno_flow.tasks import PlacedTask, TaskReader
from dalsegno_flow.triggers import read_triggers

FLOW_PROPERTIES = (
    "id",
    "namespace",
    "description",
    "disabled",
    "labels",
    "inputs",
    "variables",
    "tasks",
    "errors",
    "finally",
    "afterExecution",
    "triggers",
    "outputs",
    "concurrency",
    "retry",
    "pluginDefaults",
    "sla",
    "checks",
    "workerGroup",
    # These say nothing; sources that were exported with them stay valid.
    "revision",
    "deleted",
    "updated",
    "tenantId",
    # Old names.
    "listeners",
    "taskDefaults",
)
_LISTS_OF_TASKS = ("tasks", "errors", "finally", "afterExecution")


@dataclass(frozen=True, slots=True, kw_only=True)
class Examined:
    """What was found in a source. `flow` is there when no problem is an error; `problems` are in the source's order.

    `tasks` are all that look like tasks, with their plugin defaults, also when there is no flow. `refused` are the
    places of what the gate does not let through.
    """

    flow: Flow | None
    document: Document
    problems: tuple[Problem, ...]
    tasks: tuple[PlacedTask, ...] = ()
    refused: frozenset[Path] = frozenset()


def parse_flow(source: str, gate: Gate = UNSUPPORTED) -> Flow:
    """Reads a flow.

    Raises:
        InvalidFlow: it has errors; all of them are in the exception.
    """
    examined = examine_flow(source, gate)
    if examined.flow is None:
        raise InvalidFlow(examined.problems)
    return examined.flow


def examine_flow(source: str, gate: Gate = UNSUPPORTED) -> Examined:
    """Reads a flow and tells what is wrong with it. Task types and templates are not looked at.

    What the gate names is refused; what is wrong inside it is not told beside that.
    """
    document, unreadable = read_document(source)
    if document.data is None and unreadable:
        return Examined(flow=None, document=document, problems=in_order(unreadable))
    reader = Reader(document)
    tasks = TaskReader(reader=reader, gate=gate)
    flow = _read(reader, tasks, document.data, gate)
    if flow is not None:
        check_rules(reader, flow, tasks.found)
    problems = in_order((*unreadable, *reader.problems))
    return Examined(
        flow=None if errors_of(problems) else flow,
        document=document,
        problems=problems,
        tasks=tuple(tasks.found),
        refused=frozenset(reader.refused),
    )


def _read(reader: Reader, tasks: TaskReader, data: Any, gate: Gate) -> Flow | None:
    if data is None:
        reader.error((), "The source is empty. A flow has at least `id`, `namespace` and `tasks`.")
        return None
    if not isinstance(data, dict):
        reader.error((), f"The source is {kind(data)}. A flow is a map with `id`, `namespace` and `tasks`.")
        return None
    for key in data:
        if key in gate.flow_properties:
            reader.refuse((key,), key)
        elif key in gate.idle:
            reader.idle((key,), key)
    reader.unknown((), data, FLOW_PROPERTIES, "A flow")
    defaults = _plugin_defaults(reader, data)
    raw = {name: with_defaults(data.get(name), defaults) if defaults else data.get(name) for name in _LISTS_OF_TASKS}
    inputs = read_inputs(reader, ("inputs",), data.get("inputs"))
    return Flow(
        id=reader.required_text((), data, "id", "`id: my_flow`", flow_id_fault),
        namespace=reader.required_text((), data, "namespace", "`namespace: company.team`", namespace_fault),
        description=reader.text(("description",), data.get("description")),
        disabled=reader.boolean(("disabled",), data.get("disabled")),
        labels=read_labels(reader, ("labels",), data.get("labels")),
        inputs=inputs,
        variables=_variables(reader, data.get("variables")),
        tasks=_main_tasks(tasks, raw["tasks"]),
        errors=tasks.read_list(("errors",), raw["errors"]),
        finally_=tasks.read_list(("finally",), raw["finally"]),
        after_execution=tasks.read_list(("afterExecution",), raw["afterExecution"]),
        triggers=read_triggers(reader, ("triggers",), data.get("triggers"), inputs),
        outputs=read_outputs(reader, ("outputs",), data.get("outputs")),
        concurrency=read_concurrency(reader, ("concurrency",), data.get("concurrency")),
        retry=read_retry(reader, ("retry",), data.get("retry")),
        plugin_defaults=defaults,
        sla=read_slas(reader, ("sla",), data.get("sla")),
        checks=read_checks(reader, ("checks",), data.get("checks")),
        worker_group=reader.map(("workerGroup",), data.get("workerGroup"), "with `key`"),
    )


def _plugin_defaults(reader: Reader, data: Mapping[str, Any]) -> tuple[PluginDefault, ...]:
    if "taskDefaults" in data:
        message = "`taskDefaults` is the old name of `pluginDefaults`. Write `pluginDefaults`."
        reader.warning(("taskDefaults",), message, at_key=True)
    return tuple(
        default
        for name in ("pluginDefaults", "taskDefaults")
        for default in read_plugin_defaults(reader, (name,), data.get(name))
    )


def _variables(reader: Reader, variables: Any) -> Mapping[str, Any]:
    return reader.map(("variables",), variables, "`name: value` on each line") or {}


def _main_tasks(tasks: TaskReader, value: Any) -> tuple[Task, ...]:
    if value is None or value == []:
        tasks.reader.error(("tasks",), "A flow needs at least one task. Write `tasks:` and a list below it.")
        return ()
    return tasks.read_list(("tasks",), value)
