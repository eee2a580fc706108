import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, ClassVar
from urllib.parse import unquote, urlsplit, urlunsplit

from pydantic import Field

from dalsegno_flow.effects import Effects
from dalsegno_tasks.directory_files import place_of
from dalsegno_tasks.interface import Outputs, Task, TaskContext, TaskFailure
from dalsegno_tasks.properties import Text, TextMap

SHOWN_LINES = 5
# git and ssh ask this for what they need to know; it answers from its environment, which nobody sees in a list of
# processes.
_ANSWER = """\
#!{python}
import os, sys
asked = " ".join(sys.argv[1:]).lower()
name = "USERNAME" if asked.startswith("username") else "PASSPHRASE" if "passphrase" in asked else "PASSWORD"
print(os.environ.get("CLONE_" + name, ""))
"""


class Clone(Task):
    """Clones a repository with the machine's git into the work directory, or a folder of it.

    Passwords and keys go to git through its environment, and never onto its command line, into the log, or into what
    is cloned.
    """

    type_name: ClassVar[str] = "io.kestra.plugin.git.Clone"
    effects = Effects.IDEMPOTENT

    url: Text = Field(description="The address of the repository.")
    directory: Text | None = Field(
        None, description="The folder of the work directory to clone into; itself when left out."
    )
    branch: Text | None = Field(None, description="The branch to check out; the repository's own choice when left out.")
    tag: Text | None = Field(None, description="The tag to check out.")
    commit: Text | None = Field(None, description="The commit to check out.")
    depth: Annotated[int, Field(ge=1)] = Field(1, description="Only so many of the newest commits.")
    clone_submodules: bool = Field(False, description="Whether submodules are cloned too.")
    username: Text | None = Field(None, description="The name to log in with.")
    password: Text | None = Field(None, description="The password, or for most servers a token.")
    private_key: Text | None = Field(None, description="A private key for ssh.")
    passphrase: Text | None = Field(None, description="What opens the private key.")
    git_config: TextMap = Field(default_factory=dict, description="Settings of git for this clone alone.")

    def run(self, context: TaskContext) -> Outputs:
        if shutil.which("git") is None:
            raise TaskFailure("There is no git where the workers run, to clone with. Install it there.")
        target = context.work_directory if self.directory is None else place_of(context.work_directory, self.directory)
        url, username, password = _without_credentials(self.url)
        told = {
            "USERNAME": self.username or username,
            "PASSWORD": self.password or password,
            "PASSPHRASE": self.passphrase,
        }
        with self._environment({name: value for name, value in told.items() if value is not None}) as environment:
            for command in self._commands(url, target):
                self._git(context, command, environment, url)
        context.log.info(f"Cloned {url} into {target}")  # noqa: G004  # no logging.Logger
        return {"directory": str(target)}

    def _commands(self, url: str, target: Path) -> Iterator[Sequence[str]]:
        name = self.branch or self.tag
        submodules = ["--recurse-submodules", "--shallow-submodules"] if self.clone_submodules else []
        yield [
            "clone", f"--depth={self.depth}", *([f"--branch={name}"] if name else []), *submodules,
            "--", url, str(target),
        ]  # fmt: skip
        if self.commit is not None:
            yield ["-C", str(target), "fetch", f"--depth={self.depth}", "origin", "--end-of-options", self.commit]
            yield ["-C", str(target), "checkout", "--quiet", "--detach", "FETCH_HEAD"]
            if self.clone_submodules:
                yield ["-C", str(target), "submodule", "update", "--init", "--recursive"]

    @contextmanager
    def _environment(self, told: Mapping[str, str]) -> Iterator[Mapping[str, str]]:
        """What git runs with; the files that it names are removed afterwards."""
        with tempfile.TemporaryDirectory(prefix="clone-") as folder:
            answer = Path(folder) / "answer"
            answer.write_text(_ANSWER.format(python=sys.executable))
            answer.chmod(0o700)
            own = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
            own |= {
                "LC_ALL": "C",
                "GIT_TERMINAL_PROMPT": "0",
                "GIT_ASKPASS": str(answer),
                "SSH_ASKPASS": str(answer),
                "SSH_ASKPASS_REQUIRE": "force",
                "GIT_SSH_COMMAND": "ssh -o StrictHostKeyChecking=accept-new",
            }
            if self.private_key is not None:
                key = Path(folder) / "key"
                key.touch(mode=0o600)
                key.write_text(self.private_key.rstrip() + "\n")
                own["GIT_SSH_COMMAND"] += f" -o IdentitiesOnly=yes -i {key}"
            # No helper of the machine's own may keep what is asked for, or answer instead.
            settings = {"credential.helper": "", "advice.detachedHead": "false", **self.git_config}
            own["GIT_CONFIG_COUNT"] = str(len(settings))
            for number, (name, value) in enumerate(settings.items()):
                own |= {f"GIT_CONFIG_KEY_{number}": name, f"GIT_CONFIG_VALUE_{number}": value}
            yield {**own, **{f"CLONE_{name}": value for name, value in told.items()}}

    def _git(self, context: TaskContext, arguments: Sequence[str], environment: Mapping[str, str], url: str) -> None:
        process = subprocess.Popen(  # noqa: S603  # options and what stands after `--`
            ["git", *arguments],  # noqa: S607  # the machine's own
            env=dict(environment),
            cwd=context.work_directory,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
        )
        last: deque[str] = deque(maxlen=SHOWN_LINES)
        with process:
            for line in process.stdout or ():
                last.append(line.strip())
                context.log.debug(line.rstrip())
            code = process.wait()
        if code != 0:
            raise TaskFailure(_failure(url, list(last), code))


def _without_credentials(url: str) -> tuple[str, str | None, str | None]:
    """An address without the name and the password that stand in it, and these."""
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or "@" not in parts.netloc:
        return url, None, None
    host = parts.netloc.rpartition("@")[2]
    clean = urlunsplit((parts.scheme, host, parts.path, parts.query, parts.fragment))
    return clean, unquote(parts.username or ""), unquote(parts.password or "")


def _failure(url: str, last: Sequence[str], code: int) -> str:
    said = next((line for line in reversed(last) if line.startswith(("fatal:", "error:"))), last[-1] if last else "")
    shown = re.sub(r"^(fatal|error): ", "", said).rstrip(".")
    advice = "Check the address, and that the machine of the workers reaches it."
    if "Authentication failed" in said or "could not read" in said or "Permission denied" in said:
        advice = "Give `username` and `password` (for most servers a token), or `privateKey` for ssh."
    elif "not found in upstream" in said or "couldn't find remote ref" in said:
        advice = "Check `branch`, `tag` or `commit`."
    elif "already exists and is not an empty directory" in said:
        advice = "Clone into a `directory` of its own."
    return f"Cloning {url} failed: {shown or f'git ended with exit code {code}'}. {advice}"
