"""One page, as a user of the daily would check it: text, walls, addresses, parts."""

import pytest

from ribao.acquire.extract import extract
from ribao.types.reason import Code

URL = "https://www.news.example.com/2026/0306/1.html"
STORY = tuple(
    f"第{n}段：市民公园的樱花今天开了，园方说花期大约两周，周末会有乐队在湖边演出，欢迎大家乘地铁前来。"
    for n in range(6)
)


def page(body: str = "", head: str = "", charset: str = "utf-8") -> bytes:
    story = "".join(f"<p>{line}</p>" for line in STORY)
    text = (
        f"<!DOCTYPE html><html lang=zh-CN><head><title>市民公园樱花盛开_榆城网</title>{head}</head>"
        f"<body><h1>市民公园樱花盛开</h1><div class=article>{body or story}</div></body></html>"
    )
    return text.encode(charset)


def test_a_plain_page() -> None:
    found = extract(page(), content_type="text/html; charset=utf-8", url=URL)
    assert (found.title, found.paragraphs, found.language, found.reason) == ("市民公园樱花盛开", STORY, "zh-CN", None)


@pytest.mark.parametrize("charset", ["gbk", "gb18030", "utf-8", "utf-16"])
def test_the_charset_is_found_whatever_the_header_claims(charset: str) -> None:
    for claimed in ("text/html", "text/html; charset=utf-8", "text/html; charset=iso-8859-1"):
        assert extract(page(charset=charset), content_type=claimed, url=URL).paragraphs == STORY


def test_line_breaks_make_paragraphs() -> None:
    assert extract(page("<br>".join(STORY)), url=URL).paragraphs == STORY


def test_headings_stay_as_paragraphs() -> None:
    story = "".join(f"<h2>其{n}：去哪里看</h2><p>{line}</p>" for n, line in enumerate(STORY))
    assert "其2：去哪里看" in extract(page(story), url=URL).paragraphs


def test_boilerplate_is_left_out() -> None:
    clutter = (
        "打开APP查看全文",
        "点击查看更多精彩内容",
        "扫码关注公众号",
        "版权声明：本文版权归榆城网所有",
        "责任编辑：方知行",
    )
    body = "".join(f"<p>{line}</p>" for line in (*STORY, *clutter))
    assert extract(page(body), url=URL).paragraphs == STORY


def test_comments_that_outweigh_the_text_are_left_out() -> None:
    body = "".join(f"<p>{line}</p>" for line in STORY[:2])
    said = "".join(
        f"<div class=item><p>网友{n}：我昨天也去看了，人很多，停车不方便，建议大家还是坐地铁去比较好。</p></div>"
        for n in range(30)
    )
    head = f"<meta name=description content='{STORY[0]}'>"
    found = extract(page(f"{body}</div><div class='comment-list'><h3>网友评论</h3>{said}", head), url=URL)
    assert found.paragraphs == STORY[:2]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("请完成安全验证后继续访问，向右拖动滑块填充拼图", Code.PAGE_WALL_CAPTCHA),
        ("Checking your browser before accessing. Just a moment...", Code.PAGE_WALL_CAPTCHA),
        ("本文为付费内容，请登录后查看全文", Code.PAGE_WALL_LOGIN),
        ("Subscribe to continue reading. Already a subscriber? Log in", Code.PAGE_WALL_LOGIN),
        ("Before you continue: we and our 812 partners use cookies. Accept all cookies", Code.PAGE_WALL_COOKIE),
        ("", Code.PAGE_NO_TEXT),
    ],
)
def test_a_wall_is_said_to_be_one(words: str, code: Code) -> None:
    found = extract(f"<html><head><title>提示</title></head><body><div>{words}</div></body></html>".encode(), url=URL)
    assert found.reason is not None
    assert found.reason.code is code


def test_an_article_about_captchas_is_an_article() -> None:
    lines = [line.replace("樱花", "验证码和登录后才能查看的内容") for line in STORY]
    assert extract(page("".join(f"<p>{line}</p>" for line in lines)), url=URL).reason is None


