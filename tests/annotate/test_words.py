"""Tokens: what tells one product, figure or name from another survives the cutting."""

from hypothesis import given, settings
from hypothesis import strategies as st

from ribao.annotate.words import tokens, words_of
from ribao.cluster.train.corpus import Item
from ribao.support.folding import bare, fold
from ribao.support.opening import CHARACTERS
from tests.edit.build import article


def test_numbers_keep_their_unit() -> None:
    assert {"6000亿元", "165hz", "12.3英寸"} <= set(tokens("投入6,000亿元，12.3 英寸 165Hz"))


def test_a_model_number_is_one_token_however_it_is_written() -> None:
    assert "zeta17" in tokens("Zeta 17 Pro")
    assert "zeta17" in tokens("Zeta17Pro发布")
    assert "qx5.2" in tokens("QX-5.2") == tokens("qx5.2")


def test_traditional_full_width_and_capitals_fold() -> None:
    assert tokens("臺灣電腦展覽會ＡＢＣ") == tokens("台湾电脑展览会abc")


def test_stop_words_are_left_out() -> None:
    assert "the" not in tokens("The lantern of the harbour")
    assert not set(tokens("我们的和你们的")) & {"的", "和", "我们"}


def test_one_name_in_two_scripts_is_one_token() -> None:
    assert set(tokens("起诉")) & set(tokens("lawsuit"))


def test_the_lead_is_the_summary_where_there_is_no_text() -> None:
    assert words_of(article("a", "标题", summary="港口灯塔")).lead == tokens("港口灯塔")
    long = "灯塔。" * CHARACTERS
    assert len(words_of(article("a", "标题", long)).lead) <= CHARACTERS


LINKS = (
    "Article URL: https://harbour.example/light Comments URL: https://news.example/item?id=1 Points: 88 # Comments: 12"
)


def test_a_list_of_links_is_no_lead_here_nor_in_training() -> None:
    assert words_of(article("a", "Show: a lighthouse", summary=LINKS)).lead == ()
    assert words_of(article("a", "Show: a lighthouse", LINKS, summary="港口灯塔")).lead == tokens("港口灯塔")
    late = "The lighthouse at Greystone harbour was lit again after thirty years, see https://harbour.example"
    for summary in (LINKS, late, "灯塔。" * CHARACTERS):
        item = Item(id="a", source="s", time=0, day="2030-01-01", title="灯塔", summary=summary)
        assert tokens(item.lead) == words_of(article("a", "灯塔", summary=summary)).lead


@settings(deadline=None)
@given(st.text())
def test_folding_keeps_every_position(text: str) -> None:
    assert len(fold(text)) == len(text)
    assert bare(bare(text)) == bare(text)


@settings(deadline=None)
@given(st.text(alphabet=st.characters(codec="utf-8")))
def test_any_text_is_cut_and_folding_first_changes_nothing(text: str) -> None:
    assert tokens(fold(text)) == tokens(text)
    assert all(token for token in tokens(text))
