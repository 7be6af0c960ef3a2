"""What each kind of source says, and why one that says nothing useful does not: every bad input ends in a reason."""

import contextlib
import gzip
import socket
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from ribao.acquire.sources.document import Document, Unreadable
from ribao.acquire.sources.read import read_document
from ribao.types.reason import Code
from ribao.types.source import Selectors, SourceKind

NOW = datetime(2026, 2, 25, 12, tzinfo=UTC)
URL = "https://example.com/blog/feed.xml"


def _read(
    body: bytes | str,
    kind: SourceKind = SourceKind.FEED,
    *,
    content_type: str | None = None,
    selectors: Selectors | None = None,
    most: int = 2000,
) -> Document:
    return read_document(
        kind,
        body.encode() if isinstance(body, str) else body,
        content_type=content_type,
        url=URL,
        now=NOW,
        selectors=selectors,
        max_entries=most,
    )


def _reason(body: bytes | str, kind: SourceKind = SourceKind.FEED, selectors: Selectors | None = None) -> Code:
    with pytest.raises(Unreadable) as caught:
        _read(body, kind, selectors=selectors)
    assert len(caught.value.reason.detail) <= 500
    return caught.value.reason.code


def _rss(items: str, head: str = "<title>T</title>") -> str:
    return f'<?xml version="1.0"?><rss version="2.0"><channel>{head}{items}</channel></rss>'


def _item(title: str, rest: str = "") -> str:
    return f"<item><title>{title}</title>{rest}</item>"


def _titles(document: Document) -> list[str]:
    return [entry.title for entry in document.entries]


# -- what is no feed ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("body", [b"", b"  \n ", b"\x00\x00"])
@pytest.mark.parametrize("kind", list(SourceKind))
def test_an_empty_body(body: bytes, kind: SourceKind) -> None:
    assert _reason(body, kind, Selectors(item="a")) is Code.FEED_EMPTY


@pytest.mark.parametrize(
    "body",
    [
        "this is no XML at all",
        "%PDF-1.7 binary",
        b"\x89PNG\r\n\x1a\n\x00\x00",
        "<!DOCTYPE html><html><head><title>Gone</title></head><body><p>not well-formed<br></body></html>",
        "<html xmlns='http://www.w3.org/1999/xhtml'><body><p>well-formed</p></body></html>",
        "  <!-- hello --><html><body>unclosed",
        '{"error": "not found"}',
        '{"version": "https://jsonfeed.org/version/1.1", "items": "none"}',
        "<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'></urlset>",
        "<a><b></a>",
    ],
)
def test_what_is_no_feed(body: bytes | str) -> None:
    assert _reason(body) is Code.NOT_A_FEED


@pytest.mark.parametrize(
    "body", ['{"version": "https://jsonfeed.org/version/1.1", "items": [', "[" * 100_000, "{" * 100_000]
)
def test_broken_json(body: str) -> None:
    assert _reason(body) in (Code.FEED_BROKEN, Code.NOT_A_FEED)


# -- what is cut, long, or broken but readable -------------------------------------------------------------------


@pytest.mark.parametrize(
    "tail", ["", "<item>", "<item><title>c", "<item><title><![CDATA[c", "<item><title>c</ti", "<item><title>c&am"]
)
def test_of_a_truncated_feed_the_entries_before_the_cut_are_kept(tail: str) -> None:
    whole = _rss(_item("a") + _item("b") + "<!-- cut -->")
    document = _read(whole[: whole.index("<!-- cut -->")] + tail)
    assert _titles(document) == ["a", "b"]
    assert document.reason is not None
    assert document.reason.code is Code.FEED_CUT_SHORT


def test_a_feed_that_is_cut_inside_a_character() -> None:
    document = _read(_rss(_item("a") + _item("新闻")).encode()[:-40])
    assert _titles(document) == ["a"]
    assert document.reason is not None


