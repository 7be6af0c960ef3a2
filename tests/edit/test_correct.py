from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from ribao.edit.correct import changes, correct
from ribao.types.article import Article, TextFrom
from ribao.types.attribution import Status
from ribao.types.claim import Claim
from ribao.types.edition import Citation, Edition, Entry, EntryArticle, Section, Sentence

WHEN = datetime(2026, 5, 8, 3, tzinfo=UTC)
FIRST, SECOND = "备货三十万台。", "下周发货。"
BEFORE = Article(
    id="a1",
    source_id="x",
    url="https://x.example/1",
    title="新机备货三十万台",
    published_at=WHEN,
    dated="page",
    seen_at=WHEN,
    language="zh-Hans",
    page_sha256="1" * 64,
    text_from=TextFrom.PAGE,
    paragraphs=(FIRST + SECOND,),
)
NOW = replace(
    BEFORE,
    revision=2,
    title="新机备货二十万台（更正）",
    page_sha256="2" * 64,
    paragraphs=("更正：备货二十万台。", SECOND),
)


def cite(text: str) -> Sentence:
    start = BEFORE.text.index(text)
    place = Citation(article="a1", page_sha256=BEFORE.page_sha256, start=start, end=start + len(text))
    return Sentence(text=text, citations=(place,))


def edition(*sentences: Sentence) -> Edition:
    row = EntryArticle(
        id="a1",
        revision=1,
        title=BEFORE.title,
        url=BEFORE.url,
        source="X",
        source_id="x",
        editor="",
        published_at=WHEN,
        language="zh-Hans",
    )
    entry = Entry(
        story="s1",
        headline=BEFORE.title,
        sentences=sentences,
        articles=(row,),
        first_seen=WHEN,
        rank_terms={},
        channels=("智能手机",),
    )
    return Edition(
        date=date(2026, 5, 8),
        profile="daily",
        revision=1,
        made_at=WHEN,
        as_of=WHEN,
        timezone="Asia/Shanghai",
        sections=(Section(channel="智能手机", entries=(entry,)),),
    )


def corrected(old: Edition) -> Edition:
    found = changes(old, {"a1": BEFORE}, {"a1": NOW})
    return correct(
        old, found, lambda entry, texts: (Sentence(text="anew", citations=()),), WHEN + timedelta(days=1), "n"
    )


def test_what_still_stands_is_kept_at_its_new_place_and_what_does_not_is_dropped() -> None:
    entry = corrected(edition(cite(FIRST), cite(SECOND))).sections[0].entries[0]
    assert [sentence.text for sentence in entry.sentences] == [SECOND]
    place = entry.sentences[0].citations[0]
    assert NOW.text[place.start : place.end] == SECOND
    assert place.page_sha256 == NOW.page_sha256


def test_headline_and_revision_follow_and_the_edition_is_a_further_revision() -> None:
    new = corrected(edition(cite(SECOND)))
    entry = new.sections[0].entries[0]
    assert (new.revision, new.note) == (2, "n")
    assert entry.headline == NOW.title
    assert (entry.articles[0].title, entry.articles[0].revision) == (NOW.title, 2)


def test_an_entry_with_nothing_left_gets_a_new_digest() -> None:
    assert corrected(edition(cite(FIRST))).sections[0].entries[0].sentences[0].text == "anew"


def test_only_a_changed_page_is_a_correction() -> None:
    old = edition(cite(FIRST))
    assert changes(old, {"a1": BEFORE}, {"a1": BEFORE}) == {}
    assert changes(old, {"a1": BEFORE}, {"a1": replace(BEFORE, revision=2)}) == {}
    summary = replace(BEFORE, text_from=TextFrom.SUMMARY)
    assert changes(old, {"a1": summary}, {"a1": NOW}) == {}


def hedged(headline: str, hedge: str, *claims: Claim) -> Edition:
    made = edition(cite(FIRST))
    (section,) = made.sections
    entry = replace(section.entries[0], headline=hedge + headline, headline_hedge=hedge, claims=claims)
    return replace(made, sections=(replace(section, entries=(entry,)),))


def entry_after(before: Edition, now: Article = NOW) -> Entry:
    changed = changes(before, {"a1": BEFORE}, {"a1": now})
    return correct(before, changed, lambda _entry, _texts: (), WHEN, "").sections[0].entries[0]


def test_a_corrected_headline_keeps_the_dailys_hedge_until_it_hedges_itself() -> None:
    entry = entry_after(hedged(BEFORE.title, "未经证实："))
    assert (entry.headline, entry.headline_hedge) == ("未经证实：" + NOW.title, "未经证实：")
    entry = entry_after(hedged(BEFORE.title, "未经证实："), replace(NOW, title="消息称新机备货二十万台"))
    assert (entry.headline, entry.headline_hedge) == ("消息称新机备货二十万台", "")


def test_a_corrected_headline_tells_no_rumour_as_a_fact() -> None:
    rumour = Claim(id="k", story_id="s1", statement="新机备货二十万台", language="zh", status=Status.UNVERIFIED, holders=(), history=())  # fmt: skip
    assert entry_after(hedged(BEFORE.title, "", rumour)).headline_hedge == "未经证实："
