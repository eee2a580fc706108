"""The command line, one module for each noun. `dalsegno --help` says what there is.

Exit codes:
    0    done
    1    an execution that was waited for ended FAILED
    2    the command, or what it asked for, is wrong: not found, invalid, or refused by a service
    3    a service does not answer, or has a fault; `dalsegno up`: a service ended
    130  interrupted
"""

from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs a command, by default that of the process, and returns its exit code."""
    from dalsegno.cli.application import run

    return run(arguments)
