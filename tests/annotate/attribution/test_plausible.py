"""Half a clause is no speaker; whoever could be one stays."""

import pytest

from ribao.annotate.attribution.discourse import of_sentences
from ribao.annotate.attribution.plausible import plausible


@pytest.mark.parametrize(
    "text",
    [
        "一点要",
        "取消的",
        "以上消息未经官方",
        "沒有得到任何一方",
        "4款甲醛净化量低于标",
        "人",
        "The number",
        "",
        "according to its last annual",
    ],
)
def test_half_a_clause_is_nobody(text: str) -> None:
    assert not plausible(text)


@pytest.mark.parametrize(
    "text",
    [
        "芜桁智能",
        "行业协会",
        "董事会",
        "他",
        "国家发展和改革委员会",
        "于东来",
        "鲁女士",
        "和泉时装",
        "给岚序供货的工厂负责人",
        "She",
        "Lanxu",
    ],
)
def test_whoever_could_speak_stays(text: str) -> None:
    assert plausible(text)


@pytest.mark.parametrize(
    ("sentence", "source"),
    [
        ("霁浔实验室发言人凌霜序对砚白科技表示，没有录用计划。", "凌霜序"),
        ("据知情人士的话称，交易可能在年底完成。", "知情人士"),
        ("岚序官方今晚作出回应称，相关内容均为不实信息。", "岚序官方"),
        ("反对党发言人表示，将投票反对这项法案。", "反对党发言人"),
    ],
)
def test_whom_somebody_speaks_to_is_no_part_of_him(sentence: str, source: str) -> None:
    (said,) = of_sentences("", [sentence])[0]
    assert said.source is not None
    assert sentence[slice(*said.source)] == source


def test_what_nobody_says_is_not_attributed() -> None:
    assert of_sentences("", ["续航方面要注意的一点要说清楚，它没有无线充电。"])[0] == []


def test_verbs_behind_an_english_speaker_are_cut_off() -> None:
    sentence = "Phone maker Lanxu has denied that it cancelled the foldable."
    found = of_sentences("", [sentence])[0]
    assert all(not sentence[slice(*one.source)].endswith("denied") for one in found if one.source)
