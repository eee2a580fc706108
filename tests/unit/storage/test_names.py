import pytest

from dalsegno_runtime.errors import InvalidField
from dalsegno_storage.core.names import check_digest, check_execution_id, check_path, check_path_prefix

GOOD = "dalsegno:///company.team/rides/executions/4kq/tasks/unzip/7bX/rides.csv"


@pytest.mark.parametrize("path", [GOOD, "dalsegno:///a", "dalsegno:///a/with space/é/..c/.d"])
def test_a_path_is_taken_as_it_is(path: str) -> None:
    assert check_path("path", path) == path


def test_kestras_scheme_is_read_as_ours() -> None:
    assert check_path("path", "kestra:///a/b") == "dalsegno:///a/b"


@pytest.mark.parametrize(
    ("path", "problem"),
    [
        ("", "does not begin with dalsegno:///"),
        ("/etc/passwd", "does not begin with dalsegno:///"),
        ("dalsegno://a/b", "does not begin with dalsegno:///"),
        ("dalsegno:///", "the part ''"),
        ("dalsegno:////a", "the part ''"),
        ("dalsegno:///a//b", "the part ''"),
        ("dalsegno:///a/", "the part ''"),
        ("dalsegno:///a/../b", "the part '..'"),
        ("dalsegno:///a/./b", "the part '.'"),
        ("dalsegno:///a\x00b", "a control character"),
        ("dalsegno:///a\nb", "a control character"),
        ("dalsegno:///" + "é" * 507, "1026 bytes, more than 1024"),
    ],
)
def test_what_is_wrong_with_a_path_is_said(path: str, problem: str) -> None:
    with pytest.raises(InvalidField) as caught:
        check_path("header.path", path)
    assert problem in caught.value.message
    assert caught.value.metadata == {"field": "header.path"}


def test_a_path_of_1024_bytes_is_taken() -> None:
    path = "dalsegno:///" + "é" * 506
    assert check_path("path", path) == path


@pytest.mark.parametrize(
    ("prefix", "read"),
    [("", ""), ("dal", "dal"), ("dalsegno:///a/b", "dalsegno:///a/b"), ("kestra:///a", "dalsegno:///a")],
)
def test_a_prefix_may_end_anywhere(prefix: str, read: str) -> None:
    assert check_path_prefix("path_prefix", prefix) == read


@pytest.mark.parametrize("prefix", ["/a", "s3://a", "dalsegno:///a\x00"])
def test_a_prefix_that_no_path_has_is_refused(prefix: str) -> None:
    with pytest.raises(InvalidField):
        check_path_prefix("path_prefix", prefix)


@pytest.mark.parametrize("digest", ["", "ab", "A" * 64, "g" * 64, "a" * 65, "a" * 64 + "\n"])
def test_a_digest_is_64_lower_case_hexadecimal_digits(digest: str) -> None:
    with pytest.raises(InvalidField):
        check_digest("digest", digest)


@pytest.mark.parametrize("execution_id", ["", "a b", "a/b", "a" * 65, "é"])
def test_an_execution_id_has_up_to_64_plain_characters(execution_id: str) -> None:
    with pytest.raises(InvalidField):
        check_execution_id("execution_id", execution_id)
