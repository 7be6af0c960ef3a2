"""The whole daily on a plain static host, in a folder of it: read and searched in a real Chromium."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import expect

from ribao.render.whole.desk import Face
from ribao.render.whole.site import whole_site
from ribao.support.exchange import exchange_tree
from tests.journeys.conftest import Open
from tests.render import invented
from tests.serve.stand import Stand

pytestmark = [pytest.mark.browser, pytest.mark.slow]


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def hosted(folder: Path) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    bundle = invented.bundle()
    one, day = bundle.edition, timedelta(days=1)
    before = replace(
        bundle, edition=replace(one, date=one.date - day, as_of=one.as_of - day, sections=one.sections[:1])
    )
    root = tmp_path_factory.mktemp("host")
    exchange_tree(root / "my/daily", whole_site(Stand([bundle, before]), Face(title="智能日报", language="zh")))
    return root


@pytest.mark.parametrize(
    ("words", "headline"),
    [
        ("两个字", None),
        ("降价 云", None),
        ("推理", "青穹云把推理服务价格再降三成"),
        ("推理服務", "青穹云把推理服务价格再降三成"),  # Traditional
        ("穹", "青穹云把推理服务价格再降三成"),  # a single character
        ("ＮＯＲＴＨ", "Northwick chip plant"),  # full-width, and the beginning of a word
        ("chip LINES", "Northwick chip plant"),
        ("orthwick", None),
    ],
)
def test_searching(folder: Path, open_page: Open, words: str, headline: str | None) -> None:
    with hosted(folder) as address:
        page, watched = open_page(address + "my/daily/")
        page.locator(".find input").fill(words)
        page.locator(".find button").click()
        status = page.locator("main [role=status]")
        if headline is None:
            expect(status).to_have_text("没有找到。")
        else:
            first = page.locator(".found .title").first
            expect(first).to_contain_text(headline)
            assert page.locator(".found mark").count()
            first.locator("a").click()
            expect(page.locator("h1")).to_contain_text(headline)
            assert page.url.startswith(address + "my/daily/d/2026-05-08/s/")
        assert watched.complaints == []
        assert all(asked.startswith(address + "my/daily/") for asked in watched.asked)


def test_reading_on_in_another_language_and_in_the_archive(folder: Path, open_page: Open) -> None:
    with hosted(folder) as address:
        page, watched = open_page(address + "my/daily/index.html")
        page.get_by_role("link", name="English").click()
        assert page.url == address + "my/daily/en/index.html"
        page.get_by_role("link", name="Earlier editions").click()
        page.locator(".calendar a").first.click()
        assert page.url == address + "my/daily/en/d/2026-05-07/index.html"
        page.locator(".find input").fill("northwick")
        page.keyboard.press("Enter")
        page.locator(".found a").first.click()
        assert page.url.startswith(address + "my/daily/en/d/2026-05-08/s/")
        assert watched.complaints == []
        assert all(asked.startswith(address + "my/daily/") for asked in watched.asked)


def test_without_scripts_the_search_says_what_else_can_be_done(folder: Path, open_page: Open) -> None:
    with hosted(folder) as address:
        page, _ = open_page(address + "my/daily/search.html?q=x", java_script_enabled=False)
        expect(page.locator("main")).to_contain_text("搜索引擎")
        page.locator("main .without a").first.click()
        assert page.url == address + "my/daily/archive.html"


def test_from_a_file_the_search_says_what_it_needs(folder: Path, open_page: Open) -> None:
    page, watched = open_page((folder / "my/daily/index.html").as_uri())
    page.locator(".find input").fill("推理")
    page.keyboard.press("Enter")
    expect(page.locator("main [role=status]")).to_contain_text("python3 -m http.server")
    assert watched.complaints == []
