"""Splitting a file into batches."""

import tracemalloc

import pytest

from dalsegno_tasks import TaskFailure
from dalsegno_tasks.storage.splitting import Batches, read_size, split

LINES = "one\ntwo\nthree\nfour\nfive\n"


def batches(context, text: str | bytes, name: str = "rides.csv", **how: object) -> list[bytes]:
    uris = split(context, context.store(name, text), Batches(**how))
    return [context.path(uri).read_bytes() for uri in uris]


def test_rows_fill_one_batch_after_the_other(context):
    assert batches(context, LINES, rows=2) == [b"one\ntwo\n", b"three\nfour\n", b"five\n"]
    assert batches(context, LINES) == [b"one\n", b"two\n", b"three\n", b"four\n", b"five\n"]
    assert batches(context, LINES, rows=5) == [LINES.encode()]


def test_a_size_is_reached_by_the_last_line_of_a_batch(context):
    assert batches(context, LINES, bytes="5") == [b"one\ntwo\n", b"three\n", b"four\n", b"five\n"]
    assert batches(context, LINES, bytes="1KB") == [LINES.encode()]
    assert batches(context, LINES, bytes="1") == batches(context, LINES, rows=1)


def test_partitions_get_a_line_in_turn_and_none_is_empty(context):
    assert batches(context, LINES, partitions=2) == [b"one\nthree\nfive\n", b"two\nfour\n"]
    assert len(batches(context, LINES, partitions=9)) == 5


def test_a_pattern_names_the_batch_of_a_line(context):
    text = "[ERROR] a\n[INFO] b\nneither\n[ERROR] c\n"
    assert batches(context, text, regex_pattern=r"\[(\w+)\]") == [b"[ERROR] a\n[ERROR] c\n", b"[INFO] b\n"]
    assert context.warnings() == ["1 lines are in no batch: `regexPattern` is not in them."]


def test_a_pattern_goes_before_a_size_and_that_before_partitions_and_rows(context):
    how = {"bytes": "1KB", "partitions": 2, "rows": 1}
    assert len(batches(context, LINES, **how)) == 1
    assert len(batches(context, LINES, **how, regex_pattern="^(.)")) == 3


def test_the_separator_is_what_ends_lines_in_batches(context):
    assert batches(context, LINES, rows=2, separator=";") == [b"one;two;", b"three;four;", b"five;"]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("a\nb", [b"a\n", b"b\n"]),
        ("a\r\nb\r\n", [b"a\n", b"b\n"]),
        ("a\rb", [b"a\n", b"b\n"]),
        ("a\n\nb\n", [b"a\n", b"\n", b"b\n"]),
        ("a\x0bb\x85c\u2028d\n", ["a\x0bb\x85c\u2028d\n".encode()]),
        (b"\xff\xfe\n\xc3\x28", [b"\xff\xfe\n", b"\xc3\x28\n"]),
        ("", []),
    ],
)
def test_lines_end_as_on_any_system_and_bytes_stay_as_they_are(context, text, lines):
    assert batches(context, text) == lines
    assert batches(context, text, partitions=100) == lines


def test_batches_are_numbered_and_keep_the_extension(context):
    batches(context, LINES, name="rides.ion", rows=3)
    batches(context, LINES, name="rides", partitions=1)
    assert context.stored() == ["1.ion", "1.tmp", "2.ion"]


def test_small_and_large_batches_keep_their_order(context, monkeypatch):
    monkeypatch.setattr("dalsegno_tasks.storage.splitting.SMALL_BYTES", 10)
    lines = [b"a\n", b"b" * 100 + b"\n", b"c\n", b"d\n", b"e" * 100 + b"\n"]
    assert batches(context, b"".join(lines)) == lines


def test_parts_that_grow_side_by_side_leave_nothing_behind(context):
    batches(context, LINES, partitions=3)
    assert list(context.work_directory.iterdir()) == []


@pytest.mark.parametrize(
    "how",
    [{"rows": 1000}, {"rows": 1_000_000}, {"partitions": 3}, {"bytes": "1MB"}, {"regex_pattern": "(.)$"}],
    ids=str,
)
def test_memory_does_not_grow_with_the_file(context, monkeypatch, how):
    monkeypatch.setattr("dalsegno_tasks.storage.splitting.CHUNK_BYTES", 20_000)
    monkeypatch.setattr("dalsegno_tasks.storage.splitting.BUFFERED_BYTES", 100_000)
    monkeypatch.setattr("dalsegno_tasks.storage.splitting.SMALL_BYTES", 20_000)
    text = "".join(f"{number:0100d}\n" for number in range(60_000))
    uri = context.store("large.csv", text)
    tracemalloc.start()
    uris = split(context, uri, Batches(**how))
    peak_bytes = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak_bytes < 3_000_000 < len(text)
    stored = [line for uri in uris for line in context.path(uri).read_text().splitlines()]
    assert sorted(stored) == text.splitlines()


@pytest.mark.parametrize(
    ("text", "size_bytes"),
    [("1", 1), ("10B", 10), ("2kb", 2048), ("3 MB", 3 << 20), ("1GB", 1 << 30), ("1TB", 1 << 40), ("4K", 4096)],
)
def test_sizes(text, size_bytes):
    assert read_size(text) == size_bytes


@pytest.mark.parametrize("text", ["", "0", "MB", "-1", "1.5MB", "10 bananas"])
def test_what_is_no_size_is_said(text):
    with pytest.raises(TaskFailure, match="give a size such as 10MB"):
        read_size(text)


def test_a_pattern_without_a_group_is_refused(context):
    with pytest.raises(TaskFailure, match="so give it one"):
        batches(context, LINES, regex_pattern="one")
    with pytest.raises(TaskFailure, match="no regular expression"):
        batches(context, LINES, regex_pattern="(")


def test_without_any_way_to_split_it_says_which_there_are(context):
    with pytest.raises(TaskFailure, match="`rows`, `partitions`, `bytes` or `regexPattern`"):
        batches(context, LINES, rows=None)
