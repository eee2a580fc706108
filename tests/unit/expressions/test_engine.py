"""What the engine offers: text, typed values, trees of values, checks, functions of the caller's own."""

import pickle
import re
from datetime import datetime
from types import MappingProxyType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dalsegno_flow.dates import Instant, Zoned, parse_instant
from dalsegno_flow.expressions import (
    BareError,
    Engine,
    EvaluationError,
    ExpressionError,
    Frame,
    Function,
    NotFound,
    TemplateProblem,
    TemplateSyntaxError,
)

START = parse_instant("2024-05-31T10:11:12.123456Z")
VARIABLES: dict[str, Any] = {"n": 7, "list": [1, None, 2.0], "map": {"a": None, "b": 1}, "nil": None, "start": START}
json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | st.text(st.characters(exclude_characters="{")),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text("abc", max_size=3), inner, max_size=4),
    max_leaves=12,
)


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine()


@pytest.mark.parametrize(
    ("template", "value"),
    [
        ("plain", "plain"),
        ("{{ n }}", 7),
        ("{{ list }}", [1, None, 2.0]),
        ("{{ map }}", {"a": None, "b": 1}),
        ("{{ start }}", START),
        ("{{ nil }}", None),
        ("{{ n }}{{ nil }}", 7),
        ("{{ n }}{{ n }}", "77"),
        ("n={{ n }}", "n=7"),
        ("{{ n == 7 }}!", "true!"),
        ('{"n": {{ n }}, "list": {{ list }}}', {"n": 7, "list": [1, None, 2.0]}),
        ("list: {{ list }}", "list: [1,null,2.0]"),
        ("{% raw %}{{ n }}{% endraw %}", "{{ n }}"),
    ],
)
def test_typed_rendering_keeps_the_value_of_a_lone_expression(engine: Engine, template: str, value: Any) -> None:
    result = engine.render_typed(template, VARIABLES)
    assert (result, type(result)) == (value, type(value))


def test_a_tree_is_rendered_with_its_keys_and_nothing_but_texts(engine: Engine) -> None:
    tree = {"{{ n }}": ["{{ n + 1 }}", 5, None, {"plain": "{{ nil }}"}], "start": START, "flag": True}
    assert engine.render_tree(tree, VARIABLES) == {
        "7": ["8", 5, None, {"plain": ""}],
        "start": START,
        "flag": True,
    }


def test_a_tree_may_keep_the_types_of_its_values_dates_apart_which_json_has_not(engine: Engine) -> None:
    tree = {
        "{{ n }}": ["{{ n + 1 }}", "n={{ n }}", "{{ list }}", {"plain": "{{ nil }}"}],
        "none": None,
        "at": "{{ start }}",
    }
    assert engine.render_tree(tree, VARIABLES, typed=True) == {
        "7": [8, "n=7", [1, None, 2.0], {"plain": None}],
        "none": None,
        "at": "2024-05-31T10:11:12.123456Z",
    }


def test_of_two_keys_that_render_alike_the_first_stays(engine: Engine) -> None:
    assert engine.render_tree({"7": "first", "{{ n }}": "second"}, VARIABLES) == {"7": "first"}


@given(json_values)
def test_a_tree_without_templates_comes_back_as_it_went_in(value: Any) -> None:
    assert Engine().render_tree(value, {}) == value


@given(json_values)
def test_json_written_by_a_filter_is_read_back_by_a_function(value: Any) -> None:
    engine = Engine()
    engine_json = engine.render("{{ [v] | json }}", {"v": value})
    assert engine.render_typed("{{ fromJson(text) }}", {"text": engine_json}) == [without_nulls(value)]


def without_nulls(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: without_nulls(item) for key, item in value.items() if item is not None}
    return [without_nulls(item) for item in value] if isinstance(value, list) else value


def test_the_callers_variables_are_read_and_never_written(engine: Engine) -> None:
    variables = MappingProxyType({"x": 1})
    assert engine.render("{% set x = 2 %}{% set y = 3 %}{{ x }}{{ y }}", variables) == "23"
    assert dict(variables) == {"x": 1}


@pytest.mark.parametrize(
    ("template", "problems"),
    [
        ("no template", []),
        ("{{ missing | unknown }}", []),
        ("{% raw %}{{ ( }}{% endraw %}", []),
        (
            "a\nb {{ 1 + }}",
            [TemplateProblem(line=2, message='Unexpected token "PRINT_END" of value "}}"')],
        ),
        ("a\n\n{% elif %}", [TemplateProblem(line=3, message='Unexpected tag name "elif"')]),
        ("{{ 99999999999999999999 }}", [TemplateProblem(line=1, message='For input string: "99999999999999999999"')]),
    ],
)
def test_check_tells_why_a_template_does_not_compile(
    engine: Engine, template: str, problems: list[TemplateProblem]
) -> None:
    assert engine.check(template) == problems


