"""How the client reports that a call gave no answer."""

import pytest

from dalsegno import (
    Client,
    DalSegnoError,
    DataLoss,
    Endpoints,
    InvalidRequest,
    NotFound,
    Patience,
    Refused,
    Retry,
    ServerFault,
    Unreachable,
)
from dalsegno.api.registry.v1 import registry_pb2 as registry
from dalsegno.errors import Violation
from support.scripted import AT_ONCE, Hang, Refusal, Scripted


def refused(services: Scripted, client: Client, refusal: Refusal | Hang) -> DalSegnoError:
    services.answer("GetFlow", refusal)
    with pytest.raises(DalSegnoError) as error:
        client.flows.get("company.team", "rides")
    return error.value


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("INVALID_ARGUMENT", InvalidRequest),
        ("NOT_FOUND", NotFound),
        ("FAILED_PRECONDITION", Refused),
        ("RESOURCE_EXHAUSTED", Refused),
        ("UNAVAILABLE", Unreachable),
        ("CANCELLED", Unreachable),
        ("DATA_LOSS", DataLoss),
        ("INTERNAL", ServerFault),
        ("UNIMPLEMENTED", ServerFault),
    ],
)
def test_the_kind_of_an_error_follows_from_the_status(
    services: Scripted, scripted_client: Client, code: str, kind: type[DalSegnoError]
) -> None:
    error = refused(services, scripted_client, Refusal(code=code))
    assert (type(error), error.code) == (kind, code)


def test_reason_message_and_metadata_arrive_as_they_were_sent(services: Scripted, scripted_client: Client) -> None:
    refusal = Refusal(
        code="NOT_FOUND",
        reason="REVISION_NOT_FOUND",
        message="There is no revision 9 of company.team.rides; the latest is 2.",
        metadata={"revision": "9", "latest_revision": "2"},
    )
    error = refused(services, scripted_client, refusal)
    assert (error.reason, error.message, error.metadata) == (refusal.reason, refusal.message, refusal.metadata)


def test_violations_of_fields_are_listed(services: Scripted, scripted_client: Client) -> None:
    refusal = Refusal(code="INVALID_ARGUMENT", reason="INVALID_FIELD", violations=(("flow_id", "is empty"),))
    error = refused(services, scripted_client, refusal)
    assert error.violations == (Violation(field="flow_id", description="is empty"),)


def test_an_answer_that_is_not_dal_segnos_says_who_gave_it(services: Scripted, scripted_client: Client) -> None:
    error = refused(services, scripted_client, Refusal(code="INTERNAL", message="proxy fault"))
    assert error.reason == ""
    assert error.message == f"The registry at {services.address} answered INTERNAL: proxy fault"


def test_a_service_that_is_not_there_is_named_with_its_address() -> None:
    nowhere = Endpoints(registry="127.0.0.1:1")
    with Client(nowhere, patience=AT_ONCE) as client, pytest.raises(Unreachable) as error:
        client.flows.get("company.team", "rides")
    assert (error.value.service, error.value.address) == ("registry", "127.0.0.1:1")
    assert "DALSEGNO_REGISTRY" in error.value.message


def test_a_service_that_is_missed_by_another_one_is_named(services: Scripted, scripted_client: Client) -> None:
    refusal = Refusal(code="UNAVAILABLE", reason="SERVICE_UNAVAILABLE", metadata={"service": "storage"})
    services.answer("GetExecution", refusal)
    with pytest.raises(Unreachable) as error:
        scripted_client.executions.get("x")
    assert (error.value.service, error.value.address) == ("storage", "")


def test_a_call_has_a_deadline_and_is_not_repeated_after_it(services: Scripted) -> None:
    hasty = Patience(deadline_seconds=0.2, retry=Retry(tries=5, first_pause_seconds=0))
    with Client(services.endpoints, patience=hasty) as client:
        error = refused(services, client, Hang())
    assert isinstance(error, Unreachable)
    assert (error.out_of_time, len(services.requests["GetFlow"])) == (True, 1)


def test_calls_have_the_deadline_of_the_client_and_streams_have_none(
    services: Scripted, scripted_client: Client
) -> None:
    services.answer("GetFlow", registry.GetFlowResponse())
    services.answer("WatchExecution", [])
    scripted_client.flows.get("company.team", "rides")
    assert list(scripted_client.executions.watch("x")) == []
    [left] = services.seconds_left["GetFlow"]
    rounded_up = 1.05  # gRPC sends what is left in three digits, and rounds it up
    assert 0 < (left or 0) <= AT_ONCE.deadline_seconds * rounded_up
    [unlimited] = services.seconds_left["WatchExecution"]
    assert unlimited is None or unlimited > 1e9
