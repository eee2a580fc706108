import pytest

from dalsegno_tasks.jdbc.sql_text import gives_rows, statements, with_parameters


@pytest.mark.parametrize(
    ("sql", "expected"),
    [
        ("select 1; select 2;", ["select 1", "select 2"]),
        ("select ';'; select 'it''s; so'", ["select ';'", "select 'it''s; so'"]),
        ("select e'\\';' ; select 2", ["select e'\\';'", "select 2"]),
        ('select 1 as "a;b"; select 2', ['select 1 as "a;b"', "select 2"]),
        ("select 1 -- one; two\n; select 2", ["select 1 -- one; two", "select 2"]),
        ("select /* ; */ 1; -- the end;", ["select /* ; */ 1"]),
        ("do $$ begin; end $$; do $x$ ; $$ ; $x$", ["do $$ begin; end $$", "do $x$ ; $$ ; $x$"]),
        (" ; ;\n", []),
        ("select 'open ; never", ["select 'open", "never"]),
    ],
)
def test_statements_end_at_semicolons_outside_of_texts_and_comments(sql, expected):
    assert statements(sql) == expected


@pytest.mark.parametrize(
    ("sql", "expected"),
    [
        ("select :a, :b, :a", ("select <a>, <b>, <a>", ["a", "b"])),
        ("select ':a', \":a\", 1::a, x[1:2], e'\\':a' -- :a\n/* :a */", ("", [])),
        ("select $$ :a $$, $t$ :a $t$, :a", ("select $$ :a $$, $t$ :a $t$, <a>", ["a"])),
        ("select :c, {'k':d}", ("", [])),
        ("a := :a", ("a := <a>", ["a"])),
    ],
)
def test_parameters_are_found_outside_of_texts_comments_and_casts(sql, expected):
    text, names = with_parameters(sql, ("a", "b"), lambda name: f"<{name}>")
    assert (text, names) == (expected[0] or sql, expected[1])


@pytest.mark.parametrize(
    ("sql", "expected"),
    [
        ("SELECT 1", True),
        ("-- one\n/* two */ with x as (select 1) select * from x", True),
        ("insert into t values ('returning')", False),
        ("insert into t values (1) returning id", True),
        ("update t set a = 1", False),
        ("create table t (a int)", False),
        ("", False),
    ],
)
def test_statements_with_rows_are_known(sql, expected):
    assert gives_rows(sql) is expected
