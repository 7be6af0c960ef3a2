"""Serve the world on loopback: one server, each outlet under the path /HOST/. Nothing in an answer tells the port."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

from ribao.sample import render
from ribao.sample.body import pages
from ribao.sample.world import Item, Outlet, World, address

FEED_TYPES = {
    "atom": "application/atom+xml",
    "json": "application/feed+json",
    "list": "text/html",
    "rdf": "application/rdf+xml",
    "sitemap": "application/xml",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    body: bytes = b""


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 256  # with the default of five, a caller beyond them waits a second to try again


@contextmanager
def serve(world: World, at: datetime) -> Iterator[str]:
    """Serve the world as it stood at that moment; yields the base address, ``http://127.0.0.1:PORT``."""
    server = _Server(("127.0.0.1", 0), _handler(world, at))
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _handler(world: World, at: datetime) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        wbufsize = 64 * 1024  # head and body in one segment: two small ones cost 40 ms of delayed acknowledgement
        disable_nagle_algorithm = True

        def do_GET(self) -> None:
            given = {name.lower(): value for name, value in self.headers.items()}
            answer = conditional(answer_to(world, at, self.path), given)
            self.send_response_only(answer.status)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            self.send_header("Date", format_datetime(at.astimezone(UTC), usegmt=True))  # the moment's, not today's
            if answer.status != 304:
                self.send_header("Content-Length", str(len(answer.body)))
            self.end_headers()
            self.wfile.write(answer.body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """A sample needs no access log."""

    return Handler


def answer_to(world: World, at: datetime, path: str) -> Answer:
    """The answer to GET of /HOST/PATH at that moment. Pure."""
    host, _, rest = path.lstrip("/").partition("/")
    outlet = next((o for o in world.outlets.values() if o.host == host), None)
    if outlet is None:
        return _missing()
    return _outlet_answer(world, outlet, at, "/" + rest.partition("?")[0])


def conditional(answer: Answer, given: Mapping[str, str]) -> Answer:
    """304 when the asker has it already (RFC 9110, 13.1.2)."""
    etag = answer.headers.get("ETag")
    known = [tag.strip() for tag in given.get("if-none-match", "").split(",")]
    if answer.status != 200 or etag not in known:
        return answer
    kept = {name: value for name, value in answer.headers.items() if name in ("ETag", "Last-Modified")}
    return Answer(status=304, headers=kept)


def _outlet_answer(world: World, outlet: Outlet, at: datetime, path: str) -> Answer:
    if path == outlet.feed:
        return _feed(world, outlet, at)
    if path == "/robots.txt":
        return _found("text/plain; charset=utf-8", outlet.robots.encode()) if outlet.robots else _missing()
    if path.startswith("/img/"):
        return _found(*render.picture(path[5:]))
    if path == "/":
        return _found(_html_type(outlet), render.home(world, outlet, at))
    if path.startswith("/go/"):
        return _go(world, outlet, at, path[4:])
    return _page(world, outlet, at, path)


def _feed(world: World, outlet: Outlet, at: datetime) -> Answer:
    if outlet.fault == "missing":
        return _missing()
    kind = FEED_TYPES.get(outlet.format, "application/rss+xml")
    changed = max((_changed(item, at) for item in world.items_of(outlet, at)), default=None)
    return _found(f"{kind}; charset={outlet.charset}", render.feed(world, outlet, at), changed)


def _go(world: World, outlet: Outlet, at: datetime, item_id: str) -> Answer:
    item = world.items.get(item_id)
    if item is None or item.outlet != outlet.id or item.published > at:
        return _missing()
    # the path keeps the host, so that a redirect stays on loopback whoever follows it
    return Answer(status=302, headers={"Location": f"/{address(world, item).removeprefix('http://')}"})


def _page(world: World, outlet: Outlet, at: datetime, path: str) -> Answer:
    found = _paths(world, outlet, at).get(path)
    if found is None:
        return _missing()
    item, number = found
    if item.access == "pdf":
        return _found("application/pdf", render.pdf(), item.published)
    body = render.page(world, item, at, number)
    return _missing() if body is None else _found(_html_type(outlet), body, _changed(item, at))


def _paths(world: World, outlet: Outlet, at: datetime) -> dict[str, tuple[Item, int]]:
    found = {}
    for item in world.items_of(outlet, at):
        version = item.as_of(at)
        count = len(pages(version.body)) if version else 0
        for number in range(1, count + 1):
            url = render.page_address(address(world, item), number)
            found[url.removeprefix(outlet.site.rstrip("/"))] = (item, number)
    return found


def _changed(item: Item, at: datetime) -> datetime:
    version = item.as_of(at)
    return version.at if version else item.published


def _html_type(outlet: Outlet) -> str:
    return f"text/html; charset={outlet.claimed_charset}" if outlet.claimed_charset else "text/html"


def _found(kind: str, body: bytes, changed: datetime | None = None) -> Answer:
    headers = {"Content-Type": kind, "ETag": f'"{sha256(body).hexdigest()[:20]}"'}
    if changed is not None:
        headers["Last-Modified"] = format_datetime(changed.astimezone(UTC), usegmt=True)
    return Answer(status=200, headers=headers, body=body)


def _missing() -> Answer:
    return Answer(status=404, headers={"Content-Type": "text/plain; charset=utf-8"}, body=b"not found\n")
