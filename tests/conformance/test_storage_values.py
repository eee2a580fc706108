"""What every repository of values does, whatever its database."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from dalsegno_runtime.database import Database
from dalsegno_runtime.errors import ServiceUnavailable
from dalsegno_storage.adapters.sql_values import MAX_SWEPT, SqlValues
from dalsegno_storage.adapters.tables import metadata
from dalsegno_storage.core.errors import StorageFull
from dalsegno_storage.core.values import Value, ValueIntent
from dalsegno_storage.ports import ValueRepository
from support.postgres import drop_database, temporary_database
from support.storage import NOW

NAMESPACE = "company.team"
HOUR = timedelta(hours=1)


@pytest.fixture(params=["sqlite", "postgresql"])
def repository(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[ValueRepository]:
    if request.param == "sqlite":
        yield from opened(f"sqlite:///{tmp_path}/storage.db")
    else:
        with temporary_database() as url:
            yield from opened(url)


def opened(url: str) -> Iterator[ValueRepository]:
    database = Database(url, metadata)
    yield SqlValues(database)
    database.close()


def intent(key: str, text: str = "1", *, overwrite: bool = True, description: str = "") -> ValueIntent:
    return ValueIntent(namespace=NAMESPACE, key=key, json=text, overwrite=overwrite, description=description)


async def put(
    repository: ValueRepository,
    key: str,
    text: str = "1",
    *,
    after: timedelta = HOUR * 0,
    until: timedelta | None = None,
) -> Value:
    """Writes after so long, to be over after so long."""
    expire_time = None if until is None else NOW + until
    return (await repository.put(intent(key, text), now=NOW + after, expire_time=expire_time))[1]


async def keys(repository: ValueRepository, prefix: str = "", after: str | None = None, limit: int = 1000) -> list[str]:
    return [value.key for value in await repository.list(NAMESPACE, prefix, now=NOW, after=after, limit=limit)]


async def test_a_value_is_found_as_it_was_put(repository: ValueRepository) -> None:
    wanted = intent("k", '{"é": "🎼"}', description="what for")
    written = await repository.put(wanted, now=NOW, expire_time=NOW + HOUR)
    assert written == (
        True,
        Value(
            namespace=NAMESPACE,
            key="k",
            json='{"é": "🎼"}',
            size_bytes=14,
            version=1,
            description="what for",
            create_time=NOW,
            update_time=NOW,
            expire_time=NOW + HOUR,
        ),
    )
    assert await repository.find(NAMESPACE, "k") == written[1]
    assert [await repository.find(NAMESPACE, "K"), await repository.find("company", "k")] == [None, None]


async def test_a_value_that_is_put_again_replaces_all_but_the_time_of_the_first(repository: ValueRepository) -> None:
    first = await put(repository, "k", until=5 * HOUR)
    second = await put(repository, "k", "22", after=HOUR)
    assert second == replace(first, json="22", size_bytes=2, version=2, update_time=NOW + HOUR, expire_time=None)
    assert await repository.find(NAMESPACE, "k") == second


async def test_a_value_that_is_not_to_be_overwritten_stays(repository: ValueRepository) -> None:
    first = await put(repository, "k")
    kept = await repository.put(intent("k", "2", overwrite=False), now=NOW, expire_time=None)
    assert kept == (False, first)
    assert await repository.find(NAMESPACE, "k") == first


async def test_a_value_that_is_over_is_no_value(repository: ValueRepository) -> None:
    await put(repository, "k", until=HOUR)
    later = {"now": NOW + HOUR}
    assert list(await repository.list(NAMESPACE, "", **later, after=None, limit=9)) == []
    assert await repository.delete(NAMESPACE, "k", **later) is False
    await put(repository, "k", until=HOUR)
    written, value = await repository.put(intent("k", overwrite=False), **later, expire_time=None)
    assert (written, value.create_time) == (True, NOW + HOUR)


async def test_versions_never_come_back(repository: ValueRepository) -> None:
    versions = [(await put(repository, key)).version for key in ("a", "b", "a")]
    assert await repository.delete(NAMESPACE, "a", now=NOW) is True
    versions.append((await put(repository, "a")).version)
    assert versions == [1, 2, 3, 4]


async def test_values_are_listed_in_the_order_of_code_points_without_json(repository: ValueRepository) -> None:
    names = ["B", "a", "a.b", "a-b", "b", "a_b", "A", "ab", "1"]
    for name in names:
        await put(repository, name, '"text"')
    assert await keys(repository) == sorted(names)
    assert await keys(repository, "a", after="a-b", limit=2) == ["a.b", "a_b"]
    assert {value.json for value in await repository.list(NAMESPACE, "", now=NOW, after=None, limit=9)} == {""}


async def test_a_write_removes_a_bounded_number_of_values_that_are_over(repository: ValueRepository) -> None:
    for number in range(MAX_SWEPT + 2):
        await put(repository, f"k{number:03}", until=HOUR + timedelta(seconds=number))
    await put(repository, "other", after=3 * HOUR)
    names = [f"k{number:03}" for number in (0, MAX_SWEPT - 1, MAX_SWEPT, MAX_SWEPT + 1)]
    left = [await repository.find(NAMESPACE, name) is not None for name in names]
    assert left == [False, False, True, True]
    assert await repository.sweep(NOW + 3 * HOUR) == 2
    assert await keys(repository) == ["other"]


async def test_a_value_that_is_over_and_not_removed_yet_is_not_in_the_way(repository: ValueRepository) -> None:
    for number in range(MAX_SWEPT):
        await put(repository, f"k{number}", until=HOUR)
    await put(repository, "last", until=2 * HOUR)
    written, value = await repository.put(intent("last", overwrite=False), now=NOW + 2 * HOUR, expire_time=None)
    assert (written, value.create_time) == (True, NOW + 2 * HOUR)


async def test_a_database_that_went_away_makes_the_service_unavailable() -> None:
    with temporary_database() as url:
        database = Database(url, metadata)
        repository = SqlValues(database)
        drop_database(url)
        with pytest.raises(ServiceUnavailable):
            await put(repository, "k")
        with pytest.raises(ServiceUnavailable):
            await repository.find(NAMESPACE, "k")
        database.close()


async def test_a_full_database_is_told_and_keeps_what_it_had(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path}/storage.db", metadata)
    repository = SqlValues(database)
    first = await put(repository, "k")
    await database.write(lambda connection: connection.exec_driver_sql("pragma max_page_count=25").all())
    with pytest.raises(StorageFull):
        await put(repository, "k", "1" * 1_000_000)
    assert await repository.find(NAMESPACE, "k") == first
    database.close()
