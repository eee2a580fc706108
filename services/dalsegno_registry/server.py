"""The gRPC side of the registry: each method parses, calls, renders."""

# ruff: noqa: N802, ARG002  # the names and parameters are those of the generated servicer

from typing import Any, cast

from dalsegno.api.registry.v1 import registry_pb2 as pb
from dalsegno.api.registry.v1 import registry_pb2_grpc
from dalsegno_registry.core.revisions import Revision
from dalsegno_registry.service import FlowRegistry
from dalsegno_registry.task_types import TaskTypeCatalog
from dalsegno_registry.wire import (
    parse_request,
    render_flow,
    render_problem,
    render_promoted,
    render_put,
    render_task_reference,
    render_task_type,
)
from dalsegno_runtime.errors import InvalidField
from dalsegno_runtime.paging import make_token, page_size, read_token

SERVICE_NAME = pb.DESCRIPTOR.services_by_name["FlowRegistryService"].full_name


class FlowRegistryServicer(registry_pb2_grpc.FlowRegistryServiceServicer):
    def __init__(self, registry: FlowRegistry, task_types: TaskTypeCatalog) -> None:
        self._registry = registry
        self._task_types = task_types

    async def ValidateFlow(self, request: pb.ValidateFlowRequest, context: Any) -> pb.ValidateFlowResponse:
        problems = await self._registry.validate(request.source)
        return pb.ValidateFlowResponse(problems=[render_problem(problem) for problem in problems])

    async def PutFlow(self, request: pb.PutFlowRequest, context: Any) -> pb.PutFlowResponse:
        expected = request.expected_revision if request.HasField("expected_revision") else None
        return render_put(await self._registry.put(request.source, expected, parse_request(request)))

    async def PutDraft(self, request: pb.PutDraftRequest, context: Any) -> pb.PutDraftResponse:
        draft, warnings = await self._registry.put_draft(request.source)
        return pb.PutDraftResponse(flow=render_flow(draft), warnings=map(render_problem, warnings))

    async def PromoteDraft(self, request: pb.PromoteDraftRequest, context: Any) -> pb.PromoteDraftResponse:
        expected = request.expected_revision if request.HasField("expected_revision") else None
        names = (request.namespace, request.flow_id, request.source_digest)
        return render_promoted(await self._registry.promote(*names, expected, parse_request(request)))

    async def GetFlow(self, request: pb.GetFlowRequest, context: Any) -> pb.GetFlowResponse:
        names = (request.namespace, request.flow_id)
        if request.draft_digest and request.revision:
            raise InvalidField("draft_digest", "Give a revision or the digest of a draft, not both.")
        if request.draft_digest:
            revision = await self._registry.get_draft(*names, request.draft_digest)
        else:
            revision = await self._registry.get(*names, request.revision)
        return pb.GetFlowResponse(flow=render_flow(revision))

    async def ListFlows(self, request: pb.ListFlowsRequest, context: Any) -> pb.ListFlowsResponse:
        size = page_size(request.page_size)
        after = cast("tuple[str, str] | None", read_token(request.page_token, str, str))
        flows, more = _page(await self._registry.list_flows(request.namespace, after, size + 1), size)
        token = make_token(flows[-1].namespace, flows[-1].flow_id) if more else ""
        return pb.ListFlowsResponse(flows=[render_flow(flow) for flow in flows], next_page_token=token)

    async def ListRevisions(self, request: pb.ListRevisionsRequest, context: Any) -> pb.ListRevisionsResponse:
        size = page_size(request.page_size)
        keys = cast("tuple[int] | None", read_token(request.page_token, int))
        below = keys[0] if keys else None
        found = await self._registry.list_revisions(request.namespace, request.flow_id, below, size + 1)
        revisions, more = _page(found, size)
        token = make_token(revisions[-1].revision) if more else ""
        return pb.ListRevisionsResponse(revisions=[render_flow(flow) for flow in revisions], next_page_token=token)

    async def DiffRevisions(self, request: pb.DiffRevisionsRequest, context: Any) -> pb.DiffRevisionsResponse:
        old, new, difference = await self._registry.compare(
            request.namespace, request.flow_id, request.from_revision, request.to_revision
        )
        return pb.DiffRevisionsResponse(from_revision=old, to_revision=new, unified_diff=difference)

    async def DeleteFlow(self, request: pb.DeleteFlowRequest, context: Any) -> pb.DeleteFlowResponse:
        await self._registry.delete(request.namespace, request.flow_id, parse_request(request))
        return pb.DeleteFlowResponse()

    async def ListTaskTypes(self, request: pb.ListTaskTypesRequest, context: Any) -> pb.ListTaskTypesResponse:
        size = page_size(request.page_size)
        keys = cast("tuple[str] | None", read_token(request.page_token, str))
        found = await self._task_types.list_types(request.text, keys[0] if keys else "", size + 1)
        types = [render_task_type(each) for each in found[:size]]
        if len(found) > size:
            return pb.ListTaskTypesResponse(task_types=types, next_page_token=make_token(types[-1].type))
        faults = [pb.PluginFault(plugin=plugin, message=said) for plugin, said in await self._task_types.left_out()]
        return pb.ListTaskTypesResponse(task_types=types, plugin_faults=faults)

    async def GetTaskSchema(self, request: pb.GetTaskSchemaRequest, context: Any) -> pb.GetTaskSchemaResponse:
        return render_task_reference(await self._task_types.reference(request.type))


def _page(found: list[Revision], size: int) -> tuple[list[Revision], bool]:
    """Cuts off the one row more that was asked for to know whether there is a next page."""
    return found[:size], len(found) > size
