from typing import Annotated, ClassVar, Literal

from pydantic import AfterValidator, BeforeValidator, Field

from dalsegno_tasks.flow.flowable import Flowable, Part
from dalsegno_tasks.properties import Duration, Text, TextList, from_json, upper

IfExists = Annotated[Literal["OVERWRITE", "FAIL", "WARN", "IGNORE"], BeforeValidator(upper)]


class Cache(Part):
    """Files that are kept from one execution to the next."""

    patterns: TextList
    ttl: Duration | None = None


class NamespaceFiles(Part):
    """Which files of namespaces are put into the directory."""

    enabled: bool = True
    include: TextList = Field(default_factory=list)
    exclude: TextList = Field(default_factory=list)
    namespaces: TextList = Field(default_factory=lambda: ["{{ flow.namespace }}"])
    if_exists: IfExists = "OVERWRITE"
    folder_per_namespace: bool = False


def _not_yet(files: NamespaceFiles | None) -> NamespaceFiles | None:
    if files is not None and files.enabled:
        raise ValueError("this version has no files of namespaces. Leave it out, or write `enabled: false`.")
    return files


GivenNamespaceFiles = Annotated[NamespaceFiles | None, AfterValidator(_not_yet)]


class WorkingDirectory(Flowable):
    """Runs its tasks one after the other in one directory."""

    type_name = "io.kestra.plugin.core.flow.WorkingDirectory"
    aliases: ClassVar[tuple[str, ...]] = (
        "io.kestra.core.tasks.flows.WorkingDirectory",
        "io.kestra.core.tasks.flows.Worker",
    )

    cache: Cache | None = None
    namespace_files: GivenNamespaceFiles = None
    # Names, with the content or the address of a stored file; null makes an empty file.
    input_files: Annotated[dict[str, Text | None], BeforeValidator(from_json)] | str | None = None
    output_files: TextList | None = None
