"""What can be done with flows; each operation stands here once, for both clients."""

import secrets

from dalsegno import methods
from dalsegno.api.registry.v1 import registry_pb2 as registry
from dalsegno.drivers import Awaiting, Blocking, Group, operation, stream
from dalsegno.steps import Steps, Stream, every_page, insist


class FlowOperations(Group):
    @operation
    def validate(self, source: str) -> Steps[list[registry.Problem]]:
        """Returns all problems of a flow's YAML, in its order; none when it could be put as it is."""
        response = yield from insist(self.patience, methods.VALIDATE_FLOW, registry.ValidateFlowRequest(source=source))
        return list(response.problems)

    @operation
    def put(
        self, source: str, *, expected_revision: int | None = None, request_id: str = ""
    ) -> Steps[registry.PutFlowResponse]:
        """Saves a flow; its namespace and id are read from the YAML.

        Unless `expected_revision` is the latest one, it is refused with REVISION_CONFLICT; 0 means "only when new".
        A `request_id` is made up when absent, so that repeating the call after a lost connection saves once.

        Raises:
            InvalidRequest: FLOW_INVALID; `validate` tells the problems with line and column.
        """
        request = registry.PutFlowRequest(
            source=source, expected_revision=expected_revision, request_id=request_id or secrets.token_hex(16)
        )
        return (yield from insist(self.patience, methods.PUT_FLOW, request))

    @operation
    def put_draft(self, source: str) -> Steps[registry.PutDraftResponse]:
        """Keeps a flow's YAML as a draft: a revision without a number, named by the digest of its source.

        Raises:
            InvalidRequest: FLOW_INVALID; `validate` tells the problems with line and column.
        """
        return (yield from insist(self.patience, methods.PUT_DRAFT, registry.PutDraftRequest(source=source)))

    @operation
    def promote_draft(
        self,
        namespace: str,
        flow_id: str,
        source_digest: str,
        *,
        expected_revision: int | None = None,
        request_id: str = "",
    ) -> Steps[registry.PromoteDraftResponse]:
        """Saves a draft as `put` saves a source."""
        request = registry.PromoteDraftRequest(
            namespace=namespace,
            flow_id=flow_id,
            source_digest=source_digest,
            expected_revision=expected_revision,
            request_id=request_id or secrets.token_hex(16),
        )
        return (yield from insist(self.patience, methods.PROMOTE_DRAFT, request))

    @operation
    def get(self, namespace: str, flow_id: str, *, revision: int = 0, draft_digest: str = "") -> Steps[registry.Flow]:
        """Returns a revision with its source; 0 means the latest. Or a draft, by the digest of its source."""
        request = registry.GetFlowRequest(
            namespace=namespace, flow_id=flow_id, revision=revision, draft_digest=draft_digest
        )
        return (yield from insist(self.patience, methods.GET_FLOW, request)).flow

    @stream
    def list(self, *, namespace: str = "", page_size: int = 0) -> Stream[registry.Flow]:
        """Iterates over the latest revision of every flow in a namespace and below it; pages are read as needed."""
        request = registry.ListFlowsRequest(namespace=namespace, page_size=page_size)
        yield from every_page(self.patience, methods.LIST_FLOWS, request, lambda page: page.flows)

    @stream
    def revisions(self, namespace: str, flow_id: str, *, page_size: int = 0) -> Stream[registry.Flow]:
        """Iterates over the revisions of a flow without their sources, the newest first."""
        request = registry.ListRevisionsRequest(namespace=namespace, flow_id=flow_id, page_size=page_size)
        yield from every_page(self.patience, methods.LIST_REVISIONS, request, lambda page: page.revisions)

    @operation
    def diff(
        self, namespace: str, flow_id: str, *, from_revision: int = 0, to_revision: int = 0
    ) -> Steps[registry.DiffRevisionsResponse]:
        """Compares two revisions: by default the latest one with the one before it."""
        request = registry.DiffRevisionsRequest(
            namespace=namespace, flow_id=flow_id, from_revision=from_revision, to_revision=to_revision
        )
        return (yield from insist(self.patience, methods.DIFF_REVISIONS, request))

    @operation
    def delete(self, namespace: str, flow_id: str, *, request_id: str = "") -> Steps[None]:
        """Deletes a flow with all its revisions; its executions stay, and can still be replayed."""
        request = registry.DeleteFlowRequest(
            namespace=namespace, flow_id=flow_id, request_id=request_id or secrets.token_hex(16)
        )
        yield from insist(self.patience, methods.DELETE_FLOW, request)


class Flows(FlowOperations, Blocking):
    pass


class AsyncFlows(FlowOperations, Awaiting):
    pass
