import json
import sqlite3
from collections.abc import AsyncIterator, Awaitable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from dalsegno.api.storage.v1 import storage_pb2 as pb
from dalsegno_storage.__main__ import start
from support.postgres import drop_database, temporary_database
from support.storage import NOW, Storage, refusal_of, running_storage, settings_in, storage_at, told

NAMESPACE = "company.team"
LARGEST = json.dumps("x" * (1024 * 1024 - 2))
DAY = timedelta(days=1)


class Clock:
    """A clock that stands still until it is turned."""

    def __init__(self) -> None:
        self.time = NOW

    def __call__(self) -> datetime:
        return self.time


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def storage(tmp_path: Path, clock: Clock) -> AsyncIterator[Storage]:
    async with running_storage(tmp_path, clock=clock) as storage:
        yield storage


async def put(storage: Storage, key: str, text: str = "1", **request: Any) -> pb.Value:
    lifetime: timedelta | None = request.pop("time_to_live", None)
    message = pb.PutValueRequest(**{"namespace": NAMESPACE, "key": key, "json": text, "overwrite": True, **request})
    if lifetime is not None:
        message.time_to_live.FromTimedelta(lifetime)
    return (await storage.stub.PutValue(message)).value


async def get(storage: Storage, key: str, namespace: str = NAMESPACE) -> pb.Value:
    return (await storage.stub.GetValue(pb.GetValueRequest(namespace=namespace, key=key))).value


async def delete(storage: Storage, key: str) -> bool:
    return (await storage.stub.DeleteValue(pb.DeleteValueRequest(namespace=NAMESPACE, key=key))).deleted


async def page(storage: Storage, **request: Any) -> pb.ListValuesResponse:
    return await storage.stub.ListValues(pb.ListValuesRequest(**{"namespace": NAMESPACE, **request}))


async def keys(storage: Storage, **request: Any) -> list[str]:
    return [value.key for value in (await page(storage, **request)).values]


async def refused(call: Awaitable[Any]) -> tuple[str, str, dict[str, str]]:
    return told(await refusal_of(call))


@pytest.mark.parametrize("text", ['{"b": [1, 2.50], "a": null}', '"é🎼"', "1e400", "9" * 5000, " true ", LARGEST])
async def test_a_value_comes_back_as_it_was_written(storage: Storage, text: str) -> None:
    await put(storage, "k", text)
    found = await get(storage, "k")
    assert (found.json, found.size_bytes) == (text, len(text.encode()))


async def test_a_value_tells_when_it_was_written_and_what_it_is_for(storage: Storage, clock: Clock) -> None:
    await put(storage, "k", description="The last month\nthat was read")
    clock.time += DAY
    written = await put(storage, "k", "2", time_to_live=DAY)
    assert written == pb.Value(
        namespace=NAMESPACE,
        key="k",
        size_bytes=1,
        version=2,
        create_time=NOW,
        update_time=NOW + DAY,
        expire_time=NOW + 2 * DAY,
    )
    assert await get(storage, "k") == pb.Value(**{**fields(written), "json": "2"})


def fields(message: pb.Value) -> dict[str, Any]:
    return {field.name: value for field, value in message.ListFields()}


async def test_whoever_writes_last_wins(storage: Storage) -> None:
    for text in ("1", "2", "3"):
        await put(storage, "k", text)
    assert (await get(storage, "k")).json == "3"


async def test_a_version_grows_with_every_write_also_when_the_key_was_removed_in_between(storage: Storage) -> None:
    versions = [(await put(storage, "k")).version, (await put(storage, "k")).version]
    await delete(storage, "k")
    versions.append((await put(storage, "k")).version)
    assert versions == sorted(set(versions))


async def test_a_value_is_not_overwritten_unasked(storage: Storage) -> None:
    first = await put(storage, "k", "1", overwrite=False)
    assert await refused(put(storage, "k", "2", overwrite=False)) == (
        "ALREADY_EXISTS",
        "VALUE_EXISTS",
        {"namespace": NAMESPACE, "key": "k", "version": str(first.version)},
    )
    assert (await get(storage, "k")).json == "1"


