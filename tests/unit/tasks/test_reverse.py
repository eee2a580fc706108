import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dalsegno_tasks import TaskFailure, build
from dalsegno_tasks.storage.reverse import Reverse
from dalsegno_tasks.storage.reversing import lines_from_the_end


def reverse(context, data: bytes, **properties) -> bytes:
    outputs = build(Reverse, {"from": context.store("in.txt", data), **properties}).run(context)
    return context.path(outputs["uri"]).read_bytes()


@given(st.text(alphabet="ab\r\n", max_size=40), st.integers(1, 10))
def test_however_it_is_read_the_lines_are_the_same(text, block_bytes):
    lines = text.removesuffix("\n").split("\n") if text else []
    expected = [line.removesuffix("\r").encode() for line in reversed(lines)]
    assert list(lines_from_the_end(io.BytesIO(text.encode()), block_bytes)) == expected


def test_charset_and_separator_can_be_others(context):
    assert (
        reverse(context, "é\nb".encode("utf-16"), charset="UTF-16", separator="\r\n").decode("utf-16") == "b\r\né\r\n"
    )
    assert reverse(context, b"") == b""
    with pytest.raises(TaskFailure, match="charset 'hex' is unknown"):
        reverse(context, b"a", charset="hex")
