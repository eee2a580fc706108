"""Flows and executions as people write them."""

import pytest

from dalsegno.cli.addresses import FlowAddress, is_execution_id, parse_flow
from dalsegno.errors import InvalidRequest


@pytest.mark.parametrize(
    ("written", "namespace", "flow_id"),
    [
        ("company.team.rides", "company.team", "rides"),
        ("company.rides", "company", "rides"),
        ("company/rides", "company", "rides"),
        ("company.team/rides.v2", "company.team", "rides.v2"),
    ],
)
def test_a_flow_is_split_at_the_slash_or_at_the_last_dot(written: str, namespace: str, flow_id: str) -> None:
    assert parse_flow(written) == FlowAddress(namespace=namespace, flow_id=flow_id)


@pytest.mark.parametrize("written", ["rides", "", ".rides", "company.", "/rides", "company/", "a/b/c"])
def test_what_has_no_namespace_or_no_id_is_no_flow(written: str) -> None:
    with pytest.raises(InvalidRequest, match="is not the address of a flow"):
        parse_flow(written)


@pytest.mark.parametrize("written", ["company.team.rides", "company.team/rides.v2"])
def test_an_address_is_printed_so_that_it_can_be_read_back(written: str) -> None:
    assert str(parse_flow(written)) == written


@pytest.mark.parametrize(
    ("written", "expected"),
    [("0l0y5qfHKkLwsfgw8XXY8G", True), ("@last", True), ("0l0y5qfHKkLwsfgw8XXY8", False), ("dalsegno:///x", False)],
)
def test_an_execution_id_has_22_letters_and_digits(written: str, expected: bool) -> None:
    assert is_execution_id(written) is expected
