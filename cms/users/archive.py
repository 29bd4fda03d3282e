"""Everything stored about a person as one ZIP, written while it is sent.

Nothing is held in memory or on disk beyond one piece of one file, however much there is.
"""

import json
import zipfile
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models.fields.files import FieldFile
from django.utils import timezone

from cms.core.privacy import Export, PersonalData

DATA_FILE = "daten.json"


class _Sink:
    """What zipfile writes into and the response takes out of; cannot seek."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []

    def write(self, data: bytes) -> int:
        self._pieces.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Nothing is held back."""

    def close(self) -> None:
        """Nothing is open."""

    def take(self) -> bytes:
        """What was written since the last call."""
        data = b"".join(self._pieces)
        self._pieces.clear()
        return data


def stream(kinds: list[tuple[PersonalData, Export]], site_name: str) -> Iterator[bytes]:
    """The bytes of the ZIP: one JSON document, then the files."""
    sink = _Sink()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(DATA_FILE, as_json(kinds, site_name))
        yield sink.take()
        for kind, export in kinds:
            for name, file in export.files:
                yield from _file(archive, sink, path_of(kind, name), file)
    yield sink.take()


def _file(archive: zipfile.ZipFile, sink: _Sink, path: str, file: FieldFile) -> Iterator[bytes]:
    """One file, piece by piece; one that has gone from the disk is left out."""
    try:
        opened = file.open("rb")
    except OSError:
        return
    with opened, archive.open(path, "w") as target:
        for piece in opened.chunks():
            target.write(piece)
            yield sink.take()


def path_of(kind: PersonalData, name: str) -> str:
    """Where a file lies in the ZIP; a name with parent folders cannot leave it."""
    parts = [part for part in PurePosixPath(name).parts if part not in ("/", "..")]
    return str(PurePosixPath("dateien", kind.key, *parts))


def as_json(kinds: list[tuple[PersonalData, Export]], site_name: str) -> str:
    """Every kind with its purpose, its columns in words and its rows."""
    document: dict[str, Any] = {
        "site": site_name,
        "created": timezone.now(),
        "data": {kind.key: _kind(kind, export) for kind, export in kinds},
    }
    return json.dumps(document, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)


def _kind(kind: PersonalData, export: Export) -> dict[str, Any]:
    return {
        "title": str(kind.title),
        "purpose": str(kind.purpose),
        "stays_after_erasure": str(kind.keeps),
        "columns": {key: str(label) for key, label in export.columns.items()},
        "rows": export.rows,
        "files": [path_of(kind, name) for name, _file_ in export.files],
    }
