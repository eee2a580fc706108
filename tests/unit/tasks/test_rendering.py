"""How the properties of a task are rendered: to text, to typed values, or with their templates beside them."""

from typing import Any, ClassVar

import pytest

from dalsegno_flow.expressions import Engine, NotFound
from dalsegno_tasks import Outputs, Task, TaskContext, build, check_properties, schema
from dalsegno_tasks.properties import ItemText, TracedText
from dalsegno_tasks.rendering import render_properties

VARIABLES: dict[str, Any] = {"n": 7, "list": [1, "a"], "map": {"k": 1.5}}


class Three(Task):
    type_name = "test.Three"
    typed: ClassVar[frozenset[str]] = frozenset({"anyValues"})
    traced: ClassVar[frozenset[str]] = frozenset({"conditions"})

    text: str = ""
    any_values: Any = None
    conditions: list[TracedText] = []  # noqa: RUF012 - pydantic copies it

    def run(self, _context: TaskContext) -> Outputs:
        return {}


def rendered(**properties: Any) -> dict[str, Any]:
    return render_properties(Three, properties, Engine(), VARIABLES)


def test_a_property_is_text_unless_its_class_says_otherwise() -> None:
    assert rendered(text="{{ n }}", other=["{{ list }}", 5]) == {"text": "7", "other": ['[1,"a"]', 5]}


def test_in_a_typed_property_a_lone_expression_keeps_its_type() -> None:
    values = {"n": "{{ n }}", "text": "n={{ n }}", "{{ n }}": ["{{ list }}", {"map": "{{ map }}"}], "five": 5}
    assert rendered(anyValues=values) == {
        "anyValues": {"n": 7, "text": "n=7", "7": [[1, "a"], {"map": {"k": 1.5}}], "five": 5}
    }
    assert rendered(anyValues="{{ map }}") == {"anyValues": {"k": 1.5}}


def test_a_traced_property_keeps_its_templates_and_what_went_wrong_with_them() -> None:
    assert rendered(conditions=["{{ n }}", "{{ missing }}", "plain", True]) == {
        "conditions": [
            {"template": "{{ n }}", "text": "7"},
            {
                "template": "{{ missing }}",
                "error": "Unable to find `missing` used in the expression `{{ missing }}` at line 1",
            },
            {"template": "plain", "text": "plain"},
            True,
        ]
    }


def test_a_traced_property_arrives_as_what_it_was_and_became() -> None:
    task = build(Three, rendered(conditions=["{{ n }}", "{{ missing }}", True]))
    assert isinstance(task, Three)
    assert [(each.template, each.text, each.error is None) for each in task.conditions] == [
        ("{{ n }}", "7", True),
        ("{{ missing }}", "", False),
        ("true", "true", True),
    ]


def test_a_fault_in_any_other_property_is_raised() -> None:
    for name in ("text", "anyValues"):
        with pytest.raises(NotFound):
            rendered(**{name: "{{ missing }}"})


def test_a_traced_property_is_written_as_text() -> None:
    assert check_properties(Three, {"conditions": ["{{ n }}", "x", 1]}) == []
    assert schema(Three)["properties"]["conditions"]["items"] == {"type": "string"}
    (problem,) = check_properties(Three, {"conditions": [["x"]]})
    assert problem.path == ("conditions", 0)


class Items(Task):
    type_name = "test.Items"
    for_items: ClassVar[frozenset[str]] = frozenset({"expr"})

    expr: ItemText

    def run(self, _context: TaskContext) -> Outputs:
        return {}


def test_a_property_for_items_comes_with_its_template_and_the_variables_that_it_names() -> None:
    rendered = render_properties(Items, {"expr": "{{ id > n ? map.k : 'listen' }}"}, Engine(), VARIABLES)
    assert rendered == {
        "expr": {"template": "{{ id > n ? map.k : 'listen' }}", "variables": {"n": 7, "map": {"k": 1.5}}}
    }
    task = build(Items, rendered)
    assert isinstance(task, Items)
    assert (task.expr.template, task.expr.variables["n"]) == ("{{ id > n ? map.k : 'listen' }}", 7)
    assert check_properties(Items, {"expr": "{{ id }}"}) == []
    assert schema(Items)["properties"]["expr"]["type"] == "string"
