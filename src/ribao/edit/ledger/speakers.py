"""Speakers: whether the words before a cue name somebody who can be held to what is said.

What the grammar takes for a speaker may be half a sentence (某公司宣布新建工厂), a thing that shows (迹象, 资料), or one of
many without a name ("a banker", 多名议员): none of them ever confirms anything, and the last are anonymous.
"""

import re

from ribao.support.folding import fold

_PEOPLE = (
    "人士|人员|员工|店员|高管|投资人|投资者|投资方|银行家|经理|工程师|供应商|代理商|经销商|渠道商|业者|官员|议员|专家|学者|分析师|用户|网友|车主|消费者|"
    "受访者|律师|记者|博主|从业者|居民|目击者|股东|知情者|消息源|执笔人|负责人|爆料人|学生|家长|球迷|粉丝|老师|教授|医生|"
    "男子|女子|男孩|女孩|男生|女生|小伙|老人|男士|女士|家属|亲属|亲友|当事人|当事者|法医|导演|演员|歌手|作家|画师|业主|邻居|市民|村民|乘客|旅客|游客|司机|"
    "房东|租客|网民|母亲|父亲|妻子|丈夫|儿子|女儿|同学|朋友|同事|玩家|观众|读者|许多人|很多人|不少人|有人|众人|大家|行业内外|业内|外界"
)
_SOME_CHINESE = re.compile(
    rf"^(?:至少|逾|超过|约|有)?(?:一|两|三|多|数|几|某|\d{{1,5}})(?:位|名|个|些|家|余名|多名)?.{{0,24}}(?:{_PEOPLE})$"
)
_KIND_CHINESE = re.compile(rf"^.{{0,8}}(?:{_PEOPLE}|者)$")
_SOME_ENGLISH = re.compile(
    r"^(?:an?|one|two|three|four|five|several|some|many|multiple|another|other|at least \w+|a number of|\d+)\b"
    r"(?:[ -][\w.’'-]+){0,4}?[ -](?:bankers?|investors?|persons?|people|employees?|staffers?|workers?|executives?|officials?|insiders?|sources?|"
    r"developers?|engineers?|lawyers?|analysts?|managers?|advis[eo]rs?|suppliers?|diplomats?|aides?|lawmakers?|traders?|users?|"
    r"customers?|experts?|researchers?|shareholders?|partners?|retailers?|observers?|witness(?:es)?|residents?|bloggers?)\b"
)
_NO_NAME = re.compile(
    r"^(?:个人|本人|自己|从|据|对|在|因|于|这|那|此|该|其|他|她|它|我|你|您|咱|谁|某)|资料$|数据$|迹象|结果$|情况$|消息$|报道$|内容$|信息$|问题$|现象$|声音$|观点$|条款$|"
    r"宣布|官宣|表示|回应|发布|推出|曝光|显示|认为|指出|称(?!呼)|说(?!唱)|将(?!军)|已|正在|被|了|是(?!川)|的是|关闭|新建|获得|成为|监测$"
)
_NO_NAME_ENGLISH = re.compile(
    r"\b(?:is|are|was|were|be|has|have|had|been|will|would|can|your|you|it[’']s|it|this|that[’']s|where|which|who|says?|said|he|she|they|we|i)\b"
)
_KIND_ENGLISH = re.compile(  # "Lawmakers", "the men", "AI safety leader": of a kind, and without a name
    r"^(?:(?:(?:the|some|many|most|other|former|local|senior|top|young) ){0,2}(?:[a-z-]+ ){0,2}"
    r"(?:wo)?(?:men|people|lawmakers|politicians|researchers|scientists|critics|experts|officials|users|fans|investors|analysts|economists|residents|"
    r"witnesses|parents|relatives|families|friends|students|teachers|doctors|patients|customers|consumers|employees|workers|engineers|developers|"
    r"players|drivers|passengers|activists|campaigners|observers|insiders|sources|executives|shareholders|lawyers|diplomats|soldiers|readers|traders)"
    r"|(?:an? |the )?(?:[a-z-]+ ){0,3}"
    r"(?:wo)?(?:man|boy|girl|mother|father|wife|husband|son|daughter|brother|sister|friend|neighbour|neighbor|doctor|teacher|student|driver|passenger|"
    r"leader|campaigner|activist|actor|actress|star|singer|expert|researcher|scientist|lawyer|engineer|analyst|economist|developer|executive|"
    r"employee|worker|lawmaker|politician|official|author|founder|director))$"
)
_LONGEST = 40  # letters of a name, with its office


_PRONOUN = re.compile(r"^(?:他|她|它|他们|她们|对方|其|he|she|it|they|who)$")
_HALF_SENTENCE = re.compile(
    r"^(?:从|据|因|由于|随着|当|如果)|宣布|官宣|关闭|新建|将(?!军)|(?<!研究)发现$|已经|正在|[，。；]|的$|没有|沒有|任何|还在|還在|原订|原定|原訂|\d[时時日]|本文|本报讯|^搭配|^针对"
)
_HALF_ENGLISH = re.compile(
    r"\b(?:is|are|was|were|has|have|had|been|will|would|your|it[’']s|that[’']s)\b|^(?:stream|get|save|buy|watch)\b|-$"
)
_SHOWS = re.compile(r"^(?:显示|顯示|表明|说明)$")
_MAY_SHOW = re.compile(
    r"数据|报告|公告|网站|系统|平台|资料|图|研究|调查|结果|文件|信息|记录|统计|财报|年报|榜单|指数|监测|简历|页面|显示屏"
)


def pronoun(speaker: str) -> bool:
    return bool(_PRONOUN.match(fold(speaker).strip()))


def shows(cue: str) -> bool:
    return bool(_SHOWS.match(fold(cue)))


def no_speaker(speaker: str, cue: str, own: bool) -> bool:
    """Half a sentence, or what cannot show anything; ``own``: it is taken for a party that speaks for itself.

    Stricter than ``annotate.attribution.plausible``, which drops a source of any kind that is surely nobody: here a
    doubt is enough, unless the story knows the name for sure, because a party's own word confirms.
    """
    folded = fold(speaker).strip()
    if not folded or not own:
        return False
    if _HALF_SENTENCE.search(folded) or _HALF_ENGLISH.search(folded):
        return True
    return shows(cue) and not _MAY_SHOW.search(folded)


def anonymous(speaker: str) -> bool:
    """One or some of many, of whom nobody says who they are."""
    folded = fold(speaker).strip()
    return bool(_SOME_CHINESE.match(folded) or _SOME_ENGLISH.match(folded))


def _uncapped(speaker: str) -> str:
    """As within a sentence: "The men" are "the men", while "Charlie Parent" keeps his name."""
    if speaker.isupper():
        return speaker.lower()
    first, space, rest = speaker.partition(" ")
    first = first if first.isupper() and len(first) > 1 else first.lower()
    return (first.lower() if rest[:1].islower() else first) + space + rest


def answers_for_itself(speaker: str) -> bool:
    """Whether it may be somebody who is on record with what is said: a name, or an office."""
    folded = fold(speaker).strip()
    if not folded or len(folded) > _LONGEST or anonymous(speaker) or _NO_NAME_ENGLISH.search(folded):
        return False
    if _KIND_ENGLISH.match(_uncapped(speaker.strip())):
        return False
    return not (_NO_NAME.search(folded) or _KIND_CHINESE.match(folded))
