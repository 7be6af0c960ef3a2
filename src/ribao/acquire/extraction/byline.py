"""Who wrote it (作者, 记者), where it is from (来源), who edited it (编辑): read from labels first, then from habits.

A label counts wherever it stands in the short lines of a page; a name without a label only inside the article's own
lead (``（记者 某某）``) or in an element that is named for it.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from ribao.acquire.extraction.structured import Structured, texts
from ribao.acquire.extraction.words import letters, one_line

# a label, its separator, and the value up to the next label, bracket or wide gap
_NEXT = (
    r"(?=\s*(?:来源|稿源|出处|作者|记者|文字|摄影|编辑|责编|责任编辑|审核|校对|编审|监制|撰稿|供稿|撰文|文字|時間|作者|編輯|時間|时间|日期|发布|发表|更新|浏览|阅读|点击|评论|字号|字体|人气|分享|举报|原标题|通讯员|通讯(?![社报])|我要|收藏|打印|责校|主编|值班|初审|复审|终审|一审|二审|三审|【|\[|\||｜|丨|（|\(|）|\)|】|\]|;|；|。|>>|$)"
    r"|\s*(?:19|20)\d\d\s?[-/.年]|\s*\d{1,2}[-月]\d{1,2})"
)
_SEPARATOR = r"\s*[:：/／|丨｜﹕]\s*"
_SOURCE = re.compile(
    r"(?:本文来源|文章来源|消息来源|信息来源|新闻来源|稿件来源|内容来源|资料来源|来源|稿源|出处|转载自|转自|来自|媒体|發佈單位|來源|文章來源)"
    + _SEPARATOR
    + r"(?P<value>[^:：]{2,40}?)"
    + _NEXT
)
_EDITOR = re.compile(
    r"(?P<label>责任编辑|責任編輯|责编|本文编辑|网络编辑|网编|执行编辑|值班编辑|新媒体编辑|实习编辑|编辑|編輯|编审|责任编缉)"
    + r"(?:\s*[:：/／|丨｜﹕]\s*|\s+(?=[\u4e00-\u9fff]{2,4}(?:\s|$|[）)】\]])))"
    + r"(?P<value>[^:：]{2,40}?)"
    + _NEXT
)
_AUTHOR = re.compile(
    r"(?:本文作者|文章作者|作者|撰文|撰稿人|撰稿|作\s者|供稿|执笔)" + _SEPARATOR + r"(?P<value>[^:：]{1,40}?)" + _NEXT
)
# what may follow a reporter's name and is none: 记者 李雷 责任编辑：韩梅
_NAME = r"(?!责任|责编|编辑|摄影|校对|审核|来源|通讯|实习|报道|综合)[\u4e00-\u9fff·]{2,4}"
_REPORTER = re.compile(
    r"(?:见习记者|实习记者|特约记者|首席记者|本报记者|本网记者|全媒体记者|特派记者|驻[\u4e00-\u9fff]{2,6}记者|记者|通讯员|文字|采写)"
    + rf"\s*[:：/／|丨｜]?\s*(?P<value>{_NAME}(?:[\s、，,/]{{1,3}}{_NAME})*)"
)
_GLUED = re.compile(
    r"(?<=[^\s（(【\[])(?=(?:责任编辑|发布时间|发布日期|字号|稿源|(?<!布)(?<!表)(?<!新)时间|(?<!章)(?<!息)(?<!文)(?<!件)来源|(?<!文)(?<!章)作者"
    r"|(?<!任)(?<!文)(?<!络)(?<!行)编辑)\s?[:：])"
)
_WRITTEN_BY = re.compile(
    r"^[【（(\[\s]{0,2}文\s*[:：/／|丨｜]\s*(?P<value>[^:：】）)\]|丨｜]{2,36}?)(?=\s*(?:[】）)\]|丨｜]|编辑|责编|图\s?[/：:|]|摄影|来源|$)|\s{2,})"
)
_ENGLISH = re.compile(
    r"^(?:by|written by|story by|words by|von|por|par)\s*:?\s+(?P<value>[A-ZÀ-Þ][^\d|•·]{3,80}?)(?:\s*[|•·,]\s*.*)?$",
    re.IGNORECASE,
)
_PARTS = re.compile(
    r"\s*[、，,;；/&|]\s*|\s{1,}(?=[\u4e00-\u9fff])(?<=[\u4e00-\u9fff]\s)|\s+(?:and|und|et|y)\s+|\s{2,}"
)
_HAN_NAME = re.compile(r"[\u4e00-\u9fff·]{2,12}")
_ROLE = re.compile(
    r"^(?:(?:[\u4e00-\u9fff]{2,10})?(?:见习|实习|特约|首席|本报|本网|全媒体|特派)?(?:记者|通讯员|评论员|专栏作者|特约作者|作者)\s*[:：]?\s*)"
    r"(?=[\u4e00-\u9fffA-Za-z])"
)
_ANY_ROLE = re.compile(r"^.{0,20}(?:作者|记者|评论员|编辑|研究员|教授|撰稿人|主笔)\s*[:：]?\s+(?=\S)")
_ROLES = re.compile(
    r".{0,10}(?:记者|通讯员|评论员|作者|编辑|摄影|实习生|责任|整合|整理|综合|报道|编译|校对|审核|文图|图文|文/图)|https?.*|www\..*"
)
_BRACKETS = re.compile(r"[（(【\[][^）)】\]]*[）)】\]]")
_BY = re.compile(r"^(?:by|written by)\s+", re.IGNORECASE)
# a name of two characters set wide: 李 雷
_SPACED = re.compile(r"(?<![\u4e00-\u9fff])([\u4e00-\u9fff])\s+([\u4e00-\u9fff])(?![\u4e00-\u9fff])")
_EDGES = " :：-—·.,，。|@*/"
_AFTER_NAME = re.compile(
    r"(?<=\S\S)(?:\s*(?:报道|摄影报道|摄影|整理|整合|编译|编辑|发自.{2,8}|综合|实习生.*|通讯员.*|_[A-Z]{1,4}\d+|[A-Z]{0,3}\d{3,})"
    r"|[\s/]+(?:文|图|摄|文图|图文))+$"
)
_NOT_A_NAME = re.compile(
    r"^(?:时间|日期|来源|浏览|字号|原创|转载|未知|佚名|本站|网络|互联网|综合|不详|admin|administrator|unknown|null|none|undefined|编辑|作者|来源|记者|无|匿名|小编|管理员|责任编辑"
    r"|.{0,6}(?:报道|获悉|了解到|采访|从|在|对|表示|介绍|注意到|发现|近日|今日|日前|昨日|今天).*)$",
    re.IGNORECASE,
)
_DATED = re.compile(
    r"(?:19|20)\d\d\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}\s?日?[\sT]{0,3}(?:\d{1,2}[:：]\d{2}(?:[:：]\d{2})?)?"
)
_OUTLET = re.compile(r"[\u4e00-\u9fffA-Za-z·]{2,14}")
_NOT_AN_OUTLET = re.compile(
    r"阅读|评论|分享|字号|浏览|发布|发表|时间|日期|星期|周[一二三四五六日]|更新|原创|收藏|点击|打印|人气|作者|编辑|来自|北京|上午|下午|published|posted|updated|comment|share|read|by",
    re.IGNORECASE,
)
_ORIGINAL = re.compile(r"^原创\s+(?P<value>[^\s:：]{2,20})\s+(?:19|20)\d\d[-/.年]")
_APART = re.compile(r"\s*[·|｜丨,，]\s*|\s{1,}(?=\S{1,6}[:：])")
_CREDIT = re.compile(
    r"转载自|轉載自|首发于|首發於|原载于?|原文(?:刊|载|发表)于|(?:授权|經授權|经授权)(?:转载|发布|轉載)|(?:originally|first) (?:published|appeared) (?:on|in|by|at)",
    re.IGNORECASE,
)
_CREDIT_LONGEST = 160
_MOST_NAMED = 2
_NOT_AN_AUTHOR_LINE = re.compile(
    r"[:：@?？!！。…]|\.\.|大学|执行院长|\d{4}|\d[-月]\d|编辑|关注|订阅|粉丝|篇|评论|发布|网友|taboola|outbrain|简介|更多|all posts|follow",
    re.IGNORECASE,
)
_NOT_A_SOURCE = re.compile(
    r"^(?:原创|转载|未知|不详|网络|互联网|null|none|undefined|其他|其它|无|本站|作者|admin)$", re.IGNORECASE
)
_VERBS = re.compile(
    r"(?:表示|介绍|了解|获悉|发现|看到|采访|从|在|注意到|今日|近日|日前|昨日|致电|联系|走访|来到|问|对|就|称|说|查询|独家|梳理)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Byline:
    line: str = ""
    authors: tuple[str, ...] = ()
    source_name: str = ""
    editor: str = ""


def read_byline(
    structured: Structured, lines: Sequence[str], lead: Sequence[str], tail: Sequence[str], named: Sequence[str]
) -> Byline:
    """``lines``: the page's short lines; ``lead``/``tail``: first and last of the article; ``named``: texts of author elements."""
    lines, lead, tail = ([_apart(line) for line in some] for some in (lines, lead, tail))
    source_name = _source(structured, lines, tail)
    authors = _authors(structured, lines, lead, tail, named)
    # an outlet may stand in the author's place, and is no author there
    authors = tuple(name for name in authors if name != source_name)
    return Byline(
        line="、".join(authors) if any(_HAN_NAME.search(name) for name in authors) else ", ".join(authors),
        authors=authors,
        source_name=source_name,
        editor=_editor(structured, lines, tail),
    )


