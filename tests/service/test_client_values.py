"""Values through both clients: what they ask, and what they give back."""

from datetime import timedelta

import pytest

from dalsegno import AsyncClient, Client, Endpoints, InvalidRequest, NotFound, Refused, Unreachable
from dalsegno.api.storage.v1 import storage_pb2 as storage
from support.scripted import AT_ONCE, UNAVAILABLE, Scripted
from support.stack import Stack

NAMESPACE = "client.values"


def test_a_value_is_put_read_listed_and_deleted(client: Client) -> None:
    value = {"é": [1, 2.5, None, True], "nested": {"text": "x"}}
    written = client.values.put(NAMESPACE, "sync.a", value, description="for a test", time_to_live=timedelta(hours=1))
    client.values.put(NAMESPACE, "sync.b", "text")
    assert client.values.get(NAMESPACE, "sync.a") == value
    listed = list(client.values.list(NAMESPACE, "sync.", page_size=1))
    assert [(one.key, one.json, one.description) for one in listed] == [
        ("sync.a", "", "for a test"),
        ("sync.b", "", ""),
    ]
    assert listed[0] == written
    assert written.expire_time.ToDatetime() - written.update_time.ToDatetime() == timedelta(hours=1)
    assert [client.values.delete(NAMESPACE, "sync.a"), client.values.delete(NAMESPACE, "sync.a")] == [True, False]
    with pytest.raises(NotFound) as caught:
        client.values.get(NAMESPACE, "sync.a")
    assert (caught.value.reason, caught.value.metadata["key"]) == ("VALUE_NOT_FOUND", "sync.a")


async def test_the_asynchronous_client_does_the_same(stack: Stack) -> None:
    endpoints = Endpoints(registry=stack.registry, executor=stack.executor, storage=stack.storage)
    async with AsyncClient(endpoints) as client:
        first = await client.values.put(NAMESPACE, "async", None)
        assert (await client.values.put(NAMESPACE, "async", 7)).version > first.version
        assert await client.values.get(NAMESPACE, "async") == 7
        assert [value.key async for value in client.values.list(NAMESPACE, "async")] == ["async"]
        assert await client.values.delete(NAMESPACE, "async") is True


def test_a_value_that_is_there_is_not_overwritten_unasked(client: Client) -> None:
    client.values.put(NAMESPACE, "kept", 1, overwrite=False)
    with pytest.raises(Refused) as caught:
        client.values.put(NAMESPACE, "kept", 2, overwrite=False)
    assert caught.value.reason == "VALUE_EXISTS"
    assert client.values.get(NAMESPACE, "kept") == 1


@pytest.mark.parametrize("value", [float("nan"), object(), {1, 2}])
def test_what_is_no_json_is_refused_before_it_is_sent(
    services: Scripted, scripted_client: Client, value: object
) -> None:
    with pytest.raises(InvalidRequest, match="The value for k is not JSON"):
        scripted_client.values.put(NAMESPACE, "k", value)
    assert services.requests == {}


def test_a_write_is_repeated_only_where_that_does_no_harm(services: Scripted, scripted_client: Client) -> None:
    services.answer("PutValue", UNAVAILABLE, storage.PutValueResponse(value=storage.Value(version=3)))
    assert scripted_client.values.put(NAMESPACE, "k", 1).version == 3
    services.answer("PutValue", UNAVAILABLE)
    with pytest.raises(Unreachable):
        scripted_client.values.put(NAMESPACE, "k", 1, overwrite=False)
    assert [request.overwrite for request in services.requests["PutValue"]] == [True, True, False]
    services.answer("DeleteValue", UNAVAILABLE)
    with pytest.raises(Unreachable):
        scripted_client.values.delete(NAMESPACE, "k")
    assert len(services.requests["DeleteValue"]) == AT_ONCE.retry.tries
