"""The one click on a page: who sees the button, whose click counts, and what the pages say afterwards."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import pytest
from fastapi import FastAPI
from lxml import html
from starlette.testclient import TestClient

from ribao.edit.corrected import corrected
from ribao.serve.doors import Doors
from ribao.serve.rooms.marking import LARGEST, PATH
from ribao.serve.site import make_site
from ribao.support.i18n import speaking
from ribao.types.annotation import Annotation
from ribao.types.correction import Correction
from tests.render import invented
from tests.serve.stand import Stand

HERE = {"host": "127.0.0.1:8600"}
OURS = {**HERE, "sec-fetch-site": "same-origin", "origin": "null"}


@dataclass
class House:
    """A stand whose bundle follows the corrections, as the store's does."""

    stand: Stand
    said: list[tuple[str, bool]] = field(default_factory=list)

    def correct(self, articles: Sequence[str], promo: bool) -> None:
        self.said += [(id_, promo) for id_ in articles]
        bundle = self.stand.bundles[0]
        made = [Correction(article_id=id_, at=bundle.edition.made_at, promo=promo) for id_ in articles]
        self.stand.bundles[0] = replace(bundle, annotations=corrected(bundle.annotations, made))
        self.stand.marked += 1

    @property
    def app(self) -> FastAPI:
        return make_site(self.stand, doors=Doors(correct=self.correct))


def advert() -> tuple[House, str, str]:
    """The house, the id of an advert's article, the path of its story."""
    bundle = invented.bundle()
    entry = bundle.edition.sections[1].entries[0]
    one = entry.articles[0].id
    spans = [{"where": "title", "start": 8, "end": 13, "why": "where to buy"}]
    value = {"promo": True, "spans": spans, "voices": 0, "kind": "deal", "score": 0.9}
    found = Annotation(article_id=one, revision=1, maker="promotion", version=1, value=value)
    house = House(Stand(bundles=[replace(bundle, annotations={one: {"promotion": found}})]))
    return house, one, f"/d/{bundle.edition.date.isoformat()}/s/{entry.story}.html"


def client(house: House, address: str = "127.0.0.1") -> TestClient:
    return TestClient(house.app, base_url="http://127.0.0.1:8600", client=(address, 5000), follow_redirects=False)


def buttons(page: str) -> list[str]:
    return [str(text).strip() for text in html.fromstring(page).xpath("//form[@class='correct']/button/text()")]


def test_one_click_puts_a_wrong_mark_right_and_the_page_says_whose_word_it_is() -> None:
    house, one, path = advert()
    site = client(house)
    before = site.get("/zh" + path, headers=HERE).text
    assert "标为推广：1 处购买引导，无独立信源" in before
    assert buttons(before) == ["这不是推广"]
    form = html.fromstring(before).xpath("//form[@class='correct']")[0]
    sent = {**dict(form.form_values()), "promo": form.xpath(".//button/@value")[0]}
    answer = site.post("/zh" + PATH, data=sent, headers=OURS)
    assert answer.status_code == 303
    assert house.said == [(one, False)]
    after = site.get("/zh/-/" + answer.headers["location"], headers=HERE).text
    assert "你认定不是推广" in after
    assert buttons(after) == ["这是推广"]
    assert "另有 1 条推广" not in site.get("/zh/", headers=HERE).text


def test_a_page_speaks_its_readers_language_wherever_the_server_was_started() -> None:
    house, one, path = advert()
    with speaking("en"):
        pages = [
            client(house).get(where, headers=HERE).text for where in ("/zh" + path, f"/zh/d/2026-05-08/a/{one}.html")
        ]
    assert all("标为推广：1 处购买引导，无独立信源" in page for page in pages)
    assert "Marked as promotion: 1 nudge to buy, no independent source" in client(house).get("/en" + path).text


def test_the_folded_list_of_the_front_page_has_the_button_too() -> None:
    house, _one, _path = advert()
    page = client(house).get("/zh/", headers=HERE).text
    assert "另有 1 条推广" in page
    assert buttons(page) == ["这不是推广"]


def test_an_article_that_is_news_can_be_called_an_advert() -> None:
    house, _one, path = advert()
    other = house.stand.bundles[0].edition.sections[1].entries[1].articles[0].id
    site = client(house)
    folder = path.rpartition("s/")[0]
    assert buttons(site.get(f"{folder}a/{other}.html", headers=HERE).text) == ["这是推广"]
    assert site.post(PATH, data={"article": other, "promo": "1"}, headers=OURS).status_code == 303
    assert "你标为推广" in site.get(f"/zh{folder}a/{other}.html", headers=HERE).text


@pytest.mark.parametrize(
    ("address", "headers"),
    [
        ("203.0.113.9", OURS),  # a reader elsewhere
        ("127.0.0.1", {**OURS, "x-forwarded-for": "203.0.113.9"}),  # through a proxy
        ("127.0.0.1", {**OURS, "via": "1.1 proxy"}),
        ("127.0.0.1", {**OURS, "sec-fetch-site": "cross-site"}),  # a stranger's page
        ("127.0.0.1", {**OURS, "sec-fetch-site": "none"}),
        ("127.0.0.1", {**HERE, "origin": "http://evil.example"}),  # the same, from an old browser
        ("127.0.0.1", {**HERE, "origin": "null"}),
        ("127.0.0.1", {**HERE, "origin": "http://["}),
        ("127.0.0.1", HERE),  # nothing says that it is ours
        ("127.0.0.1", {**OURS, "host": "evil.example"}),  # a stranger's name that points here
    ],
)
def test_nobody_elses_click_counts(address: str, headers: Mapping[str, str]) -> None:
    house, one, _path = advert()
    answer = client(house, address).post(PATH, data={"article": one, "promo": "0"}, headers=dict(headers))
    assert answer.status_code == 403
    assert house.said == []


def test_an_old_browser_that_names_this_site_as_origin_is_believed() -> None:
    house, one, _path = advert()
    headers = {**HERE, "origin": "http://127.0.0.1:8600"}
    assert client(house).post(PATH, data={"article": one, "promo": "0"}, headers=headers).status_code == 303


def test_readers_elsewhere_see_no_button() -> None:
    house, _one, path = advert()
    far = client(house, "203.0.113.9").get(path, headers=HERE).text
    assert buttons(far) == []
    assert buttons(client(house).get(path, headers={"host": "daily.example"}).text) == []


@pytest.mark.parametrize("body", ["", "article=a", "promo=1", "article=a&promo=2", "article=a&promo=%FF", "\xff"])
def test_a_misshapen_request_changes_nothing(body: str) -> None:
    house, _one, _path = advert()
    answer = client(house).post(PATH, content=body.encode("utf-8"), headers=OURS)
    assert answer.status_code == 400
    assert house.said == []


def test_a_huge_request_is_refused() -> None:
    house, _one, _path = advert()
    assert client(house).post(PATH, content=b"a" * (LARGEST + 1), headers=OURS).status_code == 413


@pytest.mark.parametrize(
    "back", ["//evil.example/", "https://evil.example/", "/\\evil.example", "../../x", "a?b", "a\r\nb"]
)
def test_the_way_back_leads_nowhere_else(back: str) -> None:
    house, one, _path = advert()
    answer = client(house).post(PATH, data={"article": one, "promo": "0", "back": back}, headers=OURS)
    assert answer.headers["location"] == "../"
