"""``multipart/form-data`` (RFC 7578): what a form with a file sends. The whole body is at hand and small."""

import re

from starlette.exceptions import HTTPException

MOST_PARTS = 20
_BOUNDARY = re.compile(r'multipart/form-data;.{0,100}?boundary="?([A-Za-z0-9\'()+_,./:=?-]{1,70})"?', re.IGNORECASE)
_NAME = re.compile(rb'content-disposition:\s{0,9}form-data;.{0,500}?\bname="([^"]{0,200})"', re.IGNORECASE)


def parts_of(content_type: str, body: bytes) -> dict[str, bytes]:
    """Content by field name; of a field that comes twice, the last that is not empty. Raises HTTPException 400."""
    boundary = _BOUNDARY.match(content_type)
    if boundary is None:
        raise HTTPException(400)
    mark = b"--" + boundary[1].encode()
    pieces = (b"\r\n" + body).split(b"\r\n" + mark)
    if len(pieces) < 2 or len(pieces) > MOST_PARTS + 2 or not pieces[-1].startswith(b"--"):
        raise HTTPException(400)
    found: dict[str, bytes] = {}
    for piece in pieces[1:-1]:
        head, gap, content = piece.partition(b"\r\n\r\n")
        name = _NAME.search(head[:2000])
        if not gap or name is None:
            raise HTTPException(400)
        key = name[1].decode("utf-8", "replace")
        found[key] = content or found.get(key, b"")
    return found