def _apart(line: str) -> str:
    """The line with a space before each label: sites set ``记者：某某`` and ``时间：…`` in boxes without one."""
    return _GLUED.sub(" ", line) if len(line) <= 300 else line


def _authors(
    structured: Structured, lines: Sequence[str], lead: Sequence[str], tail: Sequence[str], named: Sequence[str]
) -> tuple[str, ...]:
    """All names that the best kind of evidence gives; each kind is asked only when the one before is silent."""
    kinds = (
        _labelled(_AUTHOR, [*lines, *tail]),
        _written_by([*lines, *lead[:3], *tail]),
        _labelled(_ORIGINAL, lines),
        chain(_reporters([*lead[:3], *tail[-3:], *lines]), _english(lines), _unlabelled(structured, named)),
    )
    for kind in kinds:
        found = tuple(dict.fromkeys(kind))[:8]
        if found:
            return found
    return ()


def names(text: str) -> tuple[str, ...]:
    """The names in an author line, without roles, brackets and what follows a name."""
    text = _BRACKETS.sub(" ", one_line(text))
    text = _SPACED.sub(r"\1\2", _BY.sub("", text.strip()))
    found = []
    for part in _PARTS.split(text):
        name = _AFTER_NAME.sub("", _ROLE.sub("", (part or "").strip(_EDGES))).strip(_EDGES)
        if 1 < len(name) <= 40 and not _ROLES.fullmatch(name) and not _NOT_A_NAME.match(name):
            found.append(name)
    return tuple(found)


