"""Decides whether an execution can count on its outputs."""

from collections.abc import Collection, Mapping

from dalsegno_storage.core.model import Defect, DefectKind, Health, Pin

MESSAGES = {
    DefectKind.OUTPUT_MISSING: "Output {digest} is not stored; it was never written, or released.",
    DefectKind.FILE_MISSING: "Output {digest} names {path}, which is not stored.",
    DefectKind.FILE_CORRUPT: "Output {digest} names {path}, whose bytes on disk are not the ones that were written.",
}
KIND_OF = {Health.MISSING: DefectKind.FILE_MISSING, Health.CORRUPT: DefectKind.FILE_CORRUPT}


def defects_of(
    pin: Pin,
    *,
    present: Collection[str],
    paths: Mapping[str, tuple[str, ...]],
    blobs: Mapping[str, str],
    health: Mapping[str, Health],
) -> tuple[Defect, ...]:
    """Finds what keeps an execution from being pinned, in the order of its digests.

    Args:
        present: the digests of the outputs that are stored.
        paths: output digest → the files that it names.
        blobs: path → digest of the blob that it names; paths that name none are absent.
        health: blob digest → what was found; has every digest of `blobs`.
    """
    found: list[Defect] = []
    for digest in dict.fromkeys(pin.digests):
        if digest not in present:
            found.append(_defect(DefectKind.OUTPUT_MISSING, digest))
            continue
        for path in paths[digest]:
            state = health[blobs[path]] if path in blobs else Health.MISSING
            if state is not Health.SOUND:
                found.append(_defect(KIND_OF[state], digest, path))
    return tuple(found)


def _defect(kind: DefectKind, digest: str, path: str = "") -> Defect:
    message = MESSAGES[kind].format(digest=digest, path=path)
    return Defect(kind=kind, output_digest=digest, path=path, message=message)
