"""What the registry says of tasks wherever they stand, with their defaults, and of every template."""

from dalsegno_flow import NOTHING
from dalsegno_flow.flowables import current_type
from dalsegno_registry.adapters.task_types import InstalledTaskTypes
from dalsegno_registry.adapters.templates import engine_check
from dalsegno_registry.validation import Validator
from dalsegno_tasks import Catalog
from dalsegno_tasks.catalog import BUILT_IN

TYPES = InstalledTaskTypes(Catalog(BUILT_IN))
TYPE_NAMES = Catalog(BUILT_IN).types()
CORE = "io.kestra.plugin.core."


def told(body: str, **gate: object) -> list[str]:
    validator = Validator(task_types=TYPES, check_template=engine_check(), **gate)
    problems = validator.examine(f"id: a\nnamespace: b\n{body}").problems
    return [f"{problem.path} | {problem.severity} {problem.message}" for problem in problems]


def test_a_task_in_a_task_is_checked_against_its_type():
    body = f"tasks: [{{id: s, type: {CORE}flow.Sequential, tasks: [{{id: x, type: {CORE}log.Log, mesage: hi}}]}}]\n"
    assert told(body, gate=NOTHING) == [
        "tasks[0].tasks[0].message | ERROR The property `message` is required.",
        "tasks[0].tasks[0].mesage | ERROR Unknown property `mesage`; did you mean `message`?",
    ]


def test_properties_of_flowables_are_checked():
    body = (
        f"tasks: [{{id: s, type: {CORE}flow.Parallel, concurent: 2, tasks: [{{id: x, type: {CORE}debug.Return}}]}}]\n"
    )
    assert told(body, gate=NOTHING) == [
        "tasks[0].concurent | ERROR Unknown property `concurent`; did you mean `concurrent`?"
    ]


def test_a_slip_in_a_common_property_or_in_one_that_holds_tasks_is_told_with_what_was_meant():
    body = (
        f"tasks: [{{id: x, type: {CORE}debug.Return, retyr: {{}}, timout: PT1S}},"
        f" {{id: s, type: {CORE}flow.If, condition: x, than: [], then: [{{id: y, type: {CORE}debug.Return}}]}}]\n"
    )
    assert told(body, gate=NOTHING) == [
        "tasks[0].retyr | ERROR Unknown property `retyr`; did you mean `retry`?",
        "tasks[0].timout | ERROR Unknown property `timout`; did you mean `timeout`?",
        "tasks[1].than | ERROR Unknown property `than`; did you mean `then`?",
    ]


def test_a_default_gives_a_required_property():
    body = f"tasks: [{{id: x, type: {CORE}log.Log}}]\npluginDefaults: [{{type: {CORE}log, values: {{message: hi}}}}]\n"
    assert told(body, gate=NOTHING) == []


def test_a_default_is_checked_against_its_type_also_when_no_task_has_it():
    values = "{mesage: hi, level: LOUD, retry: {}, runIf: x}"
    body = (
        f"tasks: [{{id: x, type: {CORE}debug.Return}}]\npluginDefaults: [{{type: {CORE}log.Log, values: {values}}}]\n"
    )
    assert told(body, gate=NOTHING) == [
        "pluginDefaults[0].values.mesage | ERROR Unknown property `mesage`; did you mean `message`?",
        (
            "pluginDefaults[0].values.level | ERROR The property `level` cannot be 'LOUD'; allowed: 'TRACE', 'DEBUG', "
            "'INFO', 'WARN' or 'ERROR'."
        ),
    ]


def test_a_default_for_the_beginning_of_several_types_is_let_through():
    body = f"tasks: [{{id: x, type: {CORE}debug.Return}}]\npluginDefaults: [{{type: org.x, values: {{a: 1}}}}]\n"
    assert told(body, gate=NOTHING) == []


def test_the_language_knows_the_old_names_of_all_task_types():
    classes = {name: found for found in map(Catalog(BUILT_IN).find, TYPE_NAMES) for name in found.aliases}
    assert {name: current_type(name) for name in classes} == {name: found.type_name for name, found in classes.items()}


def test_a_flowable_that_is_not_run_yet_is_refused_and_not_called_unknown():
    body = f"tasks: [{{id: s, type: {CORE}flow.Sequential, tasks: [{{id: x, type: {CORE}debug.Return}}]}}]\n"
    gate = Validator(task_types=TYPES, check_template=engine_check()).gate
    refused = f"tasks[0].type | ERROR `{CORE}flow.Sequential` is not supported by this version of Dal Segno. Remove it."
    assert told(body) == ([refused] if f"{CORE}flow.Sequential" in gate.task_types else [])


def test_templates_are_checked_wherever_they_are_rendered():
    bad = '"{{ a | }}"'
    body = (
        f"tasks: [{{id: x, type: {CORE}debug.Return, runIf: {bad}, timeout: {bad}, description: {bad}}}]\n"
        f"inputs: [{{id: i, type: STRING, defaults: {bad}}}]\noutputs: [{{id: o, value: {bad}}}]\n"
        f"checks: [{{condition: {bad}, message: m}}]\n"
    )
    assert [line.split(" | ")[0] for line in told(body, gate=NOTHING)] == [
        *("tasks[0].runIf", "tasks[0].timeout", "inputs[0].defaults", "outputs[0].value", "checks[0].condition")
    ]
