"""The outputs of a flow, rendered and read by their types."""

from collections.abc import Mapping
from typing import Any

from dalsegno_executor.vault import Vault
from dalsegno_flow import Flow
from dalsegno_flow.expressions import Engine as Expressions
from dalsegno_flow.inputs import InputType
from dalsegno_flow.inputs.values import InvalidValue, parse_value


class OutputError(Exception):
    """An output does not have its type; the text says which, and why."""


def rendered_outputs(
    flow: Flow, expressions: Expressions, variables: Mapping[str, Any], vault: Vault
) -> dict[str, Any]:
    """The outputs by id, as JSON values; SECRET ones are sealed.

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
            outputs[output.id] = _typed(output.type, value, vault)
        except InvalidValue as error:
            raise OutputError(f"Invalid type for output '{output.id}': {error}") from error
    return outputs


def _typed(output_type: InputType | None, value: Any, vault: Vault) -> Any:
    if output_type is None:
        return value
    if output_type is not InputType.SECRET:
        return parse_value(output_type, None, value)
    if vault.refusal:
        raise InvalidValue(vault.refusal)
    return vault.sealed(parse_value(output_type, None, value))
