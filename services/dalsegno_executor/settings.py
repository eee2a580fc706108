"""The executor's settings."""

import hashlib
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import sqlalchemy as sa
import yaml
from pydantic import Field, SecretStr

from dalsegno_executor.capacity import Bounds
from dalsegno_executor.core.context import Surroundings
from dalsegno_executor.vault import Vault
from dalsegno_flow.encryption import InvalidKey
from dalsegno_runtime.serving import CannotStart
from dalsegno_runtime.starting import ServiceSettings, settings_config


class Settings(ServiceSettings):
    """Runs flows, keeps their journal, replays executions."""

    model_config = settings_config("executor")

    listen: str = Field("127.0.0.1:7402", description="address and port; port 0 takes any")
    database: str = Field("sqlite:///.dalsegno/executor/executor.db", description="SQLAlchemy URL of the journal")
    registry: str = Field("127.0.0.1:7401", description="where the flow registry listens")
    storage: str = Field("127.0.0.1:7403", description="where the storage service listens")
    directories: str = Field(
        "", description="folder of this executor alone for what tasks share; beside an SQLite journal when left out"
    )
    workers: int = Field(os.cpu_count() or 1, ge=1, description="worker processes for tasks that wait or compute")
    max_running_task_runs: int = Field(
        500, ge=1, description="attempts of tasks that render or run at once, in workers and out of them; more wait"
    )
    max_queued_task_runs: int = Field(
        10_000, ge=1, description="attempts that wait for these; beyond it no new execution is taken"
    )
    max_executions: int = Field(10_000, ge=1, description="executions that have not ended; beyond it none is taken")
    max_streams: int = Field(2_000, ge=1, description="watches open at once; beyond it none is opened")
    max_request_bytes: int = Field(16 * 1024 * 1024, ge=1024, description="size of one request")
    env_prefix: str = Field("ENV_", description="environment variables that begin so are `envs` in expressions")
    globals: str = Field("", description="`globals` in expressions: a JSON object, or a YAML or JSON file with one")
    environment: str = Field("", description="`kestra.environment.name` in expressions")
    url: str = Field("", description="`kestra.url` in expressions")
    model_url: str = Field(
        "", description="API of a language model that SuggestFix asks, such as http://127.0.0.1:11434/v1; none if empty"
    )
    model_name: str = Field("", description="which model is asked")
    model_key: SecretStr = Field(SecretStr(""), description="its key; better given in the environment")
    model_seconds: float = Field(30.0, gt=0, le=300, description="how long it may take to answer")

    encryption_key: str = Field(
        "",
        repr=False,
        description="base64 of 16, 24 or 32 bytes that encrypts SECRET inputs and outputs; commas separate it from "
        "earlier ones, which still decrypt. Give it in DALSEGNO_EXECUTOR_ENCRYPTION_KEY, where others do not see it",
    )

    def vault(self) -> Vault:
        """What SECRET inputs and outputs are encrypted with. Raises CannotStart, without the key."""
        try:
            return Vault.of(self.encryption_key)
        except InvalidKey as error:
            raise CannotStart(
                f"--encryption-key is {error}; give base64 of 16, 24 or 32 bytes, as `openssl rand -base64 32` prints, "
                "and commas between several."
            ) from error

    def surroundings(self) -> Surroundings:
        """What expressions see of these settings and of the environment. Raises CannotStart."""
        names = [name for name in os.environ if self.env_prefix and name.startswith(self.env_prefix)]
        return Surroundings(
            envs={name.removeprefix(self.env_prefix).lower(): os.environ[name] for name in names},
            globals=_object(self.globals),
            platform={"environment": {"name": self.environment}, "url": self.url},
        )

    def bounds(self) -> Bounds:
        """How much is taken on at once."""
        return Bounds(
            max_running_task_runs=self.max_running_task_runs,
            max_queued_task_runs=self.max_queued_task_runs,
            max_executions=self.max_executions,
        )

    def directories_folder(self) -> Path:
        """Where the directories are: as set, beside an SQLite journal, or else where temporary files are."""
        if self.directories:
            return Path(self.directories).resolve()
        url = sa.make_url(self.database)
        if url.get_backend_name() == "sqlite" and url.database:
            return Path(url.database).resolve().with_suffix(".directories")
        name = hashlib.sha256(self.database.encode()).hexdigest()[:16]
        return Path(tempfile.gettempdir()) / f"dalsegno-directories-{name}"


def _object(text: str) -> Mapping[str, Any]:
    """The object that a setting gives, itself or as a file."""
    if not text:
        return {}
    try:
        found = yaml.safe_load(text if text.lstrip().startswith("{") else Path(text).read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        why = " ".join(str(error).split())
        raise CannotStart(f"--globals is {text[:80]!r}, which cannot be read: {why}") from error
    if not isinstance(found, dict):
        raise CannotStart(f"--globals is {text[:80]!r}; give a JSON object, or a file with one.")
    return found
