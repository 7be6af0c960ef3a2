"""A stranger's picture made anew: what comes out, and what is refused."""

import struct
import time
import zlib
from contextlib import suppress
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from ribao.support.pictures.shrink import FORMATS, NotAPicture, layout, shrink
from ribao.support.pictures.signing import WIDTHS
from tests.support.pictures.drawn import HTML, SVG_BOMB, animated, claiming, drawn, seen, turned


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF", "BMP"])
@pytest.mark.parametrize(("webp", "out"), [(True, "WEBP"), (False, "JPEG")])
def test_a_picture_comes_out_small_and_in_our_own_format(kind: str, webp: bool, out: str) -> None:
    made = seen(shrink(drawn(1600, 900, kind), 640, webp))
    assert (made.format, made.size) == (out, (640, 360))
    left, right = made.convert("RGB").getpixel((100, 180)), made.convert("RGB").getpixel((540, 180))
    assert isinstance(left, tuple)
    assert isinstance(right, tuple)
    assert left[0] > 180 > 80 > left[2]
    assert right[2] > 180 > 80 > right[0]


def test_all_of_a_tall_picture_stands_in_the_frame_and_what_is_beside_it_is_clear() -> None:
    made = seen(shrink(drawn(900, 1600), 640, True))
    assert made.size == (640, 360)
    assert made.getchannel("A").getbbox() == (0, 0, 202, 360)


def test_where_nothing_can_be_clear_it_is_white() -> None:
    assert seen(shrink(drawn(900, 1600), 640, False)).getpixel((600, 100)) == (255, 255, 255)


def test_a_small_picture_is_not_enlarged() -> None:
    made = seen(shrink(drawn(200, 112), 1280, True))
    assert made.size == (208, 117)


def test_it_is_upright_and_says_nothing_of_its_camera_or_profile() -> None:
    for webp in (True, False):
        body = shrink(turned(), 1280, webp)
        assert b"SECRET" not in body
        made = seen(body)
        assert not made.getexif()
        assert not {"icc_profile", "comment", "xmp"} & made.info.keys()
        # the left of what was stored is the top of what was seen
        top, foot = (made.convert("RGB").getpixel((150, y)) for y in (40, made.height - 40))
        assert isinstance(top, tuple)
        assert isinstance(foot, tuple)
        assert top[0] > 180
        assert foot[2] > 180


def test_of_a_moving_picture_the_first_frame_is_shown() -> None:
    made = seen(shrink(animated(), 320, True))
    assert getattr(made, "n_frames", 1) == 1
    colour = made.convert("RGB").getpixel((50, 50))
    assert isinstance(colour, tuple)
    assert colour[1] > 150 > colour[0]


def test_what_is_transparent_is_white_by_day_and_night() -> None:
    clear = Image.new("RGBA", (320, 180), (0, 0, 0, 0))
    made = BytesIO()
    clear.save(made, "PNG")
    assert seen(shrink(made.getvalue(), 320, True)).convert("RGB").getpixel((10, 10)) == (255, 255, 255)


def test_sixteen_bits_of_grey_are_not_all_white() -> None:
    made = BytesIO()
    Image.new("I;16", (320, 180), 20_000).save(made, "PNG")
    colour = seen(shrink(made.getvalue(), 320, True)).convert("L").getpixel((10, 10))
    assert isinstance(colour, int)
    assert 70 < colour < 86


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(HTML, id="a page called .png"),
        pytest.param(SVG_BOMB, id="an SVG bomb"),
        pytest.param(claiming(50_000, 50_000), id="50k by 50k"),
        pytest.param(claiming(9_000, 9_000), id="81 million pixels"),
        pytest.param(claiming(6_000, 6_000), id="a head that promises more than comes"),
        pytest.param(claiming(0, 0), id="no size"),
        pytest.param(drawn(640, 480, "JPEG")[:2000], id="a JPEG cut short"),
        pytest.param(drawn(640, 480, "PNG")[:200], id="a PNG cut short"),
        pytest.param(drawn(64, 64, "ICO"), id="an icon"),
        pytest.param(drawn(640, 480, "TIFF"), id="TIFF"),
        pytest.param(drawn(1, 1), id="a tracking dot"),
        pytest.param(drawn(640, 8), id="a rule"),
    ],
)
def test_what_is_no_picture_is_refused_at_once(body: bytes) -> None:
    begun = time.process_time()
    with pytest.raises(NotAPicture):
        shrink(body, 640, True)
    assert time.process_time() - begun < 1


def test_a_text_chunk_that_unpacks_to_a_hundred_megabytes_is_refused() -> None:
    good = drawn()
    data = b"Comment\x00\x00" + zlib.compress(bytes(100 * 1024 * 1024), 9)
    chunk = struct.pack(">I", len(data)) + b"zTXt" + data + struct.pack(">I", zlib.crc32(b"zTXt" + data))
    at = good.index(b"IDAT") - 4
    with pytest.raises(NotAPicture):
        shrink(good[:at] + chunk + good[at:], 640, True)


@given(st.integers(40, 20_000), st.integers(40, 20_000), st.sampled_from(WIDTHS))
def test_a_frame_is_always_of_the_same_shape_and_holds_all_of_it(wide: int, high: int, width: int) -> None:
    (out_wide, out_high), (in_wide, in_high) = layout(wide, high, width)
    assert out_wide * 9 == out_high * 16
    assert out_wide <= width
    assert 1 <= in_wide <= out_wide
    assert 1 <= in_high <= out_high


GOOD = {kind: drawn(160, 120, kind) for kind in FORMATS if kind != "AVIF"}


@pytest.mark.slow
@given(st.sampled_from(sorted(GOOD)), st.lists(st.tuples(st.integers(0, 4000), st.integers(0, 255)), max_size=12))
def test_broken_bytes_are_a_picture_or_refused(kind: str, changes: list[tuple[int, int]]) -> None:
    body = bytearray(GOOD[kind])
    for at, value in changes:
        body[at % len(body)] = value
    with suppress(NotAPicture):  # any other exception would be a page that fails
        assert seen(shrink(bytes(body), 160, True)).format == "WEBP"
