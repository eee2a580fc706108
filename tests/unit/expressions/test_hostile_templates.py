"""What a hostile template can try. Each one must fail fast, or print something harmless."""

from typing import Any

import pytest

from dalsegno_flow.expressions import Engine, ExpressionError, LimitExceeded, NotFound, TemplateSyntaxError

VARIABLES: dict[str, Any] = {
    "s": "x",
    "l": [1],
    "m": {"a": 1, "__class__": "just a key"},
    "n": 1,
    "f": 1.5,
    "t": "{{ render(t) }}",
    "w1": "{{ render(w2) }}" * 4,
    "w2": "{{ render(w3) }}" * 4,
    "w3": "{{ render(w4) }}" * 4,
    "w4": "{{ render(w5) }}" * 4,
    "w5": "{{ s }}",
}
NAMELESS = [
    "{{ ''.__class__ }}",
    "{{ s.__class__.__mro__ }}",
    "{{ s['__class__'] }}",
    "{{ l.__class__ }}",
    "{{ l['__len__'] }}",
    "{{ m.__init__ }}",
    "{{ m.items }}",
    "{{ m.pop('a') }}",
    "{{ l.append(1) }}",
    "{{ s.format(1) }}",
    "{{ '{0.__class__}'.format(s) }}",
    "{{ upper.__globals__ }}",
    "{{ render.__globals__ }}",
    "{{ loop }}",
    "{{ self }}",
    "{{ cycler }}",
    "{{ lipsum.__globals__ }}",
    "{{ config }}",
    "{{ s.getClass().forName('java.lang.Runtime') }}",
    "{{ s.class.forName('x') }}",
    "{% for e in m %}{{ e.__slots__ }}{% endfor %}",
]
_TOO_MANY_NODES = "Invalid yaml: The source has more than 100000 keys and values, aliases expanded."
REFUSED = {
    "{{ '%s' % s }}": "Could not perform greater modulus",
    "{{ s | attr('__class__') }}": "Filter [attr] does not exist.",
    "{{ s | format('{0.__class__}') }}": "Filter [format] does not exist.",
    "{{ s | map('upper') }}": "Filter [map] does not exist.",
    "{{ 'x' * 999999999 }}": "Could not perform multiplication",
    "{{ render(t) }}": "Maximum render() nesting depth (16) exceeded at line 1",
    "{{ 's' | date(timeZone='../../../etc/passwd') }}": "Invalid ID for region-based ZoneId, invalid format: ../",
    "{{ 1 | date(timeZone='/etc/passwd') }}": "Invalid ID for region-based ZoneId, invalid format: /etc/passwd",
    "{{ 1 | dateAdd(999999999999999, 'YEARS') }}": "Invalid value for Year",
    "{{ 9999999999999999 | date }}": "Instant exceeds minimum or maximum instant",
    "{{ 1 | date('" + "n" * 100_000 + "') }}": "Date pattern of 100000 characters: at most 4096 are taken",
    "{{ '1' | date(existingFormat='" + "[" * 3000 + "yyyy') }}": "Date pattern nests more than 50 optional sections",
    "{{ yaml('a: &a [x, x]\nb: &b [*a, *a, *a, *a, *a, *a, *a, *a]\nc: &c [*b, *b, *b, *b, *b, *b, *b, *b]\n"
    "d: &d [*c, *c, *c, *c, *c, *c, *c, *c]\ne: &e [*d, *d, *d, *d, *d, *d, *d, *d]\n"
    "f: &f [*e, *e, *e, *e, *e, *e, *e, *e]\ng: &g [*f, *f, *f, *f, *f, *f, *f, *f]\n') }}": _TOO_MANY_NODES,
    "{{ yaml('a: &a {x: 1, y: 1}\nb: &b {<<: [*a, *a, *a, *a, *a, *a, *a, *a]}\n"
    + "".join(
        f"{d}: &{d} {{<<: [{', '.join([f'*{c}'] * 5000)}]}}\n" for c, d in zip("bcdefghi", "cdefghij", strict=True)
    )
    + "') }}": _TOO_MANY_NODES,
    "{{ fromIon('" + "[" * 100_000 + "') }}": "Invalid ion: more than 100 values are within one another",
    "{{ fromIon('" + "a::" * 100_000 + "1') }}": "Invalid ion: more than 100 values are within one another",
    "{{ fromIon('0x" + "f" * 500_000 + "') }}": "Invalid ion: the number has 500002 characters; at most 3000 are read",
    "{{ fromIon('\"\\UFFFFFFFF\"') }}": "Invalid ion: U+FFFFFFFF is no character",
    "{{ '0x" + "f" * 50_000 + "' | number('INT') }}": 'For input string: "0xffff',
    "{{ json('" + "9" * 5000 + "') }}": "Invalid json: Exceeds the limit (4300 digits)",
    "{{ now(locale='../../etc/passwd') }}": "Invalid locale format: ../../etc/passwd.",
    "{{ nanoId(999999999) }}": "The 'nanoId()' function field 'length' must be lower than: 1000",
    "{{ yaml('[') }}": "Invalid yaml: ",
    "{{ yaml('" + "[" * 5000 + "') }}": "Invalid yaml: Lists and maps are nested more than 50 deep here.",
    "{{ yaml('&a [*a]') }}": "Invalid yaml: The alias `*a` stands inside its own anchor.",
    "{{ yaml('!!python/object/apply:os.system [id]') }}": "Invalid yaml: The tag",
    "{{ yaml('!!binary YWJj') }}": "Invalid yaml: The tag `!!binary` is not known here.",
    "{{ yaml('" + "1" * 5000 + "') }}": "Invalid yaml: The number has 5000 digits",
    "{{ max(1, 'a') }}": "invalid operands for mathematical comparison [GREATER_THAN]",
    "{{ yaml(1) }}": "The 'yaml' function cannot be applied to these arguments",
    "{{ 'a' is even }}": "The 'even' test cannot be applied to java.lang.String here",
    "{{ 'a' | chunk(0) }}": "The 'chunk' filter cannot be applied to java.lang.String here",
}
TOO_MUCH = {
    "{{ s | replace({'((a{1000}){1000}){1000}': 'x'}, regexp=true) }}": "regular expression repeats more than",
    "{{ s | split('(a{99999999999999999999})') }}": "regular expression repeats more than 1000000 times",
    "{{ s | split('" + "(" * 1500 + "a" + ")" * 1500 + "') }}": "regular expression nested too deeply",
    "{{ s | split('" + "a" * 5000 + "') }}": "regular expression of 5000 characters: at most 4096 are taken",
    "{% for i in 1..1000000000 %}x{% endfor %}": "range of more than 100000 items",
    "{{ range(0, 999999999999) | length }}": "range of more than 100000 items",
    "{% set x = 'ab' %}{% for i in 1..60 %}{% set x = x ~ x %}{% endfor %}": "text longer than 4194304 characters",
    "{% set x = [1] %}{% for i in 1..60 %}{% set x = x + x %}{% endfor %}": "list longer than 100000 items",
    "{% set x = [1] %}{% for i in 1..60 %}{% set x = [x, x] %}{% endfor %}": "value with more than 500000 parts",
    "{% set x = 'ab' %}{% for i in 1..20 %}{% set x = x ~ x %}{% endfor %}"
    "{{ x | replace({'a': x}) }}": "text longer than 4194304 characters",
    "{% set x = 'ab' %}{% for i in 1..20 %}{% set x = x ~ x %}{% endfor %}"
    "{{ x | replace({'a': x}, regexp=true) }}": "text longer than 4194304 characters",
    "{% set x = 'ab' %}{% for i in 1..20 %}{% set x = x ~ x %}{% endfor %}"
    "{{ [x, x, x, x] }}": "text longer than 4194304 characters",
    "{% set x = 'ab' %}{% for i in 1..20 %}{% set x = x ~ x %}{% endfor %}"
    "{{ [x, x, x, x] | join(x) }}": "text longer than 4194304 characters",
    "{% set x = 'ab' %}{% for i in 1..20 %}{% set x = x ~ x %}{% endfor %}"
    "{{ [x, x, x, x] | yaml }}": "text longer than 4194304 characters",
    "{% set x = 'ab' %}{% for i in 1..20 %}{% set x = x ~ x %}{% endfor %}"
    "{{ x | split('') }}": "list longer than 100000 items",
    "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}": "macros nested deeper than 60",
    "{{ 'x' | indent(5, 'y' | indent(999999999)) }}": "text longer than 4194304 characters",
    "{{ 'a\nb' | indent(99999999999) }}": "text longer than 4194304 characters",
    "{{ 1" + " + 1" * 20_000 + " }}": "expression nested too deeply",
    "{{ s" + ".a" * 20_000 + " }}": "expression nested too deeply",
    "{% if true %}" * 2000 + "x" + "{% endif %}" * 2000: "expression nested too deeply",
    "{% set x = 'ab' %}{% for i in 1..60 %}{% set x = x | base64encode %}"
    "{% endfor %}": "text longer than 4194304 characters",
    "{% set x = 'é' %}{% for i in 1..20 %}{% set x = x ~ x %}{% endfor %}"
    "{{ x | urlencode }}": "text longer than 4194304 characters",
    "{% set x = '1,' %}{% for i in 1..20 %}{% set x = x ~ x %}{% endfor %}"
    "{{ json('[' ~ x ~ '1]') }}": "value with more than 500000 parts",
    "{% set x = '1,' %}{% for i in 1..20 %}{% set x = x ~ x %}{% endfor %}"
    "{{ fromIon('[' ~ x ~ ']') }}": "value with more than 500000 parts",
    "{% set x = '1 ' %}{% for i in 1..18 %}{% set x = x ~ x %}{% endfor %}"
    "{{ fromIon(x, allRows=true) }}": "list longer than 100000 items",
    "{{ json('" + "[" * 100_000 + "') }}": "expression nested too deeply",
    "{{ '" + "[" * 100_000 + "' | jq('.') }}": "expression nested too deeply",
    "{{ '" + "[" * 100_000 + "' is json }}": "expression nested too deeply",
    "{% set x = [1] %}{% for i in 1..2000 %}{% set x = [x] %}{% endfor %}{{ x }}": "expression nested too deeply",
    "{% block a %}{{ block('a') }}{{ block('a') }}{% endblock %}": "blocks nested deeper than 60",
    "{% set x = 'a: b\n' %}{% for i in 1..19 %}{% set x = x ~ x %}{% endfor %}{{ yaml(x) }}": "yaml() reads 1048576",
}


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine()


