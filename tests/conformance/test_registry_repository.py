"""What every repository of flows does, whatever its database."""

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest

from dalsegno_flow import Problem, Severity
from dalsegno_registry.adapters.sql_repository import SqlFlowRepository
from dalsegno_registry.adapters.tables import METADATA
from dalsegno_registry.core.errors import FlowNotFound, RevisionConflict
from dalsegno_registry.core.revisions import Draft, Revision
from dalsegno_registry.ports import FlowRepository, Request
from dalsegno_runtime.database import Database
from dalsegno_runtime.errors import RequestIdConflict, ServiceUnavailable
from support.postgres import drop_database, temporary_database

NOW = datetime(2024, 6, 11, 17, 20, 6, 289000, tzinfo=UTC)
NO_REQUEST = Request(request_id="", fingerprint="")
WARNING = Problem(line=1, column=2, path="tasks[0].type", message="é", severity=Severity.WARNING)


class Repositories:
    """Repositories on one database, each with connections of its own as another process would have."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.now = NOW
        self._databases: list[Database] = []

    def another(self) -> FlowRepository:
        database = Database(self.url, METADATA)
        self._databases.append(database)
        return SqlFlowRepository(database, lambda: self.now)

    def close(self) -> None:
        for database in self._databases:
            database.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def repositories(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Repositories]:
    if request.param == "sqlite":
        repositories = Repositories(f"sqlite:///{tmp_path}/registry.db")
        yield repositories
        repositories.close()
    else:
        with temporary_database() as url:
            # A deadlock is looked for after a second otherwise.
            repositories = Repositories(url + "&options=-c%20deadlock_timeout%3D20ms")
            yield repositories
            repositories.close()


@pytest.fixture
def repository(repositories: Repositories) -> FlowRepository:
    return repositories.another()


def draft(source: str = "a", flow_id: str = "trips", namespace: str = "company.team") -> Draft:
    return Draft(namespace=namespace, flow_id=flow_id, source=source, description=f"About {source}.", disabled=True)


def request(request_id: str, fingerprint: str = "f") -> Request:
    return Request(request_id=request_id, fingerprint=fingerprint)


def numbers(revisions: list[Revision]) -> list[int]:
    return [revision.revision for revision in revisions]


def names(revisions: list[Revision]) -> list[str]:
    return [f"{revision.namespace}/{revision.flow_id}" for revision in revisions]


async def test_a_new_flow_is_revision_one_and_is_found_as_it_was_put(repository: FlowRepository):
    put = await repository.put(draft("é\n# comment\n"), None, NO_REQUEST)
    expected = Revision(
        namespace="company.team",
        flow_id="trips",
        revision=1,
        source="é\n# comment\n",
        source_digest=sha256("é\n# comment\n".encode()).hexdigest(),
        description="About é\n# comment\n.",
        disabled=True,
        create_time=NOW,
    )
    assert (put.revision, put.created) == (expected, True)
    assert await repository.find("company.team", "trips") == expected
    assert await repository.find("company.team", "trips", 1) == expected


async def test_a_changed_source_makes_the_next_revision_and_the_one_before_stays(repository: FlowRepository):
    first = await repository.put(draft("a"), None, NO_REQUEST)
    second = await repository.put(draft("b"), None, NO_REQUEST)
    assert (second.revision.revision, second.created) == (2, True)
    assert await repository.find("company.team", "trips") == second.revision
    assert await repository.find("company.team", "trips", 1) == first.revision


async def test_the_same_source_changes_nothing(repositories: Repositories, repository: FlowRepository):
    first = await repository.put(draft("a"), None, NO_REQUEST)
    repositories.now = NOW + timedelta(days=1)
    again = await repository.put(draft("a\r\n"), None, NO_REQUEST)
    assert (again.revision, again.created) == (first.revision, False)


async def test_an_earlier_source_put_again_is_a_new_revision(repository: FlowRepository):
    for source in "aba":
        await repository.put(draft(source), None, NO_REQUEST)
    assert numbers(await repository.list_revisions("company.team", "trips", None, 10)) == [3, 2, 1]


async def test_a_conflict_changes_nothing(repository: FlowRepository):
    await repository.put(draft("a"), 0, NO_REQUEST)
    with pytest.raises(RevisionConflict) as caught:
        await repository.put(draft("b"), 0, NO_REQUEST)
    assert caught.value.metadata == {"expected_revision": "0", "latest_revision": "1"}
    assert numbers(await repository.list_revisions("company.team", "trips", None, 10)) == [1]


async def test_what_is_not_there_is_none(repository: FlowRepository):
    await repository.put(draft(), None, NO_REQUEST)
    assert await repository.find("company.team", "other") is None
    assert await repository.find("company", "trips") is None
    assert await repository.find("company.team", "trips", 2) is None
    assert await repository.find_before("company.team", "trips", 1) is None


async def test_the_revision_before_is_found(repository: FlowRepository):
    for source in "abc":
        await repository.put(draft(source), None, NO_REQUEST)
    before = await repository.find_before("company.team", "trips", 3)
    assert before is not None
    assert (before.revision, before.source) == (2, "b")


async def test_revisions_are_listed_newest_first_without_sources_and_by_page(repository: FlowRepository):
    for source in "abcde":
        await repository.put(draft(source), None, NO_REQUEST)
    await repository.put(draft("x", "other"), None, NO_REQUEST)
    page = await repository.list_revisions("company.team", "trips", None, 2)
    assert [(one.revision, one.source, one.description) for one in page] == [(5, "", "About e."), (4, "", "About d.")]
    assert numbers(await repository.list_revisions("company.team", "trips", 4, 2)) == [3, 2]
    assert numbers(await repository.list_revisions("company.team", "trips", 2, 2)) == [1]
    assert await repository.list_revisions("company.team", "trips", 1, 2) == []


async def test_flows_are_listed_by_the_bytes_of_namespace_then_id_in_their_latest_revision(
    repository: FlowRepository,
):
    for namespace, flow_id in (("b", "a"), ("a.b", "Z"), ("a.b", "a"), ("a", "z"), ("a_b", "x"), ("a-b", "x")):
        for source in "xy":
            await repository.put(draft(source, flow_id, namespace), None, NO_REQUEST)
    everything = await repository.list_flows("", None, 10)
    assert names(everything) == ["a/z", "a-b/x", "a.b/Z", "a.b/a", "a_b/x", "b/a"]
    assert {(flow.revision, flow.source) for flow in everything} == {(2, "")}


async def test_flows_are_listed_by_page(repository: FlowRepository):
    for namespace, flow_id in (("a", "a"), ("a", "b"), ("b", "a"), ("b", "b")):
        await repository.put(draft("x", flow_id, namespace), None, NO_REQUEST)
    assert names(await repository.list_flows("", None, 3)) == ["a/a", "a/b", "b/a"]
    assert names(await repository.list_flows("", ("b", "a"), 3)) == ["b/b"]
    assert names(await repository.list_flows("", ("a", "aa"), 3)) == ["a/b", "b/a", "b/b"]


async def test_a_namespace_takes_those_below_it_along_and_no_others(repository: FlowRepository):
    for namespace in ("a", "a.b", "a.b.c", "ab", "a-b", "a_b", "b.a"):
        await repository.put(draft("x", "flow", namespace), None, NO_REQUEST)
    assert names(await repository.list_flows("a", None, 10)) == ["a/flow", "a.b/flow", "a.b.c/flow"]
    assert names(await repository.list_flows("a.b", None, 10)) == ["a.b/flow", "a.b.c/flow"]
    assert names(await repository.list_flows("A", None, 10)) == []


async def test_a_deleted_flow_is_gone_with_all_revisions(repository: FlowRepository):
    for source in "ab":
        await repository.put(draft(source), None, NO_REQUEST)
    await repository.put(draft("x", "other"), None, NO_REQUEST)
    await repository.delete("company.team", "trips", NO_REQUEST)
    assert await repository.find("company.team", "trips") is None
    assert await repository.find("company.team", "trips", 1) is None
    assert await repository.list_revisions("company.team", "trips", None, 10) == []
    assert names(await repository.list_flows("", None, 10)) == ["company.team/other"]


async def test_a_flow_put_again_goes_on_with_the_next_number_and_what_was_deleted_stays_so(
    repository: FlowRepository,
):
    for source in "ab":
        await repository.put(draft(source), None, NO_REQUEST)
    await repository.delete("company.team", "trips", NO_REQUEST)
    again = await repository.put(draft("b"), 0, NO_REQUEST)
    assert (again.revision.revision, again.created) == (3, True)
    assert numbers(await repository.list_revisions("company.team", "trips", None, 10)) == [3]
    assert names(await repository.list_flows("", None, 10)) == ["company.team/trips"]


async def test_what_is_not_there_cannot_be_deleted(repository: FlowRepository):
    with pytest.raises(FlowNotFound):
        await repository.delete("company.team", "trips", NO_REQUEST)
    await repository.put(draft(), None, NO_REQUEST)
    await repository.delete("company.team", "trips", NO_REQUEST)
    with pytest.raises(FlowNotFound):
        await repository.delete("company.team", "trips", NO_REQUEST)


async def test_a_repeated_put_gets_the_first_answer_even_when_the_flow_moved_on(repository: FlowRepository):
    one = replace(draft("a"), warnings=(WARNING,))
    first = await repository.put(one, 0, request("r1"))
    await repository.put(draft("b"), None, NO_REQUEST)
    assert await repository.put(one, 0, request("r1")) == first
    assert await repository.answered_put(request("r1")) == first
    assert first.warnings == (WARNING,)
    await repository.delete("company.team", "trips", NO_REQUEST)
    assert await repository.put(one, 0, request("r1")) == first
    assert await repository.find("company.team", "trips") is None


async def test_a_request_that_was_not_made_before_has_no_answer(repository: FlowRepository):
    await repository.put(draft(), None, request("r1"))
    assert await repository.answered_put(request("r2")) is None
    assert await repository.answered_put(NO_REQUEST) is None


async def test_a_repeated_delete_is_done_once(repository: FlowRepository):
    await repository.put(draft("a"), None, NO_REQUEST)
    await repository.delete("company.team", "trips", request("r1"))
    await repository.put(draft("b"), None, NO_REQUEST)
    await repository.delete("company.team", "trips", request("r1"))
    found = await repository.find("company.team", "trips")
    assert found is not None
    assert found.revision == 2


async def test_a_request_id_of_another_request_is_refused(repository: FlowRepository):
    await repository.put(draft("a"), None, request("r1", "one"))
    with pytest.raises(RequestIdConflict):
        await repository.put(draft("b"), None, request("r1", "two"))
    with pytest.raises(RequestIdConflict):
        await repository.delete("company.team", "trips", request("r1", "two"))
    with pytest.raises(RequestIdConflict):
        await repository.answered_put(request("r1", "two"))
    assert numbers(await repository.list_revisions("company.team", "trips", None, 10)) == [1]


async def test_a_refused_request_is_not_remembered(repository: FlowRepository):
    with pytest.raises(RevisionConflict):
        await repository.put(draft("a"), 5, request("r1"))
    assert await repository.answered_put(request("r1")) is None


async def test_answers_are_kept_for_a_day_and_forgotten_later(repositories: Repositories, repository: FlowRepository):
    first = await repository.put(draft("a"), None, request("r1"))
    repositories.now = NOW + timedelta(hours=25)
    await repository.put(draft("b"), None, request("r2"))
    assert await repository.answered_put(request("r1")) == first
    repositories.now = NOW + timedelta(hours=50)
    await repository.put(draft("c"), None, request("r3"))
    assert await repository.answered_put(request("r1")) is None
    assert await repository.answered_put(request("r2")) is not None


async def test_times_come_back_in_utc_to_the_microsecond(repositories: Repositories, repository: FlowRepository):
    repositories.now = NOW + timedelta(microseconds=7)
    await repository.put(draft(), None, NO_REQUEST)
    found = await repository.find("company.team", "trips")
    assert found is not None
    assert found.create_time.isoformat() == "2024-06-11T17:20:06.289007+00:00"


async def test_everything_is_there_after_a_restart(repositories: Repositories, repository: FlowRepository):
    put = await repository.put(draft("a"), None, request("r1"))
    repositories.close()
    reopened = repositories.another()
    assert await reopened.find("company.team", "trips") == put.revision
    assert await reopened.answered_put(request("r1")) == put


async def test_puts_at_the_same_time_make_one_revision_each_without_a_gap(repositories: Repositories):
    writers = [repositories.another() for _ in range(3)]
    puts = [writers[index % 3].put(draft(f"source {index}"), None, NO_REQUEST) for index in range(30)]
    made = await asyncio.gather(*puts)
    assert sorted(put.revision.revision for put in made) == list(range(1, 31))
    kept = {put.revision.revision: put.revision.source for put in made}
    for number, source in kept.items():
        found = await writers[0].find("company.team", "trips", number)
        assert found is not None
        assert found.source == source


async def test_first_puts_of_a_flow_by_several_writers_all_get_through(repositories: Repositories):
    writers = [repositories.another() for _ in range(3)]
    for attempt in range(20):
        flow = [draft(f"source {index}", f"flow-{attempt}") for index in range(3)]
        made = await asyncio.gather(*(writers[index].put(flow[index], None, NO_REQUEST) for index in range(3)))
        assert sorted(put.revision.revision for put in made) == [1, 2, 3]


async def test_of_puts_that_expect_the_same_revision_one_succeeds(repositories: Repositories):
    writers = [repositories.another() for _ in range(3)]
    await writers[0].put(draft("start"), None, NO_REQUEST)
    puts = [writer.put(draft(f"source {index}"), 1, NO_REQUEST) for index, writer in enumerate(writers * 3)]
    results = await asyncio.gather(*puts, return_exceptions=True)
    assert sorted(type(result).__name__ for result in results) == ["Put"] + ["RevisionConflict"] * 8
    assert numbers(await writers[0].list_revisions("company.team", "trips", None, 10)) == [2, 1]


async def test_one_request_sent_to_several_writers_is_carried_out_once(repositories: Repositories):
    writers = [repositories.another() for _ in range(3)]
    answers = await asyncio.gather(*(writer.put(draft("a"), 0, request("r1")) for writer in writers * 3))
    assert [answer == answers[0] for answer in answers] == [True] * 9
    assert numbers(await writers[0].list_revisions("company.team", "trips", None, 10)) == [1]


async def test_puts_and_deletes_at_the_same_time_never_give_a_number_twice(repositories: Repositories):
    writers = [repositories.another() for _ in range(2)]
    await writers[0].put(draft("start"), None, NO_REQUEST)
    changes = [writers[0].put(draft(f"source {index}"), None, NO_REQUEST) for index in range(10)]
    changes += [writers[1].delete("company.team", "trips", NO_REQUEST) for _ in range(3)]  # type: ignore[misc]  # mixed
    results = await asyncio.gather(*changes, return_exceptions=True)
    made = [result.revision.revision for result in results[:10]]  # type: ignore[union-attr]  # a failure fails here
    assert sorted(made) == list(range(2, 12))


async def test_writers_that_take_the_same_flows_in_opposite_order_both_get_through(repositories: Repositories):
    writers = [repositories.another() for _ in range(2)]
    flows = [f"flow-{index}" for index in range(20)]
    for flow_id in flows:
        await writers[0].put(draft("start", flow_id), None, NO_REQUEST)
    puts = [writers[0].put(draft("one", flow_id), None, NO_REQUEST) for flow_id in flows]
    puts += [writers[1].put(draft("two", flow_id), None, NO_REQUEST) for flow_id in reversed(flows)]
    made = await asyncio.gather(*puts)
    assert sorted(put.revision.revision for put in made) == [2] * 20 + [3] * 20


async def test_a_database_that_is_gone_is_unavailable():
    with temporary_database() as url:
        repositories = Repositories(url)
        repository = repositories.another()
        await repository.put(draft(), None, NO_REQUEST)
        drop_database(url)
        with pytest.raises(ServiceUnavailable):
            await repository.find("company.team", "trips")
        with pytest.raises(ServiceUnavailable):
            await repository.put(draft("b"), None, NO_REQUEST)
        repositories.close()