def test_a_feed_that_is_cut_before_its_first_entry_ends() -> None:
    assert _reason(_rss(_item("a"))[:70]) is Code.FEED_CUT_SHORT


def test_an_empty_channel_is_a_feed_without_news() -> None:
    document = _read(_rss(""))
    assert document.entries == ()
    assert document.reason is None


def test_of_too_many_entries_the_newest_are_kept_in_document_order() -> None:
    days = [3, 1, 2, 0]
    items = "".join(_item(str(day), f"<pubDate>2026-02-2{day}T00:00:00Z</pubDate>") for day in days) + _item("undated")
    document = _read(_rss(items), most=2)
    assert _titles(document) == ["3", "2"]
    assert document.reason is not None
    assert document.reason.code is Code.FEED_TOO_MANY_ENTRIES


@pytest.mark.slow
def test_a_hundred_thousand_entries() -> None:
    document = _read(_rss("".join(_item(f"entry {n}") for n in range(100_000))), most=500)
    assert len(document.entries) == 500
    assert document.reason is not None
    assert document.reason.code is Code.FEED_TOO_MANY_ENTRIES


def test_a_title_of_ten_megabytes_becomes_a_short_one() -> None:
    document = _read(_rss(_item("长" * 3_300_000) + _item("next")))
    assert len(document.entries[0].title) <= 1000
    assert document.entries[1].title == "next"


def test_named_characters_of_html_and_bare_ampersands_are_mended() -> None:
    document = _read(
        _rss(_item("A&nbsp;B &mdash; AT&T &amp; C &unknown; &lt;", "<link>https://e.example/?a=1&b=2</link>"))
    )
    assert _titles(document) == ["A B — AT&T & C &unknown; <"]
    assert document.entries[0].url == "https://e.example/?a=1&b=2"


def test_what_stands_in_cdata_is_left_alone() -> None:
    body = _rss(_item("x &nbsp;", "<description><![CDATA[a &nbsp; & <b>b</b>]]></description>"))
    assert _read(body).entries[0].summary == "a &nbsp; & <b>b</b>"


def test_prefixes_that_nobody_declared() -> None:
    body = _rss(_item("a", "<dc:creator>Ann</dc:creator><content:encoded>full</content:encoded>"))
    entry = _read(body).entries[0]
    assert (entry.author, entry.content) == ("Ann", "full")


def test_a_warning_before_the_feed_and_junk_behind_it() -> None:
    assert _titles(_read("<br />\n<b>Warning</b>: something in line 3<br />\n" + _rss(_item("a")))) == ["a"]
    assert _titles(_read(_rss(_item("a")) + "<script>alert(1)</script>")) == ["a"]
    assert _titles(_read("\n\n  " + _rss(_item("a")))) == ["a"]


def test_tags_that_do_not_match_are_left_to_feedparser() -> None:
    assert _titles(_read(_rss("<item><title>a</title><b>x</item>" + _item("b")))) == ["a", "b"]


def test_controls_and_nul_go() -> None:
    assert _titles(_read(_rss(_item("a\x00b\x01c\x1b[31md &#0;&#8;&#xD800;&#x110000;e")))) == ["abc[31md e"]


@pytest.mark.parametrize("half", [b"\xed\xa0\x80", b"&#xD800;", b"&#55296;"])
def test_lone_surrogates_cannot_come_in(half: bytes) -> None:
    title = _titles(_read(_rss(_item("a@b")).encode().replace(b"@", half)))[0]
    title.encode("utf-8")
    assert title.startswith("a")
    assert title.endswith("b")


# -- charsets ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("claimed", ["utf-8", "gbk", "iso-8859-1", "big5", "nonsense"])
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
@pytest.mark.parametrize("where", ["header", "declaration"])
def test_the_charset_is_right_whatever_is_claimed(claimed: str, encoding: str, where: str) -> None:
    title = "今天上午这家公司发布了新款手机"
    declaration = f'<?xml version="1.0" encoding="{claimed if where == "declaration" else encoding}"?>'
    body = _rss(_item(title)).replace('<?xml version="1.0"?>', declaration)
    content_type = f"text/xml; charset={claimed}" if where == "header" else "text/xml"
    assert _titles(_read(body.encode(encoding), content_type=content_type)) == [title]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-8-sig", "big5"])
