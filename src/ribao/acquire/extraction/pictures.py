"""Pictures of the article: the one the page declares as its lead, then those in its text."""

import re
from collections.abc import Iterable, Iterator

from lxml.html import HtmlElement

from ribao.acquire.extraction.address import absolute
from ribao.acquire.extraction.structured import Structured
from ribao.acquire.extraction.words import one_line
from ribao.types.article import Picture

_MOST = 20
# lazy loading keeps the real address beside a placeholder
_ATTRIBUTES = (
    "data-src",
    "data-original",
    "data-lazy-src",
    "data-actualsrc",
    "data-url",
    "data-echo",
    "data-lazyload",
    "src",
)
_SMALL = 100  # pixels: icons, avatars, tracking dots
_NOT_A_PICTURE = re.compile(
    r"(?:logo|icon|avatar|spacer|blank|pixel|loading|placeholder|sprite|qrcode|erweima|weixin_code|1x1|transparent|emoji|touxiang|default[_-]?(?:pic|img))",
    re.IGNORECASE,
)


def pictures(structured: Structured, home: HtmlElement | None, url: str) -> tuple[Picture, ...]:
    """Lead picture first, each address once, absolute; ``home`` is the element that holds the article."""
    found: dict[str, Picture] = {}
    for picture in (*_declared(structured, url), *(_inside(home, url) if home is not None else ())):
        if picture.url not in found or (picture.caption and not found[picture.url].caption):
            found[picture.url] = picture
        if len(found) >= _MOST:
            break
    return tuple(found.values())


def _declared(structured: Structured, url: str) -> Iterator[Picture]:
    for name in ("og:image", "og:image:url", "og:image:secure_url", "twitter:image", "twitter:image:src"):
        for value in structured.meta.get(name, ())[:1]:
            yield from _picture(value, url)
    for value in _json_pictures(structured.article.get("image") or structured.article.get("images")):
        yield from _picture(value, url)


def _json_pictures(value: object) -> Iterable[str]:
    if isinstance(value, list):
        value = value[0] if value else ""
    if isinstance(value, dict):
        value = value.get("url") or value.get("@id")
    return [value] if isinstance(value, str) and value else []


def _inside(home: HtmlElement, url: str) -> Iterator[Picture]:
    for image in home.iter("img"):
        if _tiny(image):
            continue
        address = next(
            (value for name in _ATTRIBUTES if (value := image.get(name)) and not value.startswith("data:")), ""
        )
        yield from _picture(address, url, _caption(image))


def _picture(address: str, url: str, caption: str = "") -> Iterator[Picture]:
    full = absolute(address, url)
    if full and not _NOT_A_PICTURE.search(full.rsplit("/", 1)[-1]):
        yield Picture(url=full, caption=caption)


def _caption(image: HtmlElement) -> str:
    figure = next(image.iterancestors("figure"), None)
    if figure is not None and (caption := figure.find(".//figcaption")) is not None:
        return one_line(caption.text_content())[:300]
    return ""


def _tiny(image: HtmlElement) -> bool:
    for name in ("width", "height"):
        size = (image.get(name) or "").removesuffix("px").strip()
        if size.isdecimal() and len(size) < 6 and int(size) < _SMALL:
            return True
    return False
