"""Suggesting fixes: what failed is examined, rules propose edits, and each is tried before it is shown."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from dalsegno_executor.core.paths import task_path
from dalsegno_executor.core.states import State
from dalsegno_executor.engine import Engine
from dalsegno_executor.examining import OUTPUTS, Examining, Place, Trial
from dalsegno_executor.fixes import Proposal, proposals, row_and_field
from dalsegno_executor.fixes.asking import (
    CONFIDENCE,
    CONTROL,
    INSTRUCTIONS,
    MAX_SOURCE_CHARACTERS,
    RULE,
    overreach,
    question,
    read_answer,
)
from dalsegno_executor.fixes.hiding import Hidden
from dalsegno_executor.fixes.validation import CONFIDENCES, Alternative, alternatives
from dalsegno_executor.live import Live
from dalsegno_executor.ports import FlowProblem, FlowRegistry, Journal, LanguageModel, NoAnswer
from dalsegno_executor.secrets import Secrets
from dalsegno_flow import examine_flow
from dalsegno_flow.diffs import unified_diff
from dalsegno_flow.editing import SourceText, applied
from dalsegno_runtime.errors import InvalidField

MAX_FIXES = 5
MAX_FAILED = 3  # tasks that are looked at
MAX_PROPOSALS = 5  # that are tried for one failure
MAX_STEPS = 3  # edits one after the other, each for what failed after the one before
MAX_ROUNDS = 4  # of mending a source that cannot be saved
MAX_PROBLEMS = 20

SURE = 0.8  # then no model is asked

# What a trial adds to the confidence of a rule, and takes from it.
PROVEN, OUT_OF_REACH = 0.08, 0.6


@dataclass(frozen=True, slots=True, kw_only=True)
class FixRequest:
    execution_id: str = ""
    source: str = ""
    skip_model: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Fix:
    """An edit that may mend the flow; see `SuggestedFix` of the contract."""

    rules: tuple[str, ...]
    message: str
    confidence: float
    source: str
    diff: str = ""
    task_path: str = ""
    trial: Trial = Trial.VALIDATED
    tried_lines: int = 0
    needed_inputs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggested:
    """The fixes, the likeliest first; `messages` say what was looked at and led to nothing."""

    fixes: tuple[Fix, ...]
    base_source: str
    messages: tuple[str, ...] = ()


class Suggesting:
    """The use case SuggestFix."""

    def __init__(
        self,
        *,
        engine: Engine,
        journal: Journal,
        registry: FlowRegistry,
        examining: Examining,
        secrets: Secrets,
        model: LanguageModel | None,
    ) -> None:
        self._engine = engine
        self._journal = journal
        self._registry = registry
        self._examining = examining
        self._secrets = secrets
        self._model = model

    async def suggest(self, request: FixRequest) -> Suggested:
        """Proposes fixes for an execution that failed, or for a source that cannot be saved.

        Raises:
            InvalidField: neither is given.
            ExecutionNotFound: there is no such execution.
            ServiceUnavailable: the registry or storage does not answer.
        """
        if not request.execution_id and not request.source:
            raise InvalidField("execution_id", "execution_id is empty; give it, or a source that cannot be saved.")
        if request.source and (problems := await self._registry.problems(request.source)):
            return await self._of_source(request.source, problems)
        if not request.execution_id:
            return Suggested(fixes=(), base_source=request.source, messages=("The source has no errors.",))
        live = await self._engine.open(request.execution_id)
        await self._engine.fetch_documents(live)
        base = request.source or await self._journal.definition(live.execution.created.source_digest)
        failed = _failed(live)
        if not failed:
            state = live.execution.state.value
            text = f"The execution is {state}, and nothing in it has failed with an error."
            return Suggested(fixes=(), base_source=base, messages=(text,))
        found: list[Fix] = []
        messages: list[str] = []
        for path, error in failed:
            place = Place(live, path, row_and_field(error)[0])
            if request.source:
                trial, _, left = await self._examining.tried(place, base, ())
                if not left and trial > Trial.VALIDATED:
                    messages.append(f"{path} was tried as the source has it now, and does not fail any more.")
                    continue
                error = left or error
            found += await self._search(place, base, error, set())
        if not found and not messages:
            messages.append(f"No rule mends this: {_first_line(failed[0][1])}")
        asks = self._model is not None and not request.skip_model and not any(fix.confidence >= SURE for fix in found)
        if self._model is not None and asks:
            try:
                found.append(await self._by_model(self._model, Place(live, failed[0][0]), base, failed[0][1]))
            except NoAnswer as error:
                messages.append(f"The language model was asked too. {error}")
        return Suggested(fixes=_best(found, base), base_source=base, messages=tuple(messages))

    async def _by_model(self, model: LanguageModel, place: Place, base: str, error: str) -> Fix:
        """What a language model proposes, held to what it may change, and tried as the rules' proposals are.

        Raises:
            NoAnswer: it proposes nothing that can be shown.
        """
        failure = await self._examining.failure(place, base, error)
        if failure is None or len(base) > MAX_SOURCE_CHARACTERS:
            raise NoAnswer("The flow is too large for it." if failure else "The failed task is not in the flow.")
        hidden = Hidden(self._secrets.pattern(place.live.secrets))
        told = question(failure, failure.sample.rows if failure.sample else (), hidden)
        answer = read_answer(await model.ask(INSTRUCTIONS, told), base, hidden)
        edited = applied(base, answer.edits)
        if problems := await self._registry.problems(edited):
            raise NoAnswer(f"What it proposes cannot be saved: {problems[0].message}")
        flow = examine_flow(edited).flow
        if flow is None or (beyond := overreach(failure.flow, flow, base, edited)):
            raise NoAnswer(f"What it proposes is not shown: {beyond if flow else 'it is no flow'}.")
        proposal = Proposal(
            rule=RULE,
            explanation=f"A language model says: {answer.explanation}",
            confidence=CONFIDENCE,
            edits=answer.edits,
        )
        trial, rows, left = await self._examining.tried(place, edited, [proposal])
        if _first_line(left) == _first_line(error):
            raise NoAnswer("What it proposes fails as before.")
        return _fix(place, [proposal], edited, trial, rows, left)

    async def _of_source(self, base: str, problems: Sequence[FlowProblem]) -> Suggested:
        """Mends the errors of a source one after the other; a fix is what leaves none."""
        source, taken = base, []
        for _ in range(MAX_ROUNDS):
            before = source
            for problem in problems[:MAX_PROBLEMS]:
                if (mended := await self._mended(source, problem)) is not None:
                    source, alternative = mended
                    taken.append(alternative)
                    break
            problems = await self._registry.problems(source)
            if not problems or source == before:
                break
        if problems:
            left = tuple(f"Line {one.line}, column {one.column}: {one.message}" for one in problems[:MAX_PROBLEMS])
            return Suggested(fixes=(), base_source=base, messages=("No rule mends all errors. These are left:", *left))
        fix = Fix(
            rules=tuple(dict.fromkeys(one.rule for one in taken)),
            message=" ".join(dict.fromkeys(one.explanation for one in taken)),
            confidence=min(CONFIDENCES[one.rule] for one in taken),
            source=source,
        )
        return Suggested(fixes=_best([fix], base), base_source=base)

    async def _mended(self, source: str, problem: FlowProblem) -> tuple[str, Alternative] | None:
        """The source without a problem, if one of the ways to write what it is about brings no more of them."""
        before = len(await self._registry.problems(source))
        for alternative in alternatives(SourceText(source), problem):
            edited = applied(source, alternative.edits)
            problems = await self._registry.problems(edited)
            if len(problems) <= before and (problem.path, problem.message) not in [
                (one.path, one.message) for one in problems
            ]:
                return edited, alternative
        return None

    async def _search(
        self, place: Place, source: str, error: str, seen: set[str], steps: tuple[Proposal, ...] = ()
    ) -> list[Fix]:
        """Tries what the rules propose for an error; what then fails otherwise is looked at in the same way."""
        failure = await self._examining.failure(place, source, error)
        found: list[Fix] = []
        for proposal in proposals(failure)[:MAX_PROPOSALS] if failure else ():
            edited = applied(source, proposal.edits)
            if edited in seen or await self._registry.problems(edited):
                continue
            seen.add(edited)
            taken = (*steps, proposal)
            trial, rows, left = await self._examining.tried(place, edited, taken)
            if not left:
                found.append(_fix(place, taken, edited, trial, rows))
            elif _first_line(left) != _first_line(error):
                further = await self._search(place, edited, left, seen, taken) if len(taken) < MAX_STEPS else []
                found += further or [_fix(place, taken, edited, trial, rows, left)]
        return found


def _failed(live: Live) -> list[tuple[str, str]]:
    """The places that failed with an error of their own, of each task the first; the flow's outputs have none."""
    found: dict[str, tuple[str, str]] = {}
    for path, run in live.execution.task_runs.items():
        if run.state is State.FAILED and run.error:
            found.setdefault(task_path(path), (path, run.error))
    if live.execution.error and not found and live.flow.outputs:
        found[OUTPUTS] = ("", live.execution.error)
    return list(found.values())[:MAX_FAILED]


