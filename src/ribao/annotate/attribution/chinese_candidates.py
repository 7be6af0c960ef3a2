"""Candidates: every place of a Chinese sentence where somebody may be said to say something, by grammar alone.

Generous: :mod:`weighing` drops what is none. Four shapes: 据X报道，… (prefix), 据悉，… (elided), X表示，… (verb),
“…”X说。 (behind its quotation).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from ribao.annotate.attribution.chinese_kinds import known
from ribao.annotate.attribution.chinese_source import Who, trimmed, who, who_before
from ribao.annotate.attribution.chinese_words import cues
from ribao.annotate.attribution.masking import ASIDE
from ribao.types.attribution import SourceType, Span

MOST = 16  # candidates of a sentence
_CLAUSE = re.compile(r"(?<!\d),|,(?!\d)|[;:。!?\n丨｜|…]|——")
_SUBJECT_ENDS = re.compile(r"[;。!?\n丨｜|]")
_NO_VERB = re.compile(
    r"的(?!是)|者|[中里上时后](?=[,还也]|表示|称|指出|透露|写道|说|宣布|明确|强调|提到|披露|回应|承认|介绍|发现|显示|首次|重点|再次)|会[上议]|书(?=[,显])|"
    r"[\ue001 ]*(?:显示|表明|指出|发现|还显示|认为|称|表示|揭示|透露|提到)"
)
_NOUNS = frozenset(
    {
        "公告",
        "声明",
        "报道",
        "报导",
        "分析",
        "统计",
        "通报",
        "调查",
        "说明",
        "预测",
        "解读",
        "披露",
        "测算",
        "回应",
        "评论",
        "预告",
        "介绍",
        "爆料",
        "描述",
        "通知",
        "回复",
        "建议",
        "报告",
        "分享",
        "公布",
        "解释",
    }
)
_WHEN = frozenset(
    [
        "回应",
        "谈及",
        "谈到",
        "提及",
        "提到",
        "评价",
        "介绍",
        "解释",
        "宣布",
        "发布",
        "问",
        "披露",
        "公布",
        "点评",
        "回答",
        "答复",
        "预测",
        "展望",
    ]
)
_THEN = re.compile(
    r"[^,。;:!?]{0,40}时(?:[,还也曾则]|明确|对|表示|称|指出|说|透露|强调|坦言|提到|直言|介绍|回应|宣布|写道)"
)
_NAMED_SO = re.compile(r"[^,。;:]{0,4}?(?:工作室|公司|科技|传媒|游戏|集团|影业|文化|资本|智能|书店|音乐)")  # 说道工作室
_NOUN_AND_VERB = re.compile(r"(报道|报导|声明|公告|分析|通报|评论|爆料|通知|统计)(称|指出|认为|表示|显示)$")
_LAYER = re.compile(r"(?:援引|引述|引用|转引)")
_TAIL = re.compile(
    r"(?:的)?(?:最新|此前|今日|昨日|独家|相关|官方|当地时间|今天|昨天|近日|早些时候|稍早前| ?\d{1,2} ?月 ?\d{1,2} ?日| ?\d{1,2} ?日|\d{4} ?年|[ \ue001])*"
    r"(报道称?|报导称?|消息称?|消息人士|介绍|透露|披露|爆料|分享|反馈|称|说|显示|统计|数据|公告|通报|表示|观点|说法|预测|估计|估算|测算|分析|信息|研究|调查|话|发文|解释|描述|发现|公布|发布|提供|所说|所言)?"
    r"(?:的)?(?:最新)?(?:报道|数据|内容|信息|消息|统计|公报|报告|说法|有关安排|安排|预测|话|财报|显示)?[ \ue001]*$"
)
_PAPERS = ("研究", "调查", "话", "信息", "数据", "统计", "分析", "测算")
_FROM = re.compile(r"从([^,;:。]{2,40}?)(?:处|方面)?(获悉|了解到|得知|获得|看到)")
_PUBLISHES = re.compile(r"发布|发文|发表|刊文|撰文|发帖|推文")
_ANSWERS = re.compile(r"(?:(?P<any>回复|答复|告诉|告知)|回应)(?:了|过)?$")
_HEARER = re.compile(r"[^,;:。“「]{2,10}")
_ASKER = re.compile(
    r"[^,;:。“「]{0,6}(?:网友|网民|用户|记者|媒体|粉丝|博主|读者|观众|投资者|投资人|股东|球迷|玩家|车主|客户|消费者)"
)
_JOINS = re.compile(r"(?:并且|并|还|同时|且)(?:[还也将]|同时)?[\s]*$")
_INHERITS = re.compile(r"^[\s]*(?:并且|并|还|且|同时|此外|另外|也|但|但也|又|不过)?[\s]*(?:[还也又将再])*$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """``content``: from where the saying begins to where it could end at most. ``clause``: where its own clause begins."""

    shape: str  # prefix, elided, verb, behind
    cue: Span
    word: str
    action: str  # class of the cue
    clause: int
    content: Span
    who: Who | None = None
    inherits: bool = False  # of the speaker before it, in the same sentence


def quotation(span: Span) -> Candidate:
    """“…” without a cue: who speaks stands in another sentence."""
    return Candidate(
        shape="quotation", cue=(span[0], span[0]), word="", action="say", clause=span[0], content=span, inherits=True
    )


def candidates(sentence: str, masked: str) -> list[Candidate]:
    """In order of the cues."""
    bounds = [0, *(match.end() for match in _CLAUSE.finditer(masked)), len(masked)]
    prefixed = list(_prefixed(sentence, masked, bounds))
    taken = [(one.clause, one.content[0]) for one in prefixed]
    spoken = (one for one in _spoken(sentence, masked, bounds, taken))
    found = sorted([*prefixed, *spoken], key=lambda one: (one.cue, one.shape))
    return found[:MOST]


def _is_elided(masked: str, at: int) -> bool:
    match = cues().find.match(masked, at)
    return match is not None and match.group("word") is not None


def _clause_of(bounds: list[int], at: int) -> tuple[int, int]:
    """Start and end of the clause that holds ``at``."""
    import bisect

    number = bisect.bisect_right(bounds, at)
    return bounds[number - 1], bounds[min(number, len(bounds) - 1)]


def _prefixed(sentence: str, masked: str, bounds: list[int]) -> Iterator[Candidate]:
    for match in cues().prefix.finditer(masked):
        start, end = _clause_of(bounds, match.start())
        if not _opens(masked[start : match.start()]) or _is_elided(masked, match.start()):
            continue
        yield from _of_prefix(sentence, masked, match, end)


def _opens(before: str) -> bool:
    """Whether nothing but conjunctions, marks and a topic stands before 据 in its clause."""
    return not before.strip() or (
        len(before) < 40
        and (before[-1] in " \ue001”」》▲)" or before.endswith(("但", "而", "不过", "另", "此外", "对此")))
    )


def _of_prefix(sentence: str, masked: str, match: re.Match[str], end: int) -> Iterator[Candidate]:
    phrase_end, end = _phrase_end(masked, match.end(), end)
    content = (_behind(masked, end), len(masked))
    if content[0] >= len(masked) or phrase_end <= match.end():
        return
    source_end, cue = _split(masked, match, phrase_end)
    base = Candidate(
        shape="prefix", cue=cue, word=masked[slice(*cue)], action="report", clause=match.start(), content=content
    )
    layer = _LAYER.search(masked, match.end(), source_end)
    taken = _FROM.search(masked, match.end(), end)
    if layer and layer.start() - match.end() > 1:
        outer, inside = (
            who_of(sentence, masked, *span) for span in ((match.end(), layer.start()), (layer.end(), source_end))
        )
        yield replace(base, cue=layer.span(), word=layer.group(), who=outer)
        yield from [replace(base, clause=layer.end(), who=inside)] if inside else []
    elif taken and taken.start() - match.end() > 1:
        outer = who_of(sentence, masked, match.end(), taken.start())
        got = replace(base, cue=taken.span(2), word=taken.group(2))
        yield replace(got, who=outer)
        yield replace(got, clause=taken.start(1), who=who_of(sentence, masked, *taken.span(1)))
    else:
        yield replace(base, who=who_of(sentence, masked, match.end(), source_end))


def _phrase_end(masked: str, start: int, end: int) -> tuple[int, int]:
    """Where the phrase ends that names the source, and where its clause does: 据他介绍这是… has no comma."""
    phrase_end = end
    while phrase_end > start and masked[phrase_end - 1] in ",:;。 ":
        phrase_end -= 1
    inner = _first_cue(masked, start, phrase_end)
    if end - start > 70 or (inner and phrase_end - inner[1] > 6 and end == phrase_end):
        return (inner[1], inner[1]) if inner else (start, end)
    return phrase_end, end


def _split(masked: str, match: re.Match[str], phrase_end: int) -> tuple[int, Span]:
    """Where the source ends, and the cue behind it; 据 itself where there is none."""
    tail = _TAIL.search(masked[match.end() : phrase_end])
    if tail is None or not tail.group(1):
        return match.end() + (tail.start() if tail else phrase_end - match.end()), match.span()
    source_end, noun = match.end() + tail.start(), tail.group(1)
    if noun in _PAPERS and masked[source_end - 1] in "项份次条组新期个":
        return phrase_end, match.span()  # 一项|研究 is the source itself
    short = source_end - match.end() < 5 and not known(masked[match.end() : source_end])
    if noun in ("信息", "数据", "统计") and short:
        return phrase_end, match.span()  # 工商信息
    return source_end, (match.end() + tail.start(1), match.end() + tail.end(1))


def _first_cue(masked: str, start: int, end: int) -> Span | None:
    for match in cues().find.finditer(masked, start, end):
        if match.group("word"):
            return match.span()
    return None


def who_of(sentence: str, masked: str, start: int, end: int) -> Who | None:
    """The source that the whole span names."""
    left, right = trimmed(masked, start, end)
    for outlet in ("处", "观点", "的话", "的消息", "的说法", "的报道", "的观点", "消息", "等多家媒体", "等媒体", "等"):
        if masked[left:right].endswith(outlet):
            right -= len(outlet)
            break
    one = who_before(sentence, masked, left, right)
    return one or (who(sentence, masked, left, right) if left < right else None)


def _behind(masked: str, at: int) -> int:
    """Where the content begins: behind commas, colons and blanks."""
    while at < len(masked) and masked[at] in f" ,:;、。{ASIDE}":
        at += 1
    return at


def _spoken(sentence: str, masked: str, bounds: list[int], taken: list[Span]) -> Iterator[Candidate]:
    last = 0
    for match in cues().find.finditer(masked):
        word = match.group("word")
        if word is None or any(start <= match.start() < end for start, end in taken):
            continue
        if _is_noun(masked, match):
            continue
        start, _end = _clause_of(bounds, match.start())
        action = cues().elided.get(word)
        if action:
            yield _elided(sentence, masked, match, start, action)
        else:
            answers = cues().classes[word] == "say" and _to_hearer(masked, last, match.start())
            yield _verb(sentence, masked, match, start, 0 if answers else last, bounds)
        last = match.end()
    for match in _FROM.finditer(masked):
        if not any(start <= match.start() < end for start, end in taken):
            yield Candidate(
                shape="prefix", cue=match.span(2), word=match.group(2), action="found", clause=match.start(),
                content=(_behind(masked, match.end()), len(masked)), who=who_of(sentence, masked, *match.span(1)),
            )  # fmt: skip


def _to_hearer(masked: str, last: int, at: int) -> bool:
    """甲回复网友说: between two cues stands who hears it, and not who says it."""
    answers = _ANSWERS.search(masked, max(0, last - 3), last)
    hearer = (_HEARER if answers["any"] else _ASKER).fullmatch(masked, last, at) if answers else None
    return hearer is not None


def _is_noun(masked: str, match: re.Match[str]) -> bool:
    """公布的, 声明中; 公告 in 公告显示."""
    opens = match.start() == 0 or masked[match.start() - 1] in ",;:。 "
    if opens and _NAMED_SO.match(masked, match.end()):
        return True
    if match.group() in _WHEN and _THEN.match(masked, match.end()):
        return True
    behind = _NO_VERB.match(masked, match.end())
    if behind is None:
        return False
    return behind.group()[-1] not in "示明出现为称到露" or match.group() in _NOUNS


def _elided(sentence: str, masked: str, match: re.Match[str], clause: int, action: str) -> Candidate:
    """据悉，…: the content follows; 英特尔与苹果据悉达成…: it is the whole clause."""
    opens = (
        match.start() - clause < 3
        or not masked[clause : match.start()].strip()
        or masked[match.start() - 1] in f" {ASIDE}”"
    )
    start = (
        _behind(masked, match.end())
        if opens or match.group("word")[0] != "据"
        else trimmed(masked, clause, match.start())[0]
    )
    word, cue, source = match.group("word"), match.span(), None
    if len(word) > 2 and word[0] != "据" and word[-1] == "称":  # 有消息|称
        cue = (match.start("word") + len(word) - 1, cue[1])
        source = _who_tells(sentence, masked, clause, (match.start(), cue[0]))
    return Candidate(
        shape="elided", cue=cue, word=word, action=action, clause=clause, content=(start, len(masked)), who=source
    )


def _who_tells(sentence: str, masked: str, clause: int, noun: Span) -> Who:
    """有消息: nobody; 国铁集团5日消息: who stands before."""
    own = who_before(sentence, masked, clause, noun[0]) if masked[noun[0]] != "有" else None
    if own is None:
        return Who(source=noun, phrase=noun, kind=SourceType.ANONYMOUS)
    if masked[slice(*own.phrase)] in ("市场", "业内", "供应链", "产业链", "网络", "坊间", "多方"):
        span = (own.phrase[0], noun[1])
        return Who(source=span, phrase=span, kind=SourceType.ANONYMOUS)
    return own


def _verb(sentence: str, masked: str, match: re.Match[str], clause: int, last: int, bounds: list[int]) -> Candidate:
    start = _behind_quotation(sentence, masked, max(clause, last), match.start())
    word, cue = match.group("word"), match.span()
    action = cues().classes[word]
    at = cue[1]
    while at < len(masked) and masked[at] in "了过到道":
        at += 1
    content = (_behind(masked, at), len(masked))
    base = Candidate(shape="verb", cue=cue, word=masked[slice(*cue)], action=action, clause=start, content=content)
    closes = at >= len(masked) or masked[at:].strip(" 。!?;,”") == ""
    quoted = _quotation_before(masked, start)
    if closes and quoted is not None:
        base = replace(base, shape="behind", content=(quoted, start))
    joined = _JOINS.search(masked[: cue[0]], max(start, cue[0] - 8))
    if joined and start == last and start > clause:
        return replace(base, clause=joined.start(), inherits=True)
    own = who_before(sentence, masked, start, cue[0])
    if (
        own
        and word in ("预计", "预估")
        and not own.person
        and not own.pronoun
        and not known(masked[slice(*own.phrase)])
    ):
        return replace(base, content=(trimmed(masked, start, cue[0])[0], len(masked)))
    if own and not masked[start : cue[0]].lstrip().startswith("并") and not _INHERITS.match(masked[start : cue[0]]):
        return replace(base, who=own)
    far = _from_clauses_before(sentence, masked, start, bounds)
    split = _NOUN_AND_VERB.search(masked[cue[0] : cue[1]])
    if split and (far is None or not _PUBLISHES.search(masked[max(0, start - 30) : start])):
        span = (cue[0], cue[0] + split.end(1))
        return replace(base, cue=(span[1], cue[1]), who=who(sentence, masked, *span))
    return replace(base, who=far, inherits=True)


def _behind_quotation(sentence: str, masked: str, start: int, cue: int) -> int:
    """“我们没有退路，”苏望说: the quotation is no part of the speaker's clause; “公安部”公众号 is."""
    closed = max(masked.rfind(mark, start, cue) for mark in "”」』")
    return closed + 1 if closed > start and sentence[closed - 1] in "，。！？,!?…" else start


def _quotation_before(masked: str, at: int) -> int | None:
    """Where the quotation that ends before the clause at ``at`` begins."""
    before = masked[:at].rstrip(" ,。!?")
    if not before or before[-1] not in '”」』"':
        return None
    opener = max(before.rfind(mark) for mark in "“「『") if before[-1] != '"' else before[:-1].rfind('"')
    return max(opener, 0)


def _from_clauses_before(sentence: str, masked: str, start: int, bounds: list[int]) -> Who | None:
    """博主 X 今日发文，透露…: the subject of the clause before, or of the one before that."""
    at = start
    for _step in range(2):
        end = at
        at = max((bound for bound in bounds if bound < end), default=0) if end else 0
        if end <= at or _SUBJECT_ENDS.search(masked, at, end):
            return None
        text_end = end
        while text_end > at and masked[text_end - 1] in ", ":
            text_end -= 1
        subject = who_before(sentence, masked, at, text_end)
        if (
            subject
            and _plausible(masked[slice(*subject.phrase)])
            and (subject.phrase[1] < text_end or (subject.person and subject.title))
        ):
            return replace(subject, far=True)
    return None


def _plausible(phrase: str) -> bool:
    return 1 < len(phrase) < 40