def test_other_encodings(encoding: str) -> None:
    title = "今天上午這家公司發佈了新款手機"
    assert _titles(_read(_rss(_item(title)).encode(encoding))) == [title]


# -- bombs and other hostile XML ---------------------------------------------------------------------------------

BOMBS = {
    "billion laughs": '<!DOCTYPE r [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{("&" + chr(97 + n) + ";") * 10}">' for n in range(9))
    + "]>",
    "quadratic blow-up": f'<!DOCTYPE r [<!ENTITY a "{"x" * 50_000}">]>',
    "external entity": '<!DOCTYPE r [<!ENTITY a SYSTEM "ADDRESS">]>',
    "public entity": '<!DOCTYPE r [<!ENTITY a PUBLIC "x" "ADDRESS">]>',
    "file": '<!DOCTYPE r [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
    "parameter entity": '<!DOCTYPE r [<!ENTITY % a SYSTEM "ADDRESS"> %a;]>',
    "two document types": '<!DOCTYPE r []><!DOCTYPE r [<!ENTITY a "ha">]>',
    "hidden by a bracket": '<!DOCTYPE r [<!ENTITY b "]>"><!ENTITY a "ha">]>',
    "many": "<!DOCTYPE r [" + "".join(f'<!ENTITY a{n} "x">' for n in range(1000)) + "]>",
    "without an end": '<!DOCTYPE r [<!ENTITY a "ha">',
}


class _Ear:
    """A listener that counts who knocks."""

    def __init__(self) -> None:
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.socket.settimeout(0.05)
        self.address = f"http://127.0.0.1:{self.socket.getsockname()[1]}/x.dtd"
        self.knocks = 0
        self._open = True
        self._thread = threading.Thread(target=self._listen)
        self._thread.start()

    def _listen(self) -> None:
        while self._open:
            try:
                self.socket.accept()[0].close()
                self.knocks += 1
            except TimeoutError:
                continue

    def close(self) -> None:
        self._open = False
        self._thread.join()
        self.socket.close()


@pytest.fixture
def ear() -> Iterator[_Ear]:
    listener = _Ear()
    yield listener
    listener.close()


@pytest.mark.parametrize("name", BOMBS)
@pytest.mark.parametrize("kind", [SourceKind.FEED, SourceKind.SITEMAP])
def test_entity_bombs_are_refused_at_once_and_nothing_is_loaded(name: str, kind: SourceKind, ear: _Ear) -> None:
    body = BOMBS[name].replace("ADDRESS", ear.address) + f"<rss><channel>{_item('&a;' * 1000)}</channel></rss>"
    started = time.process_time()
    assert _reason(body, kind) in (Code.FEED_BROKEN, Code.NOT_A_FEED)
    assert time.process_time() - started < 2
    assert ear.knocks == 0


def test_an_external_dtd_is_not_loaded_and_the_feed_is_read(ear: _Ear) -> None:
    doctype = f'<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "{ear.address}">'
    assert _titles(_read(doctype + _rss(_item("a")).removeprefix('<?xml version="1.0"?>'))) == ["a"]
    assert ear.knocks == 0


def test_harmless_entities_are_put_in_place() -> None:
    doctype = '<!DOCTYPE rss [<!ENTITY nbsp "&#160;"><!ENTITY who "Ann">]>'
    assert _titles(_read(doctype + f"<rss><channel>{_item('by&nbsp;&who;')}</channel></rss>")) == ["by Ann"]