def _unlabelled(structured: Structured, named: Sequence[str]) -> Iterator[str]:
    """Names that only a meta tag or an element's name says to be an author's, where they read like one."""
    site = {letters(name) for name in (structured.first("og:site_name"), structured.said("publisher")) if name}
    tail = letters(structured.title_tail)
    for text in (*_declared(structured), *named[:_MOST_NAMED]):
        if not _NOT_AN_AUTHOR_LINE.search(text):
            yield from (
                name for name in names(text) if letters(name) not in site and not tail.startswith(letters(name))
            )


def _labelled(pattern: re.Pattern[str], lines: Iterable[str]) -> Iterator[str]:
    for line in lines:
        for match in pattern.finditer(line[:300]):
            yield from names(match["value"])


def _written_by(lines: Iterable[str]) -> Iterator[str]:
    for line in lines:
        if match := _WRITTEN_BY.match(line[:200]):
            yield from names(_ANY_ROLE.sub("", match["value"]))


def _reporters(lines: Iterable[str]) -> Iterator[str]:
    """记者 and the names after it: in brackets, at a line's start, or a line that is nothing else."""
    for line in lines:
        for match in _REPORTER.finditer(line[:200]):
            before, after = line[: match.start()], line[match.end() :]
            bracketed = re.search(r"[（(][^）)]{0,14}$", before) is not None
            alone = len(line) <= 40 and not re.search(r"[。，！？]", line)
            if bracketed or alone:
                yield from _plain_names(match["value"], after)


