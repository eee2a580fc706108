"""Revisions of flows: when a source makes one, and what is compared."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from dalsegno_flow import Problem
from dalsegno_flow.diffs import source_lines, unified_diff
from dalsegno_registry.core.errors import RevisionConflict


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """One revision of a flow, or a draft, which has no number. It never changes."""

    namespace: str
    flow_id: str
    revision: int  # from 1; 0 for a draft
    source: str  # as it was put; empty in lists
    source_digest: str  # SHA-256 of the source's UTF-8, hexadecimal
    description: str
    disabled: bool
    create_time: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A valid source on its way to become a revision."""

    namespace: str
    flow_id: str
    source: str
    description: str
    disabled: bool
    warnings: tuple[Problem, ...] = ()

    def numbered(self, revision: int, create_time: datetime) -> Revision:
        return Revision(
            namespace=self.namespace,
            flow_id=self.flow_id,
            revision=revision,
            source=self.source,
            source_digest=hashlib.sha256(self.source.encode()).hexdigest(),
            description=self.description,
            disabled=self.disabled,
            create_time=create_time,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Put:
    """What putting a source led to. `created` is false when it was the latest revision's already."""

    revision: Revision
    created: bool
    warnings: tuple[Problem, ...]


def decide_put(
    draft: Draft, latest: Revision | None, last_number: int, expected_revision: int | None, now: datetime
) -> Put:
    """Decides whether a draft makes a revision.

    Args:
        draft: what was put.
        latest: the flow's latest revision; None when there is no such flow, or when it was deleted.
        last_number: the highest number that the flow ever had, deleted revisions included; 0 for a new one.
        expected_revision: what the caller takes for the latest one, 0 for none; None when it does not mind.
        now: the time of a new revision.

    Raises:
        RevisionConflict: the latest revision is not the expected one, even if the source is the same.
    """
    latest_number = latest.revision if latest else 0
    if expected_revision is not None and expected_revision != latest_number:
        raise RevisionConflict(draft.namespace, draft.flow_id, expected_revision, latest_number)
    if latest and same_source(latest.source, draft.source):
        return Put(revision=latest, created=False, warnings=draft.warnings)
    return Put(revision=draft.numbered(last_number + 1, now), created=True, warnings=draft.warnings)


def same_source(one: str, other: str) -> bool:
    """Whether two sources are the same text, line ends and a missing last newline aside.

    Both mean nothing to a flow. Everything else counts, comments and spaces too: people look for what they wrote.
    """
    return source_lines(one) == source_lines(other)


def revisions_diff(old: Revision | None, new: Revision) -> str:
    """The difference of two revisions' sources; without an old one all lines are new."""
    name = f"{new.namespace}.{new.flow_id}"
    old_name, new_name = f"{name} revision {old.revision if old else 0}", f"{name} revision {new.revision}"
    return unified_diff(old.source if old else None, new.source, old_name, new_name)
