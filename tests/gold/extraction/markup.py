"""Twenty ways in which Chinese news sites write a page, imitated: old tables and new scripts, agencies and accounts.

Each function takes the facts and gives the page's bytes and its content type. The clutter around the article (menus,
hot lists, comments, share bars, statements of rights) is invented, too.
"""

import json
from collections.abc import Callable

from tests.gold.extraction.facts import Facts

Made = tuple[bytes, str]

MENU = "".join(
    f'<li><a href="/c/{n}/">{word}</a></li>'
    for n, word in enumerate(["首页", "要闻", "财经", "科技", "汽车", "教育", "体育", "图片"])
)
HOT = "".join(
    f'<li><a href="/a/{n}.html">{title}</a><span>{n * 137}阅读</span></li>'
    for n, title in enumerate(
        (
            "城东地铁三期开工，途经五所中学",
            "老字号糕点铺排起长队，店主说没想到",
            "女排联赛末轮前瞻：谁能拿到最后一张门票",
            "气象台连发三道预警，出行请留意",
            "一图读懂新修订的物业管理办法",
            "这家书店把门开到了凌晨两点",
        ),
        start=1,
    )
)
COMMENTS = (
    '<div class="comment-list" id="comments"><h3>网友评论（3）</h3>'
    "<div class='item'><b>风一样的旅人</b><p>写得很清楚，期待后续报道，希望能多采访几位当事人，把数据也摆出来让大家看看。</p><span>回复 赞(12)</span></div>"
    "<div class='item'><b>老街坊</b><p>我就住在附近，情况和文章里说的差不多，不过晚上还是有点吵，物业也没有人管，只能自己想办法。</p><span>回复 赞(7)</span></div>"
    "<div class='item'><b>momo</b><p>沙发</p><span>回复 赞(0)</span></div></div>"
)
FOOT = (
    '<div class="footer"><p><a href="/about">关于我们</a> | <a href="/ad">广告服务</a> | <a href="/job">诚聘英才</a></p>'
    "<p>版权所有 未经书面授权禁止使用 互联网新闻信息服务许可证 10120260001 京ICP备00000000号</p></div>"
)


def _paras(facts: Facts, tag: str = "p") -> str:
    return "\n".join(f"<{tag}>　　{text}</{tag}>" for text in facts.paragraphs)


def _page(facts: Facts, head: str, body: str, site: str, charset: str = "utf-8", lang: str = "zh-CN") -> str:
    return (
        f'<!DOCTYPE html><html lang="{lang}"><head><meta charset="{charset}"><title>{facts.title}_{site}</title>{head}'
        "<style>.x{color:red}</style><script>var a = 1; if (a < 2) { document.write('<p>脚本里的字不是正文</p>'); }</script>"
        f"</head><body>{body}</body></html>"
    )


def _utf8(text: str) -> Made:
    return text.encode(), "text/html; charset=utf-8"


def portal(facts: Facts) -> Made:
    """A portal: description, source and editor in labels, a gallery of recommendations below."""
    head = f'<meta name="description" content="{facts.paragraphs[0][:60]}"><meta name="keywords" content="新闻">'
    body = (
        f'<div class="nav"><ul>{MENU}</ul></div><div class="main"><div class="left"><h1 class="main-title">{facts.title}</h1>'
        f'<div class="post_info">{facts.date}:31　来源: <a href="/s">{facts.source}</a> <a href="/report">举报</a></div>'
        f'<div class="article" id="content">{_paras(facts)}<p>本文来源：{facts.source} 作者：{facts.author} 责任编辑：{facts.editor}_NB1234</p></div>'
        f'<div class="post_recommends"><h3>相关推荐</h3><ul>{HOT}</ul></div>{COMMENTS}</div>'
        f'<div class="sidebar"><h3>热点排行</h3><ul>{HOT}</ul></div></div>{FOOT}'
    )
    return _utf8(_page(facts, head, body, "潮汐网新闻"))


