"""A digest is two sentences of the articles, verbatim, that can stand alone."""

from hypothesis import given, settings
from hypothesis import strategies as st

from ribao.edit.digest import digest
from ribao.types.article import Article
from tests.edit.build import article, story

LEAD = "青石港的灯塔今天清晨重新点亮，这是它停用三十年后的第一次亮灯。"
SECOND = "港务局局长乔一苇说，修缮花了两年时间，共用去四百二十万元。"
THIRD = "灯塔下周起向公众开放，每天最多接待三百名访客，需要提前预约。"


def of(*articles: Article, language: str = "zh") -> list[str]:
    found = digest(story(*articles), {one.id: one for one in articles}, language)
    by_id = {one.id: one for one in articles}
    for sentence in found:
        (place,) = sentence.citations
        assert by_id[place.article].text[place.start : place.end] == sentence.text
        assert place.page_sha256 == by_id[place.article].page_sha256
    return [sentence.text for sentence in found]


def test_two_sentences_from_the_head() -> None:
    assert of(article("a", "老灯塔回来了", LEAD + SECOND, THIRD)) == [LEAD, SECOND]


def test_the_dateline_is_left_off_and_the_rest_stays_verbatim() -> None:
    assert of(article("a", "老灯塔回来了", "青石社青石港5月6日电（记者 林小满）" + LEAD))[0] == LEAD


def test_a_repeated_headline_is_no_digest() -> None:
    assert of(article("a", LEAD.rstrip("。"), LEAD, SECOND)) == [SECOND]
    assert of(article("a", LEAD, LEAD)) == []


def test_no_sentence_says_the_same_as_the_other() -> None:
    again = "青石港的灯塔今天清晨重新点亮，这是它停用三十年之后第一次亮灯。"
    assert of(article("a", "老灯塔回来了", LEAD + again + THIRD)) == [LEAD, THIRD]


def test_what_points_back_does_not_come_first_but_may_follow() -> None:
    he = "他还说，守塔人的值班日志将在塔内展出，供访客翻阅。"
    assert of(article("a", "老灯塔回来了", he, LEAD)) == [LEAD]
    assert of(article("a", "老灯塔回来了", SECOND + he)) == [SECOND, he]


def test_questions_credits_captions_and_calls_to_click_are_passed_over() -> None:
    noise = (
        "你知道这座灯塔为什么要停用整整三十年的时间吗？",
        "责任编辑：林小满，本文来源于青石港日报社新闻中心。",
        "点击这里查看更多关于青石港灯塔修缮工程的高清图片。",
        "图片由青石港港务局宣传科的工作人员提供，谨此致谢。",
    )
    assert of(article("a", "老灯塔回来了", *noise, LEAD)) == [LEAD]


def test_fragments_and_endless_sentences_are_passed_over() -> None:
    endless = "灯塔" * 100 + "。"
    assert of(article("a", "老灯塔回来了", "亮了。", endless, "没有句号的小标题放在这里也不算一句话", LEAD)) == [LEAD]


def test_english_sentences_by_words() -> None:
    lead = "The lighthouse of Heron Bay was lit again on Tuesday after thirty years of darkness."
    assert of(article("a", "A light returns", "Lit at last. " + lead, language="en"), language="en") == [lead]


def test_the_dailys_language_is_preferred_where_there_is_one() -> None:
    english = "The lighthouse of Heron Bay was lit again on Tuesday after thirty years of darkness."
    both = (article("a", "A light returns", english, language="en", hours=5), article("b", "老灯塔回来了", LEAD))
    assert of(*both) == [LEAD]
    assert of(both[0]) == [english]


def test_what_several_outlets_say_comes_before_what_one_says() -> None:
    aside = "海风很大的清晨里，一只白鹭停在防波堤尽头的旧木桩上。"
    one = article("a", "塔与海", aside + LEAD, hours=5, source="a")
    two = article("b", "三十年后", LEAD[:-1] + "，" + SECOND, hours=4, source="b")
    three = article("c", "灯塔亮灯", "清晨，" + LEAD, hours=3, source="c")
    assert aside not in of(one, two, three)[:1]


def test_no_text_no_digest() -> None:
    assert of(article("a", "老灯塔回来了", summary=LEAD)) == []


@settings(deadline=None)
@given(
    st.lists(
        st.lists(
            st.sampled_from([LEAD, SECOND, THIRD, "“半句。", "5月6日消息，", " ", "a.b? ", "\n", "他说：“好。”"]),
            max_size=6,
        ),
        max_size=4,
    )
)
def test_every_sentence_is_verbatim_whatever_the_text(texts: list[list[str]]) -> None:
    articles = [article(f"a{n}", f"题{n}", *pieces, source=f"s{n}") for n, pieces in enumerate(texts)]
    if articles:
        assert len(of(*articles)) <= 2
