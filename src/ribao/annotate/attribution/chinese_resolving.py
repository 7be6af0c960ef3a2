"""Resolving: whom a pronoun, 该公司 or nothing at all stands for, from the sentences before."""

from dataclasses import replace

from ribao.annotate.attribution.chinese_candidates import Candidate
from ribao.annotate.attribution.chinese_reading import Reading
from ribao.annotate.attribution.said import Context, Said
from ribao.types.attribution import SourceType

_NEAR = 3  # sentences in which a speaker is still spoken of
_DOCUMENTS = (
    "报道",
    "博文",
    "文章",
    "报导",
    "声明",
    "公告",
    "报告",
    "数据",
    "财报",
    "结果",
    "研究",
    "该媒体",
    "文件",
    "文档",
    "博主",
    "外媒",
    "媒体",
)
_ORGANISATIONS = (
    "公司",
    "官方",
    "厂商",
    "品牌",
    "集团",
    "企业",
    "部门",
    "它",
    "该机构",
    "机构",
    "双方",
    "后者",
    "方面",
    "团队",
    "该行",
)


def resolved(read: Reading, one: Candidate, said: Said, context: Context) -> Said:
    """``said`` with the full name, where its own words do not give it."""
    if said.source is None:
        return replace(said, resolved=_elided(one, context))
    word = read.folded[slice(*said.source)]
    name = _of_word(word, said, context)
    return replace(said, resolved=name) if name and name != read.sentence[slice(*said.source)] else said


def _elided(one: Candidate, context: Context) -> str:
    speaker = context.speaker
    if one.action in ("anonymous", "media"):
        return ""
    if speaker and speaker.gap < _NEAR:
        return speaker.name
    return context.organisation if one.action == "account" else ""


def _of_word(word: str, said: Said, context: Context) -> str:
    speaker = context.speaker
    if word in ("他", "她", "本人", "其") and context.people and (word != "其" or _spoke_last(context, context.person)):
        return context.person
    if word in ("其", "它") or (any(word.endswith(end) for end in _ORGANISATIONS) and len(word) < 6):
        return _organisation(context)
    if any(word.endswith(end) for end in _DOCUMENTS) and len(word) < 5:
        return speaker.name if speaker and speaker.source_type != SourceType.ANONYMOUS else _organisation(context)
    return _full_name(word, context)


def _spoke_last(context: Context, name: str) -> bool:
    return context.speaker is not None and context.speaker.name == name


def _organisation(context: Context) -> str:
    speaker = context.speaker
    if (
        speaker
        and speaker.source_type in (SourceType.OFFICIAL, SourceType.RESEARCH, SourceType.MEDIA)
        and not context.organisation
    ):
        return speaker.name
    return context.organisation


def _full_name(word: str, context: Context) -> str:
    """古尔曼 is 马克·古尔曼, Parkhill is Karen Parkhill."""
    if len(word) < 2:
        return ""
    for person in reversed(context.people):
        name = person.name
        if len(name) > len(word) and name.lower().endswith(word) and name[-len(word) - 1] in " ·・•-":
            return name
    return ""
