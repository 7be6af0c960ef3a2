"""Pictures of articles, from a real origin through the real client, a real worker and a real store to a reader."""

import asyncio
import re
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from io import BytesIO
from ipaddress import IPv4Network
from pathlib import Path
from urllib.parse import urljoin

import httpx2
import pytest
from PIL import Image

from ribao.render.bundle import Bundle
from ribao.serve.house import Face
from ribao.serve.site import make_site
from ribao.support.net.client import AiohttpClient
from ribao.support.net.guard import Guard
from ribao.support.pictures.album import Album, opened_album
from ribao.support.store.port import Reading
from ribao.support.store.sqlite import open_store
from ribao.types.annotation import Annotation
from ribao.types.article import Article, Picture
from ribao.types.showing import Showing
from tests.contracts.made import a_lead, a_source, show
from tests.render import invented
from tests.serve.stand import Stand
from tests.support.pictures.drawn import HTML, SVG_BOMB, claiming, drawn

pytestmark = [pytest.mark.anyio, pytest.mark.slow]
CHROME = "image/avif,image/webp,image/apng,image/svg+xml,image/*,*/*;q=0.8"
OPEN = [IPv4Network("127.0.0.1/32")]
BODIES = {
    "/good.jpg": drawn(1600, 900, "JPEG"),
    "/other.png": drawn(900, 900, "PNG"),
    "/bomb.svg": SVG_BOMB,
    "/huge.png": claiming(50_000, 50_000),
    "/cut.jpg": drawn(640, 480, "JPEG")[:2000],
    "/page.png": HTML,
    "/large.jpg": bytes(3 * 1024 * 1024),
}


