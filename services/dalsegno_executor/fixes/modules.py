"""A Python module that a script imports and that is not installed."""

import re
from collections.abc import Iterator

from dalsegno_executor.fixes.failure import Failure, Proposal, with_new_property

NAME = "module"
_MISSING = re.compile(r"ModuleNotFoundError: No module named '(?P<name>[A-Za-z_]\w*)(?:\.[\w.]+)?'")
# Modules whose packages have other names; for all others the dash is what differs, if anything does.
PACKAGES = {
    "bs4": "beautifulsoup4",
    "cv2": "opencv-python",
    "dateutil": "python-dateutil",
    "dotenv": "python-dotenv",
    "PIL": "pillow",
    "sklearn": "scikit-learn",
    "yaml": "pyyaml",
}


def modules(failure: Failure) -> Iterator[Proposal]:
    """Proposes the package as a dependency of the script."""
    found = _MISSING.search(failure.error)
    if found is None or ".scripts.python." not in failure.task.type:
        return
    package = PACKAGES.get(found["name"], found["name"].replace("_", "-"))
    place = (*failure.place, "dependencies")
    if failure.text.has(place):
        edit = failure.text.with_item(place, [package])
    else:
        edit = with_new_property(failure.text, failure.place, "dependencies", [package])
    if edit is not None:
        text = f"The script imports `{found['name']}`, which is not installed where it runs. It is in `{package}`."
        yield Proposal(rule=NAME, explanation=text, confidence=0.65, edits=(edit,))