@pytest.mark.parametrize("name", ["attributes", "depth", "open tags", "brackets", "author", "ampersands"])
def test_monsters_end_soon(name: str) -> None:
    body = {
        "attributes": f"<item {' '.join(f'a{n}=1' for n in range(100_000))}><title>a</title>",
        "depth": "<b>" * 120_000 + "</b>" * 120_000,
        "open tags": "<div>" * 300_000,
        "brackets": "<" * 1_000_000,
        "author": f"<item><author>{'a' * 500_000}</author></b></item>",
        "ampersands": "&" * 200_000 + "</x>",
    }[name]
    started = time.process_time()
    with contextlib.suppress(Unreadable):
        _read(f"<rss><channel>{body}</channel></rss>")
    assert time.process_time() - started < 5


def test_too_many_tags() -> None:
    assert _reason("<rss><channel>" + "<a/>" * 2_100_000) is Code.FEED_BROKEN


# -- values ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("link", "address"),
    [
        ("/a?x=1", "https://example.com/a?x=1"),
        ("b.html", "https://example.com/blog/b.html"),
        ("//cdn.example/c", "https://cdn.example/c"),
        ("  https://e.example/a b \n", "https://e.example/a%20b"),
        ("https://e.example/新闻", "https://e.example/新闻"),
        ("java\tscript:alert(1)", ""),
        ("JaVaScRiPt:alert(1)", ""),
        ("data:text/html,x", ""),
        ("file:///etc/passwd", ""),
        ("https://[::1", ""),
        ("https://e.example/" + "a" * 5000, ""),
    ],
)
@pytest.mark.parametrize("broken", ["", "<b>"])
def test_links_are_absolute_http_or_nothing(link: str, address: str, broken: str) -> None:
    body = _rss(_item("a", f"<link>{link}</link>{broken}"))
    assert _read(body).entries[0].url == address


def test_hostile_guids_pictures_and_enclosures_are_dropped() -> None:
    media = (
        "<enclosure url='javascript:x' type='image/png'/><enclosure url='data:image/png;base64,x' type='image/png'/>"
    )
    assert _read(_rss(_item("a", "<link>http:///nohost</link>"))).entries[0].url == ""
    entry = _read(_rss(_item("a", f"<guid>javascript:alert(1)</guid>{media}"))).entries[0]
    assert (entry.url, entry.picture) == ("", "")


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("a &lt;script&gt;alert(1)&lt;/script&gt; b", "a b"),
        ("<![CDATA[a <script>alert(1)</script> b]]>", "a b"),
        ("a &amp;lt;script&amp;gt;alert(1)&amp;lt;/script&amp;gt;", "a <script>alert(1)</script>"),
        ("a &lt;img src=x onerror=alert(1)&gt; b", "a b"),
        ("&lt;b&gt;bold&lt;/b&gt; and AT&amp;amp;T", "bold and AT&T"),
        ("a<b>c</b>d", "acd"),
        ("Vec&lt;String&gt; explained", "Vec<String> explained"),
        ("3 &lt; 4 &amp; 5 &gt; 4", "3 < 4 & 5 > 4"),
        ("  two\n\tlines\u3000wide  ", "two lines wide"),
        ("a\u202eb\u2066c", "abc"),
        ("家庭👨‍👩‍👧表情", "家庭👨‍👩‍👧表情"),
    ],
)
def test_titles_are_plain_text(written: str, shown: str) -> None:
    assert _titles(_read(_rss(_item(written)))) == [shown]


def test_script_in_author_and_category() -> None:
    bad = "&lt;script&gt;alert(1)&lt;/script&gt;"
    entry = _read(_rss(_item("t", f"<author>Ann{bad}</author><category>AI{bad}</category>"))).entries[0]
    assert (entry.author, entry.categories) == ("Ann", ("AI",))


def test_authors_without_their_mail_addresses() -> None:
    authors = "<author>ann@example.com (Ann Lee)</author><author>bob@example.com</author><author>Ann Lee</author>"
    assert _read(_rss(_item("t", authors))).entries[0].author == "Ann Lee"


