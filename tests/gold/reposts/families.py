"""The gold set: invented families of one report each, with copies, rewrites and independent reports of its event.

``families.txt``: ``==`` id and language, ``#`` the report, ``~`` a rewrite of it, ``!`` an independent report.
``quotes.txt``: one statement, quoted in two reports. ``templates.txt``: one form, filled in with other facts.
Copies are made here, by what sites do to a text.
"""

import json
import re
from dataclasses import dataclass, replace
from functools import cache
from itertools import combinations
from pathlib import Path

from ribao.sample import folder, load
from ribao.sample.body import plain
from ribao.support.folding import fold
from ribao.types.article import Article
from tests.edit.build import article

HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    id: str
    language: str
    report: Article
    copies: tuple[Article, ...]
    rewrites: tuple[Article, ...]
    others: tuple[Article, ...]  # independent reports


@cache
def families() -> tuple[Family, ...]:
    blocks = re.split(r"^== ", (HERE / "families.txt").read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
    return tuple(_family(block) for block in blocks)


@cache
def quotes() -> tuple[tuple[Article, Article], ...]:
    """Pairs of reports that quote one statement."""
    blocks = re.split(r"^== ", (HERE / "quotes.txt").read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
    pairs = []
    for number, block in enumerate(blocks):
        said = block.splitlines()[1]
        one, two = (part.replace("\nQ\n", f"\n{said}\n") for part in block.split("\n# ")[1:])
        pairs.append((_article(f"quote{number}a", one, 5), _article(f"quote{number}b", two, 4)))
    return tuple(pairs)


@cache
def templates() -> tuple[tuple[Article, ...], ...]:
    """Groups of articles that one form was filled in for."""
    blocks = re.split(r"^== ", (HERE / "templates.txt").read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
    return tuple(tuple(_filled(block)) for block in blocks)


def apart() -> list[tuple[Article, Article]]:
    """Hard negatives: pairs of which neither was taken from the other."""
    pairs = [(text, other) for f in families() for text in (f.report, *f.rewrites) for other in f.others]
    pairs += [pair for group in templates() for pair in combinations(group, 2)]
    return [*pairs, *quotes()]


def everything() -> list[Article]:
    found = [a for f in families() for a in (f.report, *f.copies, *f.rewrites, *f.others)]
    return found + [a for group in (*templates(), *quotes()) for a in group]


@dataclass(frozen=True, slots=True, kw_only=True)
class Labels:
    reposts: dict[str, str]  # copy → report
    rewrites: frozenset[str]


def sample_world() -> tuple[Labels, list[Article]]:
    """The items of the sample world as articles, and which are labelled as taken from another."""
    world = load(folder())
    stories = json.loads((Path(folder()) / "expected" / "stories.json").read_text(encoding="utf-8"))["stories"]
    articles = [
        article(item.id, item.versions[0].title, *plain(item.versions[0].body), source=item.outlet)
        for item in world.items.values()
    ]
    dated = [
        replace(a, published_at=world.items[a.id].published, seen_at=world.items[a.id].published) for a in articles
    ]
    reposts = {copy: report for story in stories for copy, report in story.get("reposts", {}).items()}
    rewrites = frozenset(id_ for story in stories for id_ in story.get("rewrites", ()))
    return Labels(reposts=reposts, rewrites=rewrites), dated


def _family(block: str) -> Family:
    head, rest = block.split("\n", 1)
    id_, language = head.split()
    parts = re.findall(r"^([#~!]) (.*\n(?:(?![#~!=] ).*\n?)*)", rest, flags=re.MULTILINE)
    articles = [_article(f"{id_}{n}", text, 10 - n) for n, (_, text) in enumerate(parts)]
    marked = list(zip((mark for mark, _ in parts), articles, strict=True))
    return Family(
        id=id_,
        language=language,
        report=articles[0],
        copies=tuple(_copies(articles[0], language)),
        rewrites=tuple(a for mark, a in marked if mark == "~"),
        others=tuple(a for mark, a in marked if mark == "!"),
    )


def _article(id_: str, text: str, hours: float, language: str = "zh-Hans") -> Article:
    title, *paragraphs = text.strip().splitlines()
    return article(id_, title, *paragraphs, source=f"{id_}-paper", hours=hours, language=language)


def _filled(block: str) -> list[Article]:
    name, title, text, *rows = block.strip().splitlines()
    made = []
    for number, row in enumerate(rows):
        values = dict(zip("abcdef", row.split("|"), strict=False))  # six at most
        made.append(_article(f"{name}{number}", f"{title[2:].format(**values)}\n{text.format(**values)}", 9 - number))
    return made


def _copies(report: Article, language: str) -> list[Article]:
    """A new headline; one paragraph, with a credit and an advert; the other script; other width; a sentence fewer and
    a line more; a word changed here and there."""
    text, english = report.text, language == "en"
    credit, advert = (
        ("Source: The Daily Relay", "Sign up for our app to read more.")
        if english
        else (
            "来源：搬运日报 责任编辑：无名",
            "打开APP，查看更多精彩内容",
        )
    )
    made = [
        ("What we know so far" if english else "刚刚！官方通报来了", text),
        (report.title, f"{credit}\n{text.replace(chr(10), ' ' if english else '')}\n{advert}"),
        (report.title, text.upper() if english else _traditional(text)),
        (report.title, _wide(text)),
        ("Read this" if english else "快看", _sentence_fewer(text, english) + f"\n{advert}"),
        (report.title, _words_changed(text)),
    ]
    return [
        _article(f"{report.id}-copy{n}", f"{title}\n{body}", 3 - n / 10, language)
        for n, (title, body) in enumerate(made)
    ]


@cache
def _to_traditional() -> dict[int, str]:
    every = (chr(code) for code in range(0x4E00, 0x9FFF))
    return {ord(fold(char)): char for char in every if fold(char) != char}


def _traditional(text: str) -> str:
    return text.translate(_to_traditional())


def _wide(text: str) -> str:
    return "".join(chr(ord(char) + 0xFEE0) if char.isascii() and char.isalnum() else char for char in text)


def _sentence_fewer(text: str, english: bool) -> str:
    sentences = re.split(r"(?<=\. )" if english else r"(?<=。)", text)
    return "".join(sentences[:2] + sentences[3:])


def _words_changed(text: str) -> str:
    for old, new in (("今天", "今日"), ("表示", "称"), ("said", "stated"), ("will", "is to"), ("预计", "预期")):
        text = text.replace(old, new, 2)
    return text
