"""What the weighing sees of a candidate: names of features, each there or not."""

import re

from ribao.annotate.attribution.chinese_candidates import Candidate
from ribao.annotate.attribution.chinese_reading import Reading, holds
from ribao.annotate.attribution.chinese_source import known
from ribao.annotate.attribution.chinese_words import sources
from ribao.annotate.attribution.masking import QUOTED
from ribao.annotate.attribution.said import Context
from ribao.types.attribution import SourceType

_FUTURE = (
    "将",
    "预计",
    "计划",
    "有望",
    "拟",
    "会",
    "可能",
    "或",
    "未来",
    "目标",
    "明年",
    "料",
    "即将",
    "力争",
    "准备",
    "最快",
    "届时",
    "年底",
    "预期",
    "希望",
    "打算",
    "考虑",
    "望",
)
_DENIAL = (
    "不实",
    "谣言",
    "没有",
    "否认",
    "并非",
    "未",
    "不是",
    "不会",
    "虚假",
    "子虚乌有",
    "从未",
    "无关",
    "误解",
    "假消息",
    "不属实",
    "错误",
    "不存在",
    "无此",
    "并不",
    "并未",
    "无意",
    "口误",
)
_VERBLIKE = re.compile(r"[是有将被把让使了着过]|以及|因为|由于|通过")
_OWN_VOICE = ("it之家", "36氪", "记者", "本报", "笔者", "小编", "我们", "本站", "编者", "it之家了解", "作者")


def _bucket(length: int) -> str:
    return str(next((top for top in (0, 2, 4, 6, 9, 13, 20, 30, 50, 90) if length <= top), 999))


def _after(masked: str, at: int) -> str:
    if at >= len(masked):
        return "end"
    char = masked[at]
    if char in ',:“「"了的;。 、':
        return char
    return "quoted" if char == QUOTED else "latin" if char.isascii() else "han"


def shared(read: Reading, one: Candidate) -> list[str]:
    """Of the cue and its place."""
    cue = read.folded[slice(*one.cue)]
    after = _after(read.masked, one.cue[1])
    return [
        "1", f"shape={one.shape}", f"action={one.action}", f"word={one.word}", f"cue={cue}", f"after={after}",
        f"action,after={one.action},{after}", f"shape,word={one.shape},{one.word}", f"word,after={one.word},{after}",
        f"inherits={one.inherits}", *_of_who(read, one),
    ]  # fmt: skip


def _of_who(read: Reading, one: Candidate) -> list[str]:
    who = one.who
    if who is None:
        return ["who=none", f"who=none,{one.word}", f"who=none,{one.shape}"]
    phrase, source = read.folded[slice(*who.phrase)], read.folded[slice(*who.source)]
    listed = known(phrase)
    return [
        "who", f"kind={who.kind}", f"kind,action={who.kind},{one.action}", f"person={who.person}", f"title={who.title}",
        f"standing={who.standing}", f"pronoun={who.pronoun}", f"far={who.far}", f"phrase={_bucket(len(phrase))}",
        f"known={listed}", f"known,person={listed},{who.person}", f"tail1={source[-1:]}", f"tail2={source[-2:]}",
        f"tail3={phrase[-3:]}", f"head2={phrase[:2]}", f"latin={source.isascii()}", f"verblike={bool(_VERBLIKE.search(phrase))}",
        f"own={phrase in _OWN_VOICE}", f"de={'的' in phrase}", f"source={source}" if len(source) < 7 else "source=long",
        f"standing,action={who.standing},{one.action}",
    ]  # fmt: skip


def acceptance(read: Reading, all_of: list[Candidate], number: int) -> list[str]:
    """For: is anything attributed here?"""
    one = all_of[number]
    content = one.content[1] - one.content[0]
    before = all_of[number - 1] if number else None
    near = read.masked[max(0, one.cue[0] - 2) : one.cue[0]]
    return [
        *shared(read, one), f"content={_bucket(content)}", f"first={number == 0}", f"clause={one.clause == 0}",
        f"before={near[-1:]}", f"before2={near}", f"prior={before.word if before else ''}", f"prior shape={before.shape if before else ''}",
        f"held={bool(before and holds(before, one))}", f"prior,word={before.action if before else ''},{one.word}",
        f"cue at clause={_bucket(one.cue[0] - one.clause)}", f"next2={read.folded[one.cue[1] : one.cue[1] + 2]}",
        f"next1={read.folded[one.cue[1] : one.cue[1] + 1]}", f"ends={_ends(read, one)}", f"more={min(len(all_of), 4)}",
    ]  # fmt: skip


def _ends(read: Reading, one: Candidate) -> str:
    """How the clause of the cue goes on: a comma soon after it is the mark of a saying."""
    window = read.masked[one.cue[1] : one.cue[1] + 12]
    return next((f"{char}{_bucket(at)}" for at, char in enumerate(window) if char in ",:;。“"), "none")


