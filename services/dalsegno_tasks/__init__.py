"""Task types and the interface through which plugins add more."""

from dalsegno_tasks.catalog import Catalog, CatalogError, DuplicateTaskType, UnknownTaskType
from dalsegno_tasks.checking import PropertyProblem, build, check_properties, schema
from dalsegno_tasks.interface import (
    Files,
    KeyValues,
    OutputFile,
    Outputs,
    Place,
    StoredFile,
    Task,
    TaskContext,
    TaskFailure,
    TaskLog,
)

__all__ = [
    "Catalog",
    "CatalogError",
    "DuplicateTaskType",
    "Files",
    "KeyValues",
    "OutputFile",
    "Outputs",
    "Place",
    "PropertyProblem",
    "StoredFile",
    "Task",
    "TaskContext",
    "TaskFailure",
    "TaskLog",
    "UnknownTaskType",
    "build",
    "check_properties",
    "schema",
]
