"""The picture of an entry, among the media that a feed attaches to it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ribao.acquire.sources.links import absolute

_PICTURE_ENDINGS = (".jpg", ".jpeg", ".png", ".webp", ".gif", ".avif")


@dataclass(frozen=True, slots=True, kw_only=True)
class Media:
    """Attributes as the feed writes them (names lower case): media:content, enclosures, media:thumbnail, itunes:image."""

    contents: Iterable[Mapping[str, str]] = ()
    enclosures: Iterable[Mapping[str, str]] = ()
    thumbnails: Iterable[Mapping[str, str]] = ()
    images: Iterable[Mapping[str, str]] = ()


def picture(media: Media, base: str) -> str:
    """Address of the first picture: attached ones before thumbnails; empty when there is none."""
    attached = [one for group in (media.contents, media.enclosures) for one in group if _is_picture(one)]
    for one in (*attached, *media.thumbnails, *media.images):
        address = absolute(_address(one), base)
        if address:
            return address
    return ""


def _is_picture(media: Mapping[str, str]) -> bool:
    kind = (media.get("medium") or media.get("type") or "").lower()
    if kind:
        return kind.startswith("image")
    return _address(media).partition("?")[0].lower().endswith(_PICTURE_ENDINGS)


def _address(media: Mapping[str, str]) -> str:
    return media.get("url") or media.get("href") or ""
