"""The pages of one language: the daily's own stand at the root of an export, the others in a folder each."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from ribao.render.bundle import Bundle
from ribao.render.html import OWN_NAMES, environment, frame_of, page
from ribao.render.place import Place, file_of
from ribao.render.whole.desk import Face
from ribao.support.i18n import LANGUAGES

CORRECTIONS = "corrections"  # pages outside the editions, as a server names them
SEARCH = "search"
SOURCES = "sources"

Made = tuple[str, bytes]  # path from the root of the export, bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Tree:
    """``prefix``: its folder with a slash at its end; empty at the root."""

    face: Face
    language: str
    prefix: str = ""

    @property
    def address(self) -> str:
        """Absolute, of its first page; empty: nobody knows."""
        return self.face.address + self.prefix if self.face.address else ""

    def place(self, here: str, base: str) -> Place:
        """``here``: of a page, as a server would name it or as the file that it is."""
        file = file_of(here)
        return Place(
            here=file,
            base=base,
            whole=True,
            languages=tuple(self._others(file)),
            site=self.face.address,
            prefix=self.prefix,
        )

    def file(self, place: Place, body: bytes | None) -> Made:
        if body is None:
            raise LookupError("an edition names a story or article that it does not have")
        return self.prefix + place.here, body

    def speaking(self, bundle: Bundle) -> Bundle:
        return replace(bundle, language=self.language)

    def page(self, template: str, here: str, bundle: Bundle, **values: Any) -> Made:
        """A page outside the editions, in the frame of ``bundle``, the latest."""
        place = self.place(here, base_of(bundle))
        return self.file(place, page(environment(), template, frame_of(bundle), place, **values))

    def _others(self, file: str) -> Iterator[tuple[str, str, str]]:
        up = "../" * (file.count("/") + (1 if self.prefix else 0))
        for tag in LANGUAGES:
            if tag != self.language:
                yield tag, OWN_NAMES[tag], f"{up}{prefix_of(tag, self.face)}{file}"


def trees_of(face: Face) -> list[Tree]:
    """The daily's own language first."""
    tags = sorted(LANGUAGES, key=lambda tag: tag != face.language)
    return [Tree(face=face, language=tag, prefix=prefix_of(tag, face)) for tag in tags]


def prefix_of(tag: str, face: Face) -> str:
    return "" if tag == face.language else f"{tag}/"


def base_of(bundle: Bundle) -> str:
    """Folder of the pages of an edition's day."""
    return f"d/{bundle.edition.date.isoformat()}/"