@pytest.mark.parametrize("template", NAMELESS)
def test_nothing_of_python_has_a_name(engine: Engine, template: str) -> None:
    with pytest.raises(NotFound):
        engine.render(template, VARIABLES)


def test_a_key_that_looks_like_python_is_just_a_key(engine: Engine) -> None:
    assert engine.render("{{ m.__class__ }}", VARIABLES) == "just a key"


@pytest.mark.parametrize("template", REFUSED, ids=lambda template: template[:60])
def test_tricks_are_refused_in_so_many_words(engine: Engine, template: str) -> None:
    with pytest.raises(ExpressionError) as refusal:
        engine.render(template, VARIABLES)
    assert refusal.value.message[: len(REFUSED[template])] == REFUSED[template]


@pytest.mark.parametrize("template", TOO_MUCH, ids=lambda template: template[-60:])
def test_too_much_is_stopped(engine: Engine, template: str) -> None:
    with pytest.raises(LimitExceeded) as limit:
        engine.render(template, VARIABLES)
    assert limit.value.message[: len(TOO_MUCH[template])] == TOO_MUCH[template]


@pytest.mark.parametrize("opening", ["(" * 5000 + "1" + ")" * 5000, "-" * 5000 + "1", "[" * 5000 + "]" * 5000])
def test_brackets_nest_to_a_depth(engine: Engine, opening: str) -> None:
    with pytest.raises(TemplateSyntaxError) as refusal:
        engine.render("{{ " + opening + " }}", VARIABLES)
    assert refusal.value.message == "expression nested deeper than 60"


