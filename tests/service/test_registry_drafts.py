"""PutDraft, PromoteDraft and GetFlow of a draft."""

from hashlib import sha256
from pathlib import Path

import pytest

from dalsegno.api.registry.v1 import registry_pb2 as pb
from support.registry import flow_source, refusal_of, running_registry

GREETING = {"namespace": "company.team", "flow_id": "greeting"}


def digest_of(source: str) -> str:
    return sha256(source.encode()).hexdigest()


async def test_a_draft_is_in_no_list_and_is_got_by_its_digest(tmp_path: Path):
    source = flow_source("draft")
    async with running_registry(tmp_path) as registry:
        put = await registry.PutDraft(pb.PutDraftRequest(source=source))
        listed = await registry.ListFlows(pb.ListFlowsRequest())
        got = await registry.GetFlow(pb.GetFlowRequest(**GREETING, draft_digest=digest_of(source)))
        latest = await refusal_of(registry.GetFlow(pb.GetFlowRequest(**GREETING)))
    assert (put.flow.revision, put.flow.source, put.flow.source_digest) == (0, source, digest_of(source))
    assert got.flow == put.flow
    assert list(listed.flows) == []
    assert latest.error_reason == "FLOW_NOT_FOUND"


async def test_a_draft_put_again_is_the_same(tmp_path: Path):
    async with running_registry(tmp_path) as registry:
        one, other = [await registry.PutDraft(pb.PutDraftRequest(source=flow_source())) for _ in range(2)]
    assert one == other


async def test_a_draft_changes_no_revision(tmp_path: Path):
    async with running_registry(tmp_path) as registry:
        await registry.PutFlow(pb.PutFlowRequest(source=flow_source("one")))
        await registry.PutDraft(pb.PutDraftRequest(source=flow_source("two")))
        latest = await registry.GetFlow(pb.GetFlowRequest(**GREETING))
        revisions = await registry.ListRevisions(pb.ListRevisionsRequest(**GREETING))
    assert (latest.flow.revision, latest.flow.source) == (1, flow_source("one"))
    assert [flow.revision for flow in revisions.revisions] == [1]


async def test_a_draft_is_promoted_as_if_its_source_were_put(tmp_path: Path):
    source = flow_source("two")
    promote = pb.PromoteDraftRequest(**GREETING, source_digest=digest_of(source), request_id="once")
    async with running_registry(tmp_path) as registry:
        await registry.PutFlow(pb.PutFlowRequest(source=flow_source("one")))
        await registry.PutDraft(pb.PutDraftRequest(source=source))
        first, repeated = await registry.PromoteDraft(promote), await registry.PromoteDraft(promote)
        promote.request_id = "again"
        again = await registry.PromoteDraft(promote)
    assert (first.flow.revision, first.flow.source, first.created) == (2, source, True)
    assert repeated == first
    assert (again.flow.revision, again.created) == (2, False)


async def test_promoting_guards_against_lost_updates(tmp_path: Path):
    source = flow_source("two")
    promote = pb.PromoteDraftRequest(**GREETING, source_digest=digest_of(source), expected_revision=1)
    async with running_registry(tmp_path) as registry:
        for message in ("one", "other"):
            await registry.PutFlow(pb.PutFlowRequest(source=flow_source(message)))
        await registry.PutDraft(pb.PutDraftRequest(source=source))
        refusal = await refusal_of(registry.PromoteDraft(promote))
    assert refusal.error_reason == "REVISION_CONFLICT"


async def test_what_is_no_flow_is_no_draft(tmp_path: Path):
    async with running_registry(tmp_path) as registry:
        refusal = await refusal_of(registry.PutDraft(pb.PutDraftRequest(source="id: a")))
    assert refusal.error_reason == "FLOW_INVALID"


async def test_drafts_go_with_their_flow_and_outlive_the_server(tmp_path: Path):
    source = flow_source("draft")
    ask = pb.GetFlowRequest(**GREETING, draft_digest=digest_of(source))
    async with running_registry(tmp_path) as registry:
        await registry.PutFlow(pb.PutFlowRequest(source=flow_source("one")))
        await registry.PutDraft(pb.PutDraftRequest(source=source))
    async with running_registry(tmp_path) as registry:
        assert (await registry.GetFlow(ask)).flow.source == source
        await registry.DeleteFlow(pb.DeleteFlowRequest(**GREETING))
        refusal = await refusal_of(registry.GetFlow(ask))
    assert refusal.error_reason == "DRAFT_NOT_FOUND"


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({**GREETING, "draft_digest": "f" * 64}, "DRAFT_NOT_FOUND"),
        ({**GREETING, "draft_digest": "f" * 64, "revision": 1}, "INVALID_FIELD"),
        ({**GREETING, "flow_id": "", "draft_digest": "f" * 64}, "INVALID_FIELD"),
    ],
)
async def test_asking_for_a_draft_that_there_is_not(tmp_path: Path, fields: dict[str, object], reason: str):
    async with running_registry(tmp_path) as registry:
        refusal = await refusal_of(registry.GetFlow(pb.GetFlowRequest(**fields)))
    assert refusal.error_reason == reason