@pytest.mark.parametrize(
    ("link", "wanted"),
    [
        ("https://m.news.example.com/2026/1.html#top", "https://m.news.example.com/2026/1.html"),
        ("/2026/0306/1.shtml", "https://www.news.example.com/2026/0306/1.shtml"),
        ("https://elsewhere.test/2026/1.html", ""),
        ("https://www.news.example.com/", ""),
    ],
)
def test_canonical_only_within_the_site_and_not_the_front_page(link: str, wanted: str) -> None:
    assert extract(page(head=f"<link rel=canonical href='{link}'>"), url=URL).canonical == wanted


@pytest.mark.parametrize(
    ("here", "href", "wanted"),
    [
        ("/2026/1.html", "1_2.html", "/2026/1_2.html"),
        ("/2026/1_2.html", "1_3.html", "/2026/1_3.html"),
        ("/a?id=5", "/a?id=5&page=2", "/a?id=5&page=2"),
        ("/2026/1.html", "2.html", None),
        ("/2026/1_2.html", "1.html", None),
        ("/2026/1.html", "https://elsewhere.test/2026/1_2.html", None),
    ],
)
def test_the_next_part_is_this_address_with_the_next_number(here: str, href: str, wanted: str | None) -> None:
    story = "".join(f"<p>{line}</p>" for line in STORY)
    found = extract(page(f"{story}<a href='{href}'>下一页</a>"), url=f"https://news.example.com{here}")
    assert found.next_page == (f"https://news.example.com{wanted}" if wanted else None)


def test_pictures_lead_first_and_no_icons() -> None:
    story = "".join(f"<p>{line}</p>" for line in STORY)
    body = (
        f"{story}<figure><img data-src='/p/2.jpg' src='/loading.gif'><figcaption>湖边的樱花</figcaption></figure>"
        "<img src='/logo.png'><img src='/dot.gif' width=1><img src='data:image/png;base64,xx'>"
    )
    found = extract(page(body, "<meta property='og:image' content='//img.example.com/1.jpg'>"), url=URL)
    assert [(one.url, one.caption) for one in found.pictures] == [
        ("https://img.example.com/1.jpg", ""),
        ("https://www.news.example.com/p/2.jpg", "湖边的樱花"),
    ]


def test_the_credit_of_a_repost() -> None:
    body = "".join(f"<p>{line}</p>" for line in (*STORY, "本文转载自公众号“榆城观察”，作者授权发布。"))
    assert extract(page(body), url=URL).credit == "本文转载自公众号“榆城观察”，作者授权发布。"
    assert extract(page(), url=URL).credit == ""


def test_an_english_page() -> None:
    story = "".join(
        f"<p>Paragraph {n}: the cherry trees in the park are in bloom, and a band will play by the lake.</p>"
        for n in range(6)
    )
    body = f"<h1>Cherry trees in bloom</h1><p>By Ada Lovelace</p><p>March 6, 2026 8:15 AM</p><div>{story}</div><h3>Related articles</h3><ul><li><a href=/1>More</a></li></ul>"
    found = extract(
        f"<html lang=en><head><title>Cherry trees in bloom - The Post</title></head><body>{body}</body></html>".encode(),
        url=URL,
    )
    assert found.title == "Cherry trees in bloom"
    assert found.authors == ("Ada Lovelace",)
    assert len(found.paragraphs) == 6
    assert found.published_at is not None
    assert found.published_at.isoformat() == "2026-03-06T08:15:00+00:00"


def test_a_page_that_leaves_out_head_and_body_is_read_whole() -> None:
    text = "新桥今天完成荷载试验，预计下月通车，届时两岸的车程将从四十分钟缩短到八分钟，公交线路也会一并调整。"
    page = f"<!doctype html><html lang=zh><meta charset=utf-8><title>新桥下月通车</title><main><article><h1>新桥下月通车</h1><p>{text}</p><p>{text[::-1]}</p></article></main>"
    read = extract(page.encode(), content_type="text/html")
    assert (read.reason, read.title) == (None, "新桥下月通车")
    assert read.paragraphs == (text, text[::-1])
