"""Every noun comes back as it went in: any text, any time, any number that JSON has."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ribao.support.store.memory import MemoryStore
from ribao.support.store.port import Reading, Refreshed, RobotsFile, Store
from ribao.support.store.sqlite import open_store
from ribao.support.store.tidying import tidy
from ribao.types.annotation import Annotation
from ribao.types.article import Article, Picture, TextFrom
from ribao.types.edition import Citation, Edition, Entry, EntryArticle, FailedSource, Section, Sentence
from ribao.types.lead import Lead
from ribao.types.page import Page
from ribao.types.reason import Code, Reason
from ribao.types.ruling import Ruling
from ribao.types.signature import Signature
from ribao.types.source import Licence, Selectors, Source, SourceKind, SourceState, Tier
from ribao.types.story import Member, Story
from tests.contracts.made import NOW, a_lead, a_page, a_reading, a_source, a_state, an_article, show

numbers = count()
examples = settings(max_examples=12, deadline=None)


@pytest.fixture(scope="module", params=["memory", "sqlite"])
def lasting(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """One store for all examples of a test: each brings ids of its own."""
    if request.param == "memory":
        opened: Store = MemoryStore()
    else:
        empty: Path = request.getfixturevalue("empty_database")
        folder = tmp_path_factory.mktemp("values") / "data"
        shutil.copytree(empty, folder)
        opened = open_store(folder)
    opened.put_sources([a_source()])
    yield opened
    opened.close()


zones = st.builds(lambda minutes: timezone(timedelta(minutes=minutes)), st.integers(-720, 840))
times = st.datetimes(datetime(1800, 1, 1), datetime(2300, 1, 1), timezones=st.just(UTC) | zones)  # noqa: DTZ001
texts = st.text(st.characters(exclude_categories=()), max_size=20)  # with NUL and lone surrogates
words = st.lists(texts, max_size=3).map(tuple)
floats = st.floats(allow_nan=False, allow_infinity=False)
plain = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**60), 2**60) | floats | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=6,
)
reasons = st.builds(Reason, code=st.sampled_from(Code), detail=texts)
maybe_times, maybe_texts = st.none() | times, st.none() | texts


def some(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(strategy, max_size=2).map(tuple)


sources = st.builds(
    Source,
    id=texts,
    url=texts,
    title=texts,
    kind=st.sampled_from(SourceKind),
    tier=st.sampled_from(Tier),
    licence=st.sampled_from(Licence),
    channels=words,
    folder=words,
    selectors=st.none() | st.builds(Selectors, item=texts, time=texts),
    every_minutes=st.none() | st.integers(5, 9999),
    read_pages=st.booleans(),
    mute=words,
)
states = st.builds(
    SourceState,
    source_id=st.just("alpha"),
    url=texts,
    etag=maybe_texts,
    due_at=maybe_times,
    asked_at=maybe_times,
    failures=st.integers(0, 99),
    reason=st.none() | reasons,
    stopped=st.booleans(),
    moved_seen=some(times),
    usual_gap_minutes=st.none() | floats,
    hints=st.dictionaries(texts, texts, max_size=3),
)
leads = st.builds(
    Lead,
    id=st.just(""),
    source_id=st.just("alpha"),
    key=texts,
    alt_key=texts,
    url=texts,
    title=texts,
    seen_at=times,
    published_at=maybe_times,
    updated_at=maybe_times,
    summary=texts,
    content=texts | texts.map(lambda text: text * 500),
    author=texts,
    categories=words,
    picture=texts,
)
pages = st.builds(
    Page,
    sha256=st.just(""),
    url=texts,
    requested_url=texts,
    status=st.integers(0, 999),
    headers=some(st.tuples(texts, texts)),
    fetched_at=times,
    body=st.binary(max_size=50) | st.binary(max_size=50).map(lambda body: body * 100),
    from_feed=st.booleans(),
)
articles = st.builds(
    Article,
    id=st.just(""),
    source_id=texts,
    url=texts,
    title=texts,
    published_at=times,
    dated=texts,
    seen_at=times,
    language=texts,
    page_sha256=texts,
    text_from=st.sampled_from(TextFrom),
    paragraphs=words,
    byline=texts,
    source_name=texts,
    editor=texts,
    summary=texts,
    pictures=some(st.builds(Picture, url=texts, caption=texts, credit=texts)),
    reason=st.none() | reasons,
)
rulings = st.builds(Ruling, id=st.just(""), at=times, verb=texts, together=st.booleans(), one=words, other=words)
signatures = st.builds(
    Signature, article_id=st.just(""), revision=st.integers(1, 2**31), version=texts, data=st.binary(max_size=50)
)
stories = st.builds(
    Story,
    id=st.just(""),
    members=some(
        st.builds(
            Member,
            article_id=st.integers(0, 10**9).map(str),
            repost_of=maybe_texts,
            evidence=st.dictionaries(texts, plain, max_size=3),
        )
    ),
    first_seen=times,
    last_seen=times,
    follows=maybe_texts,
)
citations = st.builds(Citation, article=texts, page_sha256=texts, start=st.integers(0, 99), end=st.integers(0, 99))
entries = st.builds(
    Entry,
    story=texts,
    headline=texts,
    sentences=some(st.builds(Sentence, text=texts, citations=some(citations))),
    articles=some(
        st.builds(
            EntryArticle,
            id=texts,
            revision=st.integers(1, 9),
            title=texts,
            url=texts,
            source=texts,
            source_id=texts,
            editor=texts,
            published_at=times,
            language=texts,
            repost_of=maybe_texts,
        )
    ),
    first_seen=times,
    rank_terms=st.dictionaries(texts, floats, max_size=3),
    channels=words,
)
editions = st.builds(
    Edition,
    date=st.dates(),
    profile=st.just(""),
    revision=st.integers(0, 3),
    made_at=times,
    as_of=times,
    timezone=texts,
    sections=some(st.builds(Section, channel=texts, entries=some(entries))),
    counts=st.dictionaries(texts, st.integers(0, 10**9), max_size=3),
    failed=some(st.builds(FailedSource, id=texts, title=texts, reason=reasons)),
    sample=st.booleans(),
    note=texts,
)


def unique(text: str = "") -> str:
    return f"{next(numbers):08}{text}"


@examples
@given(source=sources)
def test_sources(lasting: Store, source: Source) -> None:
    source = replace(source, id=unique(source.id))
    lasting.put_sources([source])
    assert tidy(source) in lasting.sources()
    lasting.remove_source(tidy(source).id)


@examples
@given(state=states)
def test_states(lasting: Store, state: SourceState) -> None:
    lasting.save_states([state])
    assert lasting.states()["alpha"] == tidy(state)


@examples
@given(lead=leads)
def test_leads(lasting: Store, lead: Lead) -> None:
    lead = replace(lead, id=unique(), key=unique(lead.key), alt_key=unique(lead.alt_key))
    assert lasting.save_refresh([Refreshed(state=a_state(), leads=(lead,))]).new == 1
    assert lasting.lead(lead.id) == tidy(lead)


@examples
@given(page=pages, article=articles)
def test_pages_and_articles(lasting: Store, page: Page, article: Article) -> None:
    page, article = replace(page, sha256=unique()), replace(article, id=unique())
    lasting.save_readings([Reading(lead_id=article.id, article=article, page=page)])
    assert lasting.page(page.sha256) == tidy(page)
    assert lasting.article(article.id) == tidy(article)


@examples
@given(reason=reasons)
def test_reasons(lasting: Store, reason: Reason) -> None:
    lead = a_lead(unique())
    show(lasting, lead)
    lasting.save_readings([Reading(lead_id=lead.id, reason=reason)])
    assert tidy(reason) in [put_aside.reason for put_aside in lasting.quarantined()]


@examples
@given(value=st.dictionaries(texts, plain, max_size=4))
def test_annotations(lasting: Store, value: dict[str, Any]) -> None:
    annotation = Annotation(article_id=unique(), revision=1, maker="channel", version=1, value=value)
    lasting.put_annotations([annotation])
    assert lasting.annotations([annotation.article_id])[annotation.article_id]["channel"] == tidy(annotation)


@examples
@given(story=stories)
def test_stories(lasting: Store, story: Story) -> None:
    story = replace(story, id=unique(), members=tuple(replace(member, article_id=unique()) for member in story.members))
    lasting.put_stories([story], NOW)
    assert lasting.story(story.id) == tidy(story)


@examples
@given(ruling=rulings)
def test_rulings(lasting: Store, ruling: Ruling) -> None:
    ruling = replace(ruling, id=unique())
    lasting.put_rulings([ruling])
    assert tidy(ruling) in lasting.rulings()


@examples
@given(signature=signatures)
def test_signatures(lasting: Store, signature: Signature) -> None:
    signature = replace(signature, article_id=unique())
    lasting.put_signatures([signature])
    assert lasting.signatures([signature.article_id]) == {signature.article_id: tidy(signature)}


@examples
@given(edition=editions)
def test_editions(lasting: Store, edition: Edition) -> None:
    edition = replace(edition, profile=unique())
    lasting.put_edition(edition)
    assert lasting.edition(edition.date, edition.profile) == tidy(edition)
    assert lasting.edition_as_of(edition.date, edition.profile, edition.as_of) == tidy(edition)


@examples
@given(
    file=st.builds(RobotsFile, origin=texts, fetched_at=times, status=st.integers(0, 999), body=texts),
)
def test_robots(lasting: Store, file: RobotsFile) -> None:
    file = replace(file, origin=unique())
    lasting.put_robots(file)
    assert lasting.robots(file.origin) == tidy(file)


# -- what tidy means -------------------------------------------------------------------------------------------------


def test_nul_and_lone_surrogates_become_the_replacement_character_one_for_one(store: Store) -> None:
    store.save_readings([a_reading(title="a\0b\ud83dc", paragraphs=("x\udfffy", "😀"))])
    article = store.article(a_lead().id)
    assert article is not None
    assert article.title == "a\ufffdb\ufffdc"
    assert article.paragraphs == ("x\ufffdy", "😀")


def test_times_come_back_in_utc_to_the_microsecond(store: Store) -> None:
    beijing = timezone(timedelta(hours=8))
    moment = datetime(2026, 1, 15, 23, 59, 59, 999999, tzinfo=beijing)
    store.save_readings([a_reading(published_at=moment)])
    article = store.article(a_lead().id)
    assert article is not None
    assert article.published_at == moment
    assert article.published_at.isoformat() == "2026-01-15T15:59:59.999999+00:00"


@pytest.mark.parametrize("field", ["published_at", "seen_at"])
def test_a_time_without_a_zone_is_refused(store: Store, field: str) -> None:
    naive = NOW.replace(tzinfo=None)
    with pytest.raises(ValueError, match="without a zone"):
        store.save_readings([a_reading("ok"), a_reading(**{field: naive})])
    assert store.article(a_lead("ok").id) is None
    with pytest.raises(ValueError, match="without a zone"):
        show(store, a_lead(**{field: naive}))
    assert store.lead(a_lead().id) is None


def test_a_number_that_json_lacks_is_refused_rather_than_lost(store: Store) -> None:
    with pytest.raises(ValueError, match="finite"):
        store.put_annotations([Annotation(article_id="a", revision=1, maker="m", version=1, value={"x": float("nan")})])
    assert store.annotations(["a"]) == {}


def test_a_page_of_ten_megabytes(store: Store) -> None:
    page = a_page(b"<p>" + b"0123456789abcdef" * 655_360)
    store.save_readings([Reading(lead_id="x", article=an_article(page=page), page=page)])
    assert store.page(page.sha256) == page