def _first_line(text: str) -> str:
    return text.partition("\n")[0]


def _fix(place: Place, taken: Sequence[Proposal], source: str, trial: Trial, rows: int, left: str = "") -> Fix:
    """What was proposed and tried as a fix; `left` is how the task then fails."""
    confidence = min(proposal.confidence for proposal in taken)
    message = " ".join(proposal.explanation for proposal in taken)
    if left:
        confidence *= OUT_OF_REACH
        message += f" Then it fails otherwise: {_first_line(left)}"
    elif trial is Trial.RAN:
        confidence = min(0.98, confidence + PROVEN)
    return Fix(
        rules=tuple(dict.fromkeys(proposal.rule for proposal in taken)),
        message=CONTROL.sub(" ", message),
        confidence=round(confidence, 2),
        source=source,
        task_path=place.path,
        trial=Trial.VALIDATED if left else trial,
        tried_lines=0 if left else rows,
        needed_inputs=tuple(name for proposal in taken for name in proposal.needed_inputs),
    )


def _best(found: Iterable[Fix], base: str) -> tuple[Fix, ...]:
    """The likeliest ones, each with its difference from the base."""
    by_source: dict[str, Fix] = {}
    for fix in sorted(found, key=lambda fix: -fix.confidence):
        by_source.setdefault(fix.source, fix)
    return tuple(
        replace(fix, diff=unified_diff(base, fix.source, "the flow", "the flow, mended"))
        for fix in list(by_source.values())[:MAX_FIXES]
    )
