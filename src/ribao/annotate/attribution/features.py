"""What the weighing sees of a candidate: names of features, each there or not."""

import re

from ribao.annotate.attribution.chinese_candidates import Candidate
from ribao.annotate.attribution.chinese_kinds import known
from ribao.annotate.attribution.chinese_reading import Reading, holds
from ribao.annotate.attribution.chinese_words import concerns
from ribao.annotate.attribution.concern import Concern, person_named
from ribao.annotate.attribution.masking import QUOTED
from ribao.annotate.attribution.said import Context
from ribao.annotate.attribution.signs import signs
from ribao.types.attribution import SourceType

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


def sureness(read: Reading, one: Candidate, context: Context, kind: SourceType, about: Concern) -> list[str]:
    """For: how sure? ``kind``: of the source, as it was judged; ``about``: whose house speaks of whom."""
    content = read.folded[slice(*one.content)]
    word = read.folded[slice(*one.who.source)] if one.who else "none"
    standing = _standing(one, word, context)
    whose = f"{kind},{about.subject}"
    return [
        "1", f"kind={kind}", f"action={one.action}", f"word={one.word}", f"kind,action={kind},{one.action}", f"kind,word={kind},{one.word}",
        f"kind,standing={kind},{standing}", f"title={one.who.title if one.who else ''}", f"tail={word[-2:]},{kind}", f"begins={content[:1]}",
        f"source={word}" if len(word) < 6 else "source=long", f"quote={content[:1] in '“「'},{kind}", f"shape={one.shape},{kind}",
        f"subject={about.subject}", f"subject,kind={whose}", f"subject,standing={whose},{standing}", f"subject,action={about.subject},{one.action}",
        f"headline={about.headline},{kind}", f"headline,subject={about.headline},{whose}", f"house={bool(about.house)},{kind},{standing}",
        f"own={about.own},{about.other},{kind}", f"world={about.world},{kind}", f"world,own={about.world},{about.own},{kind}",
        *_told_of(content, about.house, kind, about.subject), *_last_status(read, one, context, kind, word), *_tenses(content, kind, about.subject),
        *signs(content, kind),
    ]  # fmt: skip


_FIGURES = re.compile(r"\d[\d,.]*")
_PUBLIC = re.compile(r"[局部委厅院署省市县区府处会]")


def _told_of(content: str, house: str, kind: SourceType, subject: str) -> list[str]:
    """Figures, “I”, length; and whether an authority speaks."""
    figures = min(len(_FIGURES.findall(content[:120])), 3)
    public = bool(_PUBLIC.search(house))
    return [
        f"figures={figures},{kind}", f"public={public},{kind}", f"public={public},{subject},{kind}",
        f"public={public},{figures > 0},{kind}", f"first={'我' in content},{kind}", f"long={_bucket(len(content))},{kind}",
    ]  # fmt: skip


def _last_status(read: Reading, one: Candidate, context: Context, kind: SourceType, word: str) -> list[str]:
    """How the same speaker's words were told before."""
    speaker = context.speaker
    same = speaker.status if speaker and (_leans(read, one) or _same(word, context)) else ""
    return [f"status={same}", f"status,kind={same},{kind}"]


def _tenses(content: str, kind: SourceType, subject: str) -> list[str]:
    """Future, own plans, denial, judgement: where each stands first, and with whom."""
    lists = concerns()
    out: list[str] = []
    for name, pattern in (
        ("future", lists.future), ("plan", lists.planning), ("denial", lists.denying), ("judging", lists.judging),
    ):  # fmt: skip
        match = pattern.search(content[:80])
        at = _bucket(match.start()) if match else "none"
        near = match is not None and match.start() < 14
        out += [f"{name}={at},{kind}", f"{name}={near},{kind},{subject}", f"{name}={match is not None},{subject}"]
        out += [f"{name}:{match.group()},{near}", f"{name}:{match.group()},{kind}"] if match else []
    return out


def _standing(one: Candidate, word: str, context: Context) -> str:
    """Of the title, else whether a person named again had a house."""
    if one.who and one.who.standing:
        return one.who.standing
    person = person_named(word, context)
    return "" if person is None else "house" if person.speaks_for else "no house"


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
