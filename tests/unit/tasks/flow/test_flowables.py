"""The properties of flowables."""

from typing import Any

import pytest

from dalsegno_flow.flowables import SHAPES
from dalsegno_tasks import Catalog, TaskFailure, build, check_properties
from dalsegno_tasks.catalog import BUILT_IN
from dalsegno_tasks.flow.flowable import Flowable

CATALOG = Catalog(BUILT_IN)
CORE = "io.kestra.plugin.core.flow."

LEAST: dict[str, dict[str, Any]] = {
    "If": {"condition": True},
    "Switch": {"value": "{{ inputs.a }}"},
    "ForEach": {"values": [1, {"a": 2}]},
    "EachSequential": {"value": '["a", "b"]'},
    "EachParallel": {"value": ["a"], "concurrent": 2},
    "LoopUntil": {"condition": "{{ true }}", "checkFrequency": {"interval": "PT1S", "maxIterations": 3}},
    "Pause": {"pauseDuration": "PT1H", "behavior": "warn", "onResume": [{"id": "a", "type": "STRING"}]},
    "Subflow": {
        "namespace": "a",
        "flowId": "b",
        "labels": {"x": 1},
        "inputs": {"n": [1]},
        "restartBehavior": "NEW_EXECUTION",
    },
    "ForEachItem": {"namespace": "a", "flowId": "b", "items": "{{ outputs.x.uri }}", "batch": {"rows": 4}},
    "WorkingDirectory": {"cache": {"patterns": ["*.txt"], "ttl": "P1D"}, "namespaceFiles": {"enabled": False}},
}


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.type.rpartition(".")[2])
def test_a_flowable_of_the_language_is_a_task_type_under_all_its_names(shape):
    found = CATALOG.find(shape.type)
    assert (issubclass(found, Flowable), set(found.aliases)) == (True, set(shape.aliases))
    assert check_properties(found, LEAST.get(shape.type.rpartition(".")[2], {})) == []
    assert {field.alias for field in found.model_fields.values()} & set(shape.slots) == set()


@pytest.mark.parametrize(
    ("name", "properties", "message"),
    [
        ("Parallel", {"concurent": 1}, "Unknown property `concurent`; did you mean `concurrent`?"),
        (
            "Dag",
            {"concurrent": -1},
            "The property `concurrent` cannot be -1: input should be greater than or equal to 0.",
        ),
        ("Switch", {}, "The property `value` is required."),
        ("ForEach", {}, "The property `values` is required."),
        (
            "LoopUntil",
            {"condition": "x", "checkFrequency": {"maxIterations": 0}},
            "The property `checkFrequency.maxIterations` cannot be 0: input should be greater than 0.",
        ),
        (
            "Pause",
            {"behavior": "GO"},
            "The property `behavior` cannot be 'GO'; allowed: 'RESUME', 'WARN', 'CANCEL' or 'FAIL'.",
        ),
        ("Subflow", {"namespace": "a"}, "The property `flowId` is required."),
        (
            "WorkingDirectory",
            {"cache": {"pattern": [], "patterns": []}},
            "Unknown property `cache.pattern`; did you mean `patterns`?",
        ),
    ],
)
def test_a_property_that_does_not_fit_is_told(name: str, properties: dict[str, Any], message: str):
    assert [problem.message for problem in check_properties(CATALOG.find(CORE + name), properties)] == [message]


def test_what_may_be_left_out_has_the_values_of_kestra():
    loop = build(CATALOG.find(CORE + "LoopUntil"), {"condition": "x"}).model_dump(mode="json")
    assert loop == {
        "condition": "x",
        "check_frequency": {"interval": "PT1M", "max_iterations": None, "max_duration": None},
        "fail_on_max_reached": False,
    }
    each = build(CATALOG.find(CORE + "ForEachItem"), {"namespace": "a", "flowId": "b", "items": "u"}).model_dump()
    assert each["batch"] == {"rows": 1, "partitions": None, "bytes": None, "separator": "\n", "regex_pattern": None}
    assert [each[name] for name in ("wait", "transmit_failed", "inherit_labels", "restart_behavior")] == [
        *(True, True, False, "RETRY_FAILED")
    ]


def test_a_worker_refuses_to_run_a_flowable():
    with pytest.raises(TaskFailure, match=r"flow\.Sequential is run by the executor itself, never by a worker\.$"):
        build(CATALOG.find(CORE + "Sequential"), {}).run(None)
