"""What is generated and committed is what the protos give now."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
LANGUAGES = ("python", "go", "typescript", "java")


def check(*targets: str, project: Path = PROJECT) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(project / "tools" / "generate.py"), "--check", "--no-install", *targets]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """A copy of the parts of the project that Python's stubs and the error reference are made of."""
    for folder in ("protos", "tools", "docs", "clients/python/dalsegno/api"):
        shutil.copytree(PROJECT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path


@pytest.mark.parametrize("language", LANGUAGES)
def test_committed_stubs_are_what_the_protos_give_now(language: str) -> None:
    done = check(language)
    assert done.returncode == 0, done.stdout + done.stderr
    if "skipped" in done.stdout:
        pytest.skip(done.stdout.strip())
    assert done.stdout == f"{language}: current\n"


def test_the_error_reference_is_what_the_protos_say_now() -> None:
    done = check("errors")
    assert (done.returncode, done.stdout) == (0, "errors: current\n")


def test_the_drawing_of_the_states_is_what_the_executor_says_now() -> None:
    done = check("states")
    assert (done.returncode, done.stdout) == (0, "states: current\n")


def test_the_reference_of_task_types_is_what_their_classes_say_now() -> None:
    done = check("tasks")
    assert (done.returncode, done.stdout) == (0, "tasks: current\n")


def test_stubs_made_from_other_protos_are_found_without_the_tools_of_their_language(copied: Path) -> None:
    proto = copied / "protos/dalsegno/api/common/v1/state.proto"
    proto.write_text(proto.read_text().replace("Is known and has not started.", "Is known."))

    done = check("go", "java", project=copied)

    assert (done.returncode, done.stdout.splitlines()) == (
        1,
        [
            "clients/go/api was made from other protos than those here",
            "clients/java/src/main/java/dalsegno/api was made from other protos than those here",
            "Run `python tools/generate.py go java` and commit what it writes.",
        ],
    )


def test_altered_missing_and_foreign_files_are_listed(copied: Path) -> None:
    stubs = copied / "clients/python/dalsegno/api"
    (stubs / "common/v1/errors_pb2.pyi").write_text("# by hand\n")
    (stubs / "common/v1/state_pb2.py").unlink()
    (stubs / "common/v1/own.py").write_text("")

    done = check("python", project=copied)
    if "skipped" in done.stdout:
        pytest.skip(done.stdout.strip())

    assert (done.returncode, done.stdout.splitlines()) == (
        1,
        [
            "clients/python/dalsegno/api/common/v1/state_pb2.py is missing",
            "clients/python/dalsegno/api/common/v1/own.py is not generated from any proto",
            "clients/python/dalsegno/api/common/v1/errors_pb2.pyi is stale",
            "Run `python tools/generate.py python` and commit what it writes.",
        ],
    )


def test_a_newer_tool_on_this_machine_is_no_fault_of_the_stubs(copied: Path) -> None:
    record = json.loads((copied / "tools/generated.json").read_text())
    record["python"]["made_with"] = "grpcio-tools 1.0.0"
    (copied / "tools/generated.json").write_text(json.dumps(record))
    (copied / "clients/python/dalsegno/api/common/v1/errors_pb2.pyi").write_text("# as 1.0.0 wrote it\n")

    done = check("python", project=copied)

    assert done.returncode == 0
    assert done.stdout.startswith(
        "python: only the record was compared, the files were skipped: made with grpcio-tools 1.0.0"
    )


def test_generating_mends_what_the_check_found(copied: Path) -> None:
    (copied / "clients/python/dalsegno/api/common/v1/own.py").write_text("")
    (copied / "docs/errors.md").write_text("by hand\n")
    (copied / "docs/states.md").write_text("by hand\n")
    targets = ("python", "errors", "states")
    assert check(*targets, project=copied).returncode == 1

    subprocess.run([sys.executable, copied / "tools/generate.py", *targets], timeout=120, check=True)

    assert check(*targets, project=copied).stdout == "python: current\nerrors: current\nstates: current\n"