def judgement(read: Reading, one: Candidate, context: Context) -> list[str]:
    """For: what kind of source?"""
    speaker = context.speaker
    last = speaker.source_type if speaker and _leans(read, one) else ""
    word = read.folded[slice(*one.who.source)] if one.who else "none"
    return [
        *shared(read, one), f"last={last}", f"last,word={last},{word}", f"same={_same(word, context)}",
        f"person known={_person(word, context)}", f"gap={speaker.gap if speaker and last else ''}",
    ]  # fmt: skip


def sureness(read: Reading, one: Candidate, context: Context, kind: SourceType) -> list[str]:
    """For: how sure? ``kind``: of the source, as it was judged."""
    content = read.folded[slice(*one.content)]
    speaker = context.speaker
    future = [(content.find(word), word) for word in _FUTURE if word in content]
    denial = [(content.find(word), word) for word in _DENIAL if word in content]
    word = read.folded[slice(*one.who.source)] if one.who else "none"
    standing = one.who.standing if one.who else ""
    standing = standing or _remembered(word, context)
    at, no = _bucket(min(future)[0]) if future else "none", _bucket(min(denial)[0]) if denial else "none"
    same = speaker.status if speaker and (_leans(read, one) or _same(word, context)) else ""
    return [
        "1", f"kind={kind}", f"action={one.action}", f"word={one.word}", f"kind,action={kind},{one.action}", f"kind,word={kind},{one.word}",
        f"kind,standing={kind},{standing}", f"future={at},{kind}", f"denial={no},{kind}", f"status={same}", f"status,kind={same},{kind}",
        *(f"future={found},{place < 9},{kind}" for place, found in future), *(f"denial={found},{place < 16}" for place, found in denial),
        *(f"starts={found},{kind}" for place, found in future if place < 3),
        f"titled={bool(one.who and one.who.title)},{kind}", f"title={one.who.title if one.who else ''}", f"tail={word[-2:]},{kind}",
        f"own={own(read, one, context)},{kind}", f"own,standing={own(read, one, context)},{standing},{kind}", f"we={any(w in content for w in ('我们', '公司', '该公司'))},{kind}",
        f"quote={content[:1] in '“「'},{kind}", f"shape={one.shape},{kind}", f"futures={min(len(future), 3)},{kind}",
        f"begins={content[:1]}", f"source={word}" if len(word) < 6 else "source=long",
    ]  # fmt: skip


def own(read: Reading, one: Candidate, context: Context) -> bool | None:
    """Whether a person speaks of the own house: 公司, 我们, or its name. None: no house is known."""
    content = read.folded[slice(*one.content)]
    if any(word in content for word in ("我们", "公司", "本次", "我司", "我")):
        return True
    word = read.folded[slice(*one.who.source)] if one.who else ""
    if one.who and not one.who.person:
        return _other(content, read.folded[slice(*one.who.phrase)])
    house = read.folded[one.who.phrase[0] : one.who.source[0]].strip() if one.who else ""
    if not house:
        house = next(
            (p.speaks_for.lower() for p in reversed(context.people) if p.speaks_for and p.name.lower().endswith(word)),
            "",
        )
    return _other(content, house)


def _other(content: str, house: str) -> bool | None:
    """True: the house is named. False: another firm is. None: neither."""
    names = [match.group() for match in sources().firm.finditer(content[:60])]
    latin = house.split(" ")[0]
    if house and (latin if latin.isascii() else house[:2]) in content:
        return True
    return False if any(name not in house for name in names) else None


def _remembered(word: str, context: Context) -> str:
    """Whether a person named again had a house, or none."""
    for person in reversed(context.people):
        if word and person.name.lower().endswith(word):
            return "house" if person.speaks_for else "no house"
    return ""


def _same(word: str, context: Context) -> bool:
    """Whether the last speaker goes on under this name, or a part of it."""
    return context.speaker is not None and len(word) > 1 and word in context.speaker.name.lower()


def _person(word: str, context: Context) -> bool:
    return any(
        word and (person.name.lower() == word or (person.name.lower().endswith(word) and len(word) > 1))
        for person in context.people
    )


_LEANING = (
    "博文",
    "声明",
    "公告",
    "报道",
    "数据",
    "结果",
    "研究",
    "报告",
    "官方",
    "文件",
    "文档",
    "财报",
    "文章",
    "他们",
    "报导",
    "推文",
    "邮件",
)


def _leans(read: Reading, one: Candidate) -> bool:
    """Whether who speaks is known from before only."""
    if one.who is None or one.who.pronoun:
        return True
    word = read.folded[slice(*one.who.source)]
    return len(word) < 7 and word.endswith(_LEANING)
