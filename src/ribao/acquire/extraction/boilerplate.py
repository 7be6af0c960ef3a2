"""Boilerplate: lines and regions of a page that belong to the site, not to the article.

Every pattern is anchored and short of nested repetition, so matching is linear in the line's length.
"""

import re
from functools import lru_cache

from lxml.html import HtmlElement

# a region is judged by the words of its class and id; the article's own container is never judged by its ancestors.
# The first words never name an article; the second name one now and then (js_share_area, editor, caption).
_NEVER = (
    r"comments?|commentlist|comment-?(?:list|area|box|section|item|wrap)|cmt|disqus|respond|reply|replies|gentie|tie-?area|pinglun|livefyre"
    r"|related|relate|relevant|xiangguan|related-?\w+|recommend(?:s|ed|ation|ations)?|recommend-?\w+|recom|tuijian|guess|more-?news|also-?like"
    r"|read-?more|readmore|more-?stories|next-?story|trending|popular|most-?read|hot(?:list|news|-?rank|words?|article|post|comment)s?|rank(?:ing|list)?"
    r"|copyright|disclaimer|mianze|footer|foot|breadcrumbs?|crumbs?|crumb|bread|nav|navbar|navigation|menu|sidebar|side-?bar|aside"
    r"|outbrain|taboola|zergnet|teads|qrcode|qr-?code|erweima|newsletter|advert|advertisement|cookie"
)
_SELDOM = (
    r"bdshare|jiathis|bshare|share|sharing|share-?(?:bar|box|buttons?|tools?|links?)|social|sns|statement|declare|shengming|toolbar|tool-?bar|pager|pagination|pages?-?nav"
    r"|tags?|tag-?list|keywords?|ads?|adbox|ad-?wrap(?:per)?|sponsor(?:ed)?|promo|promotion|promoted"
    r"|subscribe|subscription|signup|sign-?up|app-?down(?:load)?|download-?app|open-?app"
    r"|zebian|zrbj|author-?(?:bio|box|card|info|intro|profile)|about-?(?:the-?)?author|bio|byline"
    r"|post-?meta|entry-?meta|article-?meta|meta-?info|article-?info|post-?info|article-?tool|feedback|jubao|report-?error"
    r"|vote|toupiao|login|popup|modal|caption|captions|wp-caption(?:-text)?|gallery|slide-?show|slider|carousel|tooltip"
    r"|sr-only|screen-reader-text|visually-hidden"
)
_STRICT = re.compile(rf"(?:^|[\s_-])(?:{_NEVER})(?:$|[\s_-])", re.IGNORECASE)
_REGION = re.compile(rf"(?:^|[\s_-])(?:{_NEVER}|{_SELDOM})(?:$|[\s_-])", re.IGNORECASE)
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")

