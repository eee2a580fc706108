"""Chains of replays in messages."""

from dalsegno.api.executor.v1 import executor_pb2 as pb
from dalsegno_executor.lineages import Link
from dalsegno_executor.ports import DeletedExecution
from dalsegno_executor.wire.beginnings import start_to_proto
from dalsegno_executor.wire.messages import summary_to_proto
from dalsegno_executor.wire.values import timestamp


def link_to_proto(link: Link) -> pb.LineageEntry:
    """One execution of a chain."""
    found = link.execution
    if isinstance(found, DeletedExecution):
        remains = pb.Execution(
            execution_id=found.execution_id,
            parent_id=found.parent_id,
            original_id=found.original_id,
            attempt_number=found.attempt_number,
            flow_revision=found.flow_revision,
            create_time=timestamp(found.create_time),
        )
        return pb.LineageEntry(execution=remains, delete_time=timestamp(found.delete_time))
    reused, ran = link.counts or (None, None)
    return pb.LineageEntry(
        execution=summary_to_proto(found),
        replay_from=start_to_proto(link.start) if link.start else None,
        reused_count=reused,
        ran_count=ran,
    )