def agency(facts: Facts) -> Made:
    """A state agency: the date in Chinese, reporters in the first line, the editor in brackets at the end."""
    day, clock = facts.date.split()
    year, month, dom = day.split("-")
    first, *rest = facts.paragraphs
    text = f"<p>　　大河社榆城{int(month)}月{int(dom)}日电（记者{facts.author}）{first}</p>" + "".join(
        f"<p>　　{t}</p>" for t in rest
    )
    body = (
        f'<div class="header-info"><span>{year}年{int(month)}月{int(dom)}日 {clock}:09</span> <span>来源：{facts.source}</span></div>'
        f'<div class="h-title">{facts.title}</div><div id="p-text"><div class="share">分享到：微信 微博</div>{text}'
        f'<p class="end">（责任编辑：{facts.editor}）</p></div><div class="xgxw"><h4>相关新闻</h4><ul>{HOT}</ul></div>{FOOT}'
    )
    return _utf8(_page(facts, "", body, "大河网"))


def people(facts: Facts) -> Made:
    """GBK without a charset in the header; text in one div with line breaks; (责编：…)."""
    text = "<br><br>".join(f"　　{t}" for t in facts.paragraphs)
    body = (
        f'<div id="menu"><ul>{MENU}</ul></div><div class="text_con"><h1>{facts.title}</h1><div class="author">{facts.author}</div>'
        f'<div class="channel">{facts.date.replace("-", "年", 1).replace("-", "月", 1).replace(" ", "日")} | 来源：<a href="/">{facts.source}</a></div>'
        f'<div class="con">{text}<br></div><div class="edit">(责编：{facts.editor}、林一)</div>'
        f'<div class="recommend"><h3>推荐阅读</h3>{HOT}</div></div>{FOOT}'
    )
    return _page(facts, "", body, "江声网", "gb2312").encode("gb18030"), "text/html"


def government(facts: Facts) -> Made:
    """A government site on TRS: meta names in capitals, the font size switch, text in spans."""
    head = (
        f'<meta name="ArticleTitle" content="{facts.title}"><meta name="PubDate" content="{facts.date}">'
        f'<meta name="ContentSource" content="{facts.source}"><meta name="SiteName" content="云泽市人民政府">'
    )
    spans = "".join(f'<p style="text-indent:2em"><span style="font-size:16px">{t}</span></p>' for t in facts.paragraphs)
    body = (
        f'<div class="location">当前位置：<a href="/">首页</a> &gt; <a href="/yw">要闻</a></div><div class="title">{facts.title}</div>'
        f'<table class="info"><tr><td>发布时间：{facts.date}</td><td>来源：{facts.source}</td><td>作者：{facts.author}</td><td>责任编辑：{facts.editor}</td>'
        f"<td>字号：【大 中 小】</td><td>打印</td></tr></table>"
        f'<div class="TRS_Editor">{spans}</div><div class="fj">扫一扫在手机打开当前页</div>{FOOT}'
    )
    return _utf8(_page(facts, head, body, "云泽市人民政府门户网站"))


def account(facts: Facts) -> Made:
    """A platform's account: the name beside the date, dates for machines in meta alone."""
    head = (
        f'<meta itemprop="datePublished" content="{facts.date}:00"><meta property="og:title" content="{facts.title}">'
    )
    body = (
        f'<div id="app"><div class="hd"><a href="/">打开APP</a></div><h2 class="article-title">{facts.title}</h2>'
        f'<div class="author-txt"><p class="author-name">{facts.author}</p><span>01-06</span></div>'
        f'<div class="article-content">{_paras(facts)}<p>编辑：{facts.editor}</p><p>来源：{facts.source}</p></div>'
        f'<div class="open">打开APP查看全文</div><div class="recommend-list">{HOT}</div></div>'
    )
    return _utf8(_page(facts, head, body, "百川号"))


def technology(facts: Facts) -> Made:
    """A technology site with spans by id, a leading source line within the text."""
    body = (
        f'<div class="fl"><h1>{facts.title}</h1><div class="info"><span id="pubtime">{facts.date}:12</span>'
        f'<span id="source">来源：{facts.source}</span><span id="author">作者：{facts.author}</span><span id="editor">责编：{facts.editor}</span>'
        f'<span>评论：128</span></div><div class="post_content" id="paragraph">{_paras(facts)}</div>'
        f'<p class="ad-tips">广告声明：文内含有的对外跳转链接用于传递更多信息，节省甄选时间，结果仅供参考。</p>'
        f'<div class="related_post"><span>相关文章</span><ul>{HOT}</ul></div></div>{COMMENTS}{FOOT}'
    )
    return _utf8(_page(facts, "", body, "位元之家"))