@dataclass
class Origin:
    port: int = 0
    inside: int = 0  # of a listener on an address that may not be asked
    asked: list[str] = field(default_factory=list)
    heads: list[str] = field(default_factory=list)

    def at(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        path = head.split(" ")[1]
        self.asked.append(path)
        self.heads.append(head)
        try:
            if path == "/endless.jpg":
                writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
                while True:
                    writer.write(b"x")
                    await writer.drain()
                    await asyncio.sleep(0.05)
            status = "302 Found" if path == "/inward.jpg" else "200 OK" if path in BODIES else "404 Not Found"
            body = BODIES.get(path, b"")
            more = f"Location: http://127.0.0.2:{self.inside}/secret\r\n" if path == "/inward.jpg" else ""
            writer.write(
                f"HTTP/1.1 {status}\r\n{more}Content-Type: image/png\r\nContent-Length: {len(body)}\r\n\r\n".encode()
            )
            writer.write(body)
            await writer.drain()
        except ConnectionError:
            pass
        finally:
            writer.close()


@dataclass
class Site:
    origin: Origin
    reader: httpx2.AsyncClient
    album: Album
    stand: Stand
    secrets: list[str]
    article: Article
    face: dict[str, Showing] = field(default_factory=lambda: {"pictures": Showing.LEAD})

    def address(self, path: str, width: int = 640, number: int | None = None) -> str:
        """That of one of the article's pictures, as a page would write it."""
        urls = [one.url for one in self.article.pictures]
        which = urls.index(self.origin.at(path)) if number is None else number
        return f"/p/{self.album.key.sign(urls[which], width)}/{width}/{self.article.id}.1.{which}"

    async def ask(self, path: str, width: int = 640, accept: str = CHROME) -> httpx2.Response:
        return await self.reader.get(self.address(path, width), headers={"Accept": accept})


def _pictured(bundle: Bundle, pictures: Sequence[Picture]) -> Bundle:
    """The top story's own article has them."""
    top = bundle.edition.sections[0].entries[0].articles[0].id
    return replace(bundle, articles={**bundle.articles, top: replace(bundle.articles[top], pictures=tuple(pictures))})


def _promoted(article_id: str) -> Annotation:
    return Annotation(article_id=article_id, revision=1, maker="promotion", version=1, value={"promo": True})


@asynccontextmanager
async def _site(folder: Path, *, sample: bool = False) -> AsyncIterator[Site]:
    origin, secrets = Origin(), list[str]()

    async def secret(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        secrets.append("asked")
        writer.close()

    server = await asyncio.start_server(origin.answer, "127.0.0.1", 0)
    inside = await asyncio.start_server(secret, "127.0.0.2", 0)
    origin.port, origin.inside = (one.sockets[0].getsockname()[1] for one in (server, inside))
    paths = (*BODIES, "/inward.jpg", "/endless.jpg", "/gone.jpg")
    pictures = [Picture(url=origin.at(path), caption="发布会现场<b>" if path == "/good.jpg" else "") for path in paths]
    pictures.append(Picture(url=f"http://127.0.0.2:{origin.inside}/secret"))
    bundle = _pictured(invented.bundle(sample=sample), pictures)
    article = bundle.articles[bundle.edition.sections[0].entries[0].articles[0].id]
    store = open_store(folder)
    store.put_sources([a_source(article.source_id)])
    show(store, a_lead(article.id, article.source_id, id=article.id))
    store.save_readings([Reading(lead_id=article.id, article=article)])
    client = AiohttpClient(Guard(OPEN), "test", timeout_seconds=1.5, max_bytes=2 * 1024 * 1024)
    try:
        async with opened_album(folder, client, 10) as album:
            stand = Stand([bundle], store=store)
            face = {"pictures": Showing.LEAD}
            app = make_site(stand, album=album, face=lambda: Face(title="智能日报", language="zh", **face))
            transport = httpx2.ASGITransport(app)
            async with httpx2.AsyncClient(transport=transport, base_url="http://127.0.0.1") as reader:
                yield Site(origin, reader, album, stand, secrets, article, face)
    finally:
        await client.aclose()
        store.close()
        for one in (server, inside):
            one.close()
            await one.wait_closed()


@pytest.fixture
async def site(tmp_path: Path) -> AsyncIterator[Site]:
    async with _site(tmp_path) as made:
        yield made


async def test_a_picture_comes_in_our_own_form_and_is_kept(site: Site) -> None:
    first = await site.ask("/good.jpg")
    assert (first.status_code, first.headers["content-type"]) == (200, "image/webp")
    assert first.headers["x-content-type-options"] == "nosniff"
    assert "immutable" in first.headers["cache-control"]
    assert "Accept" in first.headers["vary"]
    assert Image.open(BytesIO(first.content)).size == (640, 360)
    again = await site.ask("/good.jpg")
    assert again.content == first.content
    assert site.origin.asked == ["/good.jpg"]
    known = await site.reader.get(
        site.address("/good.jpg"), headers={"Accept": CHROME, "If-None-Match": first.headers["etag"]}
    )
    assert (known.status_code, known.content) == (304, b"")


@pytest.mark.parametrize("accept", ["*/*", "image/png,image/*;q=0.8", "image/webp;q=0", ""])
async def test_who_does_not_name_webp_gets_jpeg(site: Site, accept: str) -> None:
    answer = await site.ask("/good.jpg", accept=accept)
    assert answer.headers["content-type"] == "image/jpeg"
    assert Image.open(BytesIO(answer.content)).format == "JPEG"


async def test_the_origin_hears_nothing_of_the_reader(site: Site) -> None:
    await site.reader.get(
        site.address("/good.jpg"),
        headers={"Accept": CHROME, "Cookie": "a=SECRET", "Referer": "http://127.0.0.1/SECRET"},
    )
    (head,) = site.origin.heads
    assert "SECRET" not in head
    assert "referer" not in head.lower()


async def test_many_readers_at_once_cost_one_request(site: Site) -> None:
    answers = await asyncio.gather(*(site.ask("/good.jpg") for _ in range(12)))
    assert {one.status_code for one in answers} == {200}
    assert site.origin.asked == ["/good.jpg"]


@pytest.mark.parametrize(
    "path",
    ["/bomb.svg", "/huge.png", "/cut.jpg", "/page.png", "/large.jpg", "/inward.jpg", "/endless.jpg", "/gone.jpg"],
)
async def test_a_bad_picture_is_none_and_is_not_asked_for_again(site: Site, path: str) -> None:
    answer = await site.ask(path)
    assert (answer.status_code, answer.headers["content-type"]) == (404, "image/png")
    assert Image.open(BytesIO(answer.content)).size == (1000, 1)
    assert len(answer.content) < 200
    assert (await site.ask(path, 320)).status_code == 404
    assert site.origin.asked == [path]
    assert not site.secrets
    assert (await site.ask("/good.jpg")).status_code == 200  # and the others go on


async def test_a_private_address_is_not_even_connected_to(site: Site) -> None:
    answer = await site.reader.get(site.address("", number=len(site.article.pictures) - 1))
    assert answer.status_code == 404
    assert not site.secrets


async def test_nobody_can_have_anything_else_fetched(site: Site) -> None:
    good = site.address("/good.jpg")
    signature, width, name = good.split("/")[2:]
    other = site.address("/other.png").split("/")[2]
    forged = [
        f"/p/{other}/{width}/{name}",
        f"/p/{signature}/320/{name}",
        f"/p/{signature}/641/{name}",
        f"/p/{site.album.key.sign(site.origin.at('/good.jpg'), 50_000)}/50000/{name}",
        f"/p/{signature}/{width}/{name[:-1]}99",
        f"/p/{signature}/{width}/{site.article.id}.2.0",
        f"/p/{signature}/{width}/..%2F..%2Fpicture-key",
        f"/p/{signature}/٦٤٠/{name}",
        f"/p/{signature}/-640/{name}",
        f"/p/%FF%FE/{width}/{name}",
        f"/p/{'x' * 60_000}/{width}/{name}",
        f"/p/{signature}/{width}/{'9' * 60_000}.1.0",
    ]
    for address in forged:
        assert (await site.reader.get(address)).status_code == 404, address[:80]
    assert site.origin.asked == []
    assert (await site.reader.post(good)).status_code == 405
    assert (await site.reader.head(good)).status_code == 200


async def test_pages_show_one_picture_and_fetch_none_before_it_is_asked_for(site: Site) -> None:
    entry = site.stand.bundles[0].edition.sections[0].entries[0]
    for path in ("/", f"/d/2026-05-08/s/{entry.story}.html", f"/d/2026-05-08/a/{entry.articles[0].id}.html"):
        page = (await site.reader.get(path)).text
        (image,) = re.findall(r"<img [^>]*>", page)
        assert 'loading="lazy"' in image
        assert 'width="640" height="360"' in image
        assert 'alt="发布会现场&lt;b&gt;"' in image
        assert f":{site.origin.port}" not in image
        assert "来源图：澜江日报" in page
        assert site.origin.asked == []
    sources = re.findall(r"([^\s\"]+) (\d+)w", image)
    assert [width for _, width in sources] == ["320", "640", "960", "1280"]
    for address, width in sources:
        found = await site.reader.get(urljoin("/d/2026-05-08/a/", address), headers={"Accept": CHROME})
        assert Image.open(BytesIO(found.content)).size[0] == int(width)


async def test_the_owner_chooses_how_many(site: Site) -> None:
    article = f"/d/2026-05-08/a/{site.article.id}.html"
    site.face["pictures"] = Showing.ALL
    assert len(re.findall("<img ", (await site.reader.get(article)).text)) == len(site.article.pictures)
    site.face["pictures"] = Showing.NONE
    for path in ("/", article):
        assert "<img " not in (await site.reader.get(path)).text
    assert (await site.ask("/good.jpg")).status_code == 404
    assert site.origin.asked == []


async def test_promotion_emblems_and_the_sample_show_none(site: Site, tmp_path: Path) -> None:
    bundle = site.stand.bundles[0]
    marked = {site.article.id: {"promotion": _promoted(site.article.id)}}
    site.stand.bundles[0] = replace(bundle, annotations=marked)
    site.stand.marked += 1
    assert "<img " not in (await site.reader.get(f"/d/2026-05-08/a/{site.article.id}.html")).text
    same = [one.id for one in bundle.articles.values() if one.source_id == site.article.source_id]
    emblem = (Picture(url=site.origin.at("/good.jpg")),)
    articles = {id_: replace(one, pictures=emblem) if id_ in same else one for id_, one in bundle.articles.items()}
    assert len(same) >= 3
    site.stand.bundles[0] = replace(bundle, articles=articles)
    site.stand.marked += 1
    assert "<img " not in (await site.reader.get("/")).text
    async with _site(tmp_path / "sample", sample=True) as sample:
        assert "<img " not in (await sample.reader.get("/")).text
