"""The script types of Kestra's first versions, under the names that flows still give.

Their `outputFiles` are plain names, and `{{ outputFiles.NAME }}` is the path to write each one to; so is
`{{ outputDirs.NAME }}` for a folder.
"""

import shutil
from collections.abc import Mapping
from typing import Annotated, Any, ClassVar

from pydantic import BeforeValidator, Field

from dalsegno_tasks.interface import Outputs, TaskContext
from dalsegno_tasks.properties import Text, TextList, from_json
from dalsegno_tasks.scripts import node, python, shell
from dalsegno_tasks.scripts.script_task import ScriptTask, Workplace
from dalsegno_tasks.scripts.task_runners import DockerOptions


def _as_list(value: Any) -> Any:
    value = from_json(value)
    return [value] if isinstance(value, str) else value


class OldScript(ScriptTask):
    """What the three have beside the tasks of today."""

    interpreter: Annotated[list[Text], BeforeValidator(_as_list)] = Field(
        default_factory=lambda: ["/bin/sh"], description="What runs the commands."
    )
    interpreter_args: TextList = Field(default_factory=lambda: ["-c"], description="What stands before each command.")
    exit_on_failed: bool = Field(True, description="Whether it ends at the first command that fails.")
    docker_options: DockerOptions | None = Field(None, description="How the container is made.")
    files: TextList = Field(default_factory=list, description="Deprecated: `outputFiles`.")
    output_dirs: TextList = Field(default_factory=list, description="Folders whose files are stored.")

    @classmethod
    def own_variables(cls, directory: str, properties: Mapping[str, Any]) -> Mapping[str, Any]:
        files = {name: f"{directory}/{name}" for name in _names(properties, "outputFiles", "files")}
        folders = {name: f"{directory}/{name}" for name in _names(properties, "outputDirs")}
        more = {"outputFiles": files, "temp": files, "outputDirs": folders}
        return {**super().own_variables(directory, properties), **more}

    def run(self, context: TaskContext) -> Outputs:
        for name in self.output_dirs:
            (context.work_directory / name).mkdir(parents=True, exist_ok=True)
        outputs = super(OldScript, self._today()).run(context)
        return {**outputs, "files": outputs["outputFiles"]}

    def _today(self) -> "OldScript":
        """The same task with the properties of today."""
        folders = [f"{name}/**" for name in self.output_dirs]
        return self.model_copy(
            update={
                "interpreter": [*self.interpreter, *self.interpreter_args],
                "fail_fast": self.exit_on_failed and self.fail_fast,
                "docker": self.docker or self.docker_options,
                "output_files": [*self.output_files, *self.files, *folders],
            }
        )


class Bash(OldScript, shell.Commands):
    """Runs shell commands, one after the other; scripts.shell.Commands does so today."""

    type_name: ClassVar[str] = "io.kestra.core.tasks.scripts.Bash"


class Python(OldScript, python.Commands):
    """Runs Python beside files, first of all `main.py`; scripts.python.Commands does so today."""

    type_name: ClassVar[str] = "io.kestra.core.tasks.scripts.Python"

    commands: TextList = Field(
        default_factory=lambda: ["./bin/python main.py"], description="The arguments after the interpreter."
    )
    requirements: TextList = Field(default_factory=list, description="Python packages to install.")
    virtual_env: bool = Field(True, description="Whether it runs in an environment of its own.")
    python_path: Text | None = Field(None, description="The Python to run it with.")

    def lines(self, place: Workplace) -> list[str]:
        if self.requirements:
            return self.model_copy(update={"dependencies": self.requirements, "requirements": []}).lines(place)
        lines = super().lines(place)
        folder = place.context.work_directory / "bin"
        if place.docker is None and not folder.exists():
            # Its virtual environment was in the work directory. Python must be called by its own path to know its own.
            folder.mkdir()
            found = shutil.which("python", path=place.environment.get("PATH")) or "python"
            for name, command in (("python", found), ("pip", f"{found} -m pip")):
                (folder / name).write_text(f'#!/bin/sh\nexec {command} "$@"\n')
                (folder / name).chmod(0o700)
            place.made.append(folder)
        return lines


class Node(OldScript, node.Commands):
    """Runs Node.js beside files, first of all `main.js`; scripts.node.Commands does so today."""

    type_name: ClassVar[str] = "io.kestra.core.tasks.scripts.Node"

    commands: TextList = Field(
        default_factory=lambda: ["node main.js"], description="The arguments after the interpreter."
    )
    npm_path: Text = Field("npm", description="The command that installs packages.")
    node_path: Text = Field("node", description="The command that runs the script.")

    def lines(self, place: Workplace) -> list[str]:
        install = [f"{self.npm_path} install --silent"] if "package.json" in (self.input_files or {}) else []
        return [*install, *super().lines(place)]


def _names(properties: Mapping[str, Any], *keys: str) -> list[str]:
    """Texts of lists among the properties as they are written."""
    given = [name for key in keys if isinstance(properties.get(key), list) for name in properties[key]]
    return [name for name in given if isinstance(name, str)]
