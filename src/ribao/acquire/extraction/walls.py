"""Walls: pages that ask for a log-in, a captcha or consent instead of showing an article.

Only pages with little text are suspected: an article about captchas is an article.
"""

import re

from ribao.types.reason import Code, Reason

_FEW = 400  # letters of text a wall page has at most
_WALLS: tuple[tuple[Code, re.Pattern[str]], ...] = (
    (
        Code.PAGE_WALL_CAPTCHA,
        re.compile(
            r"请完成.{0,6}(?:安全)?验证|(?:拖动|滑动|按住).{0,6}滑块|滑动验证|输入.{0,8}验证码|安全验证|人机验证|访问(?:过于频繁|异常|验证|受限)|环境异常|您的访问被"
            r"|captcha|are you (?:a )?(?:human|robot)|verify (?:that )?you are (?:a )?human|checking your browser|unusual traffic"
            r"|just a moment|attention required|ddos protection|press (?:and|&) hold|access (?:to this page )?(?:has been )?denied",
            re.IGNORECASE,
        ),
    ),
    (
        Code.PAGE_WALL_LOGIN,
        re.compile(
            r"请先?登[录陆]|登[录陆]后(?:才能|可|即可)?(?:查看|阅读|继续)|(?:需要|您还没有|尚未)登[录陆]|(?:开通|购买|订阅|成为).{0,8}(?:会员|VIP|付费).{0,10}(?:阅读|查看|继续)|付费(?:阅读|内容|文章|后)|本文为付费|订阅后.{0,6}(?:阅读|查看)|扫码登[录陆]|账号登[录陆]|密码登[录陆]|請先登入|登入後"
            r"|(?:log ?in|sign ?in|subscribe|register|create an account) to (?:continue|read|view|access|keep reading)|subscribers? only|this (?:article|content|story) is (?:for|only|exclusive|reserved)|already a (?:subscriber|member)|to continue reading|for subscribers",
            re.IGNORECASE,
        ),
    ),
    (
        Code.PAGE_WALL_COOKIE,
        re.compile(
            r"(?:accept|allow|agree to|consent to|manage|enable) (?:all |the use of |our |your |necessary )?cookies?|cookies? (?:policy|settings|preferences|consent|notice)|before you continue|we (?:and our (?:\d+ )?partners )?(?:use|store) .{0,40}cookies|your privacy|(?:接受|同意|使用|启用).{0,10}cookie",
            re.IGNORECASE,
        ),
    ),
)


def wall(text: str, article_letters: int, title: str) -> Reason | None:
    """The wall that a page with this visible ``text`` is, None when it is none.

    ``article_letters``: how much article was found on it.
    """
    if article_letters >= _FEW or len(text) > 20_000:
        return None
    for code, pattern in _WALLS:
        hit = pattern.search(f"{title}\n{text}")
        # a line of consent or a log-in link stands on most pages: alone it says nothing beside a whole article
        if hit and (len(text) < 3 * _FEW or pattern.search(title)):
            return Reason(code=code, detail=hit.group(0)[:200])
    return None
