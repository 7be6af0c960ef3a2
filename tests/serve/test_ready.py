"""Answers kept ready: sent again as long as nothing changed, and never to whom they do not belong."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from ribao.serve import ready
from ribao.serve.site import make_site
from ribao.support.store.port import Store
from ribao.support.store.sqlite import open_store
from tests.contracts.made import a_source
from tests.render import invented
from tests.serve.stand import Stand

HOST = "http://127.0.0.1:8600"


@dataclass
class Counting(Stand):
    """Counts the pages that were asked of it."""

    looked: list[str] = field(default_factory=list)

    def marks(self) -> int:
        self.looked.append("")
        return self.marked


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(tmp_path)
    yield opened
    opened.close()


@pytest.fixture
def stand(store: Store) -> Counting:
    return Counting([invented.bundle()], store=store)


@pytest.fixture
def client(stand: Counting) -> TestClient:
    return TestClient(make_site(stand), base_url=HOST, headers={"accept-language": "zh-CN"}, follow_redirects=False)


def test_the_same_request_is_answered_without_asking_anybody(client: TestClient, stand: Counting) -> None:
    first = client.get("/")
    asked = len(stand.looked)
    again = client.get("/")
    assert (again.content, dict(again.headers)) == (first.content, dict(first.headers))
    assert "frame-ancestors 'none'" in again.headers["content-security-policy"]
    assert len(stand.looked) == asked


def test_only_what_an_edition_shows_makes_it_anew(client: TestClient, stand: Counting, store: Store) -> None:
    first = client.get("/")
    store.put_sources([a_source()])  # as a refresh writes
    assert client.get("/").content == first.content
    edition = stand.bundles[0].edition
    stand.bundles[0] = replace(stand.bundles[0], edition=replace(edition, revision=2, note="改正了一处数字"))
    store.put_sources([a_source("beta")])
    assert "改正了一处数字" in client.get("/").text


def test_what_another_process_writes_is_seen_too(tmp_path: Path) -> None:
    writer = open_store(tmp_path)
    reader = open_store(tmp_path, read_only=True)
    before = reader.moment()
    assert reader.moment() == before
    writer.put_sources([a_source()])
    assert reader.moment() != before
    reader.close()
    writer.close()


def test_each_reader_gets_their_own(client: TestClient) -> None:
    client.get("/")
    assert '<html lang="en">' in client.get("/", headers={"accept-language": "en"}).text
    assert client.get("/", headers={"accept-encoding": "identity"}).headers.get("content-encoding") is None
    etag = client.get("/").headers["etag"]
    assert client.get("/", headers={"if-none-match": etag}).status_code == 304
    assert client.get("/").status_code == 200
    assert client.head("/").content == b""
    assert client.get("/").content


def test_pages_that_show_what_is_so_now_and_sessions_are_never_kept(client: TestClient, stand: Counting) -> None:
    assert "北岸来信" not in client.get("/-/versions").text
    stand.versions = lambda: {"北岸来信": "1"}  # type: ignore[method-assign]
    assert "北岸来信" in client.get("/-/versions").text
    client.get("/", headers={"cookie": "ribao-owner=x"})
    asked = len(stand.looked)
    client.get("/", headers={"cookie": "ribao-owner=x"})
    assert len(stand.looked) > asked


def test_strangers_cannot_fill_the_memory(client: TestClient, stand: Counting, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ready, "MOST_BYTES", 300_000)
    for number in range(40):
        assert client.get(f"/?{number}").status_code == 200
    asked = len(stand.looked)
    client.get("/?0")
    assert len(stand.looked) > asked  # it was dropped
    asked = len(stand.looked)
    client.get("/?0")
    assert len(stand.looked) == asked
