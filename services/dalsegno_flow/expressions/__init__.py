"""Kestra's Pebble: the expression language of flows.

    Engine().render("{{ inputs.name | upper }}", {"inputs": {"name": "ada"}})    # ADA

`errors` draws the tree of what may be raised; docs/expressions.md describes the language.
"""

from dalsegno_flow.dates import Instant, Zoned
from dalsegno_flow.expressions.callables import Function
from dalsegno_flow.expressions.engine import Engine, TemplateProblem
from dalsegno_flow.expressions.errors import (
    BareError,
    EvaluationError,
    ExpressionError,
    LimitExceeded,
    NotFound,
    TemplateSyntaxError,
)
from dalsegno_flow.expressions.frame import Frame, Template
from dalsegno_flow.expressions.java_values import Value
from dalsegno_flow.expressions.jq import JqRunner

__all__ = [
    "BareError",
    "Engine",
    "EvaluationError",
    "ExpressionError",
    "Frame",
    "Function",
    "Instant",
    "JqRunner",
    "LimitExceeded",
    "NotFound",
    "Template",
    "TemplateProblem",
    "TemplateSyntaxError",
    "Value",
    "Zoned",
]
