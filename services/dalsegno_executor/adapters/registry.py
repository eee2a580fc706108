"""The flow registry over gRPC."""

import asyncio
from collections.abc import Sequence
from typing import Any

from dalsegno.api.registry.v1 import registry_pb2, registry_pb2_grpc
from dalsegno_executor.ports import FlowProblem, FlowRevision
from dalsegno_runtime.channels import answer_of
from dalsegno_runtime.coalescing import Coalesced

_Name = tuple[str, str, int]  # namespace, flow id, revision

DEADLINE_SECONDS = 10.0
MAX_FLOWS = 1000


class GrpcFlowRegistry:
    """Implements `ports.FlowRegistry`."""

    def __init__(self, channel: Any) -> None:
        self._stub = registry_pb2_grpc.FlowRegistryServiceStub(channel)
        self._asking: Coalesced[_Name, FlowRevision | BaseException] = Coalesced(self._get_all)

    async def get_flow(self, namespace: str, flow_id: str, revision: int) -> FlowRevision:
        found = await self._asking.ask((namespace, flow_id, revision))
        if isinstance(found, BaseException):
            raise found
        return found

    async def _get_all(self, wanted: Sequence[_Name]) -> Sequence[FlowRevision | BaseException]:
        """Asks for each revision once, however many want it."""
        names = list(dict.fromkeys(wanted))
        found = await asyncio.gather(*(self._get(*name) for name in names), return_exceptions=True)
        by_name = dict(zip(names, found, strict=True))
        return [by_name[name] for name in wanted]

    async def _get(self, namespace: str, flow_id: str, revision: int) -> FlowRevision:
        request = registry_pb2.GetFlowRequest(namespace=namespace, flow_id=flow_id, revision=revision)
        response: Any = await answer_of(self._stub.GetFlow(request, timeout=DEADLINE_SECONDS), "registry")
        return _revision(response.flow)

    async def problems(self, source: str) -> Sequence[FlowProblem]:
        request = registry_pb2.ValidateFlowRequest(source=source)
        response: Any = await answer_of(self._stub.ValidateFlow(request, timeout=DEADLINE_SECONDS), "registry")
        return [
            FlowProblem(
                line=problem.line,
                column=problem.column,
                path=problem.path,
                message=problem.message,
                instead=problem.instead,
            )
            for problem in response.problems
            if problem.severity == registry_pb2.SEVERITY_ERROR
        ]

    async def flow_ids(self, namespace: str) -> Sequence[str]:
        request = registry_pb2.ListFlowsRequest(namespace=namespace, page_size=MAX_FLOWS)
        response: Any = await answer_of(self._stub.ListFlows(request, timeout=DEADLINE_SECONDS), "registry")
        return [flow.flow_id for flow in response.flows if flow.namespace == namespace]

    async def put_draft(self, source: str) -> FlowRevision:
        request = registry_pb2.PutDraftRequest(source=source)
        response: Any = await answer_of(self._stub.PutDraft(request, timeout=DEADLINE_SECONDS), "registry")
        return _revision(response.flow)


def _revision(flow: registry_pb2.Flow) -> FlowRevision:
    return FlowRevision(
        namespace=flow.namespace,
        flow_id=flow.flow_id,
        revision=flow.revision,
        source=flow.source,
        source_digest=flow.source_digest,
    )
