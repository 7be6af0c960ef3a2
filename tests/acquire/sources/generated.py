"""Feeds that hypothesis makes up: well-formed, of every dialect, with everything that both paths must read alike."""

from html import escape
from xml.sax.saxutils import quoteattr

from hypothesis import strategies as st

# letters of several scripts, markup characters, spaces; not the C1 range, which feedparser turns into cp1252
ALPHABET = "abcXYZ019 中文标题新闻éß .,:;!?-_/()[]'\"<>&#=\n\u3000"
words = st.text(ALPHABET, min_size=0, max_size=40)
names = st.text("abc XYZ 张三李四.é-", min_size=1, max_size=15).filter(lambda name: name.strip(" .-"))
slugs = st.text("abcxyz019-", min_size=1, max_size=12)
markup = st.sampled_from(
    (
        "<p>第一段 &amp; more</p><p>second <b>bold</b><br>line</p>",
        'text <a href="/a?x=1&amp;y=2">link</a> and <img src="pic.png" alt="a &gt; b">',
        "plain words, 5 < 6 & 7",
        "<p>nested <em>a <strong>b</strong></em></p>\n<!-- note -->",
        "&lt;script&gt; is shown, not run",
    )
)
dates = st.sampled_from(
    (
        "Wed, 25 Feb 2026 08:15:00 +0800",
        "Wed, 25 Feb 2026 08:15 GMT",
        "2026-02-25T08:15:00Z",
        "2026-02-25T08:15:00.5+08:00",
        "2026年02月25日 08:15",
        "2026-02-25 08:15:00",
        "no date",
    )
)
addresses = st.one_of(
    slugs.map(lambda slug: f"https://example.com/{slug}?a=1&b=2"),
    slugs.map(lambda slug: f"/news/{slug}"),
    slugs.map(lambda slug: f"{slug}.html"),
    slugs.map(lambda slug: f"//other.example/{slug}"),
)
bases = st.sampled_from(("", "", ' xml:base="https://base.example/dir/"', ' xml:base="sub/"'))


def _encodings(value: str) -> list[str]:
    cdata = f"<![CDATA[{value}]]>"
    return [escape(value), cdata] if "]]>" not in value else [escape(value)]


@st.composite
def text_of(draw: st.DrawFn, values: st.SearchStrategy[str]) -> str:
    """A value as XML text: escaped or in CDATA."""
    return draw(st.sampled_from(_encodings(draw(values))))


@st.composite
def optional(draw: st.DrawFn, tag: str, values: st.SearchStrategy[str], attributes: str = "") -> str:
    if draw(st.booleans()):
        return ""
    return f"<{tag}{attributes}>{draw(text_of(values))}</{tag}>"


@st.composite
def rss_media(draw: st.DrawFn) -> str:
    url = quoteattr(draw(addresses))
    return draw(
        st.sampled_from(
            (
                "",
                f'<enclosure url={url} type="image/png" length="1"/>',
                f'<enclosure url={url} type="audio/mpeg" length="1"/>',
                f"<media:thumbnail url={url}/>",
                f'<media:content url={url} medium="image"><media:thumbnail url="/t.png"/></media:content>',
                f'<media:group><media:content url="/film.mp4" type="video/mp4"/><media:thumbnail url={url}/></media:group>',
                f"<itunes:image href={url}/>",
            )
        )
    )


@st.composite
def rss_item(draw: st.DrawFn, rdf: bool) -> str:
    permalink = draw(st.sampled_from(("", ' isPermaLink="true"', ' isPermaLink="false"')))
    guid = draw(st.one_of(slugs, addresses.filter(lambda a: ":" in a)))
    about = f' rdf:about="https://example.com/{draw(slugs)}"' if rdf else draw(bases)
    parts = [
        # feedparser tells the base of an entry by its texts alone, so one with a base has a title
        f"<title>{draw(text_of(words))}</title>" if about else draw(optional("title", words)),
        draw(optional("link", addresses)),
        "" if rdf or draw(st.booleans()) else f"<guid{permalink}>{escape(guid)}</guid>",
        draw(optional(draw(st.sampled_from(("pubDate", "dc:date", "dcterms:issued"))), dates)),
        draw(optional("description", st.one_of(words, markup))),
        draw(optional("content:encoded", markup)),
        draw(optional(draw(st.sampled_from(("author", "dc:creator"))), names)),
        draw(rss_media()),
        *(draw(optional(draw(st.sampled_from(("category", "dc:subject"))), names)) for _ in range(2)),
    ]
    return f"<item{about}>{''.join(draw(st.permutations(parts)))}</item>"


