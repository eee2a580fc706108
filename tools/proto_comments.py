"""Reads the protos together with their comments, which the generated code does not keep."""

import re
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from google.protobuf.descriptor_pb2 import (
    DescriptorProto,
    EnumDescriptorProto,
    EnumValueDescriptorProto,
    FieldDescriptorProto,
    FileDescriptorProto,
    FileDescriptorSet,
    MethodDescriptorProto,
    OneofDescriptorProto,
    ServiceDescriptorProto,
)
from stub_languages import proto_files, protoc

Declaration = (
    DescriptorProto
    | EnumDescriptorProto
    | EnumValueDescriptorProto
    | FieldDescriptorProto
    | MethodDescriptorProto
    | OneofDescriptorProto
    | ServiceDescriptorProto
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Element:
    """Something that a proto declares."""

    file: str
    name: str  # with its parents, without the package: "ExecutorService.Replay"
    comment: str  # the lines joined, paragraphs kept apart by an empty line
    declaration: Declaration


def read_files() -> list[FileDescriptorProto]:
    """The descriptors of the project's own protos, with source info."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "protos.binpb"
        protoc(f"--descriptor_set_out={path}", "--include_source_info", *proto_files())
        return list(FileDescriptorSet.FromString(path.read_bytes()).file)


def elements(file: FileDescriptorProto) -> Iterator[Element]:
    """Everything that a file declares, parents before their parts."""
    comments = {tuple(place.path): place.leading_comments for place in file.source_code_info.location}

    def visit(parent: str, declaration: Declaration, path: tuple[int, ...]) -> Iterator[Element]:
        name = f"{parent}.{declaration.name}" if parent else declaration.name
        yield Element(file=file.name, name=name, comment=_flow(comments.get(path, "")), declaration=declaration)
        for part, index, part_path in _parts(declaration, path):
            if not _is_synthetic(part):
                yield from visit(name, part, (*part_path, index))

    for field in ("service", "message_type", "enum_type"):
        number = FileDescriptorProto.DESCRIPTOR.fields_by_name[field].number
        for index, declaration in enumerate(getattr(file, field)):
            yield from visit("", declaration, (number, index))


def _parts(declaration: Declaration, path: tuple[int, ...]) -> Iterator[tuple[Declaration, int, tuple[int, ...]]]:
    for field in ("method", "field", "oneof_decl", "value", "nested_type", "enum_type"):
        descriptor = declaration.DESCRIPTOR.fields_by_name.get(field)
        if descriptor is not None:
            for index, part in enumerate(getattr(declaration, field)):
                yield part, index, (*path, descriptor.number)


def _is_synthetic(declaration: Declaration) -> bool:
    """Whether protoc made it up: the entry of a map, or the oneof around an `optional` field."""
    if isinstance(declaration, OneofDescriptorProto):
        return declaration.name.startswith("_")
    return isinstance(declaration, DescriptorProto) and declaration.options.map_entry


def _flow(comment: str) -> str:
    paragraphs = re.split(r"\n\s*\n", comment.strip())
    return "\n\n".join(" ".join(paragraph.split()) for paragraph in paragraphs)


def first_sentence(comment: str) -> str:
    """The comment up to the period that ends its first sentence; a period inside a name or a number ends none."""
    found = re.match(r"(.*?[.])(?=\s|$)", comment.split("\n\n", maxsplit=1)[0])
    return found.group(1) if found else ""


def error_names(comment: str) -> list[str]:
    """The capitalised names after "Errors" in an RPC's or a service's comment, codes and reasons alike."""
    _, _, errors = comment.partition("Errors")
    return re.findall(r"\b[A-Z][A-Z_]{3,}\b", errors)
