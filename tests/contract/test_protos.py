"""The protos follow the house style, and their comments are complete and true to one another."""

import importlib
import pkgutil
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import grpc
import pytest
from google.protobuf.descriptor_pb2 import (
    DescriptorProto,
    EnumDescriptorProto,
    FieldDescriptorProto,
    FileDescriptorProto,
    MethodDescriptorProto,
    ServiceDescriptorProto,
)

import dalsegno_executor
import dalsegno_registry
import dalsegno_runtime
import dalsegno_storage
from dalsegno_executor.core.states import State
from dalsegno_runtime.errors import RemoteError, ServiceError

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "tools"))  # scripts that are in no package

from error_reference import Reason, methods_by_reason, reasons
from proto_comments import Element, elements, error_names, first_sentence, read_files

INTEGERS = {FieldDescriptorProto.TYPE_INT32, FieldDescriptorProto.TYPE_INT64}
TIMESTAMP = ".google.protobuf.Timestamp"
CODES = {code.name for code in grpc.StatusCode}
GENERAL_REASONS = {"INTERNAL", "SERVICE_UNAVAILABLE", "REQUEST_TOO_LARGE"}  # any method may answer with these


@pytest.fixture(scope="module")
def files() -> list[FileDescriptorProto]:
    return read_files()


@pytest.fixture(scope="module")
def declared(files: list[FileDescriptorProto]) -> list[Element]:
    return [element for file in files for element in elements(file)]


@pytest.fixture(scope="module")
def known_reasons(declared: list[Element]) -> dict[str, Reason]:
    return {reason.name: reason for reason in reasons(declared)}


def of_type(declared: list[Element], kind: type) -> list[Element]:
    return [element for element in declared if isinstance(element.declaration, kind)]


def message(declared: list[Element], element: Element, name: str) -> Element:
    return next(other for other in declared if (other.file, other.name) == (element.file, name))


def field_types(element: Element) -> dict[str, int]:
    return {field.name: field.type for field in element.declaration.field}


def test_every_package_is_its_directory(files: list[FileDescriptorProto]) -> None:
    assert [
        (file.name, file.package) for file in files if file.package != str(Path(file.name).parent).replace("/", ".")
    ] == []


def test_a_file_holds_at_most_one_service(files: list[FileDescriptorProto]) -> None:
    assert [file.name for file in files if len(file.service) > 1] == []


def test_everything_has_a_comment_whose_first_sentence_stands_alone(declared: list[Element]) -> None:
    assert [element.name for element in declared if len(first_sentence(element.comment).split()) < 2] == []


def test_every_method_lists_its_errors_itself_or_through_its_service(declared: list[Element]) -> None:
    covered = {
        service.name
        for service in of_type(declared, ServiceDescriptorProto)
        if "Errors of every method:" in service.comment
    }
    silent = [
        method.name
        for method in of_type(declared, MethodDescriptorProto)
        if "Errors:" not in method.comment and method.name.split(".")[0] not in covered
    ]
    assert silent == []


def test_every_enum_begins_with_an_unspecified_zero(declared: list[Element]) -> None:
    for element in of_type(declared, EnumDescriptorProto):
        first = element.declaration.value[0]
        assert (first.name, first.number) == (f"{value_prefix(element)}UNSPECIFIED", 0)


def test_every_enum_value_is_prefixed_with_its_enum(declared: list[Element]) -> None:
    for element in of_type(declared, EnumDescriptorProto):
        assert [
            value.name for value in element.declaration.value if not value.name.startswith(value_prefix(element))
        ] == []


def value_prefix(element: Element) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", element.declaration.name).upper() + "_"


def test_times_are_timestamps_named_time(declared: list[Element]) -> None:
    fields = of_type(declared, FieldDescriptorProto)
    timed = {element.name for element in fields if element.declaration.type_name == TIMESTAMP}
    named = {element.name for element in fields if re.search(r"(^|_)time$", element.declaration.name)}
    assert timed == named


def test_counts_and_sizes_are_integers_that_name_their_unit(declared: list[Element]) -> None:
    for element in of_type(declared, FieldDescriptorProto):
        field = element.declaration
        if re.search(r"_(count|bytes|seconds)$", field.name):
            assert field.type in INTEGERS, element.name
        if field.type in INTEGERS and re.match(r"(How many|The number of) bytes", element.comment):
            assert field.name.endswith("_bytes"), element.name
        elif field.type in INTEGERS and re.match(r"How many|The number of (?!this)", element.comment):
            assert field.name.endswith("_count"), element.name


