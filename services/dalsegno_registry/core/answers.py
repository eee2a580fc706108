"""The answer of a put as a text, so that a repeated request gets it back word for word."""

import json
from dataclasses import asdict
from datetime import datetime

from dalsegno_flow import Problem, Severity
from dalsegno_registry.core.revisions import Put, Revision


def write_answer(put: Put) -> str:
    fields = asdict(put)
    fields["revision"]["create_time"] = put.revision.create_time.isoformat()
    return json.dumps(fields, ensure_ascii=False)


def read_answer(answer: str) -> Put:
    fields = json.loads(answer)
    revision = fields["revision"]
    revision["create_time"] = datetime.fromisoformat(revision["create_time"])
    warnings = tuple(
        Problem(**(problem | {"severity": Severity(problem["severity"])})) for problem in fields["warnings"]
    )
    return Put(revision=Revision(**revision), created=fields["created"], warnings=warnings)
