"""The inputs of a flow: what it asks for, and the values that an execution gets.

resolved = resolve_inputs(flow.inputs, {"month": "202405"}, render)   # raises InvalidInputs
resolved.values                                                       # {"month": "202405", "limit": 10}
"""

from dalsegno_flow.inputs.resolving import InputProblem, InvalidInputs, Render, Resolved, resolve_inputs
from dalsegno_flow.inputs.types import DependsOn, Input, InputType, leaves
from dalsegno_flow.inputs.values import InvalidValue, parse_value

__all__ = [
    "DependsOn",
    "Input",
    "InputProblem",
    "InputType",
    "InvalidInputs",
    "InvalidValue",
    "Render",
    "Resolved",
    "leaves",
    "parse_value",
    "resolve_inputs",
]
