"""A stranger's picture made anew, small and plain. Pure; runs in a worker process, whose limits bound what it may cost.

What leaves here was drawn by our own encoder from pixels alone: no metadata, no profile, no script, no second frame.
Nothing is cropped, for what a picture shows is its source's to say: it stands whole in a frame of 16:9, so that a page
knows its shape before it is there, and what remains beside it is clear.
"""

import warnings
from io import BytesIO
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image as Picture

FORMATS = (
    "JPEG",
    "PNG",
    "WEBP",
    "GIF",
    "AVIF",
    "BMP",
)  # no SVG, which is a program; no ICO, which is no picture of news
MOST_PIXELS = 40_000_000  # looked up in the head of the file, before anything is decoded
LEAST_LONG, LEAST_SHORT = 100, 40  # pixels: an icon or a tracking dot is no picture
WIDE, HIGH = 16, 9
_NEAR = 2  # pixels by which a picture may be stretched to fill its frame
_WHITE = (255, 255, 255)


class NotAPicture(Exception):
    """Refused; the one argument says why."""


def shrink(body: bytes, width: int, webp: bool) -> bytes:
    """``body`` as WebP or JPEG, at most ``width`` pixels wide, never enlarged. Raises :class:`NotAPicture`."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # a warning of Pillow is about a bomb or a broken file
            return _encoded(_framed(_opened(body, width), width, webp), webp)
    except (NotAPicture, MemoryError):
        raise
    except Exception as error:  # decoders of a dozen formats raise whatever they like
        raise NotAPicture(f"{type(error).__name__}: {error}"[:200]) from None


def _opened(body: bytes, width: int) -> "Picture":
    """The first frame, upright, without transparency."""
    from PIL import Image, ImageOps

    picture: Image.Image = Image.open(BytesIO(body), formats=FORMATS)
    _check(*picture.size)
    picture.draft("RGB", (2 * width, 2 * width))  # a large JPEG is decoded at a half, a quarter or an eighth
    upright = ImageOps.exif_transpose(picture)
    if upright.mode.startswith("I"):  # 16 bits of grey
        upright = upright.convert("F").point(lambda value: value / 256 + 0).convert("L")
    if "A" in upright.getbands() or "transparency" in upright.info:
        over = upright.convert("RGBA")
        upright = Image.alpha_composite(Image.new("RGBA", over.size, _WHITE), over)
    return upright.convert("RGB")


def _check(wide: int, high: int) -> None:
    if wide * high > MOST_PIXELS:
        raise NotAPicture(f"{wide}x{high} pixels")
    if max(wide, high) < LEAST_LONG or min(wide, high) < LEAST_SHORT:
        raise NotAPicture(f"too small: {wide}x{high} pixels")


def _framed(picture: "Picture", width: int, webp: bool) -> "Picture":
    from PIL import Image

    size, inside = layout(*picture.size, width)
    small = picture.resize(inside, Image.Resampling.LANCZOS, reducing_gap=2.0)
    clear = webp and inside != size
    # a new one: what came with the file (profile, comments) does not come along
    frame = Image.new("RGBA" if clear else "RGB", size, (*_WHITE, 0) if clear else _WHITE)
    frame.paste(small, (0, 0))
    return frame


def layout(wide: int, high: int, width: int) -> tuple[tuple[int, int], tuple[int, int]]:
    """Sizes of the frame, exactly 16:9, and of the picture in it, for a picture of ``wide`` by ``high`` pixels."""
    units = min(width // WIDE, max(-(-wide // WIDE), -(-high // HIGH)))
    size = (units * WIDE, units * HIGH)
    scale = min(size[0] / wide, size[1] / high, 1.0)
    inside = (max(1, round(wide * scale)), max(1, round(high * scale)))
    near = all(abs(outer - inner) <= _NEAR for outer, inner in zip(size, inside, strict=True))
    return size, size if near else inside


def _encoded(picture: "Picture", webp: bool) -> bytes:
    made = BytesIO()
    if webp:
        picture.save(made, "WEBP", quality=78, method=4)
    else:
        picture.save(made, "JPEG", quality=80, progressive=True)
    return made.getvalue()
