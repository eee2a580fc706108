"""The functions of the language that need nothing of the platform, by name."""

from collections.abc import Mapping

from dalsegno_flow.expressions.callables import Function
from dalsegno_flow.expressions.functions import encryption, general, identifiers, reading, surroundings

FUNCTIONS: Mapping[str, Function] = {
    **general.FUNCTIONS,
    **reading.FUNCTIONS,
    **identifiers.FUNCTIONS,
    **surroundings.FUNCTIONS,
    **encryption.FUNCTIONS,
}

__all__ = ["FUNCTIONS"]