async def test_namespaces_share_nothing(storage: Storage) -> None:
    await put(storage, "k", "1")
    await put(storage, "k", "2", namespace="company")
    assert [(await get(storage, "k")).json, (await get(storage, "k", "company")).json] == ["1", "2"]
    assert await delete(storage, "k")
    assert (await get(storage, "k", "company")).json == "2"


async def test_a_key_without_a_value_is_not_found(storage: Storage) -> None:
    expected = ("NOT_FOUND", "VALUE_NOT_FOUND", {"namespace": NAMESPACE, "key": "k"})
    assert await refused(get(storage, "k")) == expected
    await put(storage, "k")
    assert [await delete(storage, "k"), await delete(storage, "k")] == [True, False]
    assert await refused(get(storage, "k")) == expected


async def test_a_value_is_there_until_its_time_is_over(storage: Storage, clock: Clock) -> None:
    await put(storage, "k", time_to_live=DAY)
    clock.time += DAY - timedelta(microseconds=1)
    assert (await get(storage, "k")).expire_time.ToDatetime(UTC) == NOW + DAY
    assert await keys(storage) == ["k"]
    clock.time = NOW + DAY
    assert await keys(storage) == []
    assert (await refused(get(storage, "k")))[1] == "VALUE_NOT_FOUND"
    assert await delete(storage, "k") is False


async def test_a_value_whose_time_is_over_is_removed_when_it_is_asked_for(
    storage: Storage, clock: Clock, tmp_path: Path
) -> None:
    await put(storage, "k", time_to_live=DAY)
    clock.time += DAY
    assert stored_keys(tmp_path) == ["k"]
    assert (await refused(get(storage, "k")))[0] == "NOT_FOUND"
    assert stored_keys(tmp_path) == []


def stored_keys(folder: Path) -> list[str]:
    with closing(sqlite3.connect(folder / "storage.db")) as database:
        return [key for (key,) in database.execute("select key from value")]


async def test_a_value_whose_time_is_over_is_not_in_the_way_of_a_new_one(storage: Storage, clock: Clock) -> None:
    await put(storage, "k", "1", time_to_live=DAY)
    clock.time += DAY
    assert (await put(storage, "k", "2", overwrite=False)).create_time.ToDatetime(UTC) == NOW + DAY
    assert (await get(storage, "k")).json == "2"


async def test_a_value_that_is_written_again_without_a_time_stays_for_ever(storage: Storage, clock: Clock) -> None:
    await put(storage, "k", time_to_live=DAY)
    await put(storage, "k", "2")
    clock.time += timedelta(days=100_000)
    assert (await get(storage, "k")).json == "2"


async def test_values_are_listed_by_key_without_their_json(storage: Storage) -> None:
    for key in ("b", "a.b", "B", "a", "a-b", "ab"):
        await put(storage, key, '"text"')
    await put(storage, "a", namespace="company")
    assert await keys(storage) == sorted(["b", "a.b", "B", "a", "a-b", "ab"])
    assert await keys(storage, key_prefix="a.") == ["a.b"]
    listed = (await page(storage)).values[0]
    assert (listed.key, listed.json, listed.size_bytes) == ("B", "", 6)


async def test_a_list_is_read_in_pages(storage: Storage) -> None:
    for number in range(5):
        await put(storage, f"k{number}")
    first = await page(storage, page_size=3)
    second = await page(storage, page_size=3, page_token=first.next_page_token)
    assert [value.key for value in [*first.values, *second.values]] == ["k0", "k1", "k2", "k3", "k4"]
    assert (first.next_page_token != "", second.next_page_token) == (True, "")


async def test_a_page_token_of_another_list_is_refused(storage: Storage) -> None:
    assert (await refused(page(storage, page_token="x")))[:2] == ("INVALID_ARGUMENT", "INVALID_PAGE_TOKEN")


