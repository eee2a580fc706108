"""The `taskRunner` of scripts: a process of the worker's machine, or a container."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field
from pydantic.alias_generators import to_camel

from dalsegno_tasks.properties import Text, TextList, is_template, upper

PROCESS = "io.kestra.plugin.core.runner.Process"
DOCKER = "io.kestra.plugin.scripts.runner.docker.Docker"
OLD_PROCESS = "io.kestra.core.models.tasks.runners.types.ProcessTaskRunner"
OLD_DOCKER = "io.kestra.plugin.scripts.runner.docker.DockerTaskRunner"
_KNOWN = (PROCESS, DOCKER, OLD_PROCESS, OLD_DOCKER)


class _Part(BaseModel):
    model_config = ConfigDict(
        extra="forbid", alias_generator=to_camel, populate_by_name=True, frozen=True, coerce_numbers_to_str=True
    )


class Credentials(_Part):
    """Of a registry of images."""

    registry: Text | None = None
    username: Text | None = None
    password: Text | None = None


class Cpu(_Part):
    """`cpus` as in `docker run --cpus`."""

    cpus: float | None = None


class Memory(_Part):
    """Sizes such as 512MB."""

    memory: Text | None = None
    memory_swap: Text | None = None
    memory_reservation: Text | None = None


class ProcessRunner(_Part):
    """Runs a script as a process of the machine that the worker is on."""

    type: Literal["io.kestra.plugin.core.runner.Process", "io.kestra.core.models.tasks.runners.types.ProcessTaskRunner"]


class DockerOptions(_Part):
    """How a container is made; `image` goes before the task's `containerImage`."""

    host: Text | None = None
    image: Text | None = None
    user: Text | None = None
    entry_point: TextList | None = None
    extra_hosts: TextList | None = None
    network_mode: Text | None = None
    volumes: TextList | None = None
    pull_policy: Annotated[Literal["IF_NOT_PRESENT", "ALWAYS", "NEVER"], BeforeValidator(upper)] = "IF_NOT_PRESENT"
    credentials: Credentials | None = None
    cpu: Cpu | None = None
    memory: Memory | None = None
    shm_size: Text | None = None
    privileged: bool = False


class DockerRunner(DockerOptions):
    """Runs a script in a container."""

    type: Literal[
        "io.kestra.plugin.scripts.runner.docker.Docker", "io.kestra.plugin.scripts.runner.docker.DockerTaskRunner"
    ]
    file_handling_strategy: Annotated[Literal["VOLUME", "MOUNT"], BeforeValidator(upper)] = "VOLUME"
    delete: bool = True


def _known_runner(value: Any) -> Any:
    if isinstance(value, dict):
        given = value.get("type")
        if given is None:
            raise ValueError(f"it has no `type`; give {PROCESS} or {DOCKER}.")
        if given not in _KNOWN and not (isinstance(given, str) and is_template(given)):
            raise ValueError(f"there is no runner `{given}` here; give {PROCESS} or {DOCKER}.")
    return value


TaskRunner = Annotated[
    Annotated[ProcessRunner | DockerRunner, Field(discriminator="type")] | None, BeforeValidator(_known_runner)
]
OldRunner = Annotated[Literal["PROCESS", "DOCKER"] | None, BeforeValidator(upper)]


def docker_runner(options: DockerOptions | None) -> DockerRunner:
    """The runner that the deprecated `docker` or `dockerOptions` stands for."""
    given = {} if options is None else {name: getattr(options, name) for name in options.model_fields_set}
    return DockerRunner.model_validate({"type": DOCKER, **given})
