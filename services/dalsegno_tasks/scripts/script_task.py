"""What tasks that run commands have in common. Source: Kestra's AbstractExecScript and CommandsWrapper."""

import os
import shutil
from abc import abstractmethod
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from secrets import token_hex
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BeforeValidator, Field

from dalsegno_tasks.directory_files import put_files, take_files
from dalsegno_tasks.interface import Outputs, Task, TaskContext, TaskFailure
from dalsegno_tasks.namespace.namespace_files import NamespaceFiles, put_namespace_files
from dalsegno_tasks.properties import Text, TextList, TextMap, from_json, upper
from dalsegno_tasks.scripts.local_copies import LocalCopies
from dalsegno_tasks.scripts.output_lines import OutputLines
from dalsegno_tasks.scripts.process import failure_text, run_process
from dalsegno_tasks.scripts.task_runners import DockerOptions, DockerRunner, OldRunner, TaskRunner, docker_runner

OUTPUT_FOLDER = "output-directory"
# Linux takes no longer argument; a shell reads a longer script from a file.
MAX_ARGUMENT_BYTES = 120 * 1024

InputFiles = Annotated[dict[str, Text | None] | None, BeforeValidator(from_json)]


@dataclass(slots=True, kw_only=True)
class Workplace:
    """One run of a script: what it finds, and what is to be removed before its files are taken."""

    context: TaskContext
    copies: LocalCopies
    docker: DockerRunner | None
    environment: dict[str, str] = field(default_factory=dict)
    made: list[Path] = field(default_factory=list)

    def write(self, text: str, extension: str) -> str:
        """Writes a script into the work directory, so that it finds the files beside it; gives its name."""
        path = self.context.work_directory / f"script-{token_hex(8)}{extension}"
        path.write_text(text, encoding="utf-8", errors="surrogateescape")
        self.made.append(path)
        return path.name

    def join(self, name: str, *paths: str, first: bool = False) -> None:
        """Adds to a list of paths in the environment."""
        given = self.environment.get(name, os.environ.get(name, ""))
        parts = [*paths, given] if first else [given, *paths]
        self.environment[name] = os.pathsep.join(part for part in parts if part)

    def remove_made(self) -> None:
        for path in [*self.made, *self.copies.made]:
            if path.is_dir():
                shutil.rmtree(path, ignore_errors=True)
            else:
                path.unlink(missing_ok=True)