_RSS_NAMESPACES = (
    'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:dcterms="http://purl.org/dc/terms/" xmlns:media="http://search.yahoo.com/mrss/" '
    'xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"'
)


@st.composite
def rss(draw: st.DrawFn) -> str:
    head = "".join(
        (
            draw(optional("title", words)),
            draw(optional("link", addresses)),
            draw(optional("language", st.sampled_from(("zh-CN", "en-US")))),
            draw(optional("ttl", st.just("90"))),
            draw(optional("sy:updatePeriod", st.just("hourly"))),
            draw(st.sampled_from(("", "<skipHours><hour>1</hour><hour>2</hour></skipHours>"))),
        )
    )
    items = "".join(draw(st.lists(rss_item(rdf=False), min_size=1, max_size=3)))
    version = draw(st.sampled_from(("0.91", "0.92", "2.0")))
    return f'<rss version="{version}" {_RSS_NAMESPACES}{draw(bases)}><channel>{head}{items}</channel></rss>'


@st.composite
def rdf(draw: st.DrawFn) -> str:
    items = "".join(draw(st.lists(rss_item(rdf=True), min_size=1, max_size=3)))
    return (
        f'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" '
        f"{_RSS_NAMESPACES}><channel><title>t</title><link>https://example.com/</link></channel>{items}</rdf:RDF>"
    )


@st.composite
def atom_text(draw: st.DrawFn, tag: str) -> str:
    """A text construct (RFC 4287, 3.1) of each of its three types."""
    xhtml = (
        f'<{tag} type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p title="a &amp; b">x <b>y</b> &lt; z<br/>'
        f'中文</p><img src="a.png" alt="q"/></div></{tag}>'
    )
    kinds = (
        st.just(""),
        text_of(words).map(lambda text: f"<{tag}>{text}</{tag}>"),
        text_of(words).map(lambda text: f'<{tag} type="text">{text}</{tag}>'),
        text_of(markup).map(lambda text: f'<{tag} type="html">{text}</{tag}>'),
        st.just(xhtml),
    )
    return draw(st.one_of(*kinds))


@st.composite
def atom_entry(draw: st.DrawFn) -> str:
    link = draw(addresses)
    base = draw(bases)
    parts = [
        draw(atom_text("title").filter(lambda title: title or not base)),
        draw(st.sampled_from(("", f"<link href={quoteattr(link)}/>", f'<link rel="self" href={quoteattr(link)}/>'))),
        draw(st.sampled_from(("", '<link rel="enclosure" type="image/png" href="e.png"/>'))),
        draw(
            optional("id", st.one_of(slugs.map("urn:x:{}".format), addresses.filter(lambda a: a.startswith("https"))))
        ),
        draw(optional("published", dates)),
        draw(optional("updated", dates)),
        draw(atom_text("summary")),
        draw(atom_text("content")),
        draw(
            st.one_of(
                st.just(""),
                names.map(lambda name: f"<author><name>{name}</name><uri>https://a.example/</uri></author>"),
            )
        ),
        draw(st.one_of(st.just(""), names.map(lambda name: f"<category term={quoteattr(name)}/>"))),
        draw(st.one_of(st.just(""), names.map(lambda name: f'<category term="t" label={quoteattr(name)}/>'))),
    ]
    return f"<entry{base}>{''.join(draw(st.permutations(parts)))}</entry>"


@st.composite
def atom(draw: st.DrawFn) -> str:
    entries = "".join(draw(st.lists(atom_entry(), min_size=1, max_size=3)))
    space = "http://www.w3.org/2005/Atom"
    title, language = draw(atom_text("title")), draw(st.sampled_from(("", ' xml:lang="zh"', ' xml:lang="en"')))
    head = f'{title}<id>urn:x:feed</id><link href="https://example.com/"/><link rel="self" href="/feed"/>'
    return f'<feed xmlns="{space}"{language}{draw(bases)}>{head}{entries}</feed>'


feeds = st.one_of(rss(), rdf(), atom())