def linked_data(facts: Facts) -> Made:
    """A modern site: hashed class names, everything in JSON-LD."""
    node = {
        "@context": "https://schema.org",
        "@graph": [
            {"@type": "Organization", "name": "远见新闻"},
            {
                "@type": "NewsArticle",
                "headline": facts.title,
                "datePublished": f"{facts.date.replace(' ', 'T')}:00+08:00",
                "author": [{"@type": "Person", "name": facts.author}],
                "editor": {"@type": "Person", "name": facts.editor},
            },
        ],
    }
    head = f'<script type="application/ld+json">{json.dumps(node, ensure_ascii=False)}</script>'
    body = (
        f'<div class="index_wrap__a1b2"><header><ul>{MENU}</ul></header><h1 class="index_title__x9">{facts.title}</h1>'
        f'<div class="index_meta__q">{facts.source}</div><div class="index_body__z7">{_paras(facts)}</div>'
        f'<div class="index_hot__k3"><div>大家都在看</div><ul>{HOT}</ul></div></div>'
    )
    head += f'<meta name="source" content="{facts.source}">'
    return _utf8(_page(facts, head, body, "远见新闻"))


def table(facts: Facts) -> Made:
    """A page of tables, as of twenty years ago, in GBK labelled gb2312, no doctype."""
    text = "".join(f"<P>&nbsp;&nbsp;&nbsp;&nbsp;{t}</P>" for t in facts.paragraphs)
    return (
        f"<HTML><HEAD><META HTTP-EQUIV=Content-Type CONTENT='text/html; charset=gb2312'><TITLE>{facts.title}</TITLE></HEAD><BODY>"
        f"<TABLE width=760><TR><TD>{MENU}</TD></TR></TABLE><TABLE width=760><TR><TD width=560>"
        f"<CENTER><FONT size=5><B class=bt>{facts.title}</B></FONT></CENTER>"
        f"<CENTER>{facts.date} 来源：{facts.source} 作者：{facts.author} 编辑：{facts.editor} 点击：356次</CENTER><HR>"
        f"<TABLE><TR><TD id=zoom>{text}</TD></TR></TABLE></TD><TD width=200><UL>{HOT}</UL></TD></TR></TABLE>"
        f"<CENTER>Copyright 2026 版权所有</CENTER></BODY></HTML>"
    ).encode("gbk"), "text/html; charset=gb2312"


def message(facts: Facts) -> Made:
    """A messenger's public account: the text hidden until a script runs, the time in a script."""
    head = f'<meta name="author" content="{facts.author}"><meta property="og:title" content="{facts.title}">'
    sections = "".join(f"<section><p><span>{t}</span></p></section>" for t in facts.paragraphs)
    body = (
        f'<div id="img-content"><h1 class="rich_media_title">{facts.title}</h1><div id="meta_content"><span>{facts.source}</span></div>'
        f'<div class="rich_media_content" id="js_content" style="visibility: hidden; opacity: 0;">{sections}<p>来源丨{facts.source}</p><p>编辑丨{facts.editor}</p>'
        f"<p>长按识别二维码关注我们</p></div></div><script>var create_time = ''; var publish_time = \"{facts.date}\";</script>"
    )
    return _utf8(_page(facts, head, body, "公众号"))


def weblog(facts: Facts) -> Made:
    """WordPress: entry-content, rel=author, a time element, tags and a share bar within the content."""
    body = (
        f'<article class="post"><h1 class="entry-title">{facts.title}</h1><div class="entry-meta"><a rel="author" href="/author/1">{facts.author}</a> '
        f'<time datetime="{facts.date.replace(" ", "T")}:00+08:00">三天前</time></div><div class="entry-content">{_paras(facts)}'
        f"<p>来源：{facts.source}</p><p>责任编辑：{facts.editor}</p><div class='tags'>标签：<a>科技</a><a>生活</a></div><div class='sharedaddy'>分享到 微博 微信</div></div></article>"
        f'<aside class="widget"><h3>最新文章</h3><ul>{HOT}</ul></aside><div id="respond"><h3>发表评论</h3><p>电子邮件地址不会被公开。必填项已用*标注</p></div>'
    )
    return _utf8(_page(facts, "", body, "蓝图观察"))


