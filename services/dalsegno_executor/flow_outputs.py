"""The outputs of a flow, rendered and read by their types."""

from collections.abc import Mapping
from typing import Any

from dalsegno_flow import Flow
from dalsegno_flow.expressions import Engine as Expressions
from dalsegno_flow.inputs.values import InvalidValue, parse_value


class OutputError(Exception):
    """An output does not have its type; the text says which, and why."""


def rendered_outputs(flow: Flow, expressions: Expressions, variables: Mapping[str, Any]) -> dict[str, Any]:
    """The outputs by id, as JSON values.

    Raises:
        ExpressionError: a template cannot be rendered.
        OutputError: a value does not have its output's type, or a required one is null.
    """
    outputs = {}
    for output in flow.outputs:
        value = expressions.render_tree(output.value, variables, typed=output.type is None)
        if value in (None, "") and not output.required:
            continue
        try:
            outputs[output.id] = value if output.type is None else parse_value(output.type, None, value)
        except InvalidValue as error:
            raise OutputError(f"Invalid type for output '{output.id}': {error}") from error
    return outputs
