"""The engine: compiles once, renders to text, to a value, or through a whole tree of values, in Kestra's words."""

import re
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from random import Random, SystemRandom
from typing import NoReturn

from dalsegno_flow.dates import Instant
from dalsegno_flow.expressions import jq
from dalsegno_flow.expressions.callables import Function
from dalsegno_flow.expressions.errors import BareError, EvaluationError, ExpressionError, LimitExceeded
from dalsegno_flow.expressions.filters import FILTERS
from dalsegno_flow.expressions.frame import Frame, Template
from dalsegno_flow.expressions.functions import FUNCTIONS
from dalsegno_flow.expressions.java_values import Value, json_value
from dalsegno_flow.expressions.limits import MAX_RECURSIVE_RENDERS, MAX_RENDER_DEPTH, RENDER_SECONDS, Budget
from dalsegno_flow.expressions.output import TextOutput, TypedOutput
from dalsegno_flow.expressions.predicates import TESTS
from dalsegno_flow.expressions.statements import run
from dalsegno_flow.expressions.tags import parse

# Kestra takes these out before Pebble sees the template, and puts what stands in them back afterwards
_RAW = re.compile(r"\{%-*\s*raw\s*-*%\}(.*?)\{%-*\s*endraw\s*-*%\}")
Variables = Mapping[str, Value]


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateProblem:
    """Why a template does not compile."""

    line: int  # within the template's text, from 1
    message: str


