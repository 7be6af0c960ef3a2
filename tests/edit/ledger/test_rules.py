"""Who may confirm what."""

from pathlib import Path

import pytest

from ribao.edit.ledger import rules
from ribao.edit.ledger.cast import Cast, cast
from ribao.types.attribution import SourceType
from tests.edit.ledger.build import annotated, article, material, name

O, P = SourceType.OFFICIAL, SourceType.PERSON  # noqa: E741
PEOPLE = [
    name("organisation", "云雀科技", "Lark Tech"),
    name("organisation", "苍鹭汽车"),
    name("person", "乔一苇", "Qiao Yiwei", organisation="云雀科技"),
    name("product", "Zeta X400", organisation="云雀科技"),
    name("organisation", "江城白鹭俱乐部"),
    name("person", "石一鸣", organisation="江城白鹭俱乐部"),
]


@pytest.fixture(scope="module")
def known() -> Cast:
    one = article("1", "无题", "云雀科技")
    return cast(material((one, annotated(one, names=PEOPLE))))


@pytest.mark.parametrize(
    ("statement", "speaker", "kind", "rule"),
    [
        ("乔一苇已离职", "云雀科技", O, "departure"),  # its staff
        ("乔一苇提出辞职，公司已于5月6日批准", "云雀科技", O, "departure"),  # no authority's approval
        ("乔一苇已离职", "乔一苇", P, "departure"),  # oneself
        ("乔一苇已离职", "苍鹭汽车", O, ""),  # a rival
        ("Qiao Yiwei has resigned", "Lark Tech", O, "departure"),
        ("Zeta X400 将于9月发布", "云雀科技", O, "product"),
        ("Zeta X400 将于9月发布", "苍鹭汽车", O, ""),
        ("云雀科技将收购苍鹭汽车", "苍鹭汽车", O, "deal"),  # either party
        ("云雀科技将收购苍鹭汽车", "潮信证券", O, ""),
        ("云雀科技营收增长", "苍鹭汽车", O, ""),
        ("云雀科技营收增长", "云雀科技首席财务官", O, "results"),
        ("嫌疑人已被刑事拘留", "临江警方", O, "case"),
        ("嫌疑人已被刑事拘留", "云雀科技", O, ""),
        ("云雀科技被判赔偿", "临江市中级人民法院", O, "ruling"),
        ("一审判决云雀科技赔偿", "临江市中级人民法院", O, "ruling"),
        ("Lark Tech infringed trade secrets and has to pay", "The Linjiang Court", O, "ruling"),
        ("Lark Tech infringed trade secrets", "苍鹭汽车", O, ""),  # the other party
        ("云雀科技被罚款", "市场监管总局", O, "decision"),
        ("石一鸣将缺阵六周", "江城白鹭俱乐部", O, "sport"),
        ("某前锋将缺阵六周", "江城白鹭俱乐部", O, "sport"),
        ("云雀科技获批上市", "江城白鹭俱乐部", O, ""),  # 部 in 俱乐部 is no ministry
        ("新的补贴政策下月施行", "财政部", O, "policy"),
        ("云雀科技正在调查", "云雀科技", O, "own"),
        ("云雀科技正在调查", "苍鹭汽车", O, ""),
        ("灰雁手机将推迟发布新机", "苍鹭汽车", O, ""),  # nobody knows that name
        ("Marrow Systems will delay its launch", "Lark Tech", O, ""),
        ("林远山辞去首席技术官一职", "云雀科技", O, "departure"),  # nobody says whose he is
        ("新款手机将于下月发布", "云雀科技", O, "product"),
        ("退出对白鹭影业公司的收购争夺", "公司", O, ""),  # 公司 is in everybody's name
        ("监管批准云雀科技上市", "苍鹭事业部", O, ""),  # no ministry
        ("监管批准云雀科技上市", "商务部", O, "decision"),
        ('the PM has been "late to the party"', "Nora Kettle", O, ""),  # of another, without a name
        ("Bill Marsh would never fly there", "The president", O, ""),  # no bill of law
        ("损失惨重", "初步报告", SourceType.DOCUMENT, ""),  # nobody says whose paper it is
        ("新款手机将于下月发布", "一份内部通知", SourceType.DOCUMENT, ""),
        ("新款手机将于下月发布", "云雀科技内部通知", SourceType.DOCUMENT, "product"),
        ("新款手机将于下月发布", "上市公告", SourceType.DOCUMENT, "product"),
        ("云雀科技正在调查", "", SourceType.ANONYMOUS, ""),
        ("云雀科技正在调查", "路灯社", SourceType.MEDIA, ""),
    ],
)  # fmt: skip
def test_only_who_is_concerned_confirms(known: Cast, statement: str, speaker: str, kind: SourceType, rule: str) -> None:
    found = rules.concerned(statement, speaker, kind, known)
    assert found.rule == rule


def test_every_rule_tells_the_reader_why_in_both_languages() -> None:
    names = [rule.name for rule in rules.load()]
    assert len(names) == len(set(names))
    assert names[-1] == "own"
    for rule in names:
        assert rules.why(rule, "zh-Hans").endswith("。")
        assert rules.why(rule, "en").endswith(".")
    assert rules.why("no such rule", "en") == ""


def test_a_row_that_is_wrong_is_named(tmp_path: Path) -> None:
    file = tmp_path / "confirming.toml"
    file.write_text('[[rule]]\nname = "odd"\nzh = []\nen = []\nwho = [{kinds = ["nobody"], named = "subject"}]\n')
    with pytest.raises(ValueError, match="odd"):
        rules.load(file)