@pytest.mark.parametrize(
    ("field", "request_fields"),
    [
        ("key", {"key": ""}),
        ("key", {"key": "-a"}),
        ("key", {"key": "a/b"}),
        ("key", {"key": "a b"}),
        ("key", {"key": "é"}),
        ("key", {"key": "a" * 513}),
        ("namespace", {"namespace": ""}),
        ("namespace", {"namespace": ".a"}),
        ("namespace", {"namespace": "a" * 151}),
        ("json", {"json": ""}),
        ("json", {"json": "text"}),
        ("json", {"json": "{'a': 1}"}),
        ("json", {"json": "NaN"}),
        ("json", {"json": '"\\ud800"'}),
        ("json", {"json": "[" * 100_000}),
        ("json", {"json": LARGEST + " "}),
        ("description", {"description": "x" * 1001}),
        ("description", {"description": "a\x00b"}),
        ("time_to_live", {"time_to_live": timedelta(0)}),
        ("time_to_live", {"time_to_live": -DAY}),
        ("time_to_live", {"time_to_live": timedelta(days=36_501)}),
    ],
)
async def test_what_cannot_be_kept_is_refused_by_field(
    storage: Storage, field: str, request_fields: dict[str, Any]
) -> None:
    request = {"key": "k", **request_fields}
    assert await refused(put(storage, **request)) == ("INVALID_ARGUMENT", "INVALID_FIELD", {"field": field})


async def test_what_can_be_no_key_is_refused_everywhere(storage: Storage) -> None:
    calls = [
        (get(storage, "a/b"), "key"),
        (delete(storage, "a/b"), "key"),
        (page(storage, key_prefix="/"), "key_prefix"),
    ]
    calls += [(get(storage, "a", ""), "namespace"), (page(storage, namespace=""), "namespace")]
    for call, field in calls:
        assert await refused(call) == ("INVALID_ARGUMENT", "INVALID_FIELD", {"field": field})


async def test_a_value_is_still_there_after_a_restart(tmp_path: Path) -> None:
    async with running_storage(tmp_path) as storage:
        await put(storage, "k", "1")
    async with running_storage(tmp_path) as storage:
        assert (await get(storage, "k")).json == "1"
        assert (await put(storage, "k", "2")).version == 2


async def test_releasing_an_execution_leaves_values_alone(storage: Storage) -> None:
    await put(storage, "k")
    await storage.put("one", "{}")
    await storage.release("one")
    assert await keys(storage) == ["k"]


async def test_a_database_without_room_refuses_a_value_and_keeps_the_one_before(tmp_path: Path) -> None:
    running = await start(settings_in(tmp_path))
    async with storage_at(running.address, tmp_path / "blobs") as storage:
        await put(storage, "k", "1")
        database = running.parts.database
        await database.write(lambda connection: connection.exec_driver_sql("pragma max_page_count=20").all())
        assert (await refused(put(storage, "k", LARGEST)))[:2] == ("RESOURCE_EXHAUSTED", "STORAGE_FULL")
        assert (await get(storage, "k")).json == "1"
    await running.stop()


async def test_a_server_on_postgresql_serves_the_same_until_its_database_is_gone(tmp_path: Path) -> None:
    with temporary_database() as url:
        async with running_storage(tmp_path, database=url) as storage:
            assert [(await put(storage, "k")).version, (await put(storage, "k", "2", time_to_live=DAY)).version] == [
                1,
                2,
            ]
            assert (
                (await get(storage, "k")).json,
                await keys(storage, key_prefix="k"),
                await delete(storage, "k"),
            ) == (
                "2",
                ["k"],
                True,
            )
            drop_database(url)
            for call in (put(storage, "k"), get(storage, "k"), delete(storage, "k"), page(storage)):
                assert (await refused(call))[:2] == ("UNAVAILABLE", "SERVICE_UNAVAILABLE")