_END = r"[\s:：>»…。！!.、|]*$"
_ZH_LINES = (
    # calls to open, scan, follow, share
    r"^.{0,12}(?:打开|下载|进入|前往|安装).{0,16}(?:APP|App|app|客户端|应用|小程序).{0,30}$",
    r"^.{0,14}(?:扫码|扫一扫|扫描|长按|识别).{0,20}(?:二维码|关注|下载|加入|查看|微信|阅读|图|手机|打开).{0,30}$",
    r"^.{0,20}(?:关注|搜索|添加|加入).{0,20}(?:公众号|微信号|官方微信|官方微博|头条号|视频号|微信群|读者群|交流群).{0,40}$",
    r"^(?:点击|戳|猛戳|轻触|长按)(?:这里|此处|此|上方|下方|图片|右上角|屏幕|蓝字|标题|进入|查看|阅读|下载|观看|展开|播放|关注|加载|图中).{0,30}$",
    r"^(?:查看|阅读|展开|显示|加载|收起|浏览)(?:更多|全文|全部|原文|剩余|完整|大图|余下).{0,20}$",
    r"^(?:阅读原文|原文链接|返回(?:搜狐|首页|顶部|列表|目录|上页)|下一页|上一页|尾页|首页|更多|更多内容|更多>>|加载中|正在加载)(?:.{0,12})$",
    r"^(?:上一篇|下一篇|上一条|下一条|前一篇|后一篇)[:：\s].{0,60}$",
    r"^(?:分享|转发|收藏|点赞|赞|评论|举报|反馈|打印|纠错|复制链接|微信|微博|朋友圈|QQ空间|新浪微博|微信好友|字号|字体|大|中|小|关闭|复制|推荐|打赏|投稿|订阅|取消|确定|已?关注|\+关注|原创|转载|听|收听|朗读|语音播报)(?:[\s/|:：·]|分享|转发|收藏|点赞|赞|评论|举报|反馈|打印|纠错|微信|微博|朋友圈|QQ空间|QQ|大|中|小|到|至|\d|[（(]\d*[)）])*$",
    r"^分享(?:到|至|让|本文|文章|按钮).{0,30}$",
    r"^(?:手机看|用手机|微信扫|请用微信|使用微信|保存图片|保存二维码).{0,40}$",
    # statements of rights, at a line's start
    r"^[（(【\[*※◎●■▲\s]{0,3}(?:版权声明|免责声明|特别声明|郑重声明|风险提示及免责|版权所有|版权与免责|侵权声明|重要声明|著作权声明|平台声明|法律声明|声明\s*[:：]).*$",
    r"^(?:以上内容|本文|上述内容|该文章|文章内容|此文).{0,60}(?:不代表|仅代表|未经(?:授权|许可|允许|书面)|仅供参考|不构成|信息存储服务|入驻|自媒体|上传并发布).*$",
    r"^.{0,30}(?:未经(?:授权|许可|允许|书面|本[网站报刊台])|严禁转载|禁止转载|谢绝转载|转载请(?:注明|联系|标明|务必)).{0,80}$",
    r"^Notice: The content above .*$",
    r"^.{0,30}(?:copyright|©|all rights reserved|ICP备|ICP证|公网安备|许可证[:：]|版权所有|广播电视节目制作经营).{0,120}$",
    r"^.{0,16}(?:违法和不良信息|举报(?:电话|邮箱|热线|中心)|新闻热线|报料(?:热线|电话)?|爆料(?:热线|电话)|投稿邮箱|联系邮箱|客服电话|服务热线|报料)[:：\s].{0,60}$",
    # labelled facts that are read elsewhere
    r"^[（(【\[\s]{0,2}(?:责任编辑|責任編輯|責編|編輯|责编|本文(?:责任)?编辑|网络?编辑|编辑|主编|值班(?:编辑|主编|主任)|审核|校对|编审|监制|制作|美编|排版|视觉|编校|一审|二审|三审|初审|复审|终审|统筹|流程编辑|值班编委|实习编辑|执行编辑|新媒体编辑)\s*[:：/|丨].{0,50}$",
    r"^[（(【\[\s]{0,2}(?:本文来源|文章来源|消息来源|信息来源|新闻来源|稿件来源|稿源|来源|出处|转自|来自|源自|首发)\s*[:：/|丨].{0,40}$",
    r"^[（(【\[\s]{0,2}(?:本文作者|作者|撰文|撰稿|文|文字|记者|本报记者|通讯员|供稿|摄影|图)\s*[:：/|丨]\s*.{0,36}$",
    r"^[（(【\[\s]{0,2}(?:发布时间|发表时间|更新时间|发布日期|日期|时间|发布于|发表于)\s*[:：]?\s*(?:19|20)\d\d.{0,40}$",
    r"^(?:19|20)\d\d\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}\s?日?[\sT]*(?:\d{1,2}[:：]\d{2}(?:[:：]\d{2})?)?(?:[\s|·,，]*(?:来源|来自|作者|编辑|阅读|浏览|评论|字号|大|中|小|点击|人气|发布|出处|北京时间)[:：]?.{0,30})?$",
    r"^[（(【\[\s]{0,2}(?:原标题|原题|本文原标题)\s*[:：].{0,90}$",
    r"^(?:关键词|关键字|标签|本文标签|文章标签|Tags?|TAG|话题|所属专题|栏目|分类|所属栏目|文章关键词)\s*[:：].{0,120}$",
    r"^(?:浏览|阅读|点击|人气|热度|评论|回复|播放|参与|跟贴|跟帖|点赞|转发|围观|访问)(?:量|数|次数|人数)?\s*[:：]?\s*[（(]?\d[\d,.万+]*[)）]?\s*(?:次|人|条|万)?(?:参与)?$",
    r"^\d[\d,.万+]*\s*(?:次|人|条|阅读|评论|赞|跟贴|跟帖|浏览|参与|回复|播放|人参与|条评论|次浏览|个赞)+$",
    r"^(?:当前位置|您(?:的|现在的)?(?:当前)?位置|您现在|首页\s*[>»/]).{0,80}$",
    r"^(?:广告|AD|赞助内容|推广|商业推广|视频加载中.{0,30}|您的浏览器.{0,60}|图集|更多图片|查看原图|图片加载中|播放中|正在播放|进入图片频道|\(?本文共?\d+字.{0,20})$",
    r"^(?:登录|注册|发表|发布|提交|我要评论|我来说两句|说两句|我要跟帖|我要发言|写评论|抢沙发|快来抢沙发|参与评论|登录后.{0,20}|请先登录.{0,20}|已输入\d+字|文明上网.{0,40}|网友评论仅供.{0,40}|暂无评论.{0,12}|还没有评论.{0,20}|没有更多了?.{0,10})$",
    r"^(?:微信公众号|微信号|官方微信|新浪微博|微博|QQ群|邮箱|电话|传真|地址|邮编|网址|E-?mail)\s*[:：].{0,60}$",
    r"^[（(【\[](?:责任编辑|責任編輯|责编|编辑|編輯)\s.{1,20}[）)】\]]$",
    r"^[（(]?(?:完|全文完|本文完|END|The End|-\s?END\s?-|—\s?END\s?—|—+\s?完\s?—+|题图.{0,40}|头图.{0,40}|封面.{0,30})[)）]?$",
    r"^[（(]\s*(?:文中)?(?:图片|配图|图文|题图|头图|资料图|图)(?:均)?(?:来自|来源|源自|由|为).{0,40}[)）]$",
)
_LABELS = re.compile(
    r"(?:来源|來源|稿源|出处|作者|记者|記者|编辑|編輯|责编|校对|审核|撰稿|发布时间|发布日期|发表时间|更新时间|日期|时间|字号|字体|浏览|浏览次数|阅读|点击|评论|人气)\s{0,2}[:：]"
    r"|(?:19|20)\d\d\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}"
)
_EN_LINES = (
    r"^(?:advertisement|advertising|sponsored(?: content)?|loading(?:\.\.\.|…)?|share(?: this)?(?: article| story| post)?|tweet|print|email|comments?|reply|related(?: content| articles| stories| topics| news)?"
    r"|read more|see more|show more|view more|more(?: stories| news| from .{1,40})?|subscribe|sign up|log ?in|save|follow|copy link|copied|close|menu|skip|continue reading|story continues below(?: advertisement)?"
    r"|article continues (?:below|after).{0,30}|scroll to continue.{0,20}|recommended|trending(?: now)?|most (?:read|popular)|image|photo|video|play|watch(?: now| live)?|listen|caption|hide caption|toggle caption|enlarge(?: this image)?"
    r"|view gallery|view comments|leave a (?:comment|reply)|post a comment|add a comment|join the conversation|tags?|topics?|filed under|share on .{1,30}|share via .{1,30}|by the way)"
    + _END,
    r"^(?:sign up (?:for|to|here)|subscribe (?:to|now|here|for)|get (?:the latest|breaking news|our|more) .{0,60}(?:inbox|newsletter|email|alerts?|updates?|app)|follow (?:us|me|him|her|.{2,40}) on (?:twitter|facebook|instagram|x|linkedin|youtube|tiktok|whatsapp|telegram)|like (?:us|this story|what you)|join (?:us|our) .{0,60}(?:facebook|newsletter|community|discord|telegram|whatsapp)|download (?:the|our) .{0,40}app|click here (?:to|for)|have a (?:tip|story|news)|got a (?:tip|story)|contact (?:us|the (?:author|writer|reporter|editor))|email (?:the author|us)|tell us what you|what do you think\?|let us know in|support (?:our|independent) journalism|related\s*:|read (?:more|also|next|this|now)\s*[:|]|also read\s*[:|-]|more\s*:|see also\s*[:|]|watch\s*:|photos?\s*:|listen\s*:|also on |next\s*:|up next|don't miss|you (?:may|might) (?:also )?(?:like|be interested)|recommended (?:for you|reading|stories)|more (?:from|on|in|about) (?:this|our|the) ).{0,160}$",
    r"^the post .{1,200} (?:appeared first|first appeared) on .{1,80}$",
    r"^(?:©|\(c\)|copyright\b).{0,160}$",
    r"^.{0,80}\ball rights reserved\b.{0,120}$",
    r"^(?:by|updated|published|posted|last (?:updated|modified)|first published)\b[\s:]+.{0,60}\b(?:19|20)\d\d\b.{0,40}$",
    r"^(?:this (?:article|story|post) (?:was )?(?:originally |first )?(?:appeared|published)).{0,120}$",
    r"^(?:we use cookies|this (?:site|website) uses cookies|javascript is (?:disabled|required)|please enable javascript|your browser (?:does not|doesn't)).{0,200}$",
    r"^\[?/?(?:caption|button|gallery|embed)\b.{0,120}\]?$",
    r"^\d+\s+(?:comments?|shares?|views?|likes?|min(?:ute)?s? read)" + _END,
)
_RELATED = (
    r"^[【\[「◆■●▼>\s]{0,2}(?:相关(?:阅读|新闻|推荐|文章|报道|链接|专题|资讯|内容|话题|附件|热词|视频)|推荐阅读|推荐文章|推荐新闻|推荐内容|延伸阅读|拓展阅读|扩展阅读|更多(?:精彩|新闻|阅读|相关|推荐|资讯|猛料|报道)(?:内容|推荐|阅读|资讯|新闻)?"
    r"|热门(?:文章|推荐|新闻|资讯|话题|阅读|排行|视频|标签)|热点(?:新闻|推荐|排行|资讯|图片)|热新闻|热话题|猜你喜欢|猜您喜欢|为你推荐|为您推荐|精彩推荐|精彩图片|大家都在看|大家都在搜|还在看|看过本文的人还看了|最新(?:文章|新闻|资讯|推荐)|编辑推荐|小编推荐|今日推荐|今日热点|今日头条|作者(?:其他|最新|其它)文章|往期(?:回顾|精彩|推荐|文章|内容)|热文|热读|点击排行|阅读排行|新闻排行|图片新闻|视频推荐|特别推荐|栏目推荐|同类文章)"
    r"[】\]」]?" + _END,
    r"^(?:related (?:content|articles?|stories|posts|news|topics|coverage|links|reading|video)|you (?:may|might) (?:also )?(?:like|enjoy|be interested in)|recommended(?: for you| stories| reading| articles)?|more (?:stories|news|from .{1,40}|on this story|to read|like this)|most (?:read|popular|viewed|shared|recent)|trending(?: now| stories)?|popular (?:now|stories|posts)|latest (?:news|stories|posts|videos)|read (?:next|also|more)|up next|what to read next|editor'?s'? picks?|around the web|from the web|promoted stories|sponsored (?:stories|links|content)|about the author|share this(?: article| story| post)?|see also|don'?t miss|in case you missed it|sign up for .{0,60}newsletter.{0,30})"
    + _END,
)
_COMMENTS = (
    r"^[【\[「◆■●▼>\s]{0,2}(?:热门(?:评论|跟贴)|精彩评论|网友评论|最新评论|最热评论|全部评论|热评论|新评论|精彩跟贴|评论区|用户评论|发表评论|我要评论|我来说两句|网友热评|我要跟帖|(?:网友)?评论\s*[（(]\s*\d*\s*(?:条)?[)）]|评论\s*\d+\s*条?|共?\d+条评论)"
    r"[】\]」]?" + _END,
    r"^(?:leave a (?:comment|reply)|(?:\d+ )?comments?(?: \(\d+\))?|join the (?:conversation|discussion)|post a comment|view comments|responses?|\d+ (?:responses|thoughts|replies).{0,60})"
    + _END,
)
_LINE = re.compile("|".join(f"(?:{pattern})" for pattern in (*_ZH_LINES, *_EN_LINES)), re.IGNORECASE)
_RELATED_HEAD = re.compile("|".join(f"(?:{pattern})" for pattern in _RELATED), re.IGNORECASE)
_COMMENTS_HEAD = re.compile("|".join(f"(?:{pattern})" for pattern in _COMMENTS), re.IGNORECASE)
_BYLINE = re.compile(
    r"^(?:by|written by|from|posted by)\s[A-ZÀ-Þ][^.!?。]{2,70}$"
    r"|^(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,?\s)?(?:\d{1,2}(?:st|nd|rd|th)?\s)?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s(?:\d{1,2}(?:st|nd|rd|th)?,?\s)?(?:19|20)\d\d\b[^.!?。]{0,40}$",
    re.IGNORECASE,
)
_LONGEST = 240  # longer lines are prose, whatever they begin with


