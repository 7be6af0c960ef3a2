"""Walls: pages that ask for a log-in, a captcha or consent instead of showing an article.

Only pages with little article are suspected, and only by their words outside of it: an article about captchas is an
article, and a short piece of news beside a box "log in to comment" is whole.
"""

import re

from ribao.types.reason import Code, Reason

_LONGEST = 20_000  # characters of a page that can be a wall
_TEASER = 600  # letters of article that a site may show before it asks for money
_SCRAP = 80  # letters that are no article, but the wall's own words

_PAY = re.compile(
    r"登[录陆]后?(?:才能|才可|可|即可)?(?:查看|阅读|浏览|继续)(?:全文|更多|完整|剩余|内容)?|(?:开通|购买|订阅|成为).{0,8}(?:会员|VIP|付费).{0,10}(?:阅读|查看|继续)"
    r"|付费(?:阅读|内容|文章)|本文为付费|订阅后.{0,6}(?:阅读|查看)|登入後.{0,6}(?:閱讀|查看)"
    r"|(?:log ?in|sign ?in|subscribe|register|create an account) to (?:continue|read|view|access|keep reading)|subscribers? only"
    r"|this (?:article|content|story) is (?:for|only|exclusive|reserved)|already a (?:subscriber|member)|to continue reading|for subscribers",
    re.IGNORECASE,
)
_SCRAPS: tuple[tuple[Code, re.Pattern[str]], ...] = (
    (
        Code.PAGE_WALL_CAPTCHA,
        re.compile(
            r"请完成.{0,6}(?:安全)?验证|(?:拖动|滑动|按住).{0,6}滑块|滑动验证|输入.{0,8}验证码|安全验证|人机验证|访问(?:过于频繁|异常|验证|受限)|环境异常|您的访问被"
            r"|captcha|are you (?:a )?(?:human|robot)|verify (?:that )?you are (?:a )?human|checking your browser|unusual traffic"
            r"|just a moment|attention required|ddos protection|press (?:and|&) hold|access (?:to this page )?(?:has been )?denied",
            re.IGNORECASE,
        ),
    ),
    (Code.PAGE_WALL_LOGIN, _PAY),
    (
        Code.PAGE_WALL_LOGIN,
        re.compile(
            r"请先?登[录陆]|(?:需要|您还没有|尚未)登[录陆]|扫码登[录陆]|账号登[录陆]|密码登[录陆]|請先登入|please (?:log|sign) ?in|you must (?:be logged|log) in",
            re.IGNORECASE,
        ),
    ),
    (
        Code.PAGE_WALL_COOKIE,
        re.compile(
            r"(?:accept|allow|agree to|consent to|manage|enable) (?:all |the use of |our |your |necessary )?cookies?|cookies? (?:policy|settings|preferences|consent|notice)"
            r"|before you continue|we (?:and our (?:\d+ )?partners )?(?:use|store) .{0,40}cookies|your privacy|(?:接受|同意|使用|启用).{0,10}cookie",
            re.IGNORECASE,
        ),
    ),
)


def wall(outside: str, article: str, letters: int) -> Reason | None:
    """The wall that a page is, None when it is none.

    ``outside``: the headline and the page's text without its article; ``letters`` of the ``article`` that was found.
    """
    if letters >= _TEASER or len(outside) > _LONGEST:
        return None
    if letters < _SCRAP:
        for code, pattern in _SCRAPS:
            if hit := pattern.search(f"{outside}\n{article}"):
                return Reason(code=code, detail=hit.group(0)[:200])
    elif hit := _PAY.search(outside):
        return Reason(code=Code.PAGE_WALL_LOGIN, detail=hit.group(0)[:200])
    return None
