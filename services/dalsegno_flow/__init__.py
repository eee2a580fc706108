"""The language of flows: YAML → definition, with the line and column of everything that is wrong.

    flow = parse_flow(source)             # raises InvalidFlow, which has all problems
    examined = examine_flow(source)       # for validators that add problems of their own

What the language has and the executor does not run yet is in `support`; `inputs` gives executions their values.
Templates are in `dalsegno_flow.expressions`, Java's date patterns in `dalsegno_flow.dates`.
"""

from dalsegno_flow.definition import Flow, NoSuchTask, Task
from dalsegno_flow.names import flow_id_fault, namespace_fault, task_id_fault
from dalsegno_flow.parsing import FLOW_PROPERTIES, Examined, examine_flow, parse_flow
from dalsegno_flow.problems import (
    InvalidFlow,
    Path,
    Position,
    Problem,
    Severity,
    did_you_mean,
    errors_of,
    in_order,
    nearest,
    path_text,
)
from dalsegno_flow.source import MAX_SOURCE_BYTES, Document, Place, read_document
from dalsegno_flow.support import NOTHING, UNSUPPORTED, Gate
from dalsegno_flow.tasks import TASK_PROPERTIES, PlacedTask

__all__ = [
    "FLOW_PROPERTIES",
    "MAX_SOURCE_BYTES",
    "NOTHING",
    "TASK_PROPERTIES",
    "UNSUPPORTED",
    "Document",
    "Examined",
    "Flow",
    "Gate",
    "InvalidFlow",
    "NoSuchTask",
    "Path",
    "Place",
    "PlacedTask",
    "Position",
    "Problem",
    "Severity",
    "Task",
    "did_you_mean",
    "errors_of",
    "examine_flow",
    "flow_id_fault",
    "in_order",
    "namespace_fault",
    "nearest",
    "parse_flow",
    "path_text",
    "read_document",
    "task_id_fault",
]
