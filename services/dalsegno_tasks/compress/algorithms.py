"""Which kinds of archives there are, as a property."""

from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator

from dalsegno_tasks.properties import upper

KINDS = ("AR", "CPIO", "JAR", "TAR", "ZIP")
# Those with a directory at their end, which is read first; they compress their entries themselves.
WITH_DIRECTORY = frozenset({"JAR", "ZIP"})


def _known(name: str) -> str:
    if name not in KINDS:
        raise ValueError(f"it is neither read nor written here. Those that are: {', '.join(KINDS)}.")
    return name


Algorithm = Annotated[
    Literal["AR", "ARJ", "CPIO", "DUMP", "JAR", "TAR", "ZIP"], BeforeValidator(upper), AfterValidator(_known)
]
