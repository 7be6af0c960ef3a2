"""Copies are found whatever was done to them, and the original is who is credited, else who was first."""

from ribao.cluster.reposts import fold
from tests.edit.build import article

TEXT = (
    "青石港的灯塔在今天清晨重新点亮，这是它停用三十年后的第一次亮灯。",
    "港务局局长乔一苇说，修缮花了两年时间，共用去四百二十万元。",
    "灯塔下周起向公众开放，每天最多接待三百名访客。",
)
TRADITIONAL = (
    "青石港的燈塔在今天清晨重新點亮，這是它停用三十年後的第一次亮燈。港務局局長喬一葦說，修繕花了兩年時間，共用去四百二十萬元。",
    "燈塔下週起向公眾開放，每天最多接待三百名訪客。",
)


def test_a_copy_with_another_headline_is_folded_under_the_earlier_one() -> None:
    first = article("z", "灯塔复明", *TEXT, source="a", hours=9)
    copy = article("b", "三十年后，它又亮了", *TEXT, "打开APP查看全文", source="b", hours=3)
    assert fold([copy, first]) == {"b": "z"}


def test_simplified_and_traditional_are_one_text() -> None:
    first = article("1", "灯塔复明", *TEXT, source="a", hours=9)
    copy = article("2", "燈塔復明", *TRADITIONAL, source="b", hours=3, language="zh-Hant")
    assert fold([first, copy]) == {"2": "1"}


def test_the_credited_source_is_the_original_even_when_it_came_later() -> None:
    early = article("1", "灯塔复明", *TEXT, source="copier", hours=9, source_name="青石日报")
    late = article("2", "灯塔复明", *TEXT, source="paper", hours=3)
    assert fold([early, late], {"copier": "搬运网", "paper": "青石日报"}) == {"1": "2"}


def test_a_report_that_quotes_a_flash_is_no_copy() -> None:
    flash = article("1", "灯塔复明", TEXT[0] + TEXT[1], source="a", hours=9)
    own = [f"本报记者登上灯塔，看到了第{n}层里保存完好的旧透镜和值班日志，老守塔人讲起当年的风浪。" for n in range(9)]
    report = article("2", "灯塔重亮记", *TEXT, *own, source="b", hours=3)
    assert fold([flash, report]) == {}


def test_one_address_is_one_article() -> None:
    url = "https://news.example/2031/lighthouse"
    one = article("1", "灯塔复明", source="a", hours=9, url=url)
    two = article("2", "灯塔今天复明了", source="b", hours=3, url=url + "/?utm_source=x#top")
    assert fold([one, two]) == {"2": "1"}
    home = [article(id_, "灯塔", source=id_, url="https://news.example/") for id_ in "ab"]
    assert fold(home) == {}


def test_short_texts_and_common_sentences_fold_nothing() -> None:
    line = "本公司提醒投资者注意风险，投资有风险，入市需谨慎，以上内容不构成投资建议，请自行判断。" * 2
    many = [article(f"{n:02}", f"公告{n}", line, source=f"s{n}", hours=n + 1) for n in range(3)]
    different = [article(id_, f"灯塔{id_}", f"只有一句{id_}。", source=id_) for id_ in "ab"]
    assert fold(different) == {}
    assert set(fold(many).values()) <= {"02"}


def test_order_of_input_does_not_matter() -> None:
    articles = [article(str(n), f"题{n}", *TEXT, source=f"s{n}", hours=n + 1) for n in range(5)]
    assert fold(articles) == fold(articles[::-1]) == {str(n): "4" for n in range(4)}
