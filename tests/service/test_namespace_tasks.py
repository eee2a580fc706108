"""Files of namespaces: uploaded, downloaded, deleted, and put into working directories."""

import pytest

from dalsegno import Client
from dalsegno.api.executor.v1 import executor_pb2 as executor
from dalsegno.errors import DalSegnoError
from support.flows import flow, new_flow_id, run, state_name, task_run

FILES = "io.kestra.plugin.core.namespace"
STORAGE = "io.kestra.plugin.core.storage"
WRITE = f"{{id: w, type: {STORAGE}.Write, content: select 1}}"


@pytest.fixture
def namespace() -> str:
    """A namespace that no other test uses."""
    return new_flow_id("files").replace("_", ".")


def ended(client: Client, *tasks: str) -> executor.Execution:
    flow_id = new_flow_id("files")
    return run(client, flow(flow_id, "".join(f"  - {task}\n" for task in tasks)), flow_id)


def outputs(client: Client, execution: executor.Execution, task_path: str) -> dict:
    return client.outputs.get(execution.execution_id, task_path)


def content(client: Client, uri: str) -> bytes:
    return b"".join(client.files.read(uri))


def upload(namespace: str, names: str, properties: str = "") -> str:
    uris = ", ".join(f'{name}: "{{{{ outputs.w.uri }}}}"' for name in names.split())
    return f"{{id: up, type: {FILES}.UploadFiles, namespace: {namespace}, filesMap: {{{uris}}}{properties}}}"


def names_of(client: Client, namespace: str) -> list[str]:
    folder = f"dalsegno:///{namespace}/_files/"
    return [file.path.removeprefix(folder) for file in client.files.list(folder)]


def test_stored_files_become_files_of_a_namespace_and_outlive_their_execution(client: Client, namespace: str) -> None:
    execution = ended(client, WRITE, upload(namespace, "a.sql queries/b.sql", ", destination: /sql"))
    assert state_name(execution.state) == "SUCCESS"
    uris = outputs(client, execution, "up")["files"]
    assert uris == {
        "a.sql": f"dalsegno:///{namespace}/_files/sql/a.sql",
        "queries/b.sql": f"dalsegno:///{namespace}/_files/sql/queries/b.sql",
    }
    assert names_of(client, namespace) == ["sql/a.sql", "sql/queries/b.sql"]
    assert content(client, uris["a.sql"]) == b"select 1"


def test_files_of_the_work_directory_are_uploaded_by_patterns(client: Client, namespace: str) -> None:
    local = f"{{id: l, type: {STORAGE}.LocalFiles, inputs: {{a.py: '1', lib/b.py: '2', c.txt: '3'}}}}"
    up = f"{{id: up, type: {FILES}.UploadFiles, namespace: {namespace}, files: ['*.py', 'lib/**']}}"
    execution = ended(client, f"{{id: wd, type: io.kestra.plugin.core.flow.WorkingDirectory, tasks: [{local}, {up}]}}")
    assert state_name(execution.state) == "SUCCESS"
    assert names_of(client, namespace) == ["a.py", "lib/b.py"]


@pytest.mark.parametrize(("conflict", "kept"), [("OVERWRITE", b"select 2"), ("skip", b"select 1")])
def test_a_file_that_is_there_is_replaced_or_kept(client: Client, namespace: str, conflict: str, kept: bytes) -> None:
    ended(client, WRITE, upload(namespace, "a.sql"))
    other = WRITE.replace("select 1", "select 2")
    ended(client, other, upload(namespace, "a.sql", f", conflict: {conflict}"))
    assert content(client, f"dalsegno:///{namespace}/_files/a.sql") == kept


def test_a_conflict_can_be_an_error(client: Client, namespace: str) -> None:
    ended(client, WRITE, upload(namespace, "a.sql"))
    execution = ended(client, WRITE, upload(namespace, "a.sql", ", conflict: ERROR"))
    assert (
        f"The namespace {namespace} has a file a.sql already, and `conflict` is ERROR"
        in task_run(execution, "up").error
    )


