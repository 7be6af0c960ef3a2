"""What all rooms of the site share: the desk, the shelves of what was made, the frame, and the answer when something goes wrong."""

import re
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from ribao.render.bundle import Bundle
from ribao.render.html import Frame, environment, frame_of, page
from ribao.render.pictures import Pictures
from ribao.render.place import Place
from ribao.serve.approach import HOST, PREFIX
from ribao.serve.doors import Doors
from ribao.serve.gate import SECURITY
from ribao.serve.newsstand import Newsstand
from ribao.serve.owner import is_owner
from ribao.serve.reply import HTML, Content, Shelf, content, reply
from ribao.serve.tongue import language_of, others, prefix_of
from ribao.support.pictures.album import Album
from ribao.support.store.port import EditionKey
from ribao.types.showing import Showing

PAGES_BYTES = 48 * 1024 * 1024  # rendered pages kept, with their packed form
BUNDLES = 6  # editions kept whole, a language each
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_TEMPLATES = Path(__file__).parent / "templates"


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """An address of the site, as FastAPI writes it, and who answers there. A room is a list of them.

    What changes anything is no GET, and is let in only by :func:`ribao.serve.owner.ours`, which ``ours`` asks for.
    """

    path: str
    handler: Callable[..., Any]
    ours: bool = False
    entry: bool = False  # where the owner's token is shown: for anybody, from our own page

    @property
    def methods(self) -> list[str]:
        return ["POST"] if self.ours or self.entry else ["GET", "HEAD"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Face:
    """What the owner may change while the site is open.

    ``language`` is for readers whose browser names none that the site speaks. ``address``: the site's public one, with
    a slash at its end; empty: whatever name a reader calls it by. ``pictures``: which ones its pages show.
    """

    title: str
    language: str
    address: str = ""
    pictures: Showing = Showing.LEAD


class House:
    """``doors``: what the owner may do. Handlers that are plain functions run in threads.

    ``face`` is asked each time. ``offline``: devices may keep the latest edition. ``album``: None shows no pictures.
    """

    def __init__(
        self,
        desk: Newsstand,
        face: Callable[[], Face],
        doors: Doors,
        offline: bool = True,
        album: Album | None = None,
    ) -> None:
        self.desk = desk
        self.doors = doors
        self.face = face
        self.offline = offline
        self.album = album
        self.templates = environment(_TEMPLATES)
        self.bundles: Shelf[Bundle] = Shelf(BUNDLES, lambda _: 1)
        self.pages: Shelf[Content] = Shelf(PAGES_BYTES, _size)

    @property
    def title(self) -> str:
        return self.face().title

    @property
    def language(self) -> str:
        return self.face().language

    @property
    def address(self) -> str:
        return self.face().address

    def own(
        self, request: Request, template: str, here: str, frame: Frame | None = None, base: str = "", **values: Any
    ) -> Response:
        """One of the server's own pages: made anew each time, for it shows what is so now."""
        language = language_of(request, self.language)
        frame = frame or self.frame(language)
        base = base or base_of(frame)
        prefix = prefix_of(request)
        where = Place(
            here=here,
            base=base,
            served=True,
            languages=others(here, language, prefix),
            site=self.address,
            prefix=prefix and f"{prefix}/",
            owner=self.doors.correct is not None and is_owner(request),
            kept=self.kept(request),
        )
        return reply(request, content(page(self.templates, template, frame, where, **values)))

    def kept(self, request: Request) -> Mapping[str, tuple[tuple[str, str], ...]] | None:
        """What this reader saved, by what it is; None for who may save nothing."""
        keep = self.doors.keep
        return keep.store.kept_in() if keep and keep.saves and is_owner(request) else None

    def frame(self, language: str) -> Frame:
        """That of the latest edition, so that its channels stay at hand."""
        key = self.desk.latest()
        return frame_of(self.bundle(key, language)) if key else Frame(title=self.title, language=language)

    def frame_in_trouble(self, language: str) -> Frame:
        """That of the latest edition if it can be had: a page that reports a fault must not fail by another one."""
        try:
            return self.frame(language)
        except Exception:  # whatever it was, it has been logged where it was met first
            return Frame(title=self.title, language=language)

    def bundle(self, key: EditionKey, language: str) -> Bundle:
        """The latest edition is part of the key: a new one is another one that the old ones lead to."""
        return self.bundles.get(self.state(key, language), lambda: self.desk.bundle(key, language))

    def state(self, key: EditionKey, language: str) -> tuple[Hashable, ...]:
        """All that an edition's pages hang on."""
        face = self.face()
        return key, self.desk.latest(), self.desk.marks(), language, face

    def pictures(self, bundle: Bundle) -> Pictures | None:
        """What the pages of an edition show of them."""
        return Pictures(bundle=bundle, showing=self.face().pictures, sign=self.album.key.sign) if self.album else None

    def key(self, day: str, revision: int | None = None) -> EditionKey:
        found = self.desk.edition(day_of(day), revision)
        if found is None:
            raise HTTPException(404)
        return found

    def newest(self) -> EditionKey:
        key = self.desk.latest()
        if key is None:
            raise HTTPException(404)
        return key

    def address_of(self, request: Request) -> str:
        """The site's absolute address with a slash at its end, in the reader's language where the path names it."""
        prefix = prefix_of(request)
        return (self.address or called(request)) + (f"{prefix}/" if prefix else "")

    def trouble(self, request: Request, error: Exception) -> Response:
        """A page in the reader's language for whatever goes wrong; the server's own faults are still logged."""
        status = error.status_code if isinstance(error, HTTPException) else 500
        language = language_of(request, self.language)
        depth = request.scope.get("raw_path", request.url.path.encode()).count(b"/") - 1
        frame = self.frame_in_trouble(language)
        base = base_of(frame)
        where = Place(here="/" * max(0, depth), base=base, served=True)
        body = page(self.templates, "trouble.html", frame, where, status=status)
        # the answer to an unforeseen error is sent outside the gate, so it brings the security headers itself
        headers = {**SECURITY, **(getattr(error, "headers", None) or {}), "Cache-Control": "no-store"}
        return Response(body, status_code=status, media_type=HTML, headers=headers)


def base_of(frame: Frame) -> str:
    """Folder of the pages of a frame's edition."""
    return f"d/{frame.edition.date.isoformat()}/" if frame.edition else ""


def moved(address: str) -> Response:
    """For good, as far as anybody knows; but a story may be split again, so nobody shall keep the answer."""
    return RedirectResponse(address, status_code=301, headers={"Cache-Control": "no-cache"})


def day_of(day: str) -> date:
    try:
        return date.fromisoformat(day if _DAY.fullmatch(day) else "")
    except ValueError as error:
        raise HTTPException(404) from error


def called(request: Request) -> str:
    """The site's absolute address as this reader wrote it, with a slash at its end."""
    host = request.headers.get("host", "")
    if not HOST.fullmatch(host):
        server = request.scope.get("server") or ("127.0.0.1", 80)
        host = f"{server[0]}:{server[1]}"
    return f"{request.url.scheme}://{host}{request.scope.get(PREFIX, '')}/"


def _size(made: Content) -> int:
    return len(made.body) + len(made.packed) + 256