def is_boilerplate(line: str) -> bool:
    """Whether a whole line is the site's: a share bar, a statement of rights, a label that is read elsewhere."""
    if len(line) > _LONGEST:
        return False
    return _LINE.match(line) is not None or (len(line) <= 120 and len(_LABELS.findall(line)) >= 2)


def is_byline(line: str) -> bool:
    """Whether a line says who wrote when, as it stands between a headline and its text."""
    return len(line) <= 80 and _BYLINE.match(line) is not None


def begins_related(line: str) -> bool:
    """Whether the line is the heading of links to other articles, which stand after an article or within it."""
    return len(line) <= 60 and _RELATED_HEAD.match(line) is not None


def begins_comments(line: str) -> bool:
    """Whether the line is the heading of what readers wrote; no article goes on behind it."""
    return len(line) <= 60 and _COMMENTS_HEAD.match(line) is not None


def named_boilerplate(element: HtmlElement, *, strict: bool = False) -> bool:
    """Whether the element's own class, id or tag names a region that is not article text.

    ``strict``: only by words that never name an article's container.
    """
    if element.tag in ("nav", "footer", "aside") or (element.tag == "figcaption" and not strict):
        return True
    named = f"{element.get('class') or ''} {element.get('id') or ''}"
    return len(named) > 1 and _names_region(named[:200], strict)


@lru_cache(maxsize=8192)
def _names_region(named: str, strict: bool) -> bool:
    pattern = _STRICT if strict else _REGION
    return pattern.search(_CAMEL.sub("-", named)) is not None