def test_an_integer_wraps_instead_of_growing(engine: Engine) -> None:
    assert engine.render("{{ 99999999999 * 99999999999 * 99999999999 }}", VARIABLES) == "-1504485813132150785"


def test_a_regular_expression_that_backtracks_for_ever_is_stopped(engine: Engine) -> None:
    with pytest.raises(LimitExceeded) as limit:
        engine.render("{{ '" + "a" * 60 + "!' | replace({'(a|aa)+$': ''}, regexp=true) }}", VARIABLES)
    assert limit.value.message == "regular expression ran longer than 1.0 s; simplify it"


@pytest.mark.parametrize(
    "template",
    [
        "{% for a in 1..1000 %}{% for b in 1..1000 %}{% endfor %}{% endfor %}",
        "{% macro m(n) %}{% if n < 12 %}{{ m(n + 1) }}{{ m(n + 1) }}{% endif %}{% endmacro %}{{ m(0) }}",
        "{{ render(w1) }}",
    ],
)
def test_loops_macros_and_renders_share_one_limit_of_time(template: str) -> None:
    with pytest.raises(LimitExceeded) as limit:
        Engine(render_seconds=0.0).render(template, VARIABLES)
    assert limit.value.message == "rendering took longer than 0.0 s; shorten the loop"


def test_loops_have_a_limit_of_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dalsegno_flow.expressions.limits.MAX_STEPS", 100)
    assert Engine().render("{% for a in 1..100 %}{% endfor %}done", {}) == "done"
    with pytest.raises(LimitExceeded):
        Engine().render("{% for a in 1..101 %}{% endfor %}done", {})


def test_long_lists_are_compared_without_going_through_all_pairs(engine: Engine) -> None:
    template = (
        "{% set a = range(1, 60000) %}{{ a contains a }} {{ (a - a) | length }} {{ (a + a) | distinct | length }}"
    )
    with pytest.raises(LimitExceeded):
        engine.render(template, {})
    template = template.replace("60000", "40000")
    assert engine.render(template, {}) == "true 0 40000"


@pytest.mark.parametrize(
    ("template", "printed"),
    [
        ("{{ json('\"\\ud800\"') }}", "\ufffd"),
        ("{{ json('\"\\ud83d\\ude00\"') }}", "😀"),
        ('{{ json(\'{"\\uDC00": ["\\ud800"]}\') }}', '{"\ufffd":["\ufffd"]}'),
        ("{{ '[\"\\ud800\"]' | jq('.[0]') }}", '["\ufffd"]'),
        ("{{ fromIon('\"\\U0000d800\"') }}", "\ufffd"),
    ],
)
def test_half_a_character_is_never_handed_on(engine: Engine, template: str, printed: str) -> None:
    assert engine.render(template, {}) == printed


def test_half_a_character_is_not_in_a_value_put_together_either(engine: Engine) -> None:
    assert engine.render_typed("[{{ a }}, {{ b }}]", {"a": '"\\ud800"', "b": [1]}) == ["\ufffd", [1]]


def test_a_list_is_a_key_by_its_text(engine: Engine) -> None:
    assert engine.render("{{ {l: 1} }}", VARIABLES) == '{"[1]":1}'
