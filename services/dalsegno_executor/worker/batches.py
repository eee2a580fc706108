"""Jobs with files of the executor's own tasks: listing batches, storing outputs and other files, giving them on."""

import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from dalsegno_executor.worker.context import COPY_BYTES, WorkerContext
from dalsegno_tasks.interface import Outputs


def list_batches(context: WorkerContext, given: Mapping[str, Any]) -> Outputs:
    """Reads the file of addresses at `uri`; gives `names` within the one `folder` that all of them are in."""
    with context.open(given["uri"]) as source:
        uris = source.read().decode().splitlines()
    folder = given["uri"].rpartition("/")[0] + "/"
    return {"folder": folder, "names": [uri.removeprefix(folder) for uri in uris]}


def store_outputs(context: WorkerContext, given: Mapping[str, Any]) -> Outputs:
    """Stores the lines `[iteration, outputs]` of a local file at `path` as rows of outputs, by iteration, as `name`."""
    places: list[tuple[int, int]] = []
    with Path(given["path"]).open("rb") as lines, context.create(given["name"]) as file:
        place = 0
        for line in lines:
            places.append((json.loads(line)[0], place))
            place += len(line)
        for _, place in sorted(places):
            lines.seek(place)
            _, _, row = lines.readline().partition(b",")
            file.write(row.removesuffix(b"]\n") + b"\n")
    return {}


def join_file(context: WorkerContext, given: Mapping[str, Any]) -> Outputs:
    """Stores what is at `uri` as `name` once more; nothing when nothing is there."""
    if context.stored_at(given["uri"]) is None:
        return {}
    with context.open(given["uri"]) as source, context.create(given["name"]) as copy:
        shutil.copyfileobj(source, copy, COPY_BYTES)
    return {"uri": copy.uri}


def store_file(context: WorkerContext, given: Mapping[str, Any]) -> Outputs:
    """Stores a local file at `path` as `name`."""
    with Path(given["path"]).open("rb") as source, context.create(given["name"]) as copy:
        shutil.copyfileobj(source, copy, COPY_BYTES)
    return {"uri": copy.uri}