def test_missing_and_absurd_dates_are_none() -> None:
    dates = ("", "<pubDate>no</pubDate>", "<pubDate>9999-01-01</pubDate>", "<pubDate>0000-00-00 00:00:00</pubDate>")
    assert [entry.published_at for entry in _read(_rss("".join(_item("t", date) for date in dates))).entries] == [
        None
    ] * 4


def test_a_chinese_feed_means_beijing_time() -> None:
    items = _item("新品发布", "<pubDate>2026-02-25 08:00:00</pubDate>") + _item(
        "x", "<pubDate>Wed, 25 Feb 2026 08:00:00 CST</pubDate>"
    )
    assert [entry.published_at for entry in _read(_rss(items)).entries] == [datetime(2026, 2, 25, tzinfo=UTC)] * 2
    english = _item("News", "<pubDate>Tue, 24 Feb 2026 08:00:00 CST</pubDate>")
    assert _read(_rss(english, "<language>en-us</language>")).entries[0].published_at == datetime(
        2026, 2, 24, 14, tzinfo=UTC
    )


def test_what_the_feed_says_about_itself_and_about_polling() -> None:
    head = (
        "<title>每日</title><link>/</link><language>zh_CN</language><ttl> 90 </ttl>"
        "<skipHours><hour>0</hour><hour>1</hour></skipHours><skipDays><day>Sunday</day></skipDays>"
        "<sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>2</sy:updateFrequency>"
    )
    document = _read(_rss(_item("a"), head))
    assert (document.format, document.title, document.site, document.language) == (
        "rss",
        "每日",
        "https://example.com/",
        "zh-CN",
    )
    assert dict(document.hints) == {
        "ttl": "90",
        "skipHours": "0 1",
        "skipDays": "Sunday",
        "updatePeriod": "hourly",
        "updateFrequency": "2",
    }


# -- Atom --------------------------------------------------------------------------------------------------------


def _atom(entry: str) -> str:
    return f'<feed xmlns="http://www.w3.org/2005/Atom"><title>T</title><entry>{entry}</entry></feed>'


def test_an_atom_entry() -> None:
    entry = _read(
        _atom(
            '<title type="html">A &amp;lt;b&amp;gt; &lt;i&gt;c&lt;/i&gt;</title><id>urn:x:1</id>'
            '<link rel="self" href="/self"/><link href="/a"/><link rel="enclosure" type="image/png" href="/p.png"/>'
            "<published>2026-02-25T08:00:00+08:00</published><updated>2026-02-25T01:00:00Z</updated>"
            "<author><name>Ann</name></author><author><name>Bob</name></author><category term='ai' label='AI'/>"
            '<summary>1 &lt; 2</summary><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">'
            "<p>a<br/>b &amp; c</p><!-- no --></div></content>"
        )
    ).entries[0]
    assert (entry.guid, entry.url, entry.title) == ("urn:x:1", "https://example.com/a", "A <b> c")
    assert entry.published_at == datetime(2026, 2, 25, 0, tzinfo=UTC)
    assert entry.updated_at == datetime(2026, 2, 25, 1, tzinfo=UTC)
    assert (entry.author, entry.categories, entry.picture) == ("Ann, Bob", ("AI",), "https://example.com/p.png")
    assert (entry.summary, entry.content) == ("1 &lt; 2", "<p>a<br>b &amp; c</p>")


def test_atom_0_3() -> None:
    body = (
        '<feed version="0.3" xmlns="http://purl.org/atom/ns#"><entry><title>t</title><link rel="alternate" type="text/html" '
        'href="https://e.example/1"/><issued>2026-02-25T08:00:00Z</issued><modified>2026-02-25T09:00:00Z</modified>'
        '<content type="text/html" mode="escaped">&lt;p&gt;x&lt;/p&gt;</content></entry></feed>'
    )
    entry = _read(body).entries[0]
    assert (entry.url, entry.content) == ("https://e.example/1", "<p>x</p>")
    assert entry.updated_at == datetime(2026, 2, 25, 9, tzinfo=UTC)


