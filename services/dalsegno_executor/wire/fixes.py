"""Suggested fixes in messages."""

from dalsegno.api.executor.v1 import executor_pb2 as pb
from dalsegno_executor.examining import Trial
from dalsegno_executor.suggesting import Fix, FixRequest, Suggested

_TRIALS = {
    Trial.VALIDATED: pb.TRIAL_VALIDATED,
    Trial.RENDERED: pb.TRIAL_RENDERED,
    Trial.RAN: pb.TRIAL_RAN,
}


def fix_request_from_proto(request: pb.SuggestFixRequest) -> FixRequest:
    return FixRequest(execution_id=request.execution_id, source=request.source, skip_model=request.skip_model)


def suggested_to_proto(found: Suggested) -> pb.SuggestFixResponse:
    return pb.SuggestFixResponse(
        fixes=[_fix(fix) for fix in found.fixes], base_source=found.base_source, messages=found.messages
    )


def _fix(fix: Fix) -> pb.SuggestedFix:
    return pb.SuggestedFix(
        rules=fix.rules,
        message=fix.message,
        confidence=fix.confidence,
        source=fix.source,
        diff=fix.diff,
        task_path=fix.task_path,
        trial=_TRIALS[fix.trial],
        tried_lines=fix.tried_lines,
        needed_inputs=fix.needed_inputs,
    )
