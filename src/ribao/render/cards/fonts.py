"""Fonts of this machine for the cards: a Chinese face where one is installed, else the Latin one that Pillow carries.

No font is shipped and none is fetched. What a face cannot draw is never drawn, so that no empty box stands on a card.
"""

import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

SAMPLE = "智能日报新闻未经证实"  # a face that has these is a Chinese one
PLACES = (
    "/usr/share/fonts/opentype/noto/NotoSerifCJK-Bold.ttc",
    "/usr/share/fonts/noto-cjk/NotoSerifCJK-Bold.ttc",
    "/usr/share/fonts/google-noto-serif-cjk-vf-fonts/NotoSerifCJK-VF.ttc",
    "/usr/share/fonts/opentype/noto/NotoSansCJK-Bold.ttc",
    "/usr/share/fonts/noto-cjk/NotoSansCJK-Bold.ttc",
    "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc",
    "/usr/share/fonts/truetype/droid/DroidSansFallbackFull.ttf",
    "/System/Library/Fonts/Supplemental/Songti.ttc",
    "/System/Library/Fonts/PingFang.ttc",
    "C:/Windows/Fonts/simsun.ttc",
    "C:/Windows/Fonts/msyhbd.ttc",
    "C:/Windows/Fonts/msyh.ttc",
)
_ASKED = ("serif:lang=zh-cn:bold", "sans:lang=zh-cn:bold")
_FACES = 12  # of one collection that are looked at
_MISSING = "\U0010fffe"  # a character that no face has


@dataclass(slots=True)
class Face:
    """A face at any size. ``path`` None: the Latin one that Pillow carries."""

    path: Path | None = None
    index: int = 0
    _sizes: dict[int, Any] = field(default_factory=dict)
    _known: dict[str, bool] = field(default_factory=dict)
    _box: bytes | None = None

    @property
    def chinese(self) -> bool:
        return self.path is not None

    def at(self, size: int) -> Any:
        """Pillow's font object of that many pixels."""
        from PIL import ImageFont

        if size not in self._sizes:
            plain = ImageFont.Layout.BASIC  # no face reorders what a stranger wrote
            self._sizes[size] = (
                ImageFont.truetype(str(self.path), size, index=self.index, layout_engine=plain)
                if self.path
                else ImageFont.load_default(size)
            )
        return self._sizes[size]

    def has(self, character: str) -> bool:
        if character not in self._known:
            if len(self._known) > 20_000:
                self._known.clear()
            self._known[character] = character.isspace() or self._drawn(character) not in (b"", self._missing())
        return self._known[character]

    def _drawn(self, character: str) -> bytes:
        mask = self.at(32).getmask(character)
        return bytes(mask) if any(mask.size) else b""

    def _missing(self) -> bytes:
        if self._box is None:
            self._box = self._drawn(_MISSING)
        return self._box


@cache
def face() -> Face:
    """The best face of this machine for Chinese headlines; found once."""
    return next((one for one in _candidates() if _is_chinese(one)), Face())


def _candidates() -> Iterator[Face]:
    for asked in _ASKED:
        yield from _by_fontconfig(asked)
    for place in PLACES:
        if Path(place).is_file():
            yield from _faces_of(Path(place))


def _by_fontconfig(asked: str) -> Iterator[Face]:
    program = shutil.which("fc-match")
    if program is None:
        return
    try:
        done = subprocess.run(
            [program, "-f", "%{file}\n%{index}", asked], capture_output=True, text=True, timeout=5, check=True
        )
        path, _, index = done.stdout.partition("\n")
        yield Face(path=Path(path), index=int(index) & 0xFFFF)  # the upper half names an instance of a variable font
    except (OSError, ValueError, subprocess.SubprocessError):
        return


def _faces_of(path: Path) -> Iterator[Face]:
    """Those of a collection, the simplified Chinese ones first."""
    from PIL import ImageFont

    found: list[tuple[bool, Face]] = []
    for index in range(_FACES if path.suffix == ".ttc" else 1):
        try:
            name = ImageFont.truetype(str(path), 32, index=index).getname()[0] or ""
        except OSError:
            break
        found.append((not name.endswith(" SC"), Face(path=path, index=index)))
    yield from (one for _, one in sorted(found, key=lambda row: row[0]))


def _is_chinese(one: Face) -> bool:
    try:
        return all(one.has(character) for character in SAMPLE)
    except OSError:
        return False