def traditional(facts: Facts) -> Made:
    """A Taiwanese site in Big5 (the words are left as they are where Big5 has them)."""
    body = (
        f'<div class="nav">{MENU}</div><div class="whitecon"><h1>{facts.title}</h1><span class="time">{facts.date.replace("-", "/")}</span>'
        f'<div class="text boxTitle">{_paras(facts)}<p>責任編輯：{facts.editor}</p></div></div>'
    )
    page = _page(
        facts,
        f'<meta name="author" content="{facts.author}"><meta name="source" content="{facts.source}">',
        body,
        "島嶼時報",
        "big5",
        "zh-TW",
    )
    return page.encode("big5", "xmlcharrefreplace"), "text/html; charset=big5"


def written_by(facts: Facts) -> Made:
    """A commentary: 【文/…】 before the text, an original title, the statement of the platform."""
    body = (
        f'<ul class="left"><li><h3>{facts.title}</h3><div class="time fix"><span>{facts.date}:25</span><span>字号：A- A A+</span><span>来源：{facts.source}</span></div>'
        f'<div class="content all-txt"><p>【文/专栏作者 {facts.author}】</p>{_paras(facts)}<p>本文系独家稿件，文章内容纯属作者个人观点，不代表平台观点，未经授权，不得转载。</p></div>'
        f'<div class="editor-foot">责任编辑：{facts.editor}</div></li></ul><div class="hot-list"><ul>{HOT}</ul></div>'
    )
    return _utf8(_page(facts, "", body, "观澜"))


def multipage(facts: Facts) -> Made:
    """The first part of an article that is split: page numbers, 下一页."""
    body = (
        f'<div class="Mid"><h1>{facts.title}</h1><div class="detail">{facts.date} 来源：{facts.source} 作者：{facts.author} 编辑：{facts.editor}</div>'
        f'<div class="Mid2L_con">{_paras(facts)}<div class="page_css"><b>1</b> <a href="202601_2.shtml">2</a> <a href="202601_3.shtml">3</a> <a href="202601_2.shtml">下一页</a></div></div></div>'
        f'<div class="right"><ul>{HOT}</ul></div>{COMMENTS}'
    )
    return _utf8(_page(facts, "", body, "游牧星空"))


def local(facts: Facts) -> Made:
    """A county's media centre: no class names at all, everything in p."""
    body = (
        f"<div>{MENU}</div><div><h2>{facts.title}</h2><p>发布日期：{facts.date}　信息来源：{facts.source}　撰稿：{facts.author}　浏览次数：88</p>"
        f"<div>{_paras(facts)}<p>编辑：{facts.editor}</p><p>审核：高远</p></div><p>上一篇：<a href='/1'>关于春节放假的通知</a></p><p>下一篇：<a href='/2'>全县安全生产会议召开</a></p></div>{FOOT}"
    )
    return _utf8(_page(facts, "", body, "融媒体中心"))


def mobile(facts: Facts) -> Made:
    """A phone page: text in divs, the outlet beside the time without any label, a cut with a button."""
    text = "".join(f"<div class='pgh'>{t}</div>" for t in facts.paragraphs)
    body = (
        f'<section class="art"><h1>{facts.title}</h1><div class="bar">{facts.source} {facts.date}</div><div class="cnt">{text}'
        f'<div class="pgh">作者：{facts.author}</div><div class="pgh">责任编辑：{facts.editor}</div></div><div class="more">展开全文</div><div class="more2">点击下载客户端，看更多精彩</div></section>'
        f'<div class="rec"><h4>为你推荐</h4>{HOT}</div>'
    )
    return _utf8(_page(facts, "", body, "随身看"))


def finance(facts: Facts) -> Made:
    """A finance site: quotes inside the text, a risk notice, a download call, meta of its own."""
    head = f'<meta property="article:published_time" content="{facts.date.replace(" ", "T")}:00+08:00"><meta name="mediaid" content="{facts.source}">'
    body = (
        f'<div class="crumb"><a>财经</a> &gt; <a>股票</a></div><div class="newsContent"><h1>{facts.title}</h1><div class="time-source">{facts.date} 来源: {facts.source} 作者: {facts.author}</div>'
        f'<div class="Body" id="ContentBody"><p>　　{facts.paragraphs[0]}</p><div class="stock"><table><tr><td>代码</td><td>现价</td><td>涨幅</td></tr></table></div>'
        + "".join(f"<p>　　{t}</p>" for t in facts.paragraphs[1:])
        + f'<p class="res-edit">（文章来源：{facts.source}）</p><p class="res-edit">（责任编辑：{facts.editor}）</p></div>'
        f'<div class="statement">郑重声明：本站发布此信息的目的在于传播更多信息，与本站立场无关，据此操作风险自担。</div></div><div class="rank"><ul>{HOT}</ul></div>{FOOT}'
    )
    return _utf8(_page(facts, head, body, "金石财富"))