def test_rdf_with_items_beside_the_channel() -> None:
    body = (
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="x"><title>T</title></channel>'
        '<item rdf:about="https://e.example/1"><title>a</title><link>https://e.example/1</link>'
        "<dc:date>2026-02-25T08:00:00Z</dc:date></item></rdf:RDF>"
    )
    document = _read(body)
    assert (document.format, document.title) == ("rdf", "T")
    assert document.entries[0].guid == "https://e.example/1"
    assert document.entries[0].published_at == datetime(2026, 2, 25, 8, tzinfo=UTC)


# -- JSON Feed ---------------------------------------------------------------------------------------------------


def test_a_json_feed() -> None:
    body = """{"version": "https://jsonfeed.org/version/1.1", "title": "T", "home_page_url": "/", "language": "en",
     "items": [{"id": 7, "url": "/a", "title": "A <b>B</b>", "content_text": "<script>alert(1)</script>\\n\\nsecond",
     "date_published": "2026-02-25T08:00:00+08:00", "date_modified": "2026-02-25T08:00:00Z", "image": "/i.png",
     "authors": [{"name": "Ann"}, {"name": "Bob"}], "tags": ["AI", "AI", 3]}, 5,
     {"id": "https://e.example/2", "content_html": "<p>x</p>", "author": {"name": "Old"}, "url": "javascript:x",
      "attachments": [{"mime_type": "image/png", "url": "/att.png"}], "title": "half \\ud800"}]}"""
    document = _read("\ufeff" + body)
    first, second = document.entries
    assert (document.format, document.site, document.language) == ("json", "https://example.com/", "en")
    assert (first.guid, first.url, first.title, first.author) == ("7", "https://example.com/a", "A B", "Ann, Bob")
    assert first.content == "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p><p>second</p>"
    assert first.published_at == datetime(2026, 2, 25, 0, tzinfo=UTC)
    assert (first.categories, first.picture) == (("AI",), "https://example.com/i.png")
    assert (second.url, second.content, second.author) == ("https://e.example/2", "<p>x</p>", "Old")
    assert second.picture == "https://example.com/att.png"
    second.title.encode("utf-8")


# -- sitemaps ----------------------------------------------------------------------------------------------------

NEWS = """<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"
 xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
<url><loc>https://e.example/1</loc><image:image><image:loc>https://e.example/1.png</image:loc></image:image>
<news:news><news:publication><news:name>N</news:name><news:language>zh</news:language></news:publication>
<news:publication_date>2026-02-25T08:00:00+08:00</news:publication_date><news:title>新闻 &amp; 一</news:title>
<news:keywords>AI, 手机</news:keywords></news:news></url>
<url><loc>javascript:alert(1)</loc></url><url><loc>/2</loc><lastmod>2026-02-24</lastmod></url></urlset>"""


def test_a_news_sitemap() -> None:
    document = _read(NEWS, SourceKind.SITEMAP)
    first, hostile, plain = document.entries
    assert (document.format, document.language) == ("sitemap", "zh")
    assert (first.url, first.title, first.categories) == ("https://e.example/1", "新闻 & 一", ("AI", "手机"))
    assert first.published_at == datetime(2026, 2, 25, 0, tzinfo=UTC)
    assert hostile.url == ""
    assert (plain.url, plain.title) == ("https://example.com/2", "")


def test_a_gzipped_sitemap_and_a_gzip_bomb() -> None:
    assert len(_read(gzip.compress(NEWS.encode()), SourceKind.SITEMAP).entries) == 3
    assert _reason(gzip.compress(b" " * 70_000_000), SourceKind.SITEMAP) is Code.BODY_TOO_LARGE
    assert _reason(b"\x1f\x8b\x08garbage", SourceKind.SITEMAP) is Code.BAD_CODING


