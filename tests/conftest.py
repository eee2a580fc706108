"""What all tests share: one stack of real services for a whole run, and one that a test may break."""

from collections.abc import Iterator

import pytest

import support.properties  # noqa: F401  # before any test draws
from dalsegno import Client
from support.stack import Stack


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """The services of this run, shared by all tests: use a flow id of your own."""
    stack = Stack(tmp_path_factory.mktemp("stack")).start()
    yield stack
    stack.end()


@pytest.fixture
def own_stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """Services of one test's own, to stop, kill and damage."""
    stack = Stack(tmp_path_factory.mktemp("own")).start()
    yield stack
    stack.end()


@pytest.fixture
def client(stack: Stack) -> Iterator[Client]:
    with stack.client() as client:
        yield client


@pytest.fixture
def own_client(own_stack: Stack) -> Iterator[Client]:
    with own_stack.client() as client:
        yield client
