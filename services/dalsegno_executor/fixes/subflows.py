"""A flow that a task runs: its id, and the names of its inputs."""

import re
from collections.abc import Iterator, Mapping

from dalsegno_executor.fixes.failure import Failure, Proposal
from dalsegno_flow import nearest
from dalsegno_flow.flowables import SUBFLOWS, current_type

NAME = "subflow"
_NO_FLOW = re.compile(r"Unable to find flow '(?P<namespace>[^']*)'\.'(?P<flow_id>[^']*)'")
_NO_INPUT = re.compile(r"Missing required input: ?(?P<name>[\w.-]+)")


def subflows(failure: Failure) -> Iterator[Proposal]:
    """Proposes the nearest flow of the namespace, or the name of the input that is missing for one that is given."""
    if current_type(failure.task.type) not in SUBFLOWS:
        return
    if found := _NO_FLOW.search(failure.error):
        near = nearest(found["flow_id"], failure.flow_ids)
        edit = failure.with_property("flowId", near) if near else None
        said = f"There is no flow '{found['flow_id']}' in {found['namespace']}; '{near}' is the nearest that there is."
    elif found := _NO_INPUT.search(failure.error):
        given = failure.task.properties.get("inputs")
        name = found["name"]
        near = nearest(name, given) if isinstance(given, Mapping) and name not in given else ""
        edit = failure.text.with_key((*failure.place, "inputs", near), name) if near else None
        said = f"The flow needs the input `{name}`, which it is not given; `{near}` is given instead."
    else:
        return
    if edit is not None:
        yield Proposal(rule=NAME, explanation=said, confidence=0.85, edits=(edit,))
