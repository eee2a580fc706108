"""The work of the comparison in Restate. Arguments: the server's binary and a folder for its data.

Starts the server and a service beside it, says "ready", then runs one round for every line on standard input and prints
the figures as JSON.
"""

import json
import os
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx

STEPS, BRANCHES = 50, 20
READY_SECONDS = 60
FSYNC = "rocksdb-disable-wal-fsync"


def free_address() -> str:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return f"127.0.0.1:{listening.getsockname()[1]}"


def until_answered(url: str) -> None:
    deadline = time.monotonic() + READY_SECONDS
    while True:
        try:
            httpx.get(url).raise_for_status()
        except httpx.HTTPError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)
        else:
            return


def durability(server: str, environment: dict[str, str]) -> str:
    """What the server's configuration says of its log."""
    dumped = subprocess.run([server, "--dump-config"], env=environment, capture_output=True, text=True, check=True)
    section, found = "", "no such setting"
    for line in dumped.stdout.splitlines():
        if line.startswith("["):
            section = line.strip("[]")
        elif section == "log-server" and line.startswith(FSYNC):
            found = line.replace(" ", "")
    return f"RocksDB log, {found}"


def main() -> None:
    server, folder = sys.argv[1:]
    node, ingress, admin, service = (free_address() for _ in range(4))
    environment = {
        **os.environ,
        "RESTATE_BASE_DIR": folder,
        "RESTATE_BIND_ADDRESS": node,
        "RESTATE_INGRESS__BIND_ADDRESS": ingress,
        "RESTATE_ADMIN__BIND_ADDRESS": admin,
        "RESTATE_LISTEN_MODE": "tcp",
        "RESTATE_DISABLE_TELEMETRY": "true",
        "RESTATE_LOG_FILTER": "error",
    }
    here = Path(__file__).parent
    with (Path(folder) / "output.log").open("w") as log:
        served = [sys.executable, "-m", "hypercorn", "restate_service:app", "--bind", service, "--log-level", "error"]
        processes = [
            subprocess.Popen([server, "--no-logo"], env=environment, stdout=log, stderr=log),
            subprocess.Popen(served, cwd=here, stdout=log, stderr=log),
        ]
        try:
            until_answered(f"http://{admin}/health")
            until_answered(f"http://{ingress}/restate/health")
            registered = httpx.post(f"http://{admin}/deployments", json={"uri": f"http://{service}"}, timeout=30)
            registered.raise_for_status()
            print(json.dumps({"ready": durability(server, environment)}), flush=True)
            rounds(f"http://{ingress}/Bench")
        finally:
            for process in processes:
                process.terminate()
                process.wait()


def rounds(url: str) -> None:
    with httpx.Client(timeout=60) as client:
        for _ in sys.stdin:
            figures = {}
            for name, count in (("sequence", STEPS), ("fan_out", BRANCHES)):
                began = time.perf_counter()
                client.post(f"{url}/{name}", json="").raise_for_status()
                figures[name] = (time.perf_counter() - began) * 1e3 / count
            print(json.dumps(figures), flush=True)


if __name__ == "__main__":
    main()
