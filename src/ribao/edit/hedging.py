"""Hedging: the words by which a text says itself that it is not sure, whose word it is, or that it was denied.

A headline or sentence without them tells as a fact what it tells. Chinese is matched in folded text (Traditional and
full-width forms are one with the others), English by whole words. A word that is also half of another (传 in 传感器)
counts only where it can be no such half: a hedge that is missed is told twice, one that is imagined hides a rumour.
"""

import re

from ribao.support.folding import fold
from ribao.types.attribution import Status

_CHINESE_HEDGE = re.compile(
    r"据悉|据传|据称|据报|据说|据信|据透露|据了解|据[^，。：:；“”]{1,20}(?:报道|消息|透露|爆料|称|介绍|说|表示|预测)|听说|"
    r"消息称|消息人士|消息源|知情人|知情者|匿名|不愿具名|业内人士|内部人士|爆料|网传|网友|传闻|传言|谣传|风传|传出|传将|"
    r"(?<![宣遗上流祖外自相口转单真])传(?![感统输奇音播真说导递承动染单媒记教授送家世位颂人热祺])|"
    r"(?<![长重多])曝(?!光(?:度|量|补|时|不|过|率))|疑似|疑(?:为|将|遭)|"
    r"或(?:许|将|会|于|在|推|达|涨|降|成|为|迎|采|取|配|搭|支|有|可|要|被|延|首|不|由|重|引|面|售|定|再|从|今|明|下|已|遭|因|超|需|改|换|增|减|是)|"
    r"有望|可能|恐将|恐(?!怖|龙|惧|慌)|预计|料将|似乎|未经证实|未证实|未获证实|尚未证实|尚未确认|未经确认|有待证实|待证实|尚无官方|"
    r"外媒|媒体称|博主|分析师|研究机构|供应链|(?:社|报|网|台|媒|刊|人士|机构|消息|报道)[：:]|"
    r"(?<![名职对简全统昵堪人俗美别尊])称(?![为号霸重赞职心呼王])|透露|表示|指出|认为|猜测|推测|预测|预言|"
    r"[？?]\s*$"
)
_ENGLISH_HEDGE = re.compile(
    r"\b(?:reported(?:ly)?|allegedly|alleged|purported(?:ly)?|supposed(?:ly)?|apparently|unconfirmed|unverified|rumou?r(?:s|ed)?|"
    r"said to|believed to|thought to|expected to|tipped|leak(?:s|ed|er|ers)?|likely|possibly|perhaps|might|could|"
    r"according to|people familiar|sources?|insiders?|report|reports (?:say|said|claim|suggest|indicate)s?|"
    r"says?|said|claims?|claimed|tells?|told|hints?|suggests?|suggested|speculat\w{1,8}|anonymous|analysts?|leakster|tipster)\b"
    r"|\bmay (?!\d)|[?]\s*$",
    re.IGNORECASE,
)
_MAY_MONTH = re.compile(
    r"\b(?:(?:in|by|since|from|until|till|of|on|this|last|next|early|late|mid|before|after)[ -]May\b|May \d)"
)
_CHINESE_DENIAL = re.compile(
    r"否认|辟谣|不实|不属实|谣言|假消息|虚假|并非|并未|并无|从未|未曾|没有(?:计划|打算|任何)|无(?:计划|意)|澄清|驳斥|驳回|反驳|子虚乌有|纯属|不会"
)
_ENGLISH_DENIAL = re.compile(
    r"\b(?:den(?:y|ies|ied|ying|ial)|false(?:ly)?|untrue|not|no plans?|refut\w{1,5}|debunk\w{0,3}|dismiss\w{0,3}|reject\w{0,3}|"
    r"disput\w{1,3}|fake|hoax|never)\b|\b\w{1,8}n[’']t\b",
    re.IGNORECASE,
)
_POINTING = re.compile(
    r"^(?:他|她|它|其|该|此|这|那|上述|前述|前者|后者|对方|双方|两者|公司|官方|本人|自己|"
    r"(?:he|she|it|they|him|her|them|his|its|their|who|the (?:company|firm|executive|official|report|agency|group|maker|two|pair|latter|former))\b)",
    re.IGNORECASE,
)
_MOST = 2000  # characters that are looked at: a headline or a sentence is shorter


def hedged(text: str) -> bool:
    """Whether it carries a hedge, or names whose word it is, or asks."""
    said = fold(text[:_MOST])
    return bool(_CHINESE_HEDGE.search(said) or _ENGLISH_HEDGE.search(_MAY_MONTH.sub("", text[:_MOST])))


def denies(text: str) -> bool:
    """Whether it says itself that something is not so."""
    return bool(_CHINESE_DENIAL.search(fold(text[:_MOST])) or _ENGLISH_DENIAL.search(text[:_MOST]))


def bears(text: str, status: Status) -> bool:
    """Whether a text about a claim of that status says as much itself; of a surer one there is nothing to say."""
    if status is Status.DENIED:
        return denies(text)
    return status is not Status.UNVERIFIED or hedged(text) or denies(text)


def points_back(speaker: str) -> bool:
    """Whether a speaker is understood only with the sentence before: 他, 该公司, "the company"."""
    return bool(_POINTING.match(speaker.strip()))