def test_every_list_pages(declared: list[Element]) -> None:
    for method in of_type(declared, MethodDescriptorProto):
        if method.declaration.name.startswith("List"):
            asked = field_types(message(declared, method, f"{method.declaration.name}Request"))
            answered = field_types(message(declared, method, f"{method.declaration.name}Response"))
            assert (asked.get("page_size"), asked.get("page_token"), answered.get("next_page_token")) == (
                FieldDescriptorProto.TYPE_INT32,
                FieldDescriptorProto.TYPE_STRING,
                FieldDescriptorProto.TYPE_STRING,
            ), method.name


def test_every_method_has_a_request_and_a_response_of_its_own(files: list[FileDescriptorProto]) -> None:
    for file in files:
        for method in (method for service in file.service for method in service.method):
            assert (method.input_type, method.output_type) == (
                f".{file.package}.{method.name}Request",
                f".{file.package}.{method.name}Response",
            )


def test_requests_stand_beside_their_responses_in_the_order_of_the_methods(files: list[FileDescriptorProto]) -> None:
    for file in files:
        pairs = [
            f"{method.name}{kind}"
            for service in file.service
            for method in service.method
            for kind in ("Request", "Response")
        ]
        assert [declared.name for declared in file.message_type if declared.name in pairs] == pairs


def test_what_takes_a_request_id_says_that_it_is_idempotent_by_it(declared: list[Element]) -> None:
    methods = of_type(declared, MethodDescriptorProto)
    takes = {
        method.name
        for method in methods
        if "request_id" in field_types(message(declared, method, f"{method.declaration.name}Request"))
    }
    says = {method.name for method in methods if "Idempotent by `request_id`" in method.comment}
    assert takes == says


def test_every_reason_tells_its_status_code_and_what_to_do(known_reasons: dict[str, Reason]) -> None:
    assert {reason.name: reason.code for reason in known_reasons.values() if reason.code not in CODES} == {}
    assert [reason.name for reason in known_reasons.values() if not reason.meaning.endswith(".")] == []


def test_every_error_that_a_method_names_is_a_reason_beside_its_status_code(
    declared: list[Element], known_reasons: dict[str, Reason]
) -> None:
    for element in [*of_type(declared, MethodDescriptorProto), *of_type(declared, ServiceDescriptorProto)]:
        code = ""
        for name in error_names(element.comment):
            if name in CODES:
                code = name
            else:
                assert known_reasons[name].code == code, f"{element.name}: {code} {name}"


def test_every_reason_is_named_by_some_method(declared: list[Element], known_reasons: dict[str, Reason]) -> None:
    assert known_reasons.keys() - methods_by_reason(declared).keys() - GENERAL_REASONS == set()


def test_every_error_of_the_services_is_a_reason_with_its_status_code(known_reasons: dict[str, Reason]) -> None:
    raised = {(error.reason, error.code) for error in errors_of_the_services()}
    assert raised <= {(reason.name, reason.code) for reason in known_reasons.values()}
    # INTERNAL is the interceptor's own, and counts only where that is imported.
    assert known_reasons.keys() - {"INTERNAL"} == {reason for reason, _ in raised} - {"INTERNAL"}


def errors_of_the_services() -> set[type[ServiceError]]:
    for package in (dalsegno_runtime, dalsegno_registry, dalsegno_executor, dalsegno_storage):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if module.name.endswith(".errors"):
                importlib.import_module(module.name)
    ours = {error for error in subclasses(ServiceError) if error.__module__.startswith("dalsegno_")}
    return {error for error in ours if "reason" in vars(error)} - {RemoteError}  # that one passes others' on


def subclasses(parent: type[ServiceError]) -> Iterator[type[ServiceError]]:
    for child in parent.__subclasses__():
        yield child
        yield from subclasses(child)


def test_states_say_terminal_where_the_engine_ends_them(declared: list[Element]) -> None:
    documented = {
        value.declaration.name.removeprefix("STATE_")
        for value in declared
        if value.name.startswith("State.") and value.comment.startswith("Terminal")
    }
    assert documented == {state.name for state in State if state.is_terminal}


def test_every_message_of_a_file_is_used_or_is_its_resource(files: list[FileDescriptorProto]) -> None:
    used = {method.input_type for file in files for service in file.service for method in service.method}
    used |= {method.output_type for file in files for service in file.service for method in service.method}
    used |= {field.type_name for file in files for name in file.message_type for field in every_field(name)}
    declared = {f".{file.package}.{name.name}" for file in files for name in [*file.message_type, *file.enum_type]}
    assert declared - used == {".dalsegno.api.common.v1.ErrorReason"}


def every_field(declared: DescriptorProto) -> Iterator[FieldDescriptorProto]:
    yield from declared.field
    for nested in declared.nested_type:
        yield from every_field(nested)
