"""A date pattern that the values do not follow: another one is inferred from them."""

from collections.abc import Iterator

from dalsegno_executor.fixes.failure import Failure, Proposal, shown
from dalsegno_flow.dates import DateTimePattern, zone
from dalsegno_flow.dates.inference import Inferred, Read, inferred
from dalsegno_tasks.serdes.row_errors import PATTERN_FAILURE

NAME = "date_pattern"
CERTAIN, UNCERTAIN = 0.9, 0.5
FROM_ONE_VALUE = 0.6

READERS: dict[str, Read] = {
    "dateFormat": DateTimePattern.parse_date,
    "timeFormat": DateTimePattern.parse_time,
    "datetimeFormat": lambda pattern, text: pattern.parse_date_time(text, zone("UTC")),
}


def date_patterns(failure: Failure) -> Iterator[Proposal]:
    """Proposes the patterns that read what the failing column holds, as far as it was looked at."""
    found = PATTERN_FAILURE.match(failure.error)
    if found is None or (read := READERS.get(found["property"])) is None:
        return
    values = failure.sample.values.get(found["field"], ()) if failure.sample else ()
    texts = list(dict.fromkeys([found["value"], *(value for value in values if isinstance(value, str) and value)]))
    for candidate in inferred(texts, read, like=found["pattern"]):
        if candidate.pattern == found["pattern"]:
            continue
        edit = failure.with_property(found["property"], candidate.pattern)
        if edit is not None:
            yield Proposal(
                rule=NAME,
                explanation=_explained(found.groupdict(), candidate, len(texts)),
                confidence=UNCERTAIN if not candidate.certain else CERTAIN if len(texts) > 1 else FROM_ONE_VALUE,
                edits=(edit,),
            )


def _explained(found: dict[str, str], candidate: Inferred, count: int) -> str:
    read = "it" if count == 1 else f"all {count} different values that were looked at"
    doubt = "" if candidate.certain else " They could also be read with day and month or year in another order."
    return (
        f"Row {found['row']} has {shown(found['value'])} in '{found['field']}', which {found['property']} "
        f'"{found["pattern"]}" does not read. "{candidate.pattern}" reads {read}.{doubt}'
    )
