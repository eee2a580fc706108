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

    registry: Text | None = Field(None, description="The registry of images.")
    username: Text | None = Field(None, description="The name to log in with.")
    password: Text | None = Field(None, description="The password to log in with.")


class Cpu(_Part):
    """`cpus` as in `docker run --cpus`."""

    cpus: float | None = Field(None, description="How many processors it may use, as `docker run --cpus`.")


class Memory(_Part):
    """Sizes such as 512MB."""

    memory: Text | None = Field(None, description="The most memory, such as 512MB.")
    memory_swap: Text | None = Field(None, description="The most memory and swap together.")
    memory_reservation: Text | None = Field(None, description="The memory that it is to have at least.")


class ProcessRunner(_Part):
    """Runs a script as a process of the machine that the worker is on."""

    type: Literal[
        "io.kestra.plugin.core.runner.Process", "io.kestra.core.models.tasks.runners.types.ProcessTaskRunner"
    ] = Field(description="The process runner.")


class DockerOptions(_Part):
    """How a container is made; `image` goes before the task's `containerImage`."""

    host: Text | None = Field(None, description="The address of the engine.")
    image: Text | None = Field(None, description="The image; goes before the task's `containerImage`.")
    user: Text | None = Field(None, description="The user in the container.")
    entry_point: TextList | None = Field(None, description="What is run instead of the image's own.")
    extra_hosts: TextList | None = Field(None, description="Names and addresses of hosts, as `name:address`.")
    network_mode: Text | None = Field(None, description="The network of the container.")
    volumes: TextList | None = Field(None, description="Folders to mount, as `host:container`.")
    pull_policy: Annotated[Literal["IF_NOT_PRESENT", "ALWAYS", "NEVER"], BeforeValidator(upper)] = Field(
        "IF_NOT_PRESENT", description="When the image is fetched."
    )
    credentials: Credentials | None = Field(None, description="How to log in to the registry of images.")
    cpu: Cpu | None = Field(None, description="How many processors it may use.")
    memory: Memory | None = Field(None, description="How much memory it may use.")
    shm_size: Text | None = Field(None, description="The size of /dev/shm.")
    privileged: bool = Field(False, description="Whether it has all rights of the machine.")


class DockerRunner(DockerOptions):
    """Runs a script in a container."""

    type: Literal[
        "io.kestra.plugin.scripts.runner.docker.Docker", "io.kestra.plugin.scripts.runner.docker.DockerTaskRunner"
    ] = Field(description="The container runner.")
    file_handling_strategy: Annotated[Literal["VOLUME", "MOUNT"], BeforeValidator(upper)] = Field(
        "VOLUME", description="How files get into the container: copied through a volume, or mounted."
    )
    delete: bool = Field(True, description="Whether the container is removed at the end.")


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
