"""GetFlow, ListFlows, ListRevisions and DiffRevisions."""

from pathlib import Path
from typing import Any

import pytest

from dalsegno.api.registry.v1 import registry_pb2 as pb
from support.registry import flow_source, refusal_of, running_registry, told

GREETING = {"namespace": "company.team", "flow_id": "greeting"}
MISSING = ("NOT_FOUND", "FLOW_NOT_FOUND", {"namespace": "company.team", "flow": "greeting"})


async def put(registry: Any, *messages: str, **names: str) -> None:
    for message in messages:
        await registry.PutFlow(pb.PutFlowRequest(source=flow_source(message, **names)))


async def test_a_flow_is_got_in_its_latest_revision_or_the_one_asked_for(tmp_path: Path):
    async with running_registry(tmp_path) as registry:
        await put(registry, "a", "b", "c")
        latest = await registry.GetFlow(pb.GetFlowRequest(**GREETING))
        second = await registry.GetFlow(pb.GetFlowRequest(**GREETING, revision=2))
    assert (latest.flow.revision, latest.flow.source) == (3, flow_source("c"))
    assert (second.flow.revision, second.flow.source) == (2, flow_source("b"))


async def test_a_flow_that_is_not_there_is_not_found(tmp_path: Path):
    async with running_registry(tmp_path) as registry:
        refusals = [
            await refusal_of(registry.GetFlow(pb.GetFlowRequest(**GREETING))),
            await refusal_of(registry.GetFlow(pb.GetFlowRequest(**GREETING, revision=1))),
            await refusal_of(registry.ListRevisions(pb.ListRevisionsRequest(**GREETING))),
            await refusal_of(registry.DiffRevisions(pb.DiffRevisionsRequest(**GREETING))),
        ]
    assert [told(refusal) for refusal in refusals] == [MISSING] * 4
    assert refusals[0].message == (
        "There is no flow 'greeting' in namespace 'company.team'. List the flows, or put this one first."
    )


async def test_a_revision_that_is_not_there_is_not_found(tmp_path: Path):
    async with running_registry(tmp_path) as registry:
        await put(registry, "a", "b")
        refusals = [
            await refusal_of(registry.GetFlow(pb.GetFlowRequest(**GREETING, revision=3))),
            await refusal_of(registry.DiffRevisions(pb.DiffRevisionsRequest(**GREETING, to_revision=3))),
            await refusal_of(registry.DiffRevisions(pb.DiffRevisionsRequest(**GREETING, from_revision=3))),
        ]
    metadata = {"namespace": "company.team", "flow": "greeting", "revision": "3", "latest_revision": "2"}
    assert [told(refusal) for refusal in refusals] == [("NOT_FOUND", "REVISION_NOT_FOUND", metadata)] * 3
    assert refusals[0].message == "The flow company.team.greeting has no revision 3; its latest is 2."


@pytest.mark.parametrize(
    ("method", "request_type", "fields", "field"),
    [
        ("GetFlow", pb.GetFlowRequest, {"flow_id": "a"}, "namespace"),
        ("GetFlow", pb.GetFlowRequest, {"namespace": "a"}, "flow_id"),
        ("GetFlow", pb.GetFlowRequest, {"namespace": "A", "flow_id": "a"}, "namespace"),
        ("GetFlow", pb.GetFlowRequest, {"namespace": "a", "flow_id": "\0"}, "flow_id"),
        ("GetFlow", pb.GetFlowRequest, {**GREETING, "revision": -1}, "revision"),
        ("ListFlows", pb.ListFlowsRequest, {"namespace": "A"}, "namespace"),
        ("ListFlows", pb.ListFlowsRequest, {"page_size": -1}, "page_size"),
        ("ListFlows", pb.ListFlowsRequest, {"page_size": 1001}, "page_size"),
        ("ListRevisions", pb.ListRevisionsRequest, {"namespace": "a"}, "flow_id"),
        ("ListRevisions", pb.ListRevisionsRequest, {**GREETING, "page_size": 1001}, "page_size"),
        ("DiffRevisions", pb.DiffRevisionsRequest, {"namespace": "a"}, "flow_id"),
        ("DiffRevisions", pb.DiffRevisionsRequest, {**GREETING, "from_revision": -1}, "from_revision"),
        ("DiffRevisions", pb.DiffRevisionsRequest, {**GREETING, "to_revision": -1}, "to_revision"),
    ],
)
async def test_a_malformed_field_is_refused_by_its_name(
    tmp_path: Path, method: str, request_type: Any, fields: dict[str, Any], field: str
):
    async with running_registry(tmp_path) as registry:
        refusal = await refusal_of(getattr(registry, method)(request_type(**fields)))
    assert told(refusal) == ("INVALID_ARGUMENT", "INVALID_FIELD", {"field": field})
    assert [violation.field for violation in refusal.violations] == [field]


