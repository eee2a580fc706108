"""Ending a worker with everything that its task has started.

A process that a task starts carries the worker's mark in its environment, so that it is found even if it has left the
worker's session and its parent is gone. One that was started with another environment is found by the session.
"""

import os

import psutil

MARK = "DALSEGNO_WORKER"
GRACE_SECONDS = 0.3


def end_tree(pid: int, mark: str) -> None:
    """Asks what a worker's task has started to end, waits for a moment, and then kills it, and the worker."""
    started = _started(pid, mark)
    for process in started:
        _signal(process, hard=False)
    # It has nothing to put in order itself, and must start nothing more.
    _kill(pid)
    if started:
        psutil.wait_procs(started, timeout=GRACE_SECONDS)
    while started := _started(pid, mark):
        for process in started:
            _signal(process, hard=True)
        psutil.wait_procs(started, timeout=GRACE_SECONDS)


def _started(pid: int, mark: str) -> list[psutil.Process]:
    """What comes from a worker and is still there."""
    found = []
    for process in psutil.process_iter():
        try:
            if process.pid == pid or process.uids().real != os.getuid():
                continue
            if not (_in_session(process.pid, pid) or process.environ().get(MARK) == mark):
                continue
            if process.status() != psutil.STATUS_ZOMBIE:
                found.append(process)
        except (psutil.Error, ProcessLookupError):  # gone, or not ours to look at
            continue
    return found


def _in_session(pid: int, worker_pid: int) -> bool:
    """Whether a process is in the session that a worker leads; its number is no other's while somebody is in it."""
    return os.getsid(pid) == worker_pid


def _signal(process: psutil.Process, *, hard: bool) -> None:
    try:
        process.kill() if hard else process.terminate()
    except psutil.Error:
        pass


def _kill(pid: int) -> None:
    """Kills a worker; one that ends itself comes to that last."""
    if pid != os.getpid():
        try:
            psutil.Process(pid).kill()
        except psutil.Error:
            pass
