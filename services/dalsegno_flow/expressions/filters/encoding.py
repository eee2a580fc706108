"""Filters that write values in other forms: JSON, YAML, jq, base 64, URLs, digests."""

import base64
import hashlib
from collections.abc import Callable
from urllib.parse import quote_plus, unquote_plus

import yaml

from dalsegno_flow.expressions.callables import FilterTable
from dalsegno_flow.expressions.errors import EvaluationError
from dalsegno_flow.expressions.filters.arguments import need_text
from dalsegno_flow.expressions.frame import Frame
from dalsegno_flow.expressions.java_values import Value, to_json
from dalsegno_flow.expressions.limits import bounded

FILTERS = FilterTable()
_ABSENT = object()


@FILTERS.add("json", keeps_null=True)
@FILTERS.add("toJson", keeps_null=True)
@FILTERS.add("toIon", keeps_null=True)  # JSON is Ion: this is the Ion that any JSON reader reads too
def _to_json(value: Value) -> str:
    return to_json(value)


@FILTERS.add("yaml", keeps_null=True)
def _to_yaml(value: Value) -> str:
    to_json(bounded(value))  # for the limits: YAML is about as long
    try:
        return str(yaml.dump(value, Dumper=_Dumper, sort_keys=False, allow_unicode=True))
    except yaml.YAMLError as error:
        raise EvaluationError(f"The 'yaml' filter cannot write this value: {error}") from error


@FILTERS.add("jq", "expression")
def _jq(value: Value, expression: Value = _ABSENT, *, frame: Frame) -> list[Value]:
    if expression is _ABSENT:
        raise EvaluationError("The 'jq' filter expects an argument 'expression'.")
    return frame.language.jq(need_text(expression), value)


@FILTERS.add("urlencode")
def _url_encode(value: Value) -> str:
    return quote_plus(need_text(value), safe="*-._").replace("~", "%7E")


@FILTERS.add("urldecode")
def _url_decode(value: Value) -> str:
    return unquote_plus(need_text(value))


@FILTERS.add("base64encode")
def _base64_encode(value: Value) -> str:
    return base64.b64encode(need_text(value).encode()).decode()


@FILTERS.add("base64decode")
def _base64_decode(value: Value) -> str:
    return base64.b64decode(need_text(value)).decode()


def _digest(name: str) -> Callable[[Value], str]:
    return lambda value: hashlib.new(name, need_text(value).encode(), usedforsecurity=False).hexdigest()


for _name in ("md5", "sha1", "sha256", "sha512"):
    FILTERS.add(_name)(_digest(_name))


class _Dumper(yaml.SafeDumper):
    """Writes whole values: no anchors for parts that stand in it twice."""

    def ignore_aliases(self, data: Value) -> bool:  # noqa: ARG002 - the answer is the same for all
        return True