def test_a_template_is_compiled_once(engine: Engine) -> None:
    assert engine.compile("{{ 1 }}") is engine.compile("{{ 1 }}")


def test_the_oldest_template_leaves_a_full_cache() -> None:
    engine = Engine(cache_size=1)
    first = engine.compile("{{ 1 }}")
    engine.compile("{{ 2 }}")
    assert (engine.compile("{{ 1 }}") is first) is False


def test_syntax_errors_name_the_template_and_the_line(engine: Engine) -> None:
    with pytest.raises(TemplateSyntaxError) as error:
        engine.compile("\n{{ 1 + }}")
    assert str(error.value) == 'Unexpected token "PRINT_END" of value "}}" (\n{{ 1 + }}:2)'


def test_now_reads_the_clock_it_is_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Europe/Paris")
    engine = Engine(clock=lambda: Instant.of_nanoseconds(1_717_150_272_123_456_789))
    assert engine.render("{{ now() }} {{ now('HH:mm', timeZone='UTC') }}", {}) == (
        "2024-05-31T12:11:12.123456+02:00 10:11"
    )


def greet(name: str, polite_form: bool = False, *, frame: Frame) -> str:
    return f"{'Good day' if polite_form else 'Hi'}, {name} of {frame.variables()['team']}"


def test_functions_of_the_caller_get_their_arguments_and_the_variables() -> None:
    engine = Engine({"greet": Function(greet, ("name", "politeForm"))})
    template = "{{ greet('Ada') }}; {{ greet(politeForm=true, name='Ada') }}"
    assert engine.render(template, {"team": "ops"}) == "Hi, Ada of ops; Good day, Ada of ops"
    with pytest.raises(EvaluationError) as error:
        engine.render("{{ greet('Ada', age=3) }}", {"team": "ops"})
    assert error.value.message == "The following named argument does not exist: age"


def test_an_error_of_the_callers_function_is_given_its_line() -> None:
    def fail() -> str:
        raise EvaluationError("no such key")

    with pytest.raises(EvaluationError) as error:
        Engine({"secret": Function(fail)}).render("\n{{ secret() }}", {})
    assert str(error.value) == "no such key (\n{{ secret() }}:2)"


def test_what_is_not_found_within_render_is_not_rescued_outside(engine: Engine) -> None:
    variables = {"v": "{{ missing }}"}
    assert engine.render("{{ render(missing) ?? 'x' }}", variables) == "x"
    with pytest.raises(EvaluationError) as error:
        engine.render("{{ render(v) ?? 'x' }}", variables)
    assert str(error.value) == "Unable to find `missing` used in the expression `{{ missing }}` at line 1 (?:?)"


@pytest.mark.parametrize(
    "error",
    [NotFound("x", 3, "{{ x }}"), EvaluationError("no", 1), BareError("no")],
)
def test_errors_travel_between_processes(error: ExpressionError) -> None:
    copy = pickle.loads(pickle.dumps(error))  # noqa: S301 - made one line above
    assert (type(copy), str(copy)) == (type(error), str(error))


def test_yaml_keeps_dates_as_texts(engine: Engine) -> None:
    assert engine.render("{{ yaml('d: 2024-01-02\nn: 1') }}", {}) == '{"d":"2024-01-02","n":1}'


@given(st.lists(st.sampled_from([1, 1.0, True, "1", None, [1], [1.0], {"a": 1}])))
def test_distinct_keeps_the_first_of_each_and_tells_types_apart(items: list[Any]) -> None:
    expected: list[Any] = []
    for item in items:
        if repr(item) not in map(repr, expected):
            expected.append(item)
    result = Engine().render_typed("{{ items | distinct }}", {"items": items})
    assert list(map(repr, result)) == list(map(repr, expected))


@given(
    st.datetimes(datetime(1990, 1, 1), datetime(2998, 1, 1), timezones=st.timezones()),  # noqa: DTZ001 - the zone is drawn
    st.sampled_from(["iso", "iso_milli"]),
)
def test_a_date_printed_by_one_filter_is_read_by_the_next(when: datetime, form: str) -> None:
    variables = {"at": Zoned(when=when), "form": form}
    through_text = Engine().render("{{ at | date(form, 'Asia/Kathmandu') | timestampMilli }}", variables)
    assert through_text == Engine().render("{{ at | timestampMilli }}", variables)


@pytest.mark.parametrize("text", ["2023-02-30T00:00:00.000000Z", "2023-02-03T00:60:00.000000+01:00"])
def test_a_text_that_looks_like_a_date_and_is_none_is_refused_in_javas_words(engine: Engine, text: str) -> None:
    with pytest.raises(BareError, match=f"^Text '{re.escape(text)}' could not be parsed"):
        engine.render("{{ text | date }}", {"text": text})
