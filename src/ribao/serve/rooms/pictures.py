"""The articles' pictures through our own proxy: ``/p/SIGNATURE/WIDTH/ARTICLE.REVISION.NUMBER``.

Two locks: the signature, which only our own pages know how to write, and the store, which must hold an article with
that very picture. So nobody uses the daily to fetch anything else, nor in a size that it does not make.
"""

import hashlib
import re
from functools import cache
from io import BytesIO

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from ribao.serve.house import House, Route
from ribao.serve.reply import is_known
from ribao.types.article import Picture
from ribao.types.showing import Showing

YEAR, SOON = 31_536_000, 600
FLAT = 1000  # pixels wide and one high: what stands for a picture that cannot be had takes no room
_NAME = re.compile(r"([A-Za-z0-9_-]{1,64})\.(\d{1,6})\.(\d{1,3})", re.ASCII)
_WIDTH = re.compile(r"\d{3,4}", re.ASCII)


def routes(house: House) -> list[Route]:
    return [Route(path="/p/{signature}/{width}/{name}", handler=_Pictures(house).picture)]


class _Pictures:
    def __init__(self, house: House) -> None:
        self.house = house

    async def picture(self, request: Request, signature: str, width: str, name: str) -> Response:
        webp = takes_webp(request.headers.get("accept", ""))
        album = self.house.album
        if album is None or self.house.face().pictures is Showing.NONE or not _WIDTH.fullmatch(width):
            return _none()
        found = await run_in_threadpool(self.stored, name)
        if found is None or not album.key.fits(signature, found.url, int(width)):
            return _none()
        body = await album.proxy.picture(found.url, int(width), webp)
        return _none() if body is None else _told(request, body, webp)

    def stored(self, name: str) -> Picture | None:
        said = _NAME.fullmatch(name)
        article = self.house.desk.store.article(said[1], int(said[2])) if said else None
        if said is None or article is None or int(said[3]) >= len(article.pictures):
            return None
        return article.pictures[int(said[3])]


def takes_webp(accept: str) -> bool:
    """Named, and not refused: what takes anything (``*/*``) may be old."""
    for offer in accept.lower().split(","):
        kind, _, quality = offer.partition(";")
        if kind.strip() == "image/webp":
            return not re.fullmatch(r"q=0(\.0{0,3})?", quality.replace(" ", ""))
    return False


def _told(request: Request, body: bytes, webp: bool) -> Response:
    headers = {
        "ETag": f'"{hashlib.sha256(body).hexdigest()[:32]}"',
        "Cache-Control": f"public, max-age={YEAR}, immutable",
        "Vary": "Accept",
    }
    if is_known(request.headers.get("if-none-match", ""), headers["ETag"]):
        return Response(status_code=304, headers=headers)
    return Response(body, headers=headers, media_type="image/webp" if webp else "image/jpeg")


def _none() -> Response:
    """A picture all the same: browsers show it, and so no broken one."""
    headers = {"Cache-Control": f"public, max-age={SOON}"}
    return Response(flat(), status_code=404, headers=headers, media_type="image/png")


@cache
def flat() -> bytes:
    """One clear line."""
    from PIL import Image

    made = BytesIO()
    Image.new("LA", (FLAT, 1), 0).save(made, "PNG", optimize=True)
    return made.getvalue()
