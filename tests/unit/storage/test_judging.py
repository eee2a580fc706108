from dalsegno_storage.core.judging import defects_of
from dalsegno_storage.core.model import Defect, DefectKind, Health, Pin

PIN = Pin(execution_id="e", digests=("o1", "o2", "o1"))


def judge(
    present: set[str], paths: dict[str, tuple[str, ...]], blobs: dict[str, str], health: dict[str, Health]
) -> list[tuple[DefectKind, str, str]]:
    defects: tuple[Defect, ...] = defects_of(PIN, present=present, paths=paths, blobs=blobs, health=health)
    return [(defect.kind, defect.output_digest, defect.path) for defect in defects]


def test_outputs_with_sound_files_have_no_defects() -> None:
    assert judge({"o1", "o2"}, {"o1": ("p",), "o2": ()}, {"p": "b"}, {"b": Health.SOUND}) == []


def test_a_missing_output_is_named_once() -> None:
    assert judge({"o2"}, {"o2": ()}, {}, {}) == [(DefectKind.OUTPUT_MISSING, "o1", "")]


def test_a_path_that_names_nothing_and_one_whose_bytes_are_gone_are_both_missing_files() -> None:
    found = judge({"o1", "o2"}, {"o1": ("p",), "o2": ("q",)}, {"q": "b"}, {"b": Health.MISSING})
    assert found == [(DefectKind.FILE_MISSING, "o1", "p"), (DefectKind.FILE_MISSING, "o2", "q")]


def test_an_altered_file_is_named_for_every_output_that_names_it() -> None:
    found = judge({"o1", "o2"}, {"o1": ("p",), "o2": ("p",)}, {"p": "b"}, {"b": Health.CORRUPT})
    assert found == [(DefectKind.FILE_CORRUPT, "o1", "p"), (DefectKind.FILE_CORRUPT, "o2", "p")]