class ScriptTask(Task):
    """Runs commands in an interpreter, and gives what they write and say.

    The process runner is used unless another one is asked for; `containerImage` says nothing to it.
    """

    default_image: ClassVar[str] = "ubuntu"

    task_runner: TaskRunner = Field(
        None, description="What runs it: a process of the worker's machine unless a container is asked for."
    )
    container_image: Text | None = Field(None, description="The image of the container; says nothing to processes.")
    before_commands: TextList = Field(default_factory=list, description="Commands that run first.")
    env: TextMap = Field(default_factory=dict, description="Variables of the environment.")
    interpreter: TextList = Field(
        default_factory=lambda: ["/bin/sh", "-c"], min_length=1, description="What runs the commands."
    )
    fail_fast: bool = Field(
        True, description="Whether it ends at the first command that fails, in interpreters that know `set -e`."
    )
    input_files: InputFiles = Field(
        None, description="Names, with the content or the address of a stored file, to put into the work directory."
    )
    output_files: TextList = Field(default_factory=list, description="The files to store at the end, as globs.")
    namespace_files: NamespaceFiles | None = Field(
        None, description="Files of the namespace to put into the work directory."
    )
    target_os: Annotated[Literal["AUTO", "LINUX", "WINDOWS"], BeforeValidator(upper)] = Field(
        "AUTO", alias="targetOS", description="The system that paths are written for."
    )
    warning_on_std_err: bool | None = Field(None, description="Deprecated: what is written on stderr changes no state.")
    output_directory: bool | None = Field(
        None, description="Deprecated in favour of `outputFiles`: stores all files of `{{ outputDir }}`."
    )
    runner: OldRunner = Field(None, description="Deprecated: `taskRunner`.")
    docker: DockerOptions | None = Field(None, description="Deprecated: `taskRunner`.")

    @classmethod
    def own_variables(cls, directory: str, properties: Mapping[str, Any]) -> Mapping[str, Any]:
        variables = {"workingDir": directory}
        if _has_output_directory(properties.get("outputDirectory"), properties.get("runner")):
            variables["outputDir"] = f"{directory}/{OUTPUT_FOLDER}"
        return variables

    @abstractmethod
    def lines(self, place: Workplace) -> list[str]:
        """The commands; what they need is put into `place`."""

    def run(self, context: TaskContext) -> Outputs:
        docker = self._docker()
        if docker is None and self.container_image is not None:
            context.log.warning(
                f"`containerImage` is {self.container_image}, and says nothing here: the script runs as a process of "  # noqa: G004  # no logging.Logger
                "the worker's machine. Ask for a container with a `taskRunner` of the type Docker."
            )
        lines = OutputLines(context)
        with self._workplace(context, docker) as place:
            arguments = self._arguments(place)
            code, runner = self._run(place, arguments, lines)
        outputs: dict[str, Any] = {
            "exitCode": code,
            "vars": lines.variables,
            "stdOutLineCount": lines.stdout_count,
            "stdErrLineCount": lines.stderr_count,
            "taskRunner": runner,
        }
        if code != 0:
            raise TaskFailure(failure_text(code, lines), outputs={**outputs, "outputFiles": self._rescued(context)})
        return {**outputs, "outputFiles": self._output_files(context)}

    def _docker(self) -> DockerRunner | None:
        if self.runner == "DOCKER":
            return docker_runner(self.docker)
        return self.task_runner if isinstance(self.task_runner, DockerRunner) and self.runner is None else None

    @contextmanager
    def _workplace(self, context: TaskContext, docker: DockerRunner | None) -> Iterator[Workplace]:
        place = Workplace(
            context=context,
            copies=LocalCopies(context, in_directory=docker is not None),
            docker=docker,
            environment={"WORKING_DIR": str(context.work_directory), **self.env},
        )
        try:
            if self.namespace_files is not None:
                put_namespace_files(context, self.namespace_files)
            put_files(context, self.input_files or {})
            if _has_output_directory(self.output_directory, self.runner):
                folder = context.work_directory / OUTPUT_FOLDER
                folder.mkdir(exist_ok=True)
                place.environment["OUTPUT_DIR"] = str(folder)
            yield place
        finally:
            place.remove_made()

    def _arguments(self, place: Workplace) -> list[str]:
        first = ["set -e"] if self.fail_fast and self.target_os != "WINDOWS" else []
        given = self.lines(place)
        before = [place.copies.put_into(line) for line in self.before_commands]
        script = "\n".join([*first, *before, *given])
        if len(script.encode("utf-8", "surrogateescape")) > MAX_ARGUMENT_BYTES and self.interpreter[-1] == "-c":
            return [*self.interpreter[:-1], place.write(script, ".sh")]
        return [*self.interpreter, script]

    def _run(self, place: Workplace, arguments: Sequence[str], lines: OutputLines) -> tuple[int, Mapping[str, str]]:
        if place.docker is None:
            code = run_process(place.context, arguments, place.environment, lines)
            return code, {"type": "io.kestra.plugin.core.runner.Process"}
        from dalsegno_tasks.scripts.docker_runner import run_container

        image = place.docker.image or self.container_image or self.default_image
        return run_container(place.context, place.docker, image, arguments, place.environment, lines)

    def _output_files(self, context: TaskContext) -> Mapping[str, str]:
        stored = take_files(context, self.output_files)
        if _has_output_directory(self.output_directory, self.runner):
            folder = f"{OUTPUT_FOLDER}/"
            stored |= {name.removeprefix(folder): uri for name, uri in take_files(context, [f"{folder}**"]).items()}
        return stored

    def _rescued(self, context: TaskContext) -> Mapping[str, str]:
        """The files that a script has left which failed; that there is none must not hide why."""
        try:
            return self._output_files(context)
        except TaskFailure as failure:
            context.log.warning(f"The output files are not kept: {failure}")  # noqa: G004  # no logging.Logger
            return {}


def in_place(commands: Iterable[str], place: Workplace) -> list[str]:
    """Commands with local files in place of stored ones."""
    return [place.copies.put_into(command) for command in commands]


def _has_output_directory(given: Any, runner: Any) -> bool:
    """Source: Kestra's CommandsWrapper, which makes one for tasks that still say `runner`."""
    return bool(given) if given is not None else runner is not None
