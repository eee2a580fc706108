"""Runs a command in a container, through the engine that answers. Source: Kestra's runner Docker.

The container has the work directory at the same path: copied in and out, or mounted. A process of its own
(`container_guard.py`) removes the container when the worker is gone, however that ended.
"""

import io
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from dalsegno_tasks.interface import TaskContext, TaskFailure
from dalsegno_tasks.scripts import container_guard
from dalsegno_tasks.scripts.output_lines import OutputLines
from dalsegno_tasks.scripts.task_runners import DOCKER, DockerRunner

CPU_PERIOD = 100_000
SPOOLED_BYTES = 16 * 1024 * 1024


def run_container(
    context: TaskContext,
    runner: DockerRunner,
    image: str,
    arguments: Sequence[str],
    environment: Mapping[str, str],
    lines: OutputLines,
) -> tuple[int, Mapping[str, str]]:
    """Runs a command in a new container to its end; gives its exit code, and what is to be known of the container.

    Raises:
        TaskFailure: there is no engine, or it refuses.
    """
    try:
        import docker
        from docker.errors import DockerException
    except ImportError as error:
        raise TaskFailure(
            "The `taskRunner` is Docker, and the library for it is not installed where the workers run. Install "
            "dalsegno[docker] there, or leave `taskRunner` out: the script then runs as a process."
        ) from error
    host = runner.host or "the host of DOCKER_HOST or the usual socket"
    try:
        with _engine(docker, runner) as engine:
            _pull(context, engine, runner, image)
            return _run(context, engine, runner, image, list(arguments), environment, lines)
    except DockerException as error:
        if _unreachable(error):
            raise TaskFailure(
                f"The `taskRunner` is Docker, and no engine answers at {host}: {_said(error)}. Start one, give `host`, "
                "or leave `taskRunner` out: the script then runs as a process."
            ) from error
        raise TaskFailure(f"Docker refuses to run the image {image}: {_said(error)}.") from error


@contextmanager
def _engine(docker: Any, runner: DockerRunner) -> Iterator[Any]:
    engine = docker.DockerClient(base_url=runner.host) if runner.host else docker.from_env()
    try:
        engine.ping()
        if runner.credentials is not None:
            given = runner.credentials
            engine.login(username=given.username or "", password=given.password, registry=given.registry)
        yield engine
    finally:
        engine.close()


def _pull(context: TaskContext, engine: Any, runner: DockerRunner, image: str) -> None:
    from docker.errors import ImageNotFound

    if runner.pull_policy == "NEVER":
        return
    if runner.pull_policy == "IF_NOT_PRESENT":
        try:
            engine.images.get(image)
        except ImageNotFound:
            pass
        else:
            return
    context.log.debug(f"Pulling the image {image}")  # noqa: G004  # no logging.Logger
    name, tag = _name_and_tag(image)
    engine.images.pull(name, tag=tag)


def _name_and_tag(image: str) -> tuple[str, str | None]:
    if "@" in image:
        return image, None
    name, colon, tag = image.rpartition(":")
    return (name, tag) if colon and "/" not in tag else (image, "latest")


def _run(
    context: TaskContext,
    engine: Any,
    runner: DockerRunner,
    image: str,
    arguments: list[str],
    environment: Mapping[str, str],
    lines: OutputLines,
) -> tuple[int, Mapping[str, str]]:
    directory = context.work_directory.resolve()
    mounted = runner.file_handling_strategy == "MOUNT"
    options = _options(runner, directory if mounted else None)
    container = engine.containers.create(
        image, arguments, environment=dict(environment), working_dir=str(directory), **options
    )
    with _guarded(container, runner):
        if not mounted:
            _copy_in(container, directory)
        with _attached(engine, container) as frames:
            container.start()
            say = context.log.debug
            say(f"Started the container {container.short_id} of {image}")
            _take(frames, lines)
        code = int(container.wait()["StatusCode"])
        if not mounted:
            _copy_out(container, directory)
    return code, {"type": DOCKER, "containerId": container.id}


