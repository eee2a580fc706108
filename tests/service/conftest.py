from collections.abc import Iterator

import pytest

from dalsegno import Client
from support.scripted import AT_ONCE, Scripted


@pytest.fixture
def services() -> Iterator[Scripted]:
    services = Scripted()
    yield services
    services.stop()


@pytest.fixture
def scripted_client(services: Scripted) -> Iterator[Client]:
    with Client(services.endpoints, patience=AT_ONCE) as client:
        yield client
