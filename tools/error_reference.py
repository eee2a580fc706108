"""Writes docs/errors.md from the comments of `ErrorReason` and from what each RPC says about its errors."""

import re
from dataclasses import dataclass, replace
from pathlib import Path

import jinja2
from google.protobuf.descriptor_pb2 import EnumValueDescriptorProto, MethodDescriptorProto
from proto_comments import Element, elements, error_names, read_files

PREFIX = "ERROR_REASON_"
# The enum leaves room between its groups; a group begins at the number given here.
GROUPS = {1: "Every service", 20: "Flows", 40: "Executions and replays", 60: "Storage"}

TEMPLATE = "errors.md.jinja"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One value of the enum, taken apart."""

    name: str
    number: int
    code: str
    meaning: str
    metadata: str
    methods: tuple[str, ...] = ()


def reasons(declared: list[Element]) -> list[Reason]:
    found = []
    for element in declared:
        value = element.declaration
        if isinstance(value, EnumValueDescriptorProto) and value.name.startswith(PREFIX) and value.number > 0:
            code, _, rest = element.comment.partition(": ")
            meaning, _, metadata = rest.partition(" Metadata: ")
            name = value.name.removeprefix(PREFIX)
            meaning = meaning[:1].upper() + meaning[1:]
            found.append(Reason(name=name, number=value.number, code=code, meaning=meaning, metadata=metadata))
    return sorted(found, key=lambda reason: reason.number)


def methods_by_reason(declared: list[Element]) -> dict[str, list[str]]:
    """The RPCs whose comments name each reason; "those of X" stands for all of X's."""
    methods = [element for element in declared if isinstance(element.declaration, MethodDescriptorProto)]
    comments = {element.name.rpartition(".")[2]: element.comment for element in methods}

    def names_of(comment: str) -> set[str]:
        others = (names_of(comments[other]) for other in re.findall(r"those of (\w+)", comment))
        return set(error_names(comment)).union(*others)

    named = {element.name: names_of(element.comment) for element in methods}
    everything = {name for names in named.values() for name in names}
    return {name: [method for method, names in named.items() if name in names] for name in everything}


def render() -> str:
    declared = [element for file in read_files() for element in elements(file)]
    methods = methods_by_reason(declared)
    groups: dict[str, list[Reason]] = {title: [] for title in GROUPS.values()}
    for reason in reasons(declared):
        start = max(start for start in GROUPS if start <= reason.number)
        named = tuple(method.split(".")[1] for method in methods.get(reason.name, []))
        groups[GROUPS[start]].append(replace(reason, methods=named))
    templates = jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(__file__).parent),
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,  # noqa: S701  # Markdown, made of our own protos
    )
    templates.filters["code"] = "`{}`".format
    return templates.get_template(TEMPLATE).render(groups=groups.items())


def generate_errors(root: Path) -> None:
    path = root / "docs" / "errors.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(render(), encoding="utf-8")