def _options(runner: DockerRunner, mounted: Path | None) -> dict[str, Any]:
    memory, cpu = runner.memory, runner.cpu
    options: dict[str, Any] = {
        "user": runner.user,
        "entrypoint": runner.entry_point,
        "extra_hosts": dict(host.split(":", 1) for host in runner.extra_hosts or () if ":" in host) or None,
        "network_mode": runner.network_mode,
        "volumes": [*(runner.volumes or ()), *([f"{mounted}:{mounted}:rw"] if mounted else [])] or None,
        "mem_limit": _size(memory.memory) if memory else None,
        "memswap_limit": _size(memory.memory_swap) if memory else None,
        "mem_reservation": _size(memory.memory_reservation) if memory else None,
        "shm_size": _size(runner.shm_size),
        "privileged": runner.privileged,
    }
    if cpu is not None and cpu.cpus is not None:
        options |= {"cpu_period": CPU_PERIOD, "cpu_quota": int(cpu.cpus * CPU_PERIOD)}
    return {name: value for name, value in options.items() if value is not None}


def _size(text: str | None) -> str | None:
    """Sizes as Docker reads them: 512MB is 512m."""
    return None if text is None else text.strip().lower().replace("ib", "b").replace(" ", "")


@contextmanager
def _guarded(container: Any, runner: DockerRunner) -> Iterator[None]:
    """Ends and removes the container in any case; a guard does so when this process is killed meanwhile."""
    environment = container_guard.environment(runner.host)
    command = [sys.executable, container_guard.__file__, container.id, "yes" if runner.delete else "no"]
    guard = subprocess.Popen(  # noqa: S603  # our own words and an id of Docker's
        command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, env=environment, start_new_session=True
    )
    try:
        yield
    finally:
        with guard:
            guard.communicate()


@contextmanager
def _attached(engine: Any, container: Any) -> Iterator[Iterator[tuple[int, bytes]]]:
    """What a container writes, in pieces with the number of the stream.

    It is not started yet: the library loses what comes together with the answer to its request.
    """
    from docker.utils.socket import frames_iter

    stream = engine.api.attach_socket(container.id, params={"stdout": 1, "stderr": 1, "stream": 1})
    response = getattr(stream, "_response", None)
    try:
        yield frames_iter(stream, tty=False)
    finally:
        # The library would leave it to be collected.
        (stream if response is None else response).close()


def _take(frames: Iterator[tuple[int, bytes]], lines: OutputLines) -> None:
    from docker.utils.socket import STDERR

    rest = {False: b"", True: b""}
    for number, part in frames:
        is_error = number == STDERR
        *whole, rest[is_error] = (rest[is_error] + part).split(b"\n")
        for line in whole:
            lines.take(line.removesuffix(b"\r").decode("utf-8", "replace"), is_error=is_error)
    for is_error, line in rest.items():
        if line:
            lines.take(line.decode("utf-8", "replace"), is_error=is_error)


def _copy_in(container: Any, directory: Path) -> None:
    with tempfile.SpooledTemporaryFile(SPOOLED_BYTES) as packed:
        with tarfile.open(fileobj=packed, mode="w") as archive:
            archive.add(directory, str(directory).lstrip("/"))
        packed.seek(0)
        container.put_archive("/", packed)


def _copy_out(container: Any, directory: Path) -> None:
    chunks, _ = container.get_archive(str(directory))
    with tarfile.open(fileobj=io.BufferedReader(_Chunks(chunks)), mode="r|") as archive:
        for member in archive:
            _, _, name = member.name.partition("/")
            if name:
                archive.extract(member.replace(name=name), directory, filter="data")


class _Chunks(io.RawIOBase):
    """Chunks of bytes as a stream."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._chunks = chunks
        self._rest = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self._rest:
            chunk = next(self._chunks, None)
            if chunk is None:
                return 0
            self._rest = chunk
        given, self._rest = self._rest[: len(buffer)], self._rest[len(buffer) :]
        buffer[: len(given)] = given
        return len(given)


def _unreachable(error: Exception) -> bool:
    from docker.errors import APIError

    return not isinstance(error, APIError)


def _said(error: Exception) -> str:
    return str(getattr(error, "explanation", None) or error).rstrip(".")
