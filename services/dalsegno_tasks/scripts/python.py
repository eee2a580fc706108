import shlex
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Annotated, ClassVar, Literal

from pydantic import BeforeValidator, Field

from dalsegno_tasks.properties import Text, TextList, upper
from dalsegno_tasks.scripts.python_environments import environment_for, interpreter_of
from dalsegno_tasks.scripts.script_task import ScriptTask, Workplace, in_place

HELPERS = Path(__file__).parent / "helpers" / "python"


class PythonTask(ScriptTask):
    """What scripts of Python have in common: their packages, and a helper for outputs and metrics.

    `dependencies` are lines of a requirements file; they are installed once for all scripts that have the same ones.
    """

    default_image: ClassVar[str] = "python:3.13-slim"

    dependencies: TextList = Field(
        default_factory=list, description="Python packages to install, into an environment that is kept."
    )
    python_version: Text | None = Field(None, description="The version of Python to run with.")
    package_manager: Annotated[Literal["UV", "PIP"] | None, BeforeValidator(upper)] = Field(
        None, description="What installs the packages."
    )
    dependency_cache_enabled: bool = Field(True, description="Whether the environment is kept for later runs.")

    def _prepare(self, place: Workplace) -> list[str]:
        """Makes the Python that is asked for the first one to be found; gives the commands that it takes."""
        place.environment.setdefault("PYTHONUNBUFFERED", "1")  # its lines are wanted as they come
        if place.docker is not None:
            packages = shlex.join(self.dependencies)
            return [f"python -m pip install --quiet --root-user-action=ignore {packages}"] if packages else []
        place.join("PYTHONPATH", str(HELPERS))
        if folder := self._python_folder(place):
            place.join("PATH", str(folder), first=True)
        return []

    def _python_folder(self, place: Workplace) -> Path | None:
        """The folder of the Python to use; None when the one on the path is."""
        if self.dependencies:
            environment = environment_for(
                place.context,
                dependencies=self.dependencies,
                version=self.python_version,
                manager=self.package_manager,
                kept=self.dependency_cache_enabled,
            )
            place.environment["VIRTUAL_ENV"] = str(environment)
            return environment / "bin"
        if self.python_version is not None:
            return _folder_with(place, interpreter_of(self.python_version))
        if shutil.which("python") is None:
            return _folder_with(place, shutil.which("python3") or sys.executable)
        return None


class Commands(PythonTask):
    """Runs commands beside Python, such as `python main.py`."""

    type_name = "io.kestra.plugin.scripts.python.Commands"

    commands: TextList = Field(description="The commands, which run one after the other.")

    def lines(self, place: Workplace) -> list[str]:
        return [*self._prepare(place), *in_place(self.commands, place)]


class Script(PythonTask):
    """Runs a script of Python."""

    type_name = "io.kestra.plugin.scripts.python.Script"

    script: Text = Field(description="The script.")

    def lines(self, place: Workplace) -> list[str]:
        before = self._prepare(place)
        return [*before, f"python {place.write(place.copies.put_into(self.script), '.py')}"]


def _folder_with(place: Workplace, python: str) -> Path:
    """A folder with this Python under the name `python`."""
    folder = Path(tempfile.mkdtemp(prefix="python-"))
    place.made.append(folder)
    (folder / "python").symlink_to(python)
    return folder
