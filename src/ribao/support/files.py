"""Writing files so that a reader, or a kill at any moment, never meets half of one."""

import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

MANIFEST = ".ribao-site"


def write_atomically(path: Path, body: bytes) -> None:
    """The old file stands until the new one is whole. An equal file is left alone, its time too."""
    if path.is_file() and path.read_bytes() == body:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".ribao-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(body)
        # mkstemp's 0600 would lock out the web server that serves an exported site
        os.chmod(name, 0o644)  # noqa: PTH101
        os.replace(name, path)  # noqa: PTH105
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def write_tree(folder: Path, files: Iterable[tuple[str, bytes]]) -> int:
    """Write ``files`` (relative path, body) below ``folder`` and take away what an earlier call wrote and this one did not.

    What others put into the folder stays: the manifest names our own files. Returns how many were written.
    """
    manifest = folder / MANIFEST
    before = set(manifest.read_text(encoding="utf-8").splitlines()) if manifest.is_file() else set()
    names: list[str] = []
    for name, body in files:
        write_atomically(folder / name, body)
        names.append(name)
    for stale in before - set(names):
        (folder / stale).unlink(missing_ok=True)
    write_atomically(manifest, "".join(f"{name}\n" for name in sorted(names)).encode())
    return len(names)
