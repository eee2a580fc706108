"""jq in a process of its own: isolated, limited, and replaced when it had to be killed."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from dalsegno_flow.expressions import Engine, LimitExceeded
from dalsegno_runtime.jq_process import JqProcess

FOR_EVER = "last(repeat(1))"


@pytest.fixture(scope="module")
def jq() -> Iterator[JqProcess]:
    process = JqProcess()
    yield process
    process.close()


def test_a_program_gives_all_its_results(jq: JqProcess) -> None:
    assert jq.run(".[] | . * 2", "[1, 2, 3]") == [2, 4, 6]


def test_one_helper_serves_many_programs(jq: JqProcess) -> None:
    jq.run(".", "1")
    helper = jq._helper
    assert (jq.run("length", '"äöü"'), jq._helper is helper) == ([3], True)


@pytest.mark.parametrize("program", ["env", "$ENV", "env | $ENV"])
def test_programs_see_no_environment(jq: JqProcess, monkeypatch: pytest.MonkeyPatch, program: str) -> None:
    monkeypatch.setenv("SECRET_TOKEN", "s3cret")
    assert jq.run(program, "{}") == [{}]


def test_even_a_program_that_breaks_out_of_its_wrapping_finds_an_empty_environment(jq: JqProcess) -> None:
    assert jq.run("null) | (env", "{}") == [{}]
    assert jq._helper is not None
    assert Path(f"/proc/{jq._helper.pid}/environ").read_bytes() == b""


@pytest.mark.parametrize("program", ["(", 'import "a" as a; 1', 'include "a"; 1', "nothing_of_that_name"])
def test_a_program_that_jq_does_not_take_is_refused(jq: JqProcess, program: str) -> None:
    with pytest.raises(ValueError, match=r"jq: 1 compile error|syntax error|not defined"):
        jq.run(program, "{}")


@pytest.mark.parametrize("name", ["program", "./program", "missing"])
def test_programs_find_no_files(jq: JqProcess, tmp_path: Path, name: str) -> None:
    (tmp_path / "program.jq").write_text('module {"found": true}; def f: 1;')
    with pytest.raises(ValueError, match="modulemeta is not there: programs have no files"):
        jq.run(f'"{tmp_path}/{name}" | modulemeta', "null")


@pytest.mark.parametrize(("program", "values"), [("[inputs]", [[]]), ("get_search_list", [[]]), ("halt", [])])
def test_programs_have_nothing_but_their_document(jq: JqProcess, program: str, values: list[object]) -> None:
    assert (jq.run(program, "1"), jq.run(".", "2")) == (values, [2])


def test_a_program_that_takes_all_memory_ends_alone(jq: JqProcess) -> None:
    with pytest.raises(MemoryError, match="the jq process ended by itself"):
        jq.run('"a" * 1e9', "null")
    assert jq.run(".", "2") == [2]


def test_a_document_that_is_no_json_is_refused(jq: JqProcess) -> None:
    with pytest.raises(ValueError, match="parse error"):
        jq.run(".", "{bad")


def test_a_program_that_runs_for_ever_is_killed_and_the_next_one_runs() -> None:
    jq = JqProcess(time_limit_seconds=2.0)
    with pytest.raises(TimeoutError) as limit:
        jq.run(FOR_EVER, "1")
    assert str(limit.value) == "longer than 2.0 s; select less, or bound the loop"
    assert jq.run("1 + 1", "null") == [2]
    jq.close()


def test_results_that_are_too_large_are_refused(jq: JqProcess) -> None:
    with pytest.raises(MemoryError) as limit:
        jq.run('"x" * 20000000', "null")
    assert str(limit.value).startswith("results of 20000")


def test_a_helper_that_died_is_replaced(jq: JqProcess) -> None:
    jq.run(".", "1")
    assert jq._helper is not None
    jq._helper.kill()
    jq._helper.wait()
    assert jq.run(".", "2") == [2]


def test_a_template_with_an_endless_program_ends_in_a_limit() -> None:
    jq = JqProcess(time_limit_seconds=0.5)
    with pytest.raises(LimitExceeded):
        Engine(jq=jq).render("{{ {} | jq('" + FOR_EVER + "') }}", {})
    jq.close()
