"""Author, 来源 and 编辑 as lines of a page write them."""

import pytest

from ribao.acquire.extract import extract
from ribao.acquire.extraction.byline import Byline, names, read_byline
from ribao.acquire.extraction.structured import Structured


def read(*lines: str, lead: tuple[str, ...] = (), tail: tuple[str, ...] = (), named: tuple[str, ...] = ()) -> Byline:
    return read_byline(Structured(), lines, lead, tail, named)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("苏砚秋", ("苏砚秋",)),
        ("苏砚秋、陆观澜", ("苏砚秋", "陆观澜")),
        ("本报记者 苏砚秋 通讯员 陆观澜", ("苏砚秋", "陆观澜")),
        ("大河新闻记者 苏砚秋", ("苏砚秋",)),
        ("记者苏砚秋 陆观澜 摄影报道", ("苏砚秋", "陆观澜")),
        ("王文", ("王文",)),
        ("李 雷", ("李雷",)),
        ("苏砚秋_NBJ11331", ("苏砚秋",)),
        ("By Ada Lovelace and Charles Babbage", ("Ada Lovelace", "Charles Babbage")),
        ("佚名", ()),
        ("admin", ()),
    ],
)
def test_names_without_their_roles(text: str, wanted: tuple[str, ...]) -> None:
    assert names(text) == wanted


@pytest.mark.parametrize(
    "line",
    [
        "2026-03-06 08:15 来源：榆城日报 作者：苏砚秋 责任编辑：方知行",
        "来源: 榆城日报 | 作者: 苏砚秋 | 责任编辑: 方知行",
        "稿源：榆城日报记者：苏砚秋时间：2026-03-06责任编辑：方知行",
        "信息来源：榆城日报　撰稿：苏砚秋　编辑：方知行　浏览次数：88",
        "文章来源：榆城日报（作者：苏砚秋）（责任编辑：方知行）",
    ],
)
def test_one_line_with_all_labels(line: str) -> None:
    found = read(line)
    assert (found.source_name, found.authors, found.editor) == ("榆城日报", ("苏砚秋",), "方知行")


def test_several_editors_and_the_responsible_one_first() -> None:
    assert read(tail=("(责编：汤一、丁二)",)).editor == "汤一、丁二"
    assert read("编辑：丁二", tail=("责任编辑：汤一",)).editor == "汤一"


def test_reporters_of_the_first_line() -> None:
    assert read(lead=("大河社榆城3月6日电（记者苏砚秋 陆观澜）市政府今天宣布",)).authors == ("苏砚秋", "陆观澜")


def test_a_reporter_in_a_sentence_is_no_author() -> None:
    assert read(lead=("市政府发言人告诉记者张口就来的说法不可信，请以公告为准。",)).authors == ()


def test_written_by() -> None:
    assert read("【文/专栏作者 苏砚秋】").authors == ("苏砚秋",)


def test_an_outlet_beside_the_date_without_a_label() -> None:
    assert read("2026-03-06 08:15 榆城日报").source_name == "榆城日报"
    assert read("2026-03-06 08:15 阅读 1234").source_name == ""


def test_the_outlet_is_no_author() -> None:
    assert read("来源：榆城日报", named=("榆城日报",)).authors == ()


def test_english_bylines() -> None:
    assert read("By Ada Lovelace").authors == ("Ada Lovelace",)


def test_a_news_agency_keeps_its_whole_name_and_a_reporter_takes_no_label_along() -> None:
    page = (
        '<html lang="zh-CN"><body><article><h1>新桥下月通车</h1><div>2026-05-08 06:00 来源：新岸通讯社 记者 张三 责任编辑：李四</div>'
        "<p>新桥今天完成荷载试验，预计下月通车，届时两岸的车程将从四十分钟缩短到八分钟，公交线路也会一并调整。</p></article></body></html>"
    )
    read = extract(page.encode(), content_type="text/html; charset=utf-8")
    assert (read.source_name, read.byline, read.editor) == ("新岸通讯社", "张三", "李四")
