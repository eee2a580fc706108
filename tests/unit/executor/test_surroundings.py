"""What expressions see of the executor's settings and of its environment."""

from pathlib import Path

import pytest

from dalsegno_executor.settings import Settings
from dalsegno_runtime.serving import CannotStart


def test_environment_variables_with_the_prefix_are_envs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ENV_TEAM_NAME", "rides")
    monkeypatch.setenv("OTHER_TEAM", "bikes")
    envs = Settings().surroundings().envs
    assert (envs["team_name"], "other_team" in envs, "team" in envs) == ("rides", False, False)
    assert Settings(env_prefix="OTHER_").surroundings().envs["team"] == "bikes"


def test_without_a_prefix_there_are_no_envs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ENV_TEAM", "rides")
    assert Settings(env_prefix="").surroundings().envs == {}


def test_globals_are_given_as_json_or_as_a_file(tmp_path: Path) -> None:
    file = tmp_path / "globals.yaml"
    file.write_text("bucket: rides\nlimits: {rows: 7}\n")
    assert Settings(globals='{"bucket": "rides"}').surroundings().globals == {"bucket": "rides"}
    assert Settings(globals=str(file)).surroundings().globals == {"bucket": "rides", "limits": {"rows": 7}}
    assert Settings().surroundings().globals == {}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("nowhere.yaml", r"--globals is 'nowhere.yaml', which cannot be read: .*No such file"),
        ("{", r"--globals is '\{', which cannot be read"),
    ],
)
def test_globals_that_cannot_be_read_are_one_sentence(text: str, message: str) -> None:
    with pytest.raises(CannotStart, match=message):
        Settings(globals=text).surroundings()


def test_globals_are_an_object(tmp_path: Path) -> None:
    file = tmp_path / "globals.json"
    file.write_text("[1]")
    with pytest.raises(CannotStart, match="give a JSON object, or a file with one"):
        Settings(globals=str(file)).surroundings()


def test_the_platform_is_told_of() -> None:
    platform = Settings(environment="production", url="https://flows.example.com").surroundings().platform
    assert platform == {"environment": {"name": "production"}, "url": "https://flows.example.com"}
