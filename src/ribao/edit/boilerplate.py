"""Boilerplate: sentences of a page that tell no news, and the place-and-date line that opens one that does."""

import re

_QUOTES = (("“", "”"), ("「", "」"), ("『", "』"), ("（", "）"), ("(", ")"), ("[", "]"), ("《", "》"), ("【", "】"))
_HEADS, _HEAD = 3, 120  # 新华社北京3月6日电（记者某某）: so many pieces, within so many characters
_DATELINE = re.compile(
    r"^(?:"
    r"[^。，,；;“”]{0,24}?\d{1,2}\s?月\s?\d{1,2}\s?日(?:[^。，,；;“”]{0,6})?(?:消息|讯|电|报道)(?:[，,：:\s]+|(?=[（(]))"
    r"|[^。，,；;“”\s]{2,12}(?:讯|快讯|消息)(?:[，,：:\s]+|(?=[（(]))"
    r"|【[^】]{1,20}】\s*"
    r"|[（(](?:记者|通讯员|编译|见习记者)[^）)]{0,30}[）)]\s*"
    r"|[A-Z][A-Z .,]{2,30}(?:\([A-Za-z ]{2,20}\))?\s[-–—]{1,2}\s"
    r")"
)
_EMPTY_TALK = re.compile(
    r"^(?:记者|本报记者|文[/丨|｜]|作者|编辑|责编|责任编辑|审核|校对|图源|图片|图为|图\s?\d|来源|原标题|注：|声明|免责|版权|本文|附：|点击|扫码|扫一扫|关注|更多|相关阅读|延伸阅读|推荐阅读|以下为|如下|综上|小编|"
    r"photo|image|credit|source:|read more|related:|editor'?s note|sign up|subscribe|follow us|this (?:article|story|post)|"
    r"disclosure|disclaimer|updated? |correction|here(?:'|’)?s (?:what|everything)|advertisement|by [A-Z])"
    r"|打开\s?app|下载\s?app|查看全文|阅读全文|点击(?:此处|查看|购买|领取)|扫码|公众号|版权所有|未经授权|转载请|广告声明|外对的跳转链接|欢迎(?:关注|留言|点赞)|快来|截图。$|供图|资料图|责任编辑|来源[：:]|编辑[：:]|图源[：:]|"
    r"优惠券|领券|到手价|购买链接|affiliate|earn a commission|\[!|est\. reading time|newsletter|cookies?\b|all rights reserved|sign up for|subscribe to|click here|promo code|coupon",
    re.IGNORECASE,
)
_DANGLING = re.compile(
    r"^(?:[“「\"]?(?:我|我们|笔者|他|她|它|他们|她们|它们|其|该|此|这|那|对此|此外|另外|同时|与此同时|但|不过|然而|因此|所以|因而|于是|而|并且|并|且|例如|比如|其中|随后|之后|后者|前者|上述|综上|最后|首先|其次|再者|当然|事实上|也就是说|换句话说|据此|据悉|据介绍|前述|双方|两者|还有|值得一提|值得注意|需要注意|具体来看|具体而言|简单来说))"
    r"|^[“\"‘']?(?:he|she|it|they|his|her|its|their|this|that|these|those|but|and|so|or|however|meanwhile|also|still|instead|then|there|here|both|such|another|while that|for example|in addition|as a result|the company|the firm|the latter|the former|the report|the move|the pair|moreover|additionally|yet|after that|by contrast|of course|in fact|i|we|you|if you|my|our)\b",
    re.IGNORECASE,
)
_QUESTION = re.compile(r"[？?][”」』’\"')）]*$")
_FINISHED = re.compile(r"(?<!\.\.)[。！!.][”」』’\"')）]*$")


def dateline(sentence: str) -> int:
    """Length of the place, date and reporter at its head; 0 when there is none. What follows is still verbatim."""
    at = 0
    for _ in range(_HEADS):
        match = _DATELINE.match(sentence[at : at + _HEAD])
        if match is None or not match.end() or at + match.end() >= len(sentence):
            break
        at += match.end()
    return at


def tells_news(sentence: str) -> bool:
    """Whole, no question, no credit line, no call to click, and no half of a quotation."""
    if not _FINISHED.search(sentence) or _QUESTION.search(sentence) or _EMPTY_TALK.search(sentence):
        return False
    return sentence.count('"') % 2 == 0 and all(
        sentence.count(left) == sentence.count(right) for left, right in _QUOTES
    )


def leans_on_context(sentence: str) -> bool:
    """Begins with a word that points back: he, 该公司, however."""
    return bool(_DANGLING.match(sentence))
