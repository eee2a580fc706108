"""Where the services listen."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

ServiceName = Literal["registry", "executor", "storage"]

# The environment variable that gives each service's address.
VARIABLES: Mapping[ServiceName, str] = {
    "registry": "DALSEGNO_REGISTRY",
    "executor": "DALSEGNO_EXECUTOR",
    "storage": "DALSEGNO_STORAGE",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoints:
    """One `host:port` for each service."""

    registry: str = "127.0.0.1:7401"
    executor: str = "127.0.0.1:7402"
    storage: str = "127.0.0.1:7403"

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> "Endpoints":
        """Reads the variables of `VARIABLES`; one that is not set, or empty, gives the default."""
        found = os.environ if environment is None else environment
        return cls(**{name: found[variable] for name, variable in VARIABLES.items() if found.get(variable)})

    def address(self, service: ServiceName) -> str:
        return {"registry": self.registry, "executor": self.executor, "storage": self.storage}[service]
