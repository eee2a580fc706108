from itertools import pairwise

import pytest

from dalsegno_tasks import TaskFailure, build
from dalsegno_tasks.metric.publish import Publish
from dalsegno_tasks.templating.templated_task import TemplatedTask

# Each list has the one before it four times.
BOMB = "a: &a [x]\n" + "".join(f"{b}: &{b} [*{a}, *{a}, *{a}, *{a}]\n" for a, b in pairwise("abcdefghijk"))


def templated(context, spec: str):
    return build(TemplatedTask, {"spec": spec}).run(context)


def test_the_task_of_the_spec_runs_with_its_properties(context):
    outputs = templated(context, "id: x\ntype: io.kestra.core.tasks.debugs.Return\nformat: north\ntimeout: PT1S\n")
    assert outputs == {"value": "north"}


def test_a_task_of_the_spec_uses_files(context):
    spec = "type: io.kestra.plugin.scripts.shell.Script\nscript: echo 1 > a.csv\noutputFiles: [a.csv]\n"
    assert context.path(templated(context, spec)["outputFiles"]["a.csv"]).read_text() == "1\n"


@pytest.mark.parametrize(
    ("spec", "why"),
    [
        ("type: [", "The `spec` is no YAML, in line 1, column"),
        ("just a text", "The `spec` is no task: give a map"),
        ("format: x", "The `spec` is no task: give a map"),
        ("type: 7", "The `spec` is no task: give a map"),
        ("type: io.kestra.plugin.core.debug.Retrun", "did you mean `io.kestra.plugin.core.debug.Return`"),
        ("type: io.kestra.plugin.core.templating.TemplatedTask\nspec: x", "cannot be of type"),
        ("type: io.kestra.plugin.core.flow.Sequential\ntasks: []", "must be a runnable task; .*flow.Sequential"),
        ("type: io.kestra.plugin.core.execution.Labels\nlabels: {a: b}", "must be a runnable task"),
        ("type: io.kestra.plugin.core.debug.Return\nfromat: x", "Unknown property `fromat`; did you mean `format`"),
        (BOMB, "no YAML"),
    ],
)  # fmt: skip
def test_a_spec_that_is_no_task_says_why(context, spec, why):
    with pytest.raises(TaskFailure, match=why):
        templated(context, spec)


def publish(context, *metrics):
    return build(Publish, {"metrics": list(metrics)}).run(context)


def test_metrics_are_added_up(context):
    outputs = publish(
        context,
        {"type": "counter", "name": "rides", "value": "3", "tags": {"depot": "north"}},
        {"type": "COUNTER", "name": "rides", "value": 2.5},
        {"type": "timer", "name": "load", "value": "PT1M0.5S"},
        {"type": "timer", "name": "load", "value": 2},
        {"type": "gauge", "name": "height", "value": "-1.5", "description": "above the sea"},
    )
    assert outputs == {}
    assert context.metrics == {"rides": 5.5, "load": 62.5, "height": -1.5}


@pytest.mark.parametrize(
    ("metric", "why"),
    [
        ({"type": "counter", "name": "a"}, r"`metrics\[0\].value` is required"),
        ({"type": "counter", "name": "a", "value": "many"}, r"`metrics\[0\].value` cannot be 'many'"),
        ({"type": "meter", "name": "a", "value": 1}, "allowed: 'COUNTER', 'TIMER' or 'GAUGE'"),
        ({"name": "a", "value": 1}, r"`metrics\[0\].type` is required"),
    ],
)
def test_a_metric_that_is_none_says_why(context, metric, why):
    with pytest.raises(TaskFailure, match=why):
        publish(context, metric)


def test_metrics_may_be_json(context):
    build(Publish, {"metrics": '[{"type": "counter", "name": "a", "value": 1}]'}).run(context)
    assert context.metrics == {"a": 1}
