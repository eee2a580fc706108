"""Files of namespaces in a work directory. Source: Kestra's NamespaceFiles and FilesService."""

import shutil
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field
from pydantic.alias_generators import to_camel

from dalsegno_tasks.directory_files import place_of
from dalsegno_tasks.file_patterns import found_anywhere
from dalsegno_tasks.interface import TaskContext, TaskFailure
from dalsegno_tasks.properties import TextList, upper

COPY_BYTES = 1 << 20
IfExists = Annotated[Literal["OVERWRITE", "FAIL", "WARN", "IGNORE"], BeforeValidator(upper)]


class NamespaceFiles(BaseModel):
    """Which files of namespaces are put into a directory; those of a later namespace come after an earlier one's."""

    model_config = ConfigDict(extra="forbid", alias_generator=to_camel, populate_by_name=True, frozen=True)

    enabled: bool = Field(True, description="Whether files of namespaces are put there.")
    include: TextList = Field(default_factory=list, description="Patterns of names; without, all.")
    exclude: TextList = Field(default_factory=list, description="Files to leave out, as globs.")
    namespaces: TextList = Field(default_factory=list, description="Without, that of the flow.")
    if_exists: IfExists = Field("OVERWRITE", description="What becomes of a file whose name is taken.")
    folder_per_namespace: bool = Field(False, description="Whether each namespace gets a folder of its name.")


def put_namespace_files(context: TaskContext, files: NamespaceFiles) -> None:
    """Writes the files into the work directory.

    Raises:
        TaskFailure: one is there already, and that is to be an error; or one cannot be read or written.
    """
    for namespace in (files.namespaces or [context.place.namespace]) if files.enabled else ():
        there = context.files.of_namespace(namespace)
        left_out = set(found_anywhere(there, files.exclude))
        for name in found_anywhere(there, files.include) if files.include else there:
            if name not in left_out:
                place = f"{namespace}/{name}" if files.folder_per_namespace else name
                _put(context, there[name].uri, place, files.if_exists)


def _put(context: TaskContext, uri: str, name: str, if_exists: IfExists) -> None:
    target = place_of(context.work_directory, name)
    if target.exists() and if_exists != "OVERWRITE":
        if if_exists == "FAIL":
            raise TaskFailure(
                f"The file {name} is in the directory already, and `ifExists` is FAIL. Leave it out with `exclude`, or "
                "set `ifExists` to OVERWRITE, WARN or IGNORE."
            )
        if if_exists == "WARN":
            warn = context.log.warning
            warn(f"The file {name} is in the directory already; that of the namespace is left out.")
        return
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with context.open(uri) as source, target.open("wb") as copy:
            shutil.copyfileobj(source, copy, COPY_BYTES)
    except OSError as error:
        text = f"The file {name!r} of a namespace cannot be written: {error.strerror}. Leave it out with `exclude`."
        raise TaskFailure(text) from error
