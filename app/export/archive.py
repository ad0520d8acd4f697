"""Many conversations as one zip: a file each, and a manifest with every file's checksum, written last."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

from app.errors import BadInput
from app.export.document import Document
from app.export.files import encode, whole_file
from app.export.options import ExportOptions

MANIFEST = "manifest.json"
FORMAT = "bimedix-desk-archive"


def write_archive(
    documents: Iterable[Document],
    render: Callable[[Document, ExportOptions], bytes],
    name: Callable[[Document], str],
    path: Path,
    options: ExportOptions,
) -> None:
    """Write a zip to `path`, encrypted with AES-256 where the options have a password; the files in it are not.

    One document is in memory at a time. Raises BadInput where there are none, ExportProblem where the
    file cannot be written.
    """
    inner = replace(options, password=None)
    rows: list[dict[str, Any]] = []
    with whole_file(path) as temporary, _open(temporary, options.password) as archive:
        for document in documents:
            content, file = render(document, inner), name(document)
            _add(archive, file, content, document.exported, options.password)
            digest = hashlib.sha256(content).hexdigest()
            rows.append(
                {"file": file, "conversation": document.conversation.id, "bytes": len(content), "sha256": digest}
            )
        if not rows:
            raise BadInput("export-nothing")
        made = datetime.now(timezone.utc)
        manifest = {"format": FORMAT, "version": 1, "created": made.isoformat(timespec="seconds"), "files": rows}
        _add(archive, MANIFEST, encode(json.dumps(manifest, ensure_ascii=False, indent=1)), made, options.password)


def _open(path: Path, password: str | None) -> Any:
    if password is None:
        return zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED)
    import pyzipper  # only here: it brings a library of ciphers

    archive = pyzipper.AESZipFile(path, "w", compression=pyzipper.ZIP_DEFLATED, encryption=pyzipper.WZ_AES)
    archive.setpassword(password.encode("utf-8"))
    return archive


def _add(archive: Any, name: str, content: bytes, moment: datetime, password: str | None) -> None:
    """Add a file under its name, with the time of the export and private to its owner."""
    at = moment.timetuple()
    when = (max(at.tm_year, 1980), at.tm_mon, at.tm_mday, at.tm_hour, at.tm_min, at.tm_sec)
    if password is None:
        about = zipfile.ZipInfo(name, when)
        about.compress_type = zipfile.ZIP_DEFLATED
    else:
        about = archive.zipinfo_cls(name, when)
        about.compress_type = zipfile.ZIP_DEFLATED
    about.external_attr = 0o600 << 16
    archive.writestr(about, content)
