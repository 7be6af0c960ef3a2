"""The files that pages load besides themselves: one style, one script, pictures.

Style and script are written in parts, one for each idea, in ``static/css`` and ``static/js``; they are joined in the
order of their names and leave here as one file each, so that a page asks twice and no more.
"""

import hashlib
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

from ribao.render.place import SCRIPT, STYLE

_STATIC = Path(__file__).parent / "static"
_JOINED = {STYLE: ("css", "*.css"), SCRIPT: ("js", "*.js")}
_COMMENT = re.compile(r"/\*[^*]*\*+(?:[^/*][^*]*\*+)*/")
_LINE_COMMENT = re.compile(r"^\s*//.*$", re.MULTILINE)
_NOUGHT = re.compile(r"(?<![\w.#-])0(\.\d)")  # 0.5rem is .5rem
_INDENT = re.compile(r"\n\s+")
_LOOSE = re.compile(r"""("[^"]*")|;?\s*(\})\s*|\s*([{;,])\s*|(:)\s+""")


@cache
def static_files() -> Mapping[str, bytes]:
    """Path from the site's root → bytes."""
    found = {f"static/{path.name}": path.read_bytes() for path in sorted(_STATIC.iterdir()) if path.is_file()}
    joined = {name: _joined(*parts) for name, parts in _JOINED.items()}
    return MappingProxyType(found | {name: body for name, body in joined.items() if body.strip()})


@cache
def version() -> str:
    """Changes with any of the files, so that a browser never mixes a new page with an old style."""
    every = b"".join(name.encode() + body for name, body in sorted(static_files().items()))
    return hashlib.sha256(every).hexdigest()[:12]


def _joined(folder: str, pattern: str) -> bytes:
    """Without comments and indentation: they are for those who read the source."""
    parts = (path.read_text(encoding="utf-8") for path in sorted((_STATIC / folder).glob(pattern)))
    whole = "\n".join(parts)
    bare = _tight(_COMMENT.sub("", whole)) if folder == "css" else _LINE_COMMENT.sub("", whole)
    return _INDENT.sub("\n", bare).strip().encode() + b"\n"


def _tight(css: str) -> str:
    """Without the spaces and zeros that mean nothing in CSS; what stands in quotes is left as it is."""
    return _NOUGHT.sub(r"\1", _LOOSE.sub(lambda found: "".join(filter(None, found.groups())), css)).replace(";}", "}")
