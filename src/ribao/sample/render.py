"""Render an outlet's feeds and pages from the world's templates, as they stood at a moment. Same input, same bytes."""

import zlib
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta, timezone
from email.utils import format_datetime
from functools import cache, partial
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ribao.sample.body import inline, pages, plain
from ribao.sample.world import Item, Outlet, World, address

if TYPE_CHECKING:
    from jinja2 import Environment

FEED_LENGTH = 40
RELATED = 4


@cache
def _templates(where: Path) -> "Environment":
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    env = Environment(
        loader=FileSystemLoader(where), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    env.filters["rfc822"] = lambda moment: format_datetime(moment.astimezone(UTC))
    env.filters["iso"] = lambda moment: moment.isoformat()
    env.filters["when"] = when
    return env


def when(moment: datetime, pattern: str) -> str:
    """A moment by a pattern of {y} {m} {d} {mm} {dd} {H} {M} {S} {month}, for instance "{y}年{m}月{d}日 {H}:{M}"."""
    return pattern.format(
        y=moment.year,
        m=moment.month,
        d=moment.day,
        mm=f"{moment.month:02}",
        dd=f"{moment.day:02}",
        H=f"{moment.hour:02}",
        M=f"{moment.minute:02}",
        S=f"{moment.second:02}",
        month=moment.strftime("%B"),
    )


def feed(world: World, outlet: Outlet, at: datetime) -> bytes:
    """The outlet's feed, sitemap or list page, whatever its format."""
    shown = () if outlet.fault == "empty" else world.items_of(outlet, at)[:FEED_LENGTH]
    entries = [_entry(world, outlet, item, at) for item in shown]
    newest = max((entry["updated"] for entry in entries), default=None)
    context = {"outlet": outlet, "entries": entries, "updated": newest, "notice": _notice(world, outlet)}
    text = _render(world, f"feeds/{outlet.format}.j2", context)
    body = text.encode(outlet.charset, errors="xmlcharrefreplace")
    return body[: len(body) * 2 // 3] if outlet.fault == "cut" else body


def page(world: World, item: Item, at: datetime, number: int = 1) -> bytes | None:
    """One page of the item as it stood; None when there is no such page yet."""
    outlet, version = world.outlets[item.outlet], item.as_of(at)
    if version is None:
        return None
    parts = pages(version.body)
    if not 1 <= number <= len(parts):
        return None
    view = _entry(world, outlet, item, at) | {"note": version.note, "access": item.access, "blocks": parts[number - 1]}
    context = {
        "outlet": outlet,
        "item": view,
        "number": number,
        "numbers": [(n, page_address(view["url"], n)) for n in range(1, len(parts) + 1)],
        "related": _related(world, outlet, item, at),
        "notice": _notice(world, outlet),
        "inline": partial(_inline, world),
    }
    template = {"open": outlet.page, "pdf": outlet.page}.get(item.access, item.access)
    return _render(world, f"pages/{template}.j2", context).encode(outlet.charset, errors="xmlcharrefreplace")


def home(world: World, outlet: Outlet, at: datetime) -> bytes:
    """The outlet's front page: its headlines, and where its feed is."""
    entries = [_entry(world, outlet, item, at) for item in world.items_of(outlet, at)]
    context = {"outlet": outlet, "entries": entries, "notice": _notice(world, outlet)}
    return _render(world, "pages/home.j2", context).encode(outlet.charset, errors="xmlcharrefreplace")


def page_address(url: str, number: int) -> str:
    """Pages after the first: x.html -> x_2.html."""
    return url if number == 1 else url.removesuffix(".html") + f"_{number}.html"


def _render(world: World, name: str, context: Mapping[str, Any]) -> str:
    return _templates(world.folder / "templates").get_template(name).render(context)


def _notice(world: World, outlet: Outlet) -> str:
    return world.notice[outlet.language]


def _entry(world: World, outlet: Outlet, item: Item, at: datetime) -> dict[str, Any]:
    version = item.as_of(at)
    assert version is not None, "only published items are shown"
    zone = timezone(timedelta(hours=outlet.offset_hours))
    url = address(world, item)
    text = plain(version.body)
    return {
        "id": item.id,
        "number": int(sha256(item.id.encode()).hexdigest()[:7], 16),  # a site's own article number
        "url": url,
        "link": f"{outlet.site}go/{item.id}" if outlet.short_links else url,
        "title": version.title,
        "author": item.author,
        "editor": item.editor,
        "credit": item.credit,
        "tags": item.tags,
        "published": item.published.astimezone(zone),
        "updated": version.at.astimezone(zone),
        "summary": item.summary or (text[0] if text else ""),
        "html": _html(world, version.body) if item.access == "open" else "",
        "picture": _first_picture(outlet, version.body),
    }


def _first_picture(outlet: Outlet, body: str) -> str:
    names = [block.picture for part in pages(body) for block in part if block.picture]
    return f"{outlet.site}img/{names[0]}" if names else ""


def _html(world: World, body: str) -> str:
    context = {"parts": pages(body), "inline": partial(_inline, world)}
    return _render(world, "feeds/content.j2", context).strip()


def _inline(world: World, text: str) -> Any:
    from markupsafe import Markup

    def resolve(target: str) -> str:
        return address(world, world.items[target[5:]]) if target.startswith("item:") else target

    return Markup(inline(text, resolve))  # the world's own text, escaped there


def _related(world: World, outlet: Outlet, item: Item, at: datetime) -> list[dict[str, Any]]:
    others = [other for other in world.items_of(outlet, at) if other.id != item.id]
    return [_entry(world, outlet, other, at) for other in others[:RELATED]]


def picture(name: str) -> tuple[str, bytes]:
    """Content type and bytes of a picture that is drawn from its name: two colours, nothing else."""
    digest = sha256(name.encode()).digest()
    draw: Callable[[bytes], bytes] = _svg if name.endswith(".svg") else _png
    return ("image/svg+xml" if draw is _svg else "image/png", draw(digest))


def _svg(digest: bytes) -> bytes:
    sky, ground = digest[:3].hex(), digest[3:6].hex()
    size = '<svg xmlns="http://www.w3.org/2000/svg" width="640" height="360">'
    return f'{size}<rect width="640" height="360" fill="#{sky}"/><circle cx="320" cy="180" r="90" fill="#{ground}"/></svg>'.encode()


def _png(digest: bytes, width: int = 640, height: int = 360) -> bytes:
    """A picture of two bands (PNG, RFC 2083), by the standard library alone."""
    rows = [b"\x00" + (digest[:3] if y < height // 2 else digest[3:6]) * width for y in range(height)]
    head = width.to_bytes(4, "big") + height.to_bytes(4, "big") + bytes([8, 2, 0, 0, 0])
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(b"".join(rows), 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in chunks)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return len(data).to_bytes(4, "big") + kind + data + zlib.crc32(kind + data).to_bytes(4, "big")


def pdf() -> bytes:
    """The smallest honest PDF: one empty page."""
    objects = (
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>",
    )
    body = "%PDF-1.4\n"
    offsets = []
    for number, text in enumerate(objects, 1):
        offsets.append(len(body))
        body += f"{number} 0 obj\n{text}\nendobj\n"
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    end = f"xref\n0 4\n0000000000 65535 f \n{table}trailer\n<< /Size 4 /Root 1 0 R >>\nstartxref\n{len(body)}\n%%EOF\n"
    return (body + end).encode("ascii")
