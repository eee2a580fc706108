"""A process that ends a container when its standard input closes: when the worker has said so, or is gone.

It is in a session of its own, without the worker's mark, and so it is not ended with the worker.
"""

import os
import sys
from collections.abc import Mapping

MARK = "DALSEGNO_WORKER"  # by which what belongs to a worker is found


def environment(host: str | None) -> Mapping[str, str]:
    """What the guard is to be started with."""
    kept = {name: value for name, value in os.environ.items() if name != MARK}
    return kept if host is None else {**kept, "DOCKER_HOST": host}


def guard(container_id: str, *, remove: bool) -> None:
    """Waits for the end of the input; then kills the container if it runs, and removes it."""
    import docker
    from docker.errors import APIError

    sys.stdin.buffer.read()
    engine = docker.from_env()
    container = engine.containers.get(container_id)
    if remove:
        container.remove(force=True, v=True)
        return
    try:
        container.kill()
    except APIError:  # it does not run any more
        pass


if __name__ == "__main__":
    guard(sys.argv[1], remove=sys.argv[2] == "yes")
