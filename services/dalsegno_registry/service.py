"""The registry's use cases."""

import asyncio

from dalsegno_flow import MAX_SOURCE_BYTES, Flow, Problem, flow_id_fault, namespace_fault
from dalsegno_registry.core.errors import DraftNotFound, FlowInvalid, FlowNotFound, RevisionNotFound
from dalsegno_registry.core.revisions import Draft, Put, Revision, revisions_diff
from dalsegno_registry.ports import FlowRepository, Request
from dalsegno_registry.validation import Validator
from dalsegno_runtime.errors import InvalidField


class FlowRegistry:
    """Keeps flows and their revisions. What takes long, reading a source or comparing two, is done in threads."""

    def __init__(self, repository: FlowRepository, validator: Validator) -> None:
        self._repository = repository
        self._validator = validator

    async def validate(self, source: str) -> tuple[Problem, ...]:
        _check_size(source)
        return (await asyncio.to_thread(self._validator.examine, source)).problems

    async def put(self, source: str, expected_revision: int | None, request: Request) -> Put:
        """Saves a source. A request that was answered before is not validated again: rules may have changed."""
        _check_size(source)
        if expected_revision is not None and expected_revision < 0:
            raise InvalidField("expected_revision", f"expected_revision is {expected_revision}; give 0 or more.")
        if request.request_id and (answered := await self._repository.answered_put(request)):
            return answered
        return await self._repository.put(await self._valid(source), expected_revision, request)

    async def put_draft(self, source: str) -> tuple[Revision, tuple[Problem, ...]]:
        """The draft, and what looks wrong with it."""
        draft = await self._valid(source)
        return await self._repository.put_draft(draft), draft.warnings

    async def promote(
        self, namespace: str, flow_id: str, source_digest: str, expected_revision: int | None, request: Request
    ) -> Put:
        """Saves a draft as `put` saves a source."""
        draft = await self.get_draft(namespace, flow_id, source_digest)
        return await self.put(draft.source, expected_revision, request)

    async def get_draft(self, namespace: str, flow_id: str, source_digest: str) -> Revision:
        _check_names(namespace, flow_id)
        found = await self._repository.find_draft(namespace, flow_id, source_digest)
        if found is None:
            raise DraftNotFound(namespace, flow_id, source_digest)
        return found

    async def get(self, namespace: str, flow_id: str, revision: int) -> Revision:
        """One revision; 0 means the latest."""
        _check_names(namespace, flow_id)
        _check_revision("revision", revision)
        found = await self._repository.find(namespace, flow_id, revision or None)
        if found is None:
            raise await self._not_found(namespace, flow_id, revision)
        return found

    async def list_flows(self, namespace: str, after: tuple[str, str] | None, limit: int) -> list[Revision]:
        if namespace and (fault := namespace_fault(namespace)):
            raise InvalidField("namespace", fault)
        return await self._repository.list_flows(namespace, after, limit)

    async def list_revisions(self, namespace: str, flow_id: str, below: int | None, limit: int) -> list[Revision]:
        _check_names(namespace, flow_id)
        revisions = await self._repository.list_revisions(namespace, flow_id, below, limit)
        if not revisions and await self._repository.find(namespace, flow_id) is None:
            raise FlowNotFound(namespace, flow_id)
        return revisions

    async def compare(self, namespace: str, flow_id: str, old: int, new: int) -> tuple[int, int, str]:
        """The numbers that were compared, 0 for nothing before the first, and their difference.

        `new` may be 0 for the latest, `old` 0 for the one before `new`.
        """
        _check_revision("from_revision", old)
        _check_revision("to_revision", new)
        newer = await self.get(namespace, flow_id, new)
        if old:
            older: Revision | None = await self.get(namespace, flow_id, old)
        else:
            older = await self._repository.find_before(namespace, flow_id, newer.revision)
        difference = await asyncio.to_thread(revisions_diff, older, newer)
        return older.revision if older else 0, newer.revision, difference

    async def delete(self, namespace: str, flow_id: str, request: Request) -> None:
        _check_names(namespace, flow_id)
        await self._repository.delete(namespace, flow_id, request)

    async def _valid(self, source: str) -> Draft:
        _check_size(source)
        examined = await asyncio.to_thread(self._validator.examine, source)
        if examined.flow is None:
            raise FlowInvalid(examined.problems)
        return _draft(examined.flow, source, examined.problems)

    async def _not_found(self, namespace: str, flow_id: str, revision: int) -> FlowNotFound | RevisionNotFound:
        latest = await self._repository.find(namespace, flow_id) if revision else None
        if latest is None:
            return FlowNotFound(namespace, flow_id)
        return RevisionNotFound(namespace, flow_id, revision, latest.revision)


def _draft(flow: Flow, source: str, warnings: tuple[Problem, ...]) -> Draft:
    return Draft(
        namespace=flow.namespace,
        flow_id=flow.id,
        source=source,
        description=flow.description,
        disabled=flow.disabled,
        warnings=warnings,
    )


def _check_size(source: str) -> None:
    size_bytes = len(source.encode())
    if size_bytes > MAX_SOURCE_BYTES:
        raise InvalidField("source", f"The source has {size_bytes} bytes; a flow may have {MAX_SOURCE_BYTES}.")


def _check_names(namespace: str, flow_id: str) -> None:
    if fault := namespace_fault(namespace):
        raise InvalidField("namespace", fault)
    if fault := flow_id_fault(flow_id):
        raise InvalidField("flow_id", fault)


def _check_revision(field: str, revision: int) -> None:
    if revision < 0:
        raise InvalidField(field, f"{field} is {revision}; give the number of a revision, from 1, or leave it out.")
