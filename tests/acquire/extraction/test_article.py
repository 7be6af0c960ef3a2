"""From lead and page to article: which text, which evidence, which date, which headline."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256

import pytest

from ribao.acquire.article import make_article
from ribao.acquire.extract import Extracted
from ribao.types.article import Picture, TextFrom
from ribao.types.lead import Lead
from ribao.types.reason import Code, Reason

NOW = datetime(2026, 3, 6, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
LONG = "市民公园的樱花今天开了，园方说花期大约两周，周末会有乐队在湖边演出，欢迎大家乘地铁前来。" * 4
LEAD = Lead(
    id="0123456789abcdef",
    source_id="yucheng",
    key="k",
    alt_key="a",
    url="https://news.example.com/1.html",
    title="市民公园樱花盛开",
    seen_at=NOW - HOUR,
    published_at=NOW - 3 * HOUR,
    summary="<p>樱花开了。</p>",
)
PAGE = Extracted(
    title="市民公园樱花盛开",
    paragraphs=(LONG, LONG),
    published_at=NOW - 4 * HOUR,
    source_name="榆城日报",
    editor="方知行",
)
DENIED = Reason(code=Code.ROBOTS_DENIED)


def test_the_page_is_read_and_is_its_own_evidence() -> None:
    article, evidence = make_article(LEAD, None, PAGE, "ab" * 32, now=NOW)
    assert evidence is None
    assert (article.text_from, article.paragraphs, article.page_sha256) == (TextFrom.PAGE, (LONG, LONG), "ab" * 32)
    assert (article.source_name, article.editor, article.language, article.summary) == (
        "榆城日报",
        "方知行",
        "zh-Hans",
        "樱花开了。",
    )
    assert article.reason is None


def test_a_fuller_feed_is_preferred_and_kept_as_evidence() -> None:
    content = f"<p>{LONG}</p><p>{LONG}</p><script>x</script>"
    article, evidence = make_article(
        replace(LEAD, content=content), None, replace(PAGE, paragraphs=(LONG,)), "ab" * 32, now=NOW
    )
    assert article.text_from is TextFrom.FEED
    assert article.paragraphs == (LONG, LONG)
    assert evidence is not None
    assert evidence.from_feed
    assert evidence.body.decode() == content
    assert article.page_sha256 == evidence.sha256 == sha256(evidence.body).hexdigest()
    assert article.source_name == "榆城日报"


@pytest.mark.parametrize(
    "end", ["…", "...", "[…]", "… 阅读全文", "阅读全文 >>", "点击查看全文", "Continue reading", "Read more…"]
)
def test_a_feed_that_is_cut_short_is_not_fuller(end: str) -> None:
    lead = replace(LEAD, content=f"<p>{LONG}</p><p>{LONG}{end}</p>")
    article, _ = make_article(lead, None, replace(PAGE, paragraphs=(LONG,)), "ab" * 32, now=NOW)
    assert article.text_from is TextFrom.PAGE


def test_boilerplate_of_a_feed_is_left_out() -> None:
    lead = replace(LEAD, content=f"<p>{LONG}</p><p>{LONG}</p><p>The post Cherry trees appeared first on The Post.</p>")
    article, _ = make_article(lead, None, None, "", now=NOW, reason=DENIED)
    assert article.paragraphs == (LONG, LONG)


def test_a_whole_feed_needs_no_page() -> None:
    article, evidence = make_article(replace(LEAD, content=f"<p>{LONG}</p>"), None, None, "", now=NOW, reason=DENIED)
    assert article.text_from is TextFrom.FEED
    assert article.reason is None
    assert evidence is not None


def test_without_a_page_the_summary_remains_with_the_reason() -> None:
    article, evidence = make_article(LEAD, None, None, "", now=NOW, reason=DENIED)
    assert (article.text_from, article.paragraphs, article.reason) == (TextFrom.SUMMARY, ("樱花开了。",), DENIED)
    assert evidence is not None
    assert evidence.body.decode() == LEAD.summary
    assert article.page_sha256 == evidence.sha256


def test_a_wall_is_no_text() -> None:
    wall = Reason(code=Code.PAGE_WALL_LOGIN, detail="登录后查看")
    article, evidence = make_article(LEAD, None, replace(PAGE, reason=wall), "ab" * 32, now=NOW)
    assert (article.text_from, article.reason) == (TextFrom.SUMMARY, wall)
    assert evidence is not None


def test_a_headline_alone_is_its_own_evidence() -> None:
    article, evidence = make_article(replace(LEAD, summary=""), None, None, "", now=NOW, reason=DENIED)
    assert (article.text_from, article.paragraphs) == (TextFrom.NONE, ())
    assert evidence is not None
    assert evidence.body.decode() == LEAD.title


@pytest.mark.parametrize(
    ("page", "feed", "wanted"),
    [
        (NOW - 4 * HOUR, NOW - 3 * HOUR, ("page", NOW - 4 * HOUR)),
        (NOW - 4 * HOUR, None, ("page", NOW - 4 * HOUR)),
        (None, NOW - 3 * HOUR, ("feed", NOW - 3 * HOUR)),
        (NOW + 30 * HOUR, NOW - 3 * HOUR, ("feed", NOW - 3 * HOUR)),
        (NOW - 100 * HOUR, NOW - 3 * HOUR, ("feed", NOW - 3 * HOUR)),
        (datetime(1999, 1, 1, tzinfo=UTC), None, ("page", datetime(1999, 1, 1, tzinfo=UTC))),
        (datetime(2026, 3, 5, 16, 0, tzinfo=UTC), NOW - 3 * HOUR, ("feed", NOW - 3 * HOUR)),
        (None, NOW + 48 * HOUR, ("seen", NOW - HOUR)),
        (None, None, ("seen", NOW - HOUR)),
    ],
)
def test_whose_date_is_believed(page: datetime | None, feed: datetime | None, wanted: tuple[str, datetime]) -> None:
    article, _ = make_article(
        replace(LEAD, published_at=feed), None, replace(PAGE, published_at=page), "ab" * 32, now=NOW
    )
    assert (article.dated, article.published_at) == wanted


@pytest.mark.parametrize(
    ("lead", "page", "wanted"),
    [
        ("市民公园樱花盛开", "樱花！", "市民公园樱花盛开"),
        ("", "市民公园樱花盛开", "市民公园樱花盛开"),
        ("市民公园樱花…", "市民公园樱花盛开", "市民公园樱花盛开"),
        ("市民公园樱花...", "登录", "市民公园樱花..."),
    ],
)
def test_whose_headline_is_shown(lead: str, page: str, wanted: str) -> None:
    article, _ = make_article(replace(LEAD, title=lead), None, replace(PAGE, title=page), "ab" * 32, now=NOW)
    assert article.title == wanted


def test_address_and_pictures() -> None:
    found = replace(PAGE, canonical="https://news.example.com/one.html")
    assert make_article(LEAD, None, found, "ab" * 32, now=NOW)[0].url == found.canonical
    assert make_article(LEAD, None, PAGE, "ab" * 32, now=NOW)[0].url == LEAD.url
    pictured = replace(LEAD, picture="https://img.example.com/1.jpg")
    assert make_article(pictured, None, PAGE, "ab" * 32, now=NOW)[0].pictures == (Picture(url=pictured.picture),)
    unsafe = replace(LEAD, picture="javascript:alert(1)")
    assert make_article(unsafe, None, PAGE, "ab" * 32, now=NOW)[0].pictures == ()


def test_a_summary_nested_too_deep_still_gives_its_words() -> None:
    article, _ = make_article(
        replace(LEAD, summary="<div>" * 5000 + "樱花开了" + "</div>" * 5000), None, None, "", now=NOW
    )
    assert article.paragraphs == ("樱花开了",)


def test_a_plain_text_summary_keeps_its_lines_and_signs() -> None:
    article, _ = make_article(replace(LEAD, summary="气温 < 0 & 晴\n第二行"), None, None, "", now=NOW)
    assert article.paragraphs == ("气温 < 0 & 晴", "第二行")
