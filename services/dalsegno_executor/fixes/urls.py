"""An address that the server does not have: those that it does have say how it may be meant."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from dalsegno_executor.fixes.failure import Failure, Proposal
from dalsegno_flow import Path, nearest
from dalsegno_flow.expressions.references import references

NAME = "url"
_NO_SCHEME = re.compile(r"unsupported protocol '(?P<scheme>[^':]+)")
_NOT_FOUND = re.compile(r"answered with status (?:404|410)\b")
WORKED, WRITTEN = 0.7, 0.4


def urls(failure: Failure) -> Iterator[Proposal]:
    """Proposes, for a part of the path, the one that other addresses of the same server have in its place."""
    uri = (failure.properties or {}).get("uri")
    if not isinstance(uri, str) or not _NOT_FOUND.search(failure.error):
        return
    asked = urlsplit(uri)
    parts = asked.path.split("/")[1:]
    written = [text for _, text in failure.text.scalars() if "://" in text and "{" not in text and text != uri]
    for confidence, known in ((WORKED, failure.working_urls), (WRITTEN, written)):
        others = [other.path.split("/")[1:] for each in known if (other := urlsplit(each)).netloc == asked.netloc]
        for number, part in enumerate(parts):
            here = {other[number] for other in others if len(other) > number}
            near = nearest(part, here - {""}) if part and part not in here else ""
            if near and near != part:
                yield from _replaced(failure, part, near, confidence)
                return


def schemes(failure: Failure) -> Iterator[Proposal]:
    """Proposes http or https for a scheme that is written like one of them."""
    found = _NO_SCHEME.search(failure.error)
    near = nearest(found["scheme"], ("http", "https")) if found else ""
    if found is None or not near:
        return
    pattern = re.compile(rf"^{re.escape(found['scheme'])}(?=:)")
    for path, text in _written_in(failure):
        word = pattern.search(text)
        if word and (edit := failure.text.with_part(path, *word.span(), near)):
            said = f"Nothing can be asked over '{found['scheme']}'; '{near}' is the nearest that there is."
            yield Proposal(rule=NAME, explanation=said, confidence=0.9, edits=(edit,))


def _written_in(failure: Failure) -> Iterator[tuple[Path, str]]:
    """The texts that an address comes from: the property, and the variables that it names."""
    names = {path[1] for path in references(failure.task.properties.get("uri")) if path[0] == "vars" and len(path) > 1}
    places = {failure.place_of("uri"), *(("variables", name) for name in names)}
    yield from (found for found in failure.text.scalars() if found[0] in places)


def _replaced(failure: Failure, part: str, near: str, confidence: float) -> Iterator[Proposal]:
    """The edit where the part is written: in the task, or in a variable that it names."""
    pattern = re.compile(rf"(?<=/){re.escape(part)}(?=[/?#]|$)")
    for path, text in _written_in(failure):
        found = pattern.search(text)
        if found and (edit := failure.text.with_part(path, *found.span(), near)):
            said = f"The server has no such address. Other tasks ask it for `/{near}/`, where this one has `/{part}/`."
            yield Proposal(rule=NAME, explanation=said, confidence=confidence, edits=(edit,))
            return
