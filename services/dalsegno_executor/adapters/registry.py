"""The flow registry over gRPC."""

from typing import Any

from dalsegno.api.registry.v1 import registry_pb2, registry_pb2_grpc
from dalsegno_executor.ports import FlowRevision
from dalsegno_runtime.channels import answer_of

DEADLINE_SECONDS = 10.0


class GrpcFlowRegistry:
    """Implements `ports.FlowRegistry`."""

    def __init__(self, channel: Any) -> None:
        self._stub = registry_pb2_grpc.FlowRegistryServiceStub(channel)

    async def get_flow(self, namespace: str, flow_id: str, revision: int) -> FlowRevision:
        request = registry_pb2.GetFlowRequest(namespace=namespace, flow_id=flow_id, revision=revision)
        response: Any = await answer_of(self._stub.GetFlow(request, timeout=DEADLINE_SECONDS), "registry")
        flow = response.flow
        return FlowRevision(
            namespace=flow.namespace,
            flow_id=flow.flow_id,
            revision=flow.revision,
            source=flow.source,
            source_digest=flow.source_digest,
        )
