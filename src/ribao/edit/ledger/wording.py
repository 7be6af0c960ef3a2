"""Wording: a statement that stands alone. Names take the place of pronouns, quotation marks go, hedges stay.

Whatever is put in is a name that the article itself says there; where it is not known who is meant, the pronoun stays.
"""

import re
from dataclasses import dataclass

from ribao.support.folding import bare, fold

_QUOTES = {"“": "”", "「": "」", "『": "』", '"': '"', "‘": "’", "'": "'"}
_CLOSERS = "".join(_QUOTES.values())
_EDGE = " \t\u3000，,。.；;：:、—-"
_HAN = re.compile(r"[\u3400-\u9fff]")
_PERSON, _ORG, _PRODUCT, _SPEAKER, _THING = "person", "organisation", "product", "speaker", "thing"

# what a word may stand for; the first that stands before any name of that kind is put right
_CHINESE = (
    (re.compile(r"(?<![一-鿿])(?:我们公司|我公司|本公司|我司|我们|我方)"), _SPEAKER),
    (re.compile(r"(?<![自忘唯大小敌])我(?![国们省市军院校馆])(?=[\u3400-\u9fff])"), _SPEAKER),
    (re.compile(r"^(?:他|她)?(?:自己|本人)(?=[\u3400-\u9fff])"), _SPEAKER),
    (re.compile(r"(?:该|这家|这一)(?:公司|企业|集团|厂商|品牌|机构|平台|团队|媒体)"), _ORG),
    (re.compile(r"^公司(?![一-鿿]{0,3}(?:法|股票|债))"), _ORG),
    (re.compile(r"(?:该|这款|此款|这一)(?:手机|新机|机型|产品|车型|车|芯片|模型|系统|设备|新品|应用|软件|游戏)"), _PRODUCT),
    (re.compile(r"(?<![其吉])[他她](?![们人乡日国])"), _PERSON),
    (re.compile(r"(?<![尤极与何如及若任])其(?![中他它实次余间后一二三四五])"), _ORG),
)  # fmt: skip
_ENGLISH = (
    (re.compile(r"\b(?:I am|I'm|I’m|I)\b"), _SPEAKER),
    (re.compile(r"\b(?:[Ww]e|My|my|I['’]ve)\b"), _SPEAKER),  # "US" is a country
    (re.compile(r"\b[Oo]ur\b"), _SPEAKER),
    (re.compile(r"\b(?:the|this) (?:company|firm|group|carmaker|chipmaker|startup|start-up|agency|maker|retailer)\b", re.I), _ORG),
    (re.compile(r"^(?:he|she)\b", re.I), _PERSON),
    (re.compile(r"^(?:his|her)\b", re.I), _PERSON),
    (re.compile(r"^(?:[Ii]t|[Tt]hey)\b"), _THING),  # "IT" is a trade
    (re.compile(r"^(?:its|their)\b", re.I), _THING),
)  # fmt: skip
_POSSESSIVE = re.compile(r"^(?:my|our|his|her|its|their)$", re.I)
_VERB = re.compile(r"^(?:将|已|会|正|曾|不|并|未|在|为|是|可|能|拟|没|仍|也|都|要|于|有|与|被|对)")
_ELIDED = re.compile(
    r"^(?:将|已|正在|正|会|不会|没有|并未|并没有|未|尚未|从未|绝不|拟|计划|打算|暂无|目前正|目前没有|愿意|有信心|可以|不再|仍在|仍将|力争|希望|预计将)"
)
_TO = re.compile(r"^(?:to|will|would|has|had|is|plans|expects)\s")
_AGREE = (
    (re.compile(r"^(am|are)\b"), "is"), (re.compile(r"^have\b"), "has"), (re.compile(r"^(?:'m|’m|'re|’re)\b"), " is"),
    (re.compile(r"^(?:'ve|’ve)\b"), " has"), (re.compile(r"^(?:'ll|’ll)\b"), " will"), (re.compile(r"^do\b"), "does"),
)  # fmt: skip
ANYBODY = frozenset({"person", "organisation"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Meant:
    """Whom words may stand for; empty: not known. ``speaker`` is named, and ``speaks``: of which kind it is."""

    speaker: str = ""
    speaks: str = ""
    person: str = ""
    organisation: str = ""
    product: str = ""
    thing: str = ""  # organisation or product, whichever was named last

    def by(self, kind: str) -> str:
        if kind == _SPEAKER:
            return self.speaker
        own = _ORG if kind == _THING else kind
        return self.speaker if self.speaks == own and self.speaker else str(getattr(self, kind))


def stands_alone(content: str, meant: Meant) -> str:
    """``content`` as a statement; empty where it says nothing."""
    text = trimmed(" ".join(content.split()))
    if not bare(text):
        return ""
    text = _THAT_CLAUSE.sub("", _AVOWED.sub("", text))
    if _in_first_person(text, meant):
        return told_by(meant.speaker, text)
    text = _resolved(text, meant)
    return _with_subject(text, meant)


_AVOWED = re.compile(
    r"^(?:确认|证实)了?(?![函书单键收无]|有误)(?=[\u4e00-\u9fff]{6})"
)  # 发布说明，确认…: the verb is the speaker's
_THAT_CLAUSE = re.compile(r"^that\s(?=\S+\s\S)", re.IGNORECASE)


def trimmed(text: str) -> str:
    """Without quotation marks around it, halves of a pair of them, and punctuation at its ends."""
    before = None
    while text != before:
        before, text = text, _inner(text.strip(_EDGE))
    return text


def _inner(text: str) -> str:
    closer = _QUOTES.get(text[:1])
    if closer and text[-1:] == closer and len(text) > 1 and closer not in text[1:-1]:
        return text[1:-1]
    if closer and closer not in text[1:]:
        return text[1:]
    if text[-1:] and text[-1] in _CLOSERS and not any(o in text[:-1] for o, c in _QUOTES.items() if c == text[-1]):
        return text[:-1]
    return text


_FIRST_PERSON = re.compile(r"\b(?:[Ww]e|us|[Oo]urs?|I|me|[Mm]y)\b")
_OWN_WORDS = re.compile(  # that a name may stand before as it does before the pronoun
    r"\b(?:[Oo]ur|[Mm]y)\b|\b(?:[Ww]e|I)(?:['’](?:m|re|ve|ll|d)\b|\s(?:(?:also|never|still|now|currently|already) )?"
    r"(?:am|are|have|do|does|will|would|can|could|may|might|must|should|did|had|were|was|cannot|\w{2,}ed)\b)"
)
_NO_NAME = re.compile(r"^(?:[a-z]|An? |The |One |Two )")  # "a spokesperson" is not who "we" are


def _in_first_person(text: str, meant: Meant) -> bool:
    """Whether it has to stay as it was said, because its "we" or "I" has no name that fits in."""
    found = _FIRST_PERSON.findall(text) if meant.speaker and not _HAN.search(text) else []
    if not found:
        return False
    group = found[0].lower() in ("we", "our")
    fits = meant.speaks == _ORG and not _NO_NAME.match(meant.speaker) if group else True
    return len(found) > 1 or not fits or not _OWN_WORDS.search(text)


def _resolved(text: str, meant: Meant) -> str:
    for pattern, kind in _CHINESE if _HAN.search(text) else _ENGLISH:
        name = meant.by(kind)
        match = pattern.search(text) if name else None
        if match is None or bare(name) in bare(text[: match.start()]):
            continue
        if match.group() == "其" and text[match.end() :][:1] in _QUOTES:
            continue  # 称其“…”: whoever is spoken of, and that is seldom the speaker
        text = text[: match.start()] + _put(name, match.group(), text[match.end() :])
    return text


def _put(name: str, word: str, rest: str) -> str:
    if word == "其":
        return name + ("" if _VERB.match(rest) else "的") + rest
    if _HAN.search(word):
        return _spaced(name, rest) + rest
    if _POSSESSIVE.match(word):
        return f"{name}'s{rest}"
    if word.endswith("m") and word.lower() in ("i am", "i'm", "i’m"):
        return f"{name} is{rest}"
    return name + (_agreeing(rest) if word.lower() == "we" else rest)


def _spaced(name: str, rest: str) -> str:
    return name + " " if name[-1:].isascii() and rest[:1] and not rest[:1].isspace() else name


def _agreeing(rest: str) -> str:
    lead = rest[: len(rest) - len(rest.lstrip())]
    for pattern, verb in _AGREE:
        if pattern.match(rest.lstrip()):
            return lead + pattern.sub(verb, rest.lstrip(), count=1)
    return rest


def _with_subject(text: str, meant: Meant) -> str:
    """The speaker stands before what begins with a verb: 称正在调查, "promised to fix it"."""
    if not meant.speaker or meant.speaks not in ANYBODY or bare(meant.speaker) in bare(text):
        return text
    if _ELIDED.match(text):
        return _spaced(meant.speaker, text) + text
    return f"{meant.speaker} {text}" if _TO.match(text) else text


_REQUESTS = re.compile(
    r"呼吁|敦促|要求|请求|提醒|建议|倡议|号召|恳请|希望|督促|责令|警告|驳回|拒绝|反对|支持|质疑|威胁|谴责|抗议|"
    r"\b(?:urg(?:e[sd]?|ing)|call(?:s|ed|ing)? (?:for|on)|ask(?:s|ed|ing)?|demand(?:s|ed|ing)?|request(?:s|ed|ing)?|"
    r"warn(?:s|ed|ing)?|recommend(?:s|ed|ing)?|advis(?:e[sd]?|ing)|reject(?:s|ed|ing)?|threaten(?:s|ed|ing)?|oppos(?:e[sd]?|ing)|condemn(?:s|ed|ing)?)\b",
    re.IGNORECASE,
)
_THAT = re.compile(r"(?:称|说|表示|道|that)$|^(?:并|还)?(?:警告|质疑)称", re.IGNORECASE)
_ACCUSES = re.compile(
    r"指控|指责|控诉|控告|抨击|痛斥|怒斥|批评|举报|声称|自称|宣称|\b(?:accus\w{1,3}|alleg\w{1,3}|claim(?:s|ed|ing)?|blam\w{1,3}|criticiz\w{1,3}|criticis\w{1,3})\b",
    re.IGNORECASE,
)


_ANNOUNCES = re.compile(
    r"宣布|官宣|确认|证实|承认|公布|披露|\b(?:announc|confirm|disclos|acknowledg|admit|says?\b|said\b(?! to\b))",
    re.IGNORECASE,
)


def announces(headline: str, party: str) -> bool:
    """Whether a headline that a party leads says in a word that it is on record with the rest."""
    return bool(_ANNOUNCES.search(headline[: len(party) + 16]))


def requests(cue: str) -> bool:
    """呼吁, "urged": what follows is wanted, and not said to be so."""
    return bool(_REQUESTS.search(cue)) and not _THAT.search(cue.strip())


def accuses(cue: str) -> bool:
    """指控, "claims": whoever says it, the matter is another's, or in dispute."""
    return bool(_ACCUSES.search(cue))


_LABEL = re.compile(
    r"^(?:【[^】]{1,12}】|\[[^\]]{1,16}\]|[(（][^()（）]{1,8}[)）]\s?|[^\s｜|，。：:]{1,8}\s?[｜|]\s?|"
    r"(?:独家|快讯|突发|重磅|最新|速报|前瞻|解读|观察|更新|图集|视频|警惕|Breaking|Exclusive|Update|Opinion|Analysis)\s?[:：!！]\s?)+",
    re.IGNORECASE,
)
_TAIL = re.compile(r"\s?[｜|]\s?[^\s｜|]{1,12}$|[(（](?:图|组图|视频|附股|附名单|[一-鿿A-Z]{2,8}社?)[)）]$")
_TITLE = re.compile(
    r"^(?:[一-鿿A-Za-z0-9]{0,20}关于.{2,60}|.{2,40})的(?:声明|公告|公示|通报|情况通报|通知|情况说明|说明|致歉信|公开信|问询函|意见|决定|函)$"
    r"|(?:声明|公告|情况通报|情况说明|核算结果|数据看盘|行情一览|一览|一览表|要点速览|全文|名单|答记者问|直播|图示|日历|早报|晚报|速览)$"
)
_ASKING = re.compile(r"[?？]$|[吗呢]$")


def unlabelled(headline: str) -> str:
    """Without 独家｜, 【快讯】 and the like before it, and ｜OUTLET or (图) behind."""
    found = _TAIL.sub("", _LABEL.sub("", headline.strip()))
    return found if bare(found) else headline


def states_nothing(statement: str) -> bool:
    """The title of a notice, a list, a question."""
    if len(statement) > 200:
        return False
    return bool(_TITLE.search(statement) or _ASKING.search(statement.rstrip('”’」』"')))


def told_of(subject: str, what: str) -> str:
    """``what`` with its subject before it."""
    return _spaced(subject, what) + what


def told_by(speaker: str, statement: str) -> str:
    """A statement that names nobody, with whose it is before it, as headlines do: 松果云：服务已恢复."""
    if bare(statement).startswith(bare(speaker)):
        return statement
    return f"{speaker}：{statement}" if _HAN.search(statement) else f"{speaker}: {statement}"


# -- denials and answers that say nothing by themselves ----------------------------------------------------------------

_EMPTY_DENIAL = re.compile(
    r"^(?:(?:[一-鿿]{0,6}?(?:上述|相关|该|此|这一|这|有关|网传|网络|流传|以上|前述|所谓){0,3}(?:的)?(?:消息|信息|传闻|传言|报道|说法|表述|描述|内容|言论|爆料|情况|截图|事)"
    r"|(?:上述|相关|该|此|这一|这|有关|网传|网络|流传|以上|前述|其|它){0,2})(?:均|都|完全|纯|系|是|为|属|属于|并|严重|也|并不|，)*"
    r"(?:不实|不属实|失实|非事实|与事实不符|与事实严重不符|与实际不符|不是真的|谣言|假新闻|假消息|虚假|虚假信息|不真实|不准确|子虚乌有|无稽之谈|捏造|没有的事|没有此事|没这回事|不存在|毫无根据|没有根据|没有事实依据)(?:消息|信息|的|传闻|报道)*)$"
)
_EMPTY_DENIAL_ENGLISH = re.compile(
    r"^(?:(?:the|these|this|those|such|that|all|it|reports?|rumou?rs?|claims?|story|stories|information|news|is|are|was|were|has been|entirely|completely|totally|simply|just|categorically|media)[ ,]{1,3}){0,8}"
    r"(?:false|untrue|not true|inaccurate|not accurate|fake(?: news)?|baseless|unfounded|without (?:merit|foundation|basis)|incorrect|fabricated|nonsense|wrong)$",
    re.IGNORECASE,
)
_EMPTY_ANSWER = re.compile(
    r"^(?:(?:上述|相关|该|此|这一|这|有关|网传)?(?:消息|信息|传闻|传言|报道|说法|情况|事)?(?:确实|基本|完全|均|是|确有)*(?:属实|真实|准确|是真的|此事|其事))$"
    r"|^(?:(?:the|these|this|that|it|reports?|rumou?rs?|claims?|news|is|are|was|were|indeed)[ ,]{1,3}){0,6}(?:true|accurate|correct)$",
    re.IGNORECASE,
)
_TOPIC = re.compile(
    r"(?:针对|对于|就|关于|有关|至于)(?P<zh>[^。！？]{4,80}?)(?:的|一事的|等)?(?:传闻|传言|消息|报道|说法|爆料|网传|谣言|质疑|一事)"
    r"|(?:reports?|rumou?rs?|claims?|speculation|suggestions?|allegations?) that (?P<en>[^.!?]{8,160}?)(?=,| (?:were|was|are|is) |[.!?]|$)",
    re.IGNORECASE,
)
_OPENING = re.compile(
    r"^(?:(?:近日|日前|此前|昨日|今日|有关|关于|网传|网络流传|媒体报道|市场|部分|所谓|的|“|「)\s*){1,4}"
)
_POSITIVE = re.compile(
    r"并没有|并没|没有|并未|尚未|从未|并不会|不会|绝不会|未曾|未|\b(?:do|does|did) not\b|\b(?:not|never)\b"
)


_REFUTED = re.compile(
    r"^(?:近日|针对|关于|有关|网传|所谓|此前|网络流传|网上流传)*(?P<what>.{4,}?)(?:的|这一|一事的?|等)*(?:相关|有关)?(?:消息|传闻|传言|说法|报道|信息|谣言|内容)?，?"
    r"(?:上述|相关|该|此|以上)?(?:消息|传闻|传言|说法|报道|信息|内容)?(?:均|都|系|纯属|完全|严重|并|为|属|是)*(?:不实|不属实|失实|谣言|假消息|虚假信息|非事实|与事实不符|子虚乌有)(?:信息|消息)?$"
)
_NOISE = re.compile(r"[“”\"「」『』\s]|^(?:其|称|此|系)+")


def refuted(statement: str) -> str:
    """What a sentence names and calls untrue in one: X 的消息不实; empty where it does not."""
    first = re.split(r"(?<=[实符谣言有息])[，；]", statement[:200], maxsplit=1)[0]  # what follows is the refuter's own
    match = _REFUTED.match(first)
    what = re.sub(r"[\s，？?！][^\s，]{1,14}[：:]$", "", match["what"]) if match else ""  # 网传… 教育局：不实
    return trimmed(what) if len(bare(what)) >= 4 else ""


def denies_only(content: str) -> bool:
    """其“与事实不符”: the pronoun is what was said before."""
    return denies_emptily(_NOISE.sub("", fold(content)))


def denies_emptily(statement: str) -> bool:
    """消息不实, "the reports are false": what is denied stands elsewhere."""
    return len(statement) <= 60 and bool(_EMPTY_DENIAL.match(statement) or _EMPTY_DENIAL_ENGLISH.match(statement))


def affirms_emptily(statement: str) -> bool:
    """消息属实: what is confirmed stands elsewhere."""
    return len(statement) <= 60 and bool(_EMPTY_ANSWER.match(statement))


def topic(sentence: str) -> str:
    """What a sentence takes up: 针对 X 的传闻, "reports that X"; empty where it takes up nothing."""
    match = _TOPIC.search(sentence[:400])
    if match is None:
        return ""
    found = trimmed(match["zh"] or match["en"] or "")
    return trimmed(_OPENING.sub("", found)) if match["zh"] else found


def positive(statement: str) -> str:
    """What is denied by saying the contrary: 没有退休 → 退休. Empty where it is not one plain negation."""
    found = list(_POSITIVE.finditer(statement))
    if len(found) != 1 or re.search(r"[，,；;]", statement):
        return ""
    match = found[0]
    kept = {"不会": "会", "并不会": "会", "绝不会": "会"}.get(match.group(), "")
    text = statement[: match.start()] + kept + statement[match.end() :]
    return trimmed(" ".join(text.split()))
