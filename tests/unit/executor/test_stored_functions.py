"""How expressions ask storage: once for a rendering, and never for what is not theirs."""

import pytest

from dalsegno_executor.stored_functions import MAX_READ_BYTES, functions
from dalsegno_flow.expressions import Engine, EvaluationError, LimitExceeded
from dalsegno_runtime.errors import RemoteError, ServiceError, ServiceUnavailable

OWN = "dalsegno:///company.team/rides/executions/e1/tasks/a/t1/a.txt"
REUSED = "dalsegno:///company.team/rides/executions/e0/tasks/a/t0/a.txt"
FOREIGN = "dalsegno:///company.team/rides/executions/e9/tasks/a/t9/a.txt"
VARIABLES = {
    "flow": {"namespace": "company.team", "id": "rides"},
    "execution": {"id": "e1"},
    "outputs": {"a": {"files": [{"uri": REUSED}]}},
    "vars": {"mine": FOREIGN},
}


class FakeData:
    """Counts what it is asked; has a value, and every file that it is asked for."""

    def __init__(self, size: int = 3, error: ServiceError | None = None) -> None:
        self.asked: list[str] = []
        self.size = size
        self.error = error

    def value(self, namespace: str, key: str) -> str | None:
        return self._told(f"{namespace}:{key}", f"[{len(self.asked) + 1}]")

    def size_bytes(self, uri: str) -> int | None:
        return self._told(f"size {uri}", self.size)

    def content(self, uri: str, limit_bytes: int) -> bytes:
        return self._told(f"content {uri}", b"abc"[:limit_bytes])

    def _told(self, question: str, answer):
        self.asked.append(question)
        if self.error:
            raise self.error
        return answer


def test_one_rendering_asks_once_and_the_next_one_anew() -> None:
    data = FakeData()
    engine = Engine(functions(data))
    tree = ["{{ kv('k')[0] }}{{ kv('k', 'company.team')[0] }}", "{{ render('{{ kv(\"k\")[0] }}') }}"]
    assert engine.render_tree(tree, VARIABLES) == ["11", "1"]
    assert engine.render_tree(tree, VARIABLES) == ["22", "2"]
    assert data.asked == ["company.team:k"] * 2


@pytest.mark.parametrize("uri", [OWN, REUSED, REUSED.replace("dalsegno", "kestra")])
def test_files_of_the_execution_and_files_that_it_reuses_are_read(uri: str) -> None:
    data = FakeData()
    assert Engine(functions(data)).render(f"{{{{ read('{uri}') }}}}", VARIABLES) == "abc"
    found = uri.replace("kestra", "dalsegno")
    assert data.asked == [f"size {found}", f"content {found}"]


@pytest.mark.parametrize(
    "template",
    [
        f"{{{{ read('{FOREIGN}') }}}}",
        "{{ read(vars.mine) }}",
        "{% set outputs = {'a': vars.mine} %}{{ read(outputs.a) }}",
        "{% set execution = {'id': 'e9'} %}{{ read(vars.mine) }}",
        "{% set outputs = [vars.mine] %}{{ render('{{ read(vars.mine) }}') }}",
        f"{{{{ fileExists('{OWN.replace('tasks/a', '../e9/tasks/a')}') }}}}",
        f"{{{{ read('{OWN.replace('dalsegno', 'DALSEGNO')}') }}}}",
        "{{ read('nsfile:///../../rides/executions/e9/a.txt') }}",
        "{{ read('http://example.com/a') }}",
    ],
)
def test_other_files_are_not_even_asked_for(template: str) -> None:
    data = FakeData()
    with pytest.raises(EvaluationError):
        Engine(functions(data)).render(template, VARIABLES)
    assert data.asked == []


def test_a_file_that_is_too_large_is_not_read() -> None:
    data = FakeData(size=MAX_READ_BYTES + 1)
    with pytest.raises(LimitExceeded, match="which has 4194305 bytes; it reads 4194304 at most"):
        Engine(functions(data)).render(f"{{{{ read('{OWN}') }}}}", VARIABLES)
    assert data.asked == [f"size {OWN}"]


def test_that_storage_is_away_is_not_an_error_of_the_template() -> None:
    data = FakeData(error=ServiceUnavailable("storage", "gone"))
    with pytest.raises(ServiceUnavailable):
        Engine(functions(data)).render("{{ kv('k') ?? 'x' }}", VARIABLES)


def test_what_storage_refuses_is_told() -> None:
    data = FakeData(error=RemoteError("DATA_LOSS", "BLOB_CORRUPT", "Blob x was altered on disk.", {}))
    with pytest.raises(EvaluationError, match=r"Blob x was altered on disk\."):
        Engine(functions(data)).render("{{ kv('k') }}", VARIABLES)


def test_a_loop_that_asks_too_often_is_stopped() -> None:
    data = FakeData()
    engine = Engine(functions(data), render_seconds=0.2)
    with pytest.raises(LimitExceeded, match=r"rendering took longer than 0\.2 s"):
        engine.render(
            "{% for i in 1..90000 %}{% for j in 1..1000 %}{{ fileExists('a' ~ i ~ j) }}{% endfor %}{% endfor %}",
            VARIABLES,
        )
