"""docker-compose.yml and the Dockerfile, checked against the services that they start: no engine is needed."""

import importlib
import re
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict, Field

ROOT = Path(__file__).parents[2]
SERVICES = ("registry", "executor", "storage")


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Health(Strict):
    test: list[str]
    interval: str
    timeout: str
    retries: int


class Dependency(Strict):
    condition: str = Field(pattern="^service_(started|healthy)$")


class Config(Strict):
    source: str
    target: str


class Container(Strict):
    """The part of the Compose specification that the file uses."""

    image: str
    build: str | None = None
    restart: str
    stop_grace_period: str | None = None
    command: list[str] = []
    environment: dict[str, str]
    ports: list[str] = []
    volumes: list[str] = []
    configs: list[Config] = []
    depends_on: dict[str, Dependency] = {}
    healthcheck: Health | None = None


class Content(Strict):
    content: str


class Compose(Strict):
    name: str
    services: dict[str, Container]
    volumes: dict[str, None]
    configs: dict[str, Content]


def compose() -> Compose:
    document = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
    return Compose.model_validate({key: value for key, value in document.items() if not key.startswith("x-")})


def settings_of(service: str) -> Any:
    return importlib.import_module(f"dalsegno_{service}.settings").Settings


def test_there_is_one_container_for_each_service_and_one_for_the_database() -> None:
    assert set(compose().services) == {*SERVICES, "postgres"}


def test_all_services_are_one_image_and_each_runs_its_own_module() -> None:
    services = compose().services
    assert {services[name].image for name in SERVICES} == {"dalsegno"}
    assert {name: services[name].command for name in SERVICES} == {
        name: ["python", "-m", f"dalsegno_{name}"] for name in SERVICES
    }


def test_every_variable_is_a_setting_of_its_service_and_is_accepted() -> None:
    for name in SERVICES:
        prefix = f"DALSEGNO_{name.upper()}_"
        values = {}
        for variable, value in compose().services[name].environment.items():
            assert variable.startswith(prefix)
            values[variable.removeprefix(prefix).lower()] = value
        settings = settings_of(name)(**values)
        assert settings.database.startswith("postgresql+psycopg://")
        assert settings.listen.endswith(f":{default_port(name)}")


def default_port(service: str) -> str:
    return str(settings_of(service).model_fields["listen"].default).rpartition(":")[2]


def test_neighbours_are_called_where_they_listen() -> None:
    services = compose().services
    environment = services["executor"].environment
    for neighbour in ("registry", "storage"):
        host, _, port = environment[f"DALSEGNO_EXECUTOR_{neighbour.upper()}"].partition(":")
        assert host == neighbour
        assert services[host].environment[f"DALSEGNO_{host.upper()}_LISTEN"].endswith(f":{port}")


def test_each_service_has_a_database_of_its_own_that_is_created() -> None:
    found = compose()
    created = set(re.findall(r"CREATE DATABASE (\w+);", found.configs["create-databases"].content))
    used = [
        found.services[name].environment[f"DALSEGNO_{name.upper()}_DATABASE"].rpartition("/")[2] for name in SERVICES
    ]
    assert sorted(used) == sorted(created) == sorted(SERVICES)


def test_what_is_named_is_declared() -> None:
    found = compose()
    for container in found.services.values():
        assert set(container.depends_on) <= set(found.services)
        assert {volume.split(":")[0] for volume in container.volumes} <= set(found.volumes)
        assert {config.source for config in container.configs} <= set(found.configs)


def test_ports_are_published_on_loopback_only_because_calls_are_not_authenticated() -> None:
    published = [port for container in compose().services.values() for port in container.ports]
    assert sorted(published) == [
        f"127.0.0.1:{default_port(n)}:{default_port(n)}" for n in sorted(SERVICES, key=default_port)
    ]


def test_the_blobs_are_on_a_volume_that_the_services_user_may_write_to() -> None:
    storage = compose().services["storage"]
    blobs = Path(storage.environment["DALSEGNO_STORAGE_BLOBS"])
    assert [volume.split(":")[1] for volume in storage.volumes] == [str(blobs.parent)]
    assert f"install -d -o dalsegno {blobs.parent}" in (ROOT / "Dockerfile").read_text()


def test_the_image_holds_every_package_of_the_distribution() -> None:
    dockerfile = (ROOT / "Dockerfile").read_text()
    for source in re.findall(r"^COPY (.+) \S+$", dockerfile, re.MULTILINE):
        for path in source.split():
            assert (ROOT / path).exists()