def _plain_names(value: str, after: str) -> Iterator[str]:
    for part in re.split(r"[\s、，,/]+", value):
        name = _AFTER_NAME.sub("", part)
        if 2 <= len(name) <= 4 and not _VERBS.search(name) and not _NOT_A_NAME.match(name):
            yield name


def _english(lines: Iterable[str]) -> Iterator[str]:
    for line in lines:
        if len(line) <= 120 and (match := _ENGLISH.match(line)):
            yield from names(match["value"])


def _declared(structured: Structured) -> Iterator[str]:
    yield from texts(structured.article.get("author"))
    for name in (
        "author",
        "article:author",
        "og:article:author",
        "byl",
        "sailthru.author",
        "parsely-author",
        "dc.creator",
    ):
        for value in structured.meta.get(name, ()):
            if not value.startswith("http"):
                yield value
    yield from structured.items.get("author", ())


def _source(structured: Structured, lines: Sequence[str], tail: Sequence[str]) -> str:
    for line in (*lines, *tail):
        for match in _SOURCE.finditer(line[:300]):
            name = _clean_source(match["value"])
            if name:
                return name
    for line in lines:
        if name := _beside_date(line):
            return name
    for name in ("mediaid", "source", "article:source", "contentsource", "og:article:source"):
        value = _clean_source(structured.first(name))
        if value and len(value) <= 30:
            return value
    return ""


def credit_in(lines: Sequence[str]) -> str:
    """The line that says where the text was first published (转载自…, 本文首发于…), empty when none does."""
    return next((line for line in lines if len(line) <= _CREDIT_LONGEST and _CREDIT.search(line)), "")


def source_in(text: str) -> str:
    """The source in a text that is known to name one, with or without its label."""
    match = _SOURCE.search(text[:300])
    return _clean_source(match["value"] if match else text[:60])


def editors_in(text: str) -> str:
    """The editors in a text that is known to name them."""
    match = _EDITOR.search(text[:300])
    return "、".join(names(match["value"] if match else text[:60]))


def authors_in(text: str) -> tuple[str, ...]:
    """The authors in a text that is known to name them; none where it is a date or another label."""
    match = _AUTHOR.search(text[:300])
    if match is None and _NOT_AN_AUTHOR_LINE.search(text):
        return ()
    return names(match["value"] if match else text[:80])


def _beside_date(line: str) -> str:
    """The one name in a line that is otherwise a date: ``2019-09-07 08:15 新京报``."""
    if len(line) > 60 or not (match := _DATED.search(line)):
        return ""
    parts = (part for side in (line[: match.start()], line[match.end() :]) for part in _APART.split(side))
    rest = [part for part in parts if letters(part) and not re.search(r"[:：]", part)]
    name = _clean_source(rest[0]) if len(rest) == 1 else ""
    return name if _OUTLET.fullmatch(name) and not _NOT_AN_OUTLET.search(name) else ""


def _clean_source(text: str) -> str:
    name = one_line(text).strip(" :：-—·|丨｜,，。;；《》“”\"'")
    return "" if not letters(name) or _NOT_A_SOURCE.match(name) or name.startswith(("http", "//")) else name


def _editor(structured: Structured, lines: Sequence[str], tail: Sequence[str]) -> str:
    """责任编辑 before other editors; several names joined by 、."""
    found: list[tuple[bool, str]] = []
    for line in (*tail, *lines):
        for match in _EDITOR.finditer(line[:300]):
            found += [
                (match["label"].startswith("责"), "、".join(people)) for people in [names(match["value"])] if people
            ]
    best = next((name for responsible, name in found if responsible), "") or next((name for _, name in found), "")
    return best or "、".join(names(structured.said("editor")))
