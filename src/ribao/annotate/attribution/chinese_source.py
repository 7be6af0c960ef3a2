"""Who speaks: from the words before a cue to the name of the source, and what kind of source that is.

``folded``, ``masked`` and the sentence itself are equally long: spans count in all three.
"""

import re
from dataclasses import dataclass, replace

from ribao.annotate.attribution.chinese_kinds import head_kind, kind_of, known
from ribao.annotate.attribution.chinese_words import heads, sources
from ribao.annotate.attribution.masking import ASIDE
from ribao.support.folding import fold
from ribao.types.attribution import SourceType, Span

_LONGEST = 90  # characters before a cue in which its subject is looked for
_MARKS = ' \t\u3000▲●■◆·・*#>-—「」『』“”"《》〈〉、:'
_PAIRS = (("“", "”"), ("「", "」"), ("『", "』"), ("《", "》"))
_DATE = (
    r"(?:(?:当地|北京|美国|美东|欧洲|伦敦|东京)时间)?(?:\d{2,4} ?年)?(?:今年|去年)? ?(?:\d{1,2} ?月)?(?: ?\d{1,2} ?[日号])?"
    r"(?:上午|下午|晚间|晚上|晚|凌晨|早间|早上|早|中午|\d{1,2} ?[时点])?"
)
_DATE_BEHIND = re.compile(rf"(?<![\d.]){_DATE}$")
_PLACES = (
    "上中里内时后前间处下际|会上|期间|平台|微博|推特|采访|记者|媒体|博客|社交媒体|朋友圈|公众号|直播间|论坛|大会|声明|公告|推文|"
    "电话会|线上|官网|财报|报告|置评|询问|投资者|客户|用户|员工|公众|我们|港交所|x"
)
_ENDS_AT_PLACE = re.compile(rf"(?:[{_PLACES.split('|')[0]}]|{'|'.join(_PLACES.split('|')[1:])})$")
_OPENS_PLACE = re.compile(
    r"(?<![存现所自正实潜位设居处属源基终关鉴由用等小大高低优])(?:在|于|於|向|对|就|通过|针对|接受|出席|参加|从|谈及|谈到|回应|当被)"
)
_LISTENER = re.compile(
    r"(?:对|向)(?![话手方外冲立象内称比策应错劲付待战接决])(?:本报|本刊|[^,;的对向]{2,16})$"
)  # 负责人|对本报
_HEARER = re.compile(r"(?:回复|答复|告诉|告知|回应)(?:[^,;的]{2,12})?$")  # 沈未晞在评论区回复网友
_TOPIC = re.compile(  # 外长就遇难事件, 青石科技回应裁员传闻: what somebody speaks of
    r"(?<![成早造迁将一也那这便高])就(?![业是连职读医近地餐算像会能要可将已在都])|针对|谈及|谈到|回应|"
    r"(?<![反相面应绝核校派针成配匹方])对(?![话手方外冲立象内称比策应错劲付待战接决])"
)
_NO_OPENER = "反相面应绝核校派针成配匹方导定动志取倾意走朝一转趋内外"  # 反对, 方向: no preposition
_SPOKEN_TAIL = re.compile(
    r"(?:的话|的話|(?:今晚|当晚|當晚|晚间|晚間|昨晚|赛后|賽後|会后|會後|事后)?(?:作出|做出|坚持原有|回应时|发文时)|赛后|賽後|会后|會後|事后)$"
)
_DOES = re.compile(
    r"(?:(?:发布|发表|公布|更新|提起|召开|撰写|刊发|发出|举行|披露|分享|晒出|展示|挖掘|提交|上线|发起|致信|发送|递交|出具|签署|利用|通过|公开|撰文|下发|印发|点评|追溯|对比|扫描|跟踪)(?![会的者])(?!.{0,2}的)|"
    r"发文|发帖|分析了|援引|引述)[^,;。]{0,60}$"
)
_BEFORE = re.compile(
    r"^(?:对此|但是|但|而且|而|不过|然而|同时|此外|另外|其中|因此|所以|尽管|虽然|如果|即使|就连|以及|并且|例如|比如|值得一提的是|据|根据|图源[: ]\S{0,12}|"
    r"[^\s,]{0,12}\d{1,2}月\d{1,2}日(?:电|讯)|中新[社网][^\s]{0,8}电|新华社[^\s]{0,8}电|▲|△|——|日前|近日|今日|昨日|今天|昨天|目前|随后|此前|最近|近期|后来|当时|现在|当天|"
    r"还有|也有|另有|更有|又有|仅有|有(?=[^消传数报人分说研观声])|在(?=[^,]{1,10}$)|当地时间|周[一二三四五六日]|事实上|实际上|总体上|与此同时|可以看到|连|记者|\d{1,2} ?日,?)"
)
_GAP = re.compile(r"(?<=[\u4e00-\u9fff》”])\s+(?=[\u4e00-\u9fff《“])")
_HAN_NAME = re.compile(r"[\u4e00-\u9fff]{2,4}")
_DOTTED = re.compile(r"[\u4e00-\u9fffa-zA-Z. ]{1,16}(?: ?[·・•‧．] ?[\u4e00-\u9fffa-zA-Z.-]{1,16}){1,3}")
_LATIN_NAME = re.compile(
    r"@?[A-Za-zÀ-ž][A-Za-zÀ-ž0-9_.'’\-]*(?: (?:\"?[A-ZÀ-Ž][A-Za-zÀ-ž0-9_.'’\-]*\"?|de|van|von|der|bin|al|la)){0,4}"
)
_OUTLET = re.compile(r"^(.{1,14}?)(?:等|及)?(?:多家)?(?:媒体|网站)$")
_SOME = re.compile(
    r"(?:另|还)?有?(?:一|多|两|二|三|四|几|数|部分|不少|某)[^公机政]{0,2}?[位名些个]|部分|不少|某(?!公司)|匿名"
)
_ONE_OF = re.compile(r"的(?:另)?[一多几数两三][位名]")
_PRESS = re.compile(
    r"(?:路透|彭博|法新|美联|共同|韩联|新华|财联|中新)社|[^,。]{1,8}(?:日报|时报|邮报|晚报|周刊)"
)  # 路透社及多家信源
_NOBODY = {
    "现场", "会上", "文中", "文章中", "会议上", "会后", "现场还", "并", "还", "也",
    "在", "中", "上", "时", "同时", "文末", "邮件中", "信中", "报告中",
}  # fmt: skip
_LATIN_TAIL = re.compile(
    r"(?:机构|媒体|公司|制造商|厂商|平台|开发商|零售商|巨头|企业|组织|基金会|网站|品牌|团队|外媒|博客|智库|杂志|大厂|商) ?([A-Za-z0-9][\w.'’&+\- ]*)$"
)
_PRONOUNS = {
    "他": SourceType.PERSON, "她": SourceType.PERSON, "其": SourceType.OFFICIAL, "它": SourceType.OFFICIAL,
    "他们": SourceType.OFFICIAL, "她们": SourceType.PERSON, "后者": SourceType.OFFICIAL, "前者": SourceType.OFFICIAL,
    "双方": SourceType.OFFICIAL, "该公司": SourceType.OFFICIAL, "公司": SourceType.OFFICIAL, "公司方面": SourceType.OFFICIAL,
    "官方": SourceType.OFFICIAL, "对方": SourceType.OFFICIAL, "该媒体": SourceType.MEDIA, "该机构": SourceType.RESEARCH,
    "该报": SourceType.MEDIA, "该报告": SourceType.RESEARCH, "这份报告": SourceType.RESEARCH, "本人": SourceType.PERSON,
    "该品牌": SourceType.OFFICIAL, "该集团": SourceType.OFFICIAL, "该部门": SourceType.OFFICIAL, "该行": SourceType.RESEARCH,
    "该博主": SourceType.SOCIAL, "该人士": SourceType.ANONYMOUS, "该知情人士": SourceType.ANONYMOUS,
    "这位分析师": SourceType.PERSON, "该分析师": SourceType.PERSON, "该律师": SourceType.PERSON, "该发言人": SourceType.OFFICIAL,
    "厂商": SourceType.OFFICIAL, "这家公司": SourceType.OFFICIAL, "该企业": SourceType.OFFICIAL, "该团队": SourceType.RESEARCH,
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Who:
    """``source``: the name, or the whole ``phrase`` with organisation and title where it has no name."""

    source: Span
    phrase: Span
    kind: SourceType
    title: str = ""
    standing: str = ""  # of the title: officers, speakers, outsiders
    person: bool = False
    pronoun: bool = False
    far: bool = False  # its clause is not the cue's


def who_before(sentence: str, masked: str, start: int, end: int) -> Who | None:
    """The subject of the cue at ``end``, its clause beginning at ``start``; None: it is elided."""
    left = max(start, end - _LONGEST)
    right = _without_adverbials(masked, left, end)
    left, right = trimmed(masked, _without_opening(masked, left, right), right)
    if left >= right or masked[left:right] in _NOBODY:
        return None
    return who(sentence, masked, left, right)


def _without_adverbials(masked: str, left: int, right: int) -> int:
    """The end of the subject: dates, adverbs and 在…上 are no part of it."""
    for _round in range(8):
        before = right
        right = _without_place(masked, left, _blanks(masked, left, right))
        right = _blanks(masked, left, _without_listener(masked, left, right))
        right = _blanks(masked, left, _without_topic(masked, left, right))
        for pattern in (_DATE_BEHIND, sources().adverb):
            match = pattern.search(masked[max(left, right - 24) : right])
            if match and match.group():
                right -= len(match.group())
        right = _blanks(masked, left, right)
        if right - left > 2 and masked[right - 1] in "于於在" and not _ends_with_title(masked[left : right - 1]):
            right -= 1
        if right == before:
            break
    return right


def _blanks(masked: str, left: int, right: int) -> int:
    while right > left and masked[right - 1] in f" \t,;{ASIDE}":
        right -= 1
    return right


def _without_place(masked: str, left: int, right: int) -> int:
    text = masked[left:right]
    does = _DOES.search(text, 2)
    if does:
        right = _blanks(masked, left, left + does.start())
        text = masked[left:right]
    at_place = _ENDS_AT_PLACE.search(text)
    for opener in _OPENS_PLACE.finditer(text):
        near = (
            opener.group() in ("在", "于", "於", "向")
            and len(text) - opener.end() < 14
            and "的" not in text[opener.end() :]
        )
        name = opener.group() in "于於从" and _ends_with_title(text[: opener.start()])  # 创始人|于东来
        if name or not (at_place or (near and opener.start() > 1)):
            continue
        if opener.start() > 1 or at_place:
            return left + opener.start()
    return right


def _without_listener(masked: str, left: int, right: int) -> int:
    """发言人对本报, 知情人士的话: whom somebody speaks to, and that he speaks, are no part of who he is."""
    text = masked[left:right]
    spoken = _SPOKEN_TAIL.search(text)
    if spoken and spoken.start() > 1:
        return left + spoken.start()
    told = _LISTENER.search(text)
    if told and told.start() > 1 and text[told.start() - 1] not in _NO_OPENER:
        return left + told.start()
    heard = _HEARER.search(text)
    return left + heard.start() if heard and heard.start() > 1 else right


def _without_topic(masked: str, left: int, right: int) -> int:
    """克里姆林宫就海军演习: what is spoken of is no part of who speaks."""
    text = masked[left:right]
    for match in _TOPIC.finditer(text, 2):
        head = text[: match.start()]
        if len(text) - match.end() > 2 and "的" not in head and (match.group() != "对" or known(head)):
            return left + match.start()
    return right


def _ends_with_title(text: str) -> bool:
    return bool(text) and any(text.endswith(title) for title in sources().titles)  # 创始人|于东来


def _without_opening(masked: str, left: int, right: int) -> int:
    """The start of the subject: conjunctions, datelines and headings stand before it."""
    for gap in _GAP.finditer(masked, left, right):
        left = gap.end()
    for _round in range(6):
        match = _BEFORE.match(masked[left:right])
        if match is None or not match.group() or left + match.end() >= right:
            dated = re.match(_DATE, masked[left:right])
            if dated is None or dated.end() == 0 or left + dated.end() >= right:
                break
            match = dated
        left += match.end()
        left = trimmed(masked, left, right)[0]
    return left


def trimmed(masked: str, left: int, right: int) -> Span:
    """Without the marks and blanks around it."""
    while left < right and (masked[left] in _MARKS or masked[left] == ASIDE):
        left += 1
    while left < right and (masked[right - 1] in _MARKS or masked[right - 1] == ASIDE):
        right -= 1
    return left, right


def who(sentence: str, masked: str, left: int, right: int) -> Who:
    """What the noun phrase at that span names; a quotation that opens within the name is closed there."""
    one = _who(sentence, masked, left, right)
    start, end = one.source
    text, behind = masked[start:end], masked[end : end + 1]
    opened = any(behind == end_mark and text.count(mark) > text.count(end_mark) for mark, end_mark in _PAIRS)
    return replace(one, source=(start, end + 1)) if opened else one


def _who(sentence: str, masked: str, left: int, right: int) -> Who:
    if masked[left:right].endswith("研报") and right - left > 4:
        right -= 2
    text = masked[left:right]
    if text in _PRONOUNS:
        return Who(source=(left, right), phrase=(left, right), kind=_PRONOUNS[text], pronoun=True)
    titled = _titled(sentence, masked, left, right)
    if titled:
        return titled
    owned = _owner(sentence, masked, left, right)
    if owned:
        return owned
    tail = _LATIN_TAIL.search(sentence[left:right])
    if tail:
        return Who(
            source=(left + tail.start(1), left + tail.end(1)), phrase=(left, right), kind=kind_of(sentence[left:right])
        )
    person = _is_name(sentence[left:right])
    kind = SourceType.PERSON if person else kind_of(sentence[left:right])
    if kind == SourceType.OFFICIAL and _unnamed(text):
        kind = SourceType.ANONYMOUS
    if kind == SourceType.ANONYMOUS and _PRESS.match(text):
        kind = SourceType.MEDIA
    return Who(source=(left, right), phrase=(left, right), kind=kind, person=person)


def _titled(sentence: str, masked: str, left: int, right: int) -> Who | None:
    """总台马年春晚总导演于蕾: the name behind the last title; 新闻发言人: the phrase itself."""
    text = masked[left:right]
    last = None
    for match in sources().title.finditer(text):
        if not _cut(text, match):
            last = match
    if last is None:
        return None
    title = last.group()
    standing = sources().titles[title]
    tail_left, tail_right = trimmed(masked, left + last.end(), right)
    tail = sentence[tail_left:tail_right]
    kind = kind_of(title)
    if not tail:
        if last.start() in (1, 2) and title in "先生女士小姐博士教授律师医生" and text[0] in sources().surnames:
            return Who(source=(left, right), phrase=(left, right), kind=SourceType.PERSON, title=title, person=True)
        named = _named_before(sentence, masked, left, left + last.start())
        kind = kind if standing == "outsiders" else SourceType.OFFICIAL
        unnamed = standing != "speakers" and kind in (SourceType.OFFICIAL, SourceType.RESEARCH) and _unnamed(text)
        if named:
            return Who(
                source=named, phrase=(left, right), kind=SourceType.PERSON, title=title, standing=standing, person=True
            )
        kind = SourceType.ANONYMOUS if unnamed else kind
        return Who(source=(left, right), phrase=(left, right), kind=kind, title=title, standing=standing)
    if title.endswith(("资深人士", "业内人士", "观察人士", "分析人士")) and _is_name(tail, titled=True):
        kind = SourceType.PERSON  # 业内资深人士张凡 has a name
    if (
        kind in (SourceType.SOCIAL, SourceType.ANONYMOUS)
        and len(tail) < 24
        and (tail[0] in "@“" or _is_name(tail, titled=True))
    ):
        at = left + last.start() if kind == SourceType.SOCIAL else left
        return Who(source=(at, tail_right), phrase=(left, right), kind=kind, title=title, standing=standing)
    if not _is_name(tail, titled=True):
        return None
    kind = SourceType.OFFICIAL if standing == "speakers" else SourceType.PERSON
    return Who(
        source=(tail_left, tail_right), phrase=(left, right), kind=kind, title=title, standing=standing, person=True
    )


def _unnamed(text: str) -> bool:
    """一位分析师, 附近的另一位店主: somebody without a name."""
    return bool(_SOME.match(text) or _ONE_OF.search(text))


def _named_before(sentence: str, masked: str, left: int, right: int) -> Span | None:
    """魏少军教授: the name before a title of courtesy."""
    left, right = trimmed(masked, left, right)
    titled = _titled(sentence, masked, left, right)
    if titled and titled.person:
        return titled.source
    return (left, right) if 1 < right - left < 12 and _is_name(sentence[left:right]) else None


def _cut(text: str, match: re.Match[str]) -> bool:
    """Whether a Latin title (CEO) is but a part of a longer word."""
    if not match.group()[0].isascii():
        return False
    around = text[match.start() - 1 : match.start()] + text[match.end() : match.end() + 1]
    return any(char.isascii() and char.isalnum() for char in around)


def _owner(sentence: str, masked: str, left: int, right: int) -> Who | None:
    """彭博社的马克·古尔曼: the person. 国家统计局发布的数据, IDC 的预测: the organisation."""
    text = masked[left:right]
    made = re.search(
        r"(?:(?:最新|联合|独家|对外|日前|近日|今日|昨日)|\d{1,2} ?日)*(?:发布|公布|披露|发表|提供|公开|整理|监测|统计|出具)的",
        text,
    )
    if made and made.start() > 1 and not text.startswith(("发表在", "发布在")):
        start, end = left, left + made.start()
        end = _without_adverbials(masked, start, end)
        start, end = trimmed(masked, start, end)
        if end - start > 1:
            one = _titled(sentence, masked, start, end) or _plain(sentence, start, end)
            return Who(
                source=one.source,
                phrase=(left, right),
                kind=one.kind,
                title=one.title,
                standing=one.standing,
                person=one.person,
            )
    at = text.rfind("的")
    if 1 < at < len(text) - 1:
        tail = trimmed(masked, left + at + 1, right)
        if _DOTTED.fullmatch(sentence[slice(*tail)]) or (
            " " in sentence[slice(*tail)] and _LATIN_NAME.fullmatch(sentence[slice(*tail)])
        ):
            return Who(source=tail, phrase=(left, right), kind=SourceType.PERSON, person=True)
        if re.fullmatch(
            r"(?:最新|官方|相关|统计|调查|市场|此前)*(?:数据|报告|预测|说法|消息|信息|报道|统计|研究|分析|估计|研报|介绍|声明|公告|博文|爆料|测算|观点|调查|规定|要求|话)",
            text[at + 1 :],
        ):
            return Who(
                source=trimmed(masked, left, left + at), phrase=(left, right), kind=kind_of(sentence[left : left + at])
            )
    return None


def _plain(sentence: str, left: int, right: int) -> Who:
    return Who(source=(left, right), phrase=(left, right), kind=kind_of(sentence[left:right]))


def _is_name(text: str, titled: bool = False) -> bool:
    """Whether ``text`` looks like the name of a person; behind a title a foreign or Latin name does, too."""
    text = text.strip(' “”"')
    if _DOTTED.fullmatch(text):
        return True
    lists = sources()
    if text in lists.not_people:
        return False
    if fold(text) in lists.people:
        return True
    if fold(text).split(" ")[0] in lists.given and _LATIN_NAME.fullmatch(text) and " " in text:
        return True
    if _HAN_NAME.fullmatch(text):
        if len(text) < 4 and text[0] in lists.surnames and kind_of(text) == SourceType.OFFICIAL and not head_kind(text):
            return True
        foreign = all(char in lists.foreign for char in text) and (titled or len(text) > 2)
        return (
            foreign
            or (titled and not head_kind(text))
            or (titled and len(text) < 4 and text[0] in lists.surnames and text[-2:] not in heads())
        )
    if (
        titled
        and re.fullmatch(r"[\u4e00-\u9fff]{2,8}", text)
        and sum(char in lists.foreign for char in text) >= len(text) - 1
    ):
        return True
    return titled and bool(_LATIN_NAME.fullmatch(text)) and not text.islower()