def picture_story(facts: Facts) -> Made:
    """Pictures with captions between the paragraphs, a video player's words, hidden text for search engines."""
    pictures = [
        f'<figure><img src="/p/{n}.jpg" width="600"><figcaption>图{n}：现场照片（资料图）</figcaption></figure>'
        for n in range(1, 6)
    ]
    text = "".join(f"<p>{t}</p>{picture}" for t, picture in zip(facts.paragraphs, pictures, strict=False))
    body = (
        f'<div class="wrap"><h1 id="title">{facts.title}</h1><p class="sub"><i>{facts.date}</i><i>来源：{facts.source}</i><i>编辑：{facts.editor}</i></p>'
        f'<div class="video">视频加载中，请稍候... 自动播放</div><div class="article_body">{text}<p>文字：{facts.author}</p></div>'
        f'<div style="display:none">关键词堆砌 便宜手机 最低价 立即购买 点击进入官方商城 全网最低 假一赔十。</div></div><div class="hot"><ul>{HOT}</ul></div>'
    )
    return _utf8(_page(facts, "", body, "影像志"))


def paper(facts: Facts) -> Made:
    """A newspaper's own site: a kicker, a subtitle, 本报记者 in a line of its own, GB18030 labelled UTF-8."""
    body = (
        f'<div class="paper"><p class="yinti">本报调查</p><h1 class="biaoti">{facts.title}</h1><p class="laiyuan">{facts.date}　来源：{facts.source}</p>'
        f'<div class="zhengwen"><p>本报记者 {facts.author}</p>{_paras(facts)}<p>（责任编辑 {facts.editor}）</p></div><div class="pages">第A03版：要闻</div></div>{FOOT}'
    )
    return _page(facts, "", body, "数字报", "utf-8").encode("gb18030"), "text/html; charset=utf-8"


def newsflash(facts: Facts) -> Made:
    """A flash: two paragraphs, a long hot list and comments that outweigh them."""
    short = Facts(
        title=facts.title,
        date=facts.date,
        source=facts.source,
        author=facts.author,
        editor=facts.editor,
        paragraphs=facts.paragraphs[:2],
    )
    head = f'<meta name="description" content="{short.paragraphs[0]}">'
    body = (
        f'<div class="detail"><h1>{facts.title}</h1><p class="meta">{facts.date} · {facts.source} · 作者：{facts.author} · 责编：{facts.editor}</p><div class="txt">{_paras(short)}</div></div>'
        f'<div class="list"><ul>{HOT * 4}</ul></div>{COMMENTS * 2}{FOOT}'
    )
    return _utf8(_page(facts, head, body, "快报"))


def nested(facts: Facts) -> Made:
    """An editor's soup: spans and fonts in each other, empty paragraphs, an advertisement in the middle."""
    parts = [
        f'<p><span><font color="#333"><span style="font-size:18px"><strong></strong>{t}</span></font></span></p><p><br></p>'
        for t in facts.paragraphs
    ]
    parts.insert(2, '<div class="ad-wrap"><a href="https://ad.example/">广告：新年家电节，满三千减三百</a></div>')
    body = (
        f'<div id="wrapper"><div class="hd"><ul>{MENU}</ul></div><div class="bd"><div class="title-area"><h1>{facts.title}</h1></div>'
        f'<div class="source-area"><span class="src">稿源：{facts.source}</span><span class="au">记者：{facts.author}</span><span class="tm">时间：{facts.date}</span></div>'
        f'<div class="txt-area">{"".join(parts)}<p>　　编辑：{facts.editor}　　校对：石磊</p></div><div class="bdsharebuttonbox">分享到：</div></div></div>{FOOT}'
    )
    return _utf8(_page(facts, "", body, "新城在线"))


MARKUPS: tuple[Callable[[Facts], Made], ...] = (
    portal, agency, people, government, account, technology, linked_data, table, message, weblog,
    traditional, written_by, multipage, local, mobile, finance, picture_story, paper, newsflash, nested,
)  # fmt: skip