def test_files_are_downloaded_by_names_and_patterns(client: Client, namespace: str) -> None:
    ended(client, WRITE, upload(namespace, "a.sql x/b.sql x/c.txt"))
    down = f"type: {FILES}.DownloadFiles, namespace: {namespace}"
    execution = ended(
        client,
        f"{{id: one, {down}, files: b.sql, destination: there}}",
        f"{{id: some, {down}, files: ['/a.sql', 'x/*.txt']}}",
        f"{{id: none, {down}, files: '*.txt'}}",
    )
    found = {task: outputs(client, execution, task)["files"] for task in ("one", "some", "none")}
    assert {task: sorted(files) for task, files in found.items()} == {
        "one": ["/x/b.sql"], "some": ["/a.sql", "/x/c.txt"], "none": [],
    }  # fmt: skip
    assert found["one"]["/x/b.sql"].endswith("/there/x/b.sql")
    assert content(client, found["one"]["/x/b.sql"]) == b"select 1"


def test_files_are_deleted_by_names_and_patterns(client: Client, namespace: str) -> None:
    ended(client, WRITE, upload(namespace, "a.sql x/b.sql x/c.txt"))
    delete = f"{{id: d, type: {FILES}.DeleteFiles, namespace: {namespace}, files: ['**.sql']}}"
    execution = ended(client, delete)
    assert sorted(outputs(client, execution, "d")["files"]) == ["/a.sql", "/x/b.sql"]
    assert names_of(client, namespace) == ["x/c.txt"]


@pytest.mark.parametrize(
    ("task", "message"),
    [
        (f"{{id: up, type: {FILES}.UploadFiles, namespace: n}}", "files or filesMap is required"),
        (upload("n", "../a"), "cannot name a file of a namespace; give a relative path"),
        (upload("a/b", "a"), "'a/b' is no namespace"),
        (f"{{id: up, type: {FILES}.UploadFiles, namespace: n, filesMap: {{a: /etc/passwd}}}}", "is not a stored file"),
        (f"{{id: up, type: {FILES}.DownloadFiles, namespace: n, files: 'glob:['}}", "is no pattern for names of files"),
    ],
)
def test_what_makes_no_sense_is_told(client: Client, task: str, message: str) -> None:
    execution = ended(client, WRITE, task)
    assert message in task_run(execution, "up").error


def in_directory(client: Client, properties: str) -> executor.Execution:
    out = f"{{id: out, type: {STORAGE}.LocalFiles, outputs: ['**']}}"
    return ended(client, f"{{id: wd, type: io.kestra.plugin.core.flow.WorkingDirectory, tasks: [{out}], {properties}}}")


def files_in(client: Client, properties: str) -> dict[str, bytes]:
    uris = outputs(client, in_directory(client, properties), "wd/out")["uris"]
    return {name: content(client, uri) for name, uri in uris.items()}


def test_a_working_directory_has_the_files_of_namespaces_that_it_asks_for(client: Client, namespace: str) -> None:
    other = f"{namespace}.other"
    ended(client, WRITE, upload(namespace, "a.sql x/b.sql x/c.txt"))
    ended(client, WRITE.replace("select 1", "select 2"), upload(other, "a.sql"))
    of_it = f"namespaces: [{namespace}]"
    assert sorted(files_in(client, f"namespaceFiles: {{{of_it}}}")) == ["a.sql", "x/b.sql", "x/c.txt"]
    assert sorted(files_in(client, f"namespaceFiles: {{{of_it}, include: ['*.sql', x/b.sql], exclude: [a.sql]}}")) == [
        "x/b.sql"
    ]
    both = f"namespaces: [{namespace}, {other}], include: [a.sql]"
    assert files_in(client, f"namespaceFiles: {{{both}}}") == {"a.sql": b"select 2"}
    assert files_in(client, f"namespaceFiles: {{{both}, ifExists: IGNORE}}") == {"a.sql": b"select 1"}
    assert files_in(client, f"namespaceFiles: {{{both}, folderPerNamespace: true}}") == {
        f"{namespace}/a.sql": b"select 1",
        f"{other}/a.sql": b"select 2",
    }
    given = f"namespaceFiles: {{{both}}}, inputFiles: {{a.sql: mine}}"
    assert files_in(client, given) == {"a.sql": b"mine"}
    assert files_in(client, f"namespaceFiles: {{{of_it}, enabled: false}}") == {}
    failed = in_directory(client, f"namespaceFiles: {{{both}, ifExists: FAIL}}")
    assert "a.sql is in the directory already, and `ifExists` is FAIL" in task_run(failed, "wd").error


def test_a_file_that_is_gone_cannot_be_read(client: Client, namespace: str) -> None:
    with pytest.raises(DalSegnoError, match="No file"):
        content(client, f"dalsegno:///{namespace}/_files/a.sql")
