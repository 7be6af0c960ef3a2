"""A data folder with a few invented stories in a real database, as clustering would have left them; and a command
on it, as a user types it.
"""

from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from ribao.cli.main import run
from ribao.cluster.naming import story_id
from ribao.support.store.sqlite import open_store
from ribao.types.article import Article
from ribao.types.edition import Edition
from ribao.types.story import Member, Story
from tests.contracts.made import a_lead, a_page, a_reading, a_source, an_article, an_edition, an_entry, show

Tell = Callable[..., str]

# of this week, for an article is looked up by its address from now backwards
START = datetime.now(UTC).replace(minute=0, second=0, microsecond=0) - timedelta(days=2)
SENTENCES = {
    "quake": "青石港近海今晨发生五点二级地震，港区停电两小时，暂时没有人员受伤的报告。渔政部门说，震中离岸三十公里，"
    "几条正在返航的渔船改停南湾，岸上的人能感到明显摇晃。气象台没有发布海啸警报，学校照常上课，轮渡推迟一小时开航。",
    "port": "青石港务局说，三号码头的吊机要检修到周五，在此之前改用二号码头装卸。",
    "phone": "云岬科技的新折叠屏推迟到六月发布，原因是铰链在测试中不合格。",
}


def made(name: str, hour: int, title: str, source: str, text: str = "") -> Article:
    lead = a_lead(name, source, title=title, published_at=START + timedelta(hours=hour))
    return an_article(lead, source_name="", paragraphs=(text,) if text else ())


ARTICLES = {
    "quake": made("quake", 0, "青石港近海地震，港区停电", "wire", SENTENCES["quake"]),
    "tremor": made("tremor", 1, "Qingshi harbour shaken by 5.2 quake\x1b[31m", "ledger"),
    "copy": made("copy", 2, "突发：青石港地震", "mirror", SENTENCES["quake"]),
    "port": made("port", 3, "青石港三号码头吊机检修", "wire", SENTENCES["port"]),
    "fold": made("fold", 4, "云岬折叠屏推迟到六月", "wire", SENTENCES["phone"]),
    "hinge": made("hinge", 5, "云岬：铰链不合格，<b>折叠屏</b>延期", "ledger"),
    "loose": made("loose", 6, "无人问津", "wire"),
}
ID = {name: article.id for name, article in ARTICLES.items()}
QUAKE, FOLD = story_id(ID["quake"]), story_id(ID["fold"])
SOURCES = [
    a_source("wire", title="澜江通讯社"),
    a_source("ledger", title="Harbour Ledger"),
    a_source("mirror", title="镜报"),
]


def a_story(*members: Member, follows: str | None = None) -> Story:
    articles = {article.id: article for article in ARTICLES.values()}
    times = [articles[member.article_id].published_at for member in members]
    return Story(
        id=story_id(members[0].article_id),
        members=members,
        first_seen=min(times),
        last_seen=max(times),
        follows=follows,
    )


def stories() -> list[Story]:
    """The earthquake, with a crane's repair that is none of it; and the telephone, told twice."""
    near = {
        "score": 0.64,
        "with": ID["quake"],
        "words": ["青石港"],
        "names": [["青石港", "Qingshi"]],
        "against": ["date"],
    }
    quake = a_story(
        Member(article_id=ID["quake"]),
        Member(article_id=ID["tremor"], evidence=near),
        Member(article_id=ID["copy"], repost_of=ID["quake"], evidence={"same_text": ID["quake"]}),
        Member(article_id=ID["port"], evidence={"score": 0.41, "with": ID["quake"], "words": ["青石港"]}),
    )
    told = {"score": 0.7, "with": ID["fold"], "words": ["云岬", "折叠屏"]}
    fold = a_story(Member(article_id=ID["fold"]), Member(article_id=ID["hinge"], evidence=told))
    return [quake, fold]


def fill(folder: Path, *editions: Edition) -> None:
    with closing(open_store(folder)) as store:
        store.put_sources(SOURCES)
        for article in ARTICLES.values():
            lead = a_lead(article.url.rpartition("/")[2], article.source_id, title=article.title)
            show(store, lead)
            reading = a_reading(lead, a_page())
            store.save_readings([type(reading)(lead_id=lead.id, article=article, page=reading.page)])
        store.put_stories(stories(), START + timedelta(hours=7))
        for edition in editions:
            store.put_edition(edition)


def edition_of(*names: str, revision: int = 1) -> Edition:
    """An edition that tells the stories which begin with these articles."""
    from dataclasses import replace

    entries = tuple(replace(an_entry(ARTICLES[name]), story=story_id(ID[name])) for name in names)
    empty = an_edition(revision=revision)
    return replace(empty, sections=(replace(empty.sections[0], entries=entries),))


def settings(folder: Path) -> Path:
    """A settings file with the sources, whose data folder is ``folder/data``."""
    file = folder / "ribao.toml"
    rows = [f'[[sources]]\nid = "{one.id}"\nurl = "{one.url}"\ntitle = "{one.title}"\n' for one in SOURCES]
    file.write_text("\n".join(rows), encoding="utf-8")
    return file


def teller(command: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> Tell:
    """``tell(*words)`` → what ``ribao COMMAND`` said; ``expect`` is the exit status, ``lang`` the language."""

    def call(*words: str, expect: int = 0, lang: str = "zh") -> str:
        status = run(["--config", str(folder / "ribao.toml"), "--lang", lang, command, *words])
        told = capsys.readouterr()
        assert status == expect, told.out + told.err
        return told.out + told.err

    return call