def test_an_index_of_sitemaps_lists_the_newest_first() -> None:
    body = (
        '<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><sitemap><loc>https://e.example/a.xml</loc>'
        "<lastmod>2026-02-01</lastmod></sitemap><sitemap><loc>/b.xml</loc><lastmod>2026-02-02</lastmod></sitemap></sitemapindex>"
    )
    document = _read(body, SourceKind.SITEMAP)
    assert document.entries == ()
    assert document.hints["sitemaps"] == "https://example.com/b.xml\nhttps://e.example/a.xml"


def test_a_sitemap_that_breaks_off() -> None:
    cut = _read(NEWS[: NEWS.index("<lastmod>")], SourceKind.SITEMAP)
    assert len(cut.entries) == 2
    assert cut.reason is not None
    assert cut.reason.code is Code.FEED_CUT_SHORT
    assert _reason(_rss(_item("a")), SourceKind.SITEMAP) is Code.NOT_A_FEED


# -- list pages --------------------------------------------------------------------------------------------------

LIST = """<html lang="zh"><head><title>列表页</title><base href="https://e.example/list/"></head><body><ul>
<li class="n"><a href="1.html"> 第一条 新闻 </a><span class="t">昨天 08:15</span><p>摘要 一</p></li>
<li class="n"><h3>第二条</h3><a href="/2.html">more</a><time datetime="2026-02-25T08:00:00+08:00">early</time></li>
<li class="n">no link</li><li class="n"><a href="javascript:void(0)">bad</a></li></ul></body></html>"""


def test_a_list_page_becomes_items() -> None:
    document = _read(LIST, SourceKind.PAGE, selectors=Selectors(item="li.n", time=".t, time", summary="p"))
    assert (document.format, document.title, document.site) == ("page", "列表页", URL)
    first, second = document.entries
    assert (first.url, first.title, first.summary) == ("https://e.example/list/1.html", "第一条 新闻", "摘要 一")
    assert first.published_at == datetime(2026, 2, 24, 0, 15, tzinfo=UTC)
    assert (second.url, second.title) == ("https://e.example/2.html", "more")
    assert second.published_at == datetime(2026, 2, 25, 0, tzinfo=UTC)


def test_a_list_page_in_gbk_with_a_title_of_its_own() -> None:
    selectors = Selectors(item="li.n", title="h3")
    document = _read(LIST.encode("gbk"), SourceKind.PAGE, selectors=selectors, content_type="text/html; charset=utf-8")
    assert _titles(document) == ["第二条"]


def test_the_item_may_be_the_link_itself() -> None:
    assert _titles(_read(LIST, SourceKind.PAGE, selectors=Selectors(item="li a"))) == ["第一条 新闻", "more"]


@pytest.mark.parametrize("item", [".nothing", "li[", "li:nonsense()", "p"])
def test_nothing_selected(item: str) -> None:
    assert _reason(LIST, SourceKind.PAGE, Selectors(item=item)) is Code.NOTHING_SELECTED


def test_a_page_source_without_selectors() -> None:
    assert _reason(LIST, SourceKind.PAGE, None) is Code.NOTHING_SELECTED


@pytest.mark.parametrize("body", ["<div>" * 100_000, "<p>" * 200_000, "\x00" * 50 + "x", "<!-- -->"])
def test_monstrous_pages_end_soon(body: str) -> None:
    started = time.process_time()
    assert _reason(body, SourceKind.PAGE, Selectors(item="a")) is Code.NOTHING_SELECTED
    assert time.process_time() - started < 5


def test_the_slow_reader_can_be_handed_in() -> None:
    """A feed that is not well-formed goes to the given reader, which may run it in a process of its own."""
    asked: list[str] = []

    def odd(text: str, url: str, now: datetime, max_entries: int) -> Document:
        asked.append(url)
        return Document(format="rss", entries=())

    body = _rss("<item><title>a</title><b></item>").encode()
    read_document(SourceKind.FEED, body, content_type=None, url=URL, now=NOW, selectors=None, max_entries=5, odd=odd)
    assert asked == [URL]