class Engine:
    """Renders Kestra's Pebble templates.

    One engine may be used by several threads at once. Variables hold the values that `java_values` lists; they are
    never changed, and only their top level is copied.

    Args:
        functions: functions besides, or instead of, those of the language.
        cache_size: how many compiled templates are kept; the oldest goes first.
        clock: what now() and the identifiers with a time in them read.
        random: what identifiers and random numbers are drawn from.
        jq: runs jq programs that are more than plain paths; without it they are an error.
        render_seconds: how long one call may take.
    """

    def __init__(
        self,
        functions: Mapping[str, Function] | None = None,
        cache_size: int = 1000,
        *,
        clock: Callable[[], Instant] = Instant.now,
        random: Random | None = None,
        jq: jq.JqRunner | None = None,
        render_seconds: float = RENDER_SECONDS,
    ) -> None:
        self.filters, self.tests = FILTERS, TESTS
        self.functions: Mapping[str, Function] = {**FUNCTIONS, **(functions or {})}
        self.clock, self.random = clock, random or SystemRandom()
        self.cache_size, self.render_seconds = cache_size, render_seconds
        self._jq = jq
        self._cache: OrderedDict[str, Template] = OrderedDict()

    def compile(self, source: str) -> Template:
        """Compiles a template, or takes it from the cache.

        Raises:
            TemplateSyntaxError: it does not parse; `line` says where.
            BareError: a number in it is too large.
            LimitExceeded: it is nested too deeply.
        """
        try:
            return self._cached(source)
        except ExpressionError as error:
            error.template = source
            raise
        except RecursionError:
            _refuse_depth()

    def check(self, source: str) -> list[TemplateProblem]:
        """What keeps a template from compiling; empty when it compiles.

        Unknown filters, tests and functions are no problem here: as in Kestra they fail when they are reached.
        """
        if "{" not in source:
            return []
        try:
            self.compile(_RAW.sub(lambda match: "\n" * match[0].count("\n"), source))
        except ExpressionError as error:
            return [TemplateProblem(line=error.line or 1, message=error.message)]
        return []

    def render(self, source: str, variables: Variables) -> str:
        """The text of a template; null is the empty text.

        Raises:
            ExpressionError: any of its tree; `str` of it is what Kestra shows.
        """
        if "{" not in source:
            return source
        return self._render_text(source, variables, self._budget(variables))

    def render_typed(self, source: str, variables: Variables) -> Value:
        """The value of a template that is one expression; else its text, read as JSON when lists or maps are in it.

        Raises:
            ExpressionError: as `render`.
        """
        if "{" not in source:
            return source
        return self._render_value(source, variables, self._budget(variables))

    def render_tree(self, value: Value, variables: Variables, *, typed: bool = False) -> Value:
        """Renders every text in lists and maps, the maps' keys too; anything else stays as it is.

        With `typed` the texts become values as by `render_typed`, written as JSON has them: dates are texts. Keys are
        texts in any case.

        Raises:
            ExpressionError: as `render`, for the first text that fails.
        """
        budget = self._budget(variables)

        def render(text: str) -> str:
            return self._render_text(text, variables, budget)

        def value_of(text: str) -> Value:
            return json_value(self._render_value(text, variables, budget))

        try:
            return self._through(value, value_of if typed else render, render)
        except RecursionError:
            _refuse_depth()

    def render_nested(self, value: Value, frame: Frame, *, recursive: bool) -> Value:
        """What render() does in a template; `recursive` renders until nothing changes any more.

        Raises:
            EvaluationError: nested too deeply, or a text within fails: a NotFound does not come through as such.
        """
        depth = frame.render_depth + 1
        if depth > MAX_RENDER_DEPTH:
            raise EvaluationError(_too_deep_message(frame.line))
        variables = frame.variables()

        def render(text: str) -> str:
            frame.budget.spend()
            try:
                return self._render_repeatedly(text, variables, frame.budget, depth, recursive=recursive)
            except LimitExceeded:
                raise
            except ExpressionError as error:
                raise EvaluationError(str(error), None, "?") from error

        return self._through(value, render, render)

    def jq(self, program: str, value: Value) -> list[Value]:
        """All results of a jq program; raises as `jq.run` does."""
        return jq.run(program, value, self._jq)

    def _budget(self, variables: Variables) -> Budget:
        return Budget(self.render_seconds, variables)

    def _render_text(self, source: str, variables: Variables, budget: Budget) -> str:
        return self._render_repeatedly(source, variables, budget, 0, recursive=False)

    def _render_value(self, source: str, variables: Variables, budget: Budget) -> Value:
        if "{%" in source and _RAW.search(source):
            return self._render_text(source, variables, budget)
        out = TypedOutput()
        self._run(source, source, variables, out, budget)
        return out.result()

    def _render_repeatedly(
        self, source: str, variables: Variables, budget: Budget, depth: int, *, recursive: bool
    ) -> str:
        if "{" not in source:
            return source
        result = self._render_once(source, variables, budget, depth)
        if recursive:
            for _ in range(MAX_RECURSIVE_RENDERS):
                before, result = result, self._render_once(result, variables, budget, depth)
                if result == before:
                    break
            else:
                raise BareError("Too many rendering attempts")
        return _RAW.sub(r"\1", result) if "{%" in result else result

    def _render_once(self, source: str, variables: Variables, budget: Budget, depth: int) -> str:
        saved: dict[str, str] = {}

        def keep(match: re.Match[str]) -> str:
            key = f"\0raw{len(saved)}\0"
            saved[key] = match[0]
            return key

        template = _RAW.sub(keep, source) if "endraw" in source else source
        out = TextOutput()
        self._run(template, source, variables, out, budget, depth)
        result = out.text()
        for key, text in saved.items():
            result = result.replace(key, text)
        return result

    def _run(
        self,
        template: str,
        source: str,
        variables: Variables,
        out: TextOutput | TypedOutput,
        budget: Budget,
        depth: int = 0,
    ) -> None:
        """Renders `template` to `out`; errors name `source`."""
        try:
            compiled = self._cached(template)
            run(compiled.body, Frame(variables, self, compiled.macros, budget, depth), out)
        except ExpressionError as error:
            if error.template is None:
                error.template = source
            raise
        except RecursionError:
            _refuse_depth()

    def _cached(self, source: str) -> Template:
        template = self._cache.get(source)
        if template is None:
            template = parse(source)
            self._cache[source] = template
            if len(self._cache) > self.cache_size:
                self._cache.popitem(last=False)
        return template

    def _through(self, value: Value, render: Callable[[str], Value], render_key: Callable[[str], str]) -> Value:
        if isinstance(value, str):
            return render(value) if "{" in value else value
        if isinstance(value, list):
            return [self._through(item, render, render_key) for item in value]
        if not isinstance(value, dict):
            return value
        out: dict[Value, Value] = {}
        for key, item in value.items():
            out.setdefault(self._through(key, render_key, render_key), self._through(item, render, render_key))
        return out


def _too_deep_message(line: int) -> str:
    return (
        f"Maximum render() nesting depth ({MAX_RENDER_DEPTH}) exceeded at line {line} "
        "— check for circular render() calls in your template."
    )


def _refuse_depth() -> NoReturn:
    raise LimitExceeded("expression nested too deeply") from None