async def test_flows_are_listed_by_name_in_pages_without_sources(tmp_path: Path):
    async with running_registry(tmp_path) as registry:
        for namespace in ("b", "a.x", "a"):
            for flow_id in ("two", "one"):
                await put(registry, "a", "b", flow_id=flow_id, namespace=namespace)
        first = await registry.ListFlows(pb.ListFlowsRequest(page_size=4))
        second = await registry.ListFlows(pb.ListFlowsRequest(page_size=4, page_token=first.next_page_token))
    assert [f"{flow.namespace}/{flow.flow_id}" for flow in first.flows] == ["a/one", "a/two", "a.x/one", "a.x/two"]
    assert [f"{flow.namespace}/{flow.flow_id}" for flow in second.flows] == ["b/one", "b/two"]
    assert second.next_page_token == ""
    assert {(flow.revision, flow.source, len(flow.source_digest)) for flow in first.flows} == {(2, "", 64)}


async def test_a_page_that_ends_with_the_last_flow_has_no_next_one(tmp_path: Path):
    async with running_registry(tmp_path) as registry:
        await put(registry, "a")
        page = await registry.ListFlows(pb.ListFlowsRequest(page_size=1))
    assert (len(page.flows), page.next_page_token) == (1, "")


async def test_flows_of_a_namespace_are_listed_with_those_below_it(tmp_path: Path):
    async with running_registry(tmp_path) as registry:
        for namespace in ("a", "a.b", "ab", "b"):
            await put(registry, "x", namespace=namespace)
        page = await registry.ListFlows(pb.ListFlowsRequest(namespace="a"))
    assert [flow.namespace for flow in page.flows] == ["a", "a.b"]


async def test_there_may_be_no_flows(tmp_path: Path):
    async with running_registry(tmp_path) as registry:
        assert await registry.ListFlows(pb.ListFlowsRequest()) == pb.ListFlowsResponse()


async def test_revisions_are_listed_newest_first_in_pages_without_sources(tmp_path: Path):
    async with running_registry(tmp_path) as registry:
        await put(registry, *"abcde")
        pages = [await registry.ListRevisions(pb.ListRevisionsRequest(**GREETING, page_size=2))]
        while pages[-1].next_page_token:
            token = pages[-1].next_page_token
            pages.append(
                await registry.ListRevisions(pb.ListRevisionsRequest(**GREETING, page_size=2, page_token=token))
            )
    assert [[flow.revision for flow in page.revisions] for page in pages] == [[5, 4], [3, 2], [1]]
    assert {flow.source for page in pages for flow in page.revisions} == {""}


@pytest.mark.parametrize("token", ["nonsense", "WzFd", "é", "WyJhIl0="])
async def test_a_page_token_of_somewhere_else_is_refused(tmp_path: Path, token: str):
    async with running_registry(tmp_path) as registry:
        await put(registry, "a")
        refusal = await refusal_of(registry.ListFlows(pb.ListFlowsRequest(page_token=token)))
    assert told(refusal) == ("INVALID_ARGUMENT", "INVALID_PAGE_TOKEN", {})


async def test_a_page_token_of_flows_is_refused_for_revisions(tmp_path: Path):
    async with running_registry(tmp_path) as registry:
        await put(registry, "a", flow_id="one")
        await put(registry, "a", flow_id="two")
        token = (await registry.ListFlows(pb.ListFlowsRequest(page_size=1))).next_page_token
        refusal = await refusal_of(
            registry.ListRevisions(pb.ListRevisionsRequest(namespace="company.team", flow_id="one", page_token=token))
        )
    assert told(refusal) == ("INVALID_ARGUMENT", "INVALID_PAGE_TOKEN", {})


@pytest.mark.parametrize(
    ("fields", "compared"),
    [
        ({}, (2, 3)),
        ({"to_revision": 2}, (1, 2)),
        ({"to_revision": 1}, (0, 1)),
        ({"from_revision": 1}, (1, 3)),
        ({"from_revision": 1, "to_revision": 2}, (1, 2)),
        ({"from_revision": 3, "to_revision": 1}, (3, 1)),
        ({"from_revision": 2, "to_revision": 2}, (2, 2)),
    ],
)
async def test_revisions_left_out_are_the_latest_and_the_one_before(
    tmp_path: Path, fields: dict[str, int], compared: tuple[int, int]
):
    async with running_registry(tmp_path) as registry:
        await put(registry, "a", "b", "c")
        answer = await registry.DiffRevisions(pb.DiffRevisionsRequest(**GREETING, **fields))
    assert (answer.from_revision, answer.to_revision) == compared


async def test_a_difference_is_in_unified_format(tmp_path: Path):
    async with running_registry(tmp_path) as registry:
        await put(registry, "a", "b")
        changed = await registry.DiffRevisions(pb.DiffRevisionsRequest(**GREETING))
        same = await registry.DiffRevisions(pb.DiffRevisionsRequest(**GREETING, from_revision=2))
    assert changed.unified_diff == (
        "--- company.team.greeting revision 1\n"
        "+++ company.team.greeting revision 2\n"
        "@@ -3,4 +3,4 @@\n"
        " tasks:\n   - id: say\n     type: test.Say\n-    message: a\n+    message: b\n"
    )
    assert same.unified_diff == ""
