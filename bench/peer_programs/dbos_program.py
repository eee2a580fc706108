"""The work of the comparison in DBOS. Arguments: the URL of its system database, and for SQLite its journal mode.

Says "ready", then runs one round for every line on standard input and prints the figures as JSON.
"""

import asyncio
import json
import logging
import sys
import time

import sqlalchemy as sa
from dbos import DBOS

STEPS, BRANCHES = 50, 20


@DBOS.step()
def step(number: int) -> str:
    return f"{DBOS.workflow_id} {number}"


@DBOS.step()
async def branch(number: int) -> str:
    return f"{DBOS.workflow_id} {number}"


@DBOS.workflow()
def sequence() -> None:
    for number in range(STEPS):
        step(number)


@DBOS.workflow()
async def fan_out() -> None:
    await asyncio.gather(*(branch(number) for number in range(BRANCHES)))


def one_round() -> dict[str, float]:
    began = time.perf_counter()
    first = DBOS.start_workflow(sequence)
    first.get_result()
    in_sequence = time.perf_counter() - began
    began = time.perf_counter()
    asyncio.run(fanned_out())
    at_once = time.perf_counter() - began
    began = time.perf_counter()
    DBOS.fork_workflow(first.get_workflow_id(), STEPS).get_result(polling_interval_sec=0.005)
    again = time.perf_counter() - began
    return {"sequence": in_sequence * 1e3 / STEPS, "fan_out": at_once * 1e3 / BRANCHES, "replay": again * 1e3}


async def fanned_out() -> None:
    await fan_out()


def durability(url: str) -> str:
    """The settings that say what a commit survives, as the database tells them."""
    engine = sa.create_engine(url)
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            names = ("journal_mode", "synchronous")
            return "SQLite, " + ", ".join(
                f"{name}={connection.execute(sa.text(f'pragma {name}')).scalar()}" for name in names
            )
        names = ("fsync", "synchronous_commit")
        return "PostgreSQL, " + ", ".join(
            f"{name}={connection.execute(sa.text(f'show {name}')).scalar()}" for name in names
        )


def main() -> None:
    url, *journal_mode = sys.argv[1:]
    if journal_mode:
        # Stays with the file.
        with sa.create_engine(url).connect() as connection:
            connection.execute(sa.text(f"pragma journal_mode={journal_mode[0]}"))
    DBOS(config={"name": "bench", "system_database_url": url, "run_admin_server": False, "log_level": "ERROR"})
    logging.disable(logging.WARNING)
    DBOS.launch()
    print(json.dumps({"ready": durability(url)}), flush=True)
    for _ in sys.stdin:
        print(json.dumps(one_round()), flush=True)
    DBOS.destroy()


if __name__ == "__main__":
    main()
