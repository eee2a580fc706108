"""Functions, filters and tests that are none; and what a database says of a name that it does not know."""

import re
from collections.abc import Iterator

from dalsegno_executor.fixes.failure import Failure, Proposal, shown
from dalsegno_flow import nearest
from dalsegno_flow.expressions import TemplateSyntaxError

NAME = "name"
SQL = "sql"
_UNKNOWN = re.compile(r"(?P<kind>Function or Macro|Filter|Test) \[(?P<name>[^\]]+)\] does not exist")
_ONE_BRACE = re.compile(r"\{\{[^{}]*\}(?!\})")
_NO_SECRET = re.compile(r"Cannot find secret for key '(?P<name>[^']+)'")
_SQL_WORD = re.compile(
    r"Referenced column \"(?P<a>[^\"]+)\" not found|(?:Table|Function) with name \"?(?P<b>\w+)\"? does not exist"
    r"|column \"?(?P<c>[\w.]+)\"? (?:of relation \"\w+\" )?does not exist|Values list .* does not have a column named "
    r"\"(?P<d>[^\"]+)\""
)
_SQL_KNOWN = re.compile(
    r"Candidate bindings: (?P<some>.+)|Did you mean \"(?P<one>[^\"]+)\"|reference the column (?P<hint>.+)"
)


def names(failure: Failure) -> Iterator[Proposal]:
    """Proposes the function, filter or test of the language that is written most like an unknown one."""
    template = failure.template
    found = _UNKNOWN.search(failure.root_fault.message) if failure.root_fault else None
    if found is None or template is None:
        return
    engine = failure.engine
    known = {"Filter": engine.filters, "Test": engine.tests}.get(found["kind"], engine.functions)
    near = nearest(found["name"], known)
    for place in failure.texts_like(template) if near else ():
        for word in re.finditer(rf"(?<!\w){re.escape(found['name'])}(?!\w)", template):
            if edit := failure.text.with_part(place, *word.span(), near):
                text = f"There is no {found['kind'].lower()} `{found['name']}`. `{near}` is the nearest that there is."
                yield Proposal(rule=NAME, explanation=text, confidence=0.85, edits=(edit,))
        return


def braces(failure: Failure) -> Iterator[Proposal]:
    """Proposes the second brace where an expression is closed with one."""
    template = failure.template
    if template is None or not isinstance(failure.root_fault, TemplateSyntaxError):
        return
    for place in failure.texts_like(template):
        found = list(_ONE_BRACE.finditer(template))
        edits = [failure.text.with_part(place, one.end(), one.end(), "}") for one in found]
        if edits and all(edits):
            said = f"The expression {shown(found[0][0])} is closed with one brace; it takes two."
            kept = tuple(edit for edit in edits if edit is not None)
            yield Proposal(rule=NAME, explanation=said, confidence=0.85, edits=kept)
        return


def secret_names(failure: Failure) -> Iterator[Proposal]:
    """Proposes the secret whose name is nearest to one that is not there."""
    found = _NO_SECRET.search(failure.root_fault.message) if failure.root_fault else None
    near = nearest(found["name"], failure.secret_names, cutoff=0.75) if found else ""
    template = failure.template
    if found is None or template is None or not near:
        return
    for place in failure.texts_like(template):
        for word in re.finditer(rf"(?<=['\"]){re.escape(found['name'])}(?=['\"])", template):
            if edit := failure.text.with_part(place, *word.span(), near):
                said = f"There is no secret '{found['name']}'. '{near}' is the nearest that there is."
                yield Proposal(rule=NAME, explanation=said, confidence=0.7, edits=(edit,))
        return


def sql_names(failure: Failure) -> Iterator[Proposal]:
    """Proposes the column, table or function that is written most like an unknown one, of those that it is told."""
    unknown, offered = _SQL_WORD.search(failure.error), _SQL_KNOWN.search(failure.error)
    if unknown is None or offered is None:
        return
    word = next(filter(None, unknown.groups())).rpartition(".")[2]
    candidates = [name.rpartition(".")[2] for name in re.findall(r"[\w.]+", " ".join(filter(None, offered.groups())))]
    near = nearest(word, candidates)
    pattern = re.compile(rf"(?<!\w){re.escape(word)}(?!\w)")
    for path, text in failure.text.scalars():
        if path[: len(failure.place)] != failure.place or path[-1] != "sql":
            continue
        # Names of the statement itself, such as those of WITH, are not among the candidates.
        near = near or nearest(word, set(re.findall(r"[A-Za-z_]\w+", text)) - {word}, cutoff=0.8)
        edits = [failure.text.with_part(path, *found.span(), near) for found in pattern.finditer(text)] if near else []
        if edits and all(edits):
            said = f"The database does not know `{word}`; `{near}` is the nearest that there is."
            kept = tuple(edit for edit in edits if edit is not None)
            yield Proposal(rule=SQL, explanation=said, confidence=0.85, edits=kept)
