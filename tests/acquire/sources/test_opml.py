"""Subscription lists in and out."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ribao.acquire.sources.opml import parse, read, render, slug, source_of
from ribao.types.channel import CHANNELS
from ribao.types.reason import Code
from ribao.types.source import Licence, Selectors, Source, SourceKind, Tier

FOREIGN = """<?xml version="1.0" encoding="UTF-8"?>
<opml version="2.0"><head><title>mine</title></head><body>
<outline text="科技"><outline text="Phones &amp; more">
  <outline type="rss" text="The Example" xmlUrl="https://example.com/feed?a=1&amp;b=2" htmlUrl="https://example.com/"/>
</outline><outline text="中文站" title="中文 &lt;b&gt;站&lt;/b&gt;" type="rss" xmlurl="http://www.zh.example/rss" language="zh"/></outline>
<outline title="The Example" xmlUrl="https://other.example/feed"/>
<outline text="bad" xmlUrl="javascript:alert(1)"/><outline text="file" xmlUrl="file:///etc/passwd"/>
<outline text="inside" xmlUrl="http://169.254.169.254/latest"/><outline text="no address"/>
</body></opml>"""


def test_a_list_of_another_reader() -> None:
    first, second, third, inside = parse(FOREIGN.encode())
    assert (first.id, first.title, first.folder) == ("the-example", "The Example", ("科技", "Phones & more"))
    assert (first.url, first.site) == ("https://example.com/feed?a=1&b=2", "https://example.com/")
    assert (second.id, second.title, second.language, second.folder) == ("zh-example", "中文 站", "zh", ("科技",))
    assert third.id.startswith("the-example-")
    assert third.folder == ()
    assert inside.url == "http://169.254.169.254/latest"  # whether it may be fetched is for the address guard


def test_what_was_left_out_and_why() -> None:
    skipped = read(FOREIGN.encode()).skipped
    assert [one.title for one in skipped] == ["bad", "file"]
    assert {one.reason.code for one in skipped} == {Code.ADDRESS_REFUSED}


def test_ids_do_not_depend_on_how_often_a_list_is_read() -> None:
    assert [one.id for one in parse(FOREIGN.encode())] == [one.id for one in parse(FOREIGN.encode())]


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", Code.FEED_BROKEN),
        (b"no xml", Code.FEED_BROKEN),
        (b"<rss><channel/></rss>", Code.NOT_A_FEED),
        (b'<!DOCTYPE o [<!ENTITY a "b"><!ENTITY c "&a;&a;">]><opml><body/></opml>', Code.FEED_BROKEN),
        (b'<!DOCTYPE o [<!ENTITY a SYSTEM "file:///etc/passwd">]><opml><body/></opml>', Code.FEED_BROKEN),
    ],
)
def test_what_is_no_list(body: bytes, code: Code) -> None:
    outline = read(body)
    assert outline.sources == parse(body) == ()
    assert outline.reason is not None
    assert outline.reason.code is code


def test_a_list_that_breaks_off_keeps_what_stands_before() -> None:
    outline = read(FOREIGN[: FOREIGN.index("<outline title=")].encode())
    assert len(outline.sources) == 2
    assert outline.reason is not None


def test_a_list_with_bare_ampersands_and_one_in_gbk() -> None:
    assert parse(FOREIGN.replace("&amp;", "&").encode())[0].url.endswith("?a=1&b=2")
    assert parse(FOREIGN.replace("UTF-8", "gb2312").encode("gbk"))[0].folder[0] == "科技"


def test_ten_thousand_outlines_and_deep_folders() -> None:
    many = "".join(f'<outline text="s" xmlUrl="http://10.0.{n // 256}.{n % 256}/"/>' for n in range(10_000))
    sources = parse(f"<opml><body>{many}</body></opml>".encode())
    assert len({source.id for source in sources}) == 10_000
    deep = "<outline text='f'>" * 5000 + '<outline text="s" xmlUrl="http://a.example/"/>' + "</outline>" * 5000
    (source,) = parse(f"<opml><body>{deep}</body></opml>".encode())
    assert len(source.folder) <= 20


@pytest.mark.parametrize(
    ("title", "url", "expected"),
    [
        ("The Verge", "https://www.theverge.com/rss", "the-verge"),
        ("IT之家", "https://www.ithome.com/rss/", "ithome-com"),
        ("", "https://a.example/", "a-example"),
        ("***", "nonsense", "source"),
        ("https://a.example/feed", "https://a.example/feed", "a-example"),
    ],
)
def test_slugs(title: str, url: str, expected: str) -> None:
    assert slug(title, url, set()) == expected
    assert slug(title, url, {expected}) != expected


def test_a_source_from_an_address_alone() -> None:
    source = source_of(title="https://a.example/feed", url="https://a.example/feed")
    assert (source.id, source.url) == ("a-example", "https://a.example/feed")


texts = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=12).filter(
    lambda t: t.strip() == t
)
words = st.lists(texts, max_size=3).map(tuple)
sources = st.builds(
    Source,
    id=st.from_regex(r"[a-z0-9][a-z0-9._-]{0,10}", fullmatch=True),
    url=texts.map("https://example.com/{}".format),
    title=texts,
    kind=st.sampled_from(SourceKind),
    site=st.one_of(st.just(""), texts),
    language=st.sampled_from(("", "zh", "en-US")),
    tier=st.sampled_from(Tier),
    channels=st.lists(st.sampled_from(CHANNELS), max_size=3).map(tuple),
    folder=st.lists(texts.filter(lambda t: t.isalnum()), max_size=3).map(tuple),
    licence=st.sampled_from(Licence),
    selectors=st.one_of(
        st.none(), st.builds(Selectors, item=texts, link=texts, title=texts, time=texts, summary=texts)
    ),
    every_minutes=st.one_of(st.none(), st.integers(5, 10_080)),
    read_pages=st.booleans(),
    mute=words,
    follow=words,
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(sources, max_size=4, unique_by=lambda source: source.id), st.text(max_size=10))
def test_export_and_import_lose_nothing(given_sources: list[Source], title: str) -> None:
    assert list(parse(render(given_sources, title))) == given_sources


def test_the_document_is_one_that_other_readers_understand() -> None:
    source = Source(
        id="a", url="https://a.example/?x=1&y=2", title='A "quoted"', folder=("一", "二"), tier=Tier.OFFICIAL
    )
    text = render([source], "T & U").decode()
    assert '<opml version="2.0"' in text
    assert "<title>T &amp; U</title>" in text
    assert '<outline text="一">\n<outline text="二">\n<outline type="rss"' in text
    assert 'xmlUrl="https://a.example/?x=1&amp;y=2"' in text
