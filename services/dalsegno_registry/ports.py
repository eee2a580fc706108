"""What the registry asks of the outside."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from dalsegno_flow import Path
from dalsegno_registry.core.revisions import Draft, Put, Revision

# Says what is wrong with the templates in a text; None when nothing is.
TemplateCheck = Callable[[str], str | None]


class UnknownType(Exception):
    """No installed package has the task type; the text is a sentence for the flow's author.

    `instead` is the type that is nearest, if any is near.
    """

    def __init__(self, message: str, instead: str = "") -> None:
        super().__init__(message)
        self.instead = instead


@dataclass(frozen=True, slots=True, kw_only=True)
class PropertyFault:
    """A property that does not fit its task type; `path` leads to it from the task, `instead` is as in `Problem`."""

    path: Path
    message: str
    instead: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskType:
    """A task type as lists show it."""

    type: str
    title: str
    old_names: tuple[str, ...]
    plugin: str  # empty when it is built in
    flowable: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskReference:
    """All about one task type; `outputs_schema` is None where they are not known beforehand."""

    task_type: TaskType
    description: str
    properties_schema: Mapping[str, Any]
    outputs_schema: Mapping[str, Any] | None
    examples: tuple[str, ...]


class TaskTypes(Protocol):
    """The task types that can be run."""

    def listed(self) -> Sequence[TaskType]:
        """All that a flow can name, by name."""

    def reference(self, name: str) -> TaskReference:
        """All about a type, given any name that it ever had. Raises UnknownType."""

    def left_out(self) -> Sequence[tuple[str, str]]:
        """The plugins that announce what cannot be used, each with a sentence that says what and why."""

    def current_name(self, name: str) -> str:
        """The name of a type today, given any name that it ever had. Raises UnknownType."""

    def faults(self, name: str, properties: Mapping[str, Any]) -> Sequence[PropertyFault]:
        """What is wrong with a task's properties; values that are templates are let through. Raises UnknownType."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A caller's request id, and what tells its request from others. An empty id is not remembered."""

    request_id: str
    fingerprint: str


class FlowRepository(Protocol):
    """Flows and revisions. Every change is one transaction: it is there as a whole, or not at all.

    All methods raise ServiceUnavailable while the database does not answer.
    """

    async def find(self, namespace: str, flow_id: str, revision: int | None = None) -> Revision | None:
        """One revision, the latest unless a number is given."""

    async def find_before(self, namespace: str, flow_id: str, revision: int) -> Revision | None:
        """The revision with the next lower number."""

    async def list_flows(self, namespace: str, after: tuple[str, str] | None, limit: int) -> list[Revision]:
        """Latest revisions without sources, by namespace, then id, in the order of their bytes.

        `namespace` takes those below it along; empty means all. `after` is the (namespace, id) of the last one seen.
        """

    async def list_revisions(self, namespace: str, flow_id: str, below: int | None, limit: int) -> list[Revision]:
        """Revisions without sources, the newest first; only those with lower numbers than `below`."""

    async def answered_put(self, request: Request) -> Put | None:
        """The answer that this request got before. Raises RequestIdConflict."""

    async def put(self, draft: Draft, expected_revision: int | None, request: Request) -> Put:
        """Decides by `decide_put` and keeps the result; a repeated request gets its first answer.

        Raises:
            RevisionConflict: the latest revision is not the expected one.
            RequestIdConflict: the id came with another request.
        """

    async def put_draft(self, draft: Draft) -> Revision:
        """Keeps a draft, or finds it."""

    async def find_draft(self, namespace: str, flow_id: str, source_digest: str) -> Revision | None:
        """A draft by the digest of its source."""

    async def delete(self, namespace: str, flow_id: str, request: Request) -> None:
        """Removes a flow with all its revisions and drafts; only the number of the last one is kept.

        Raises:
            FlowNotFound: there is none, and the request is new.
            RequestIdConflict: the id came with another request.
        """
