"""``ribao story``: why a story is what it is, and putting it right by hand, over a real database."""

import json
import re
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from ribao.cli.main import run
from ribao.cluster.naming import story_id
from ribao.cluster.rulings import obey
from ribao.support.store.sqlite import open_store
from ribao.support.work.instance import InstanceLock
from tests.commands.archive import ARTICLES, FOLD, ID, QUAKE, Tell, teller


@pytest.fixture
def ribao(folder: Path, capsys: pytest.CaptureFixture[str]) -> Tell:
    return teller("story", folder, capsys)


def stored(folder: Path) -> list[list[str]]:
    """The stories as sets of names."""
    names = {article: name for name, article in ID.items()}
    with closing(open_store(folder / "data", read_only=True)) as store:
        found = {story.id: story for story in store.stories_of(ID.values()).values()}.values()
        return sorted([names[member.article_id] for member in story.members] for story in found)


def order(told: str) -> str:
    found = re.search(r"ribao story undo (r[0-9a-f]{7})$", told, re.MULTILINE)
    assert found, told
    return found[1]


START = [["fold", "hinge"], ["quake", "tremor", "copy", "port"]]


# -- why -------------------------------------------------------------------------------------------------------------


def test_why_tells_each_report_and_what_joined_it(ribao: Tell) -> None:
    told = ribao("why", QUAKE)
    assert f"{QUAKE}  青石港近海地震，港区停电" in told
    assert "第一篇报道，这条新闻由它开始。" in told
    assert "与第 1 篇最接近，相似度 64%。共有的词：“青石港”。说法不同，所指相同：青石港 = Qingshi。" in told
    assert "也有不利的地方，但不足以推翻：日期不同。" in told
    assert "与第 1 篇正文相同。" in told
    assert "澜江通讯社" in told
    assert "镜报" in told
    assert "2 家独立信源" in told  # the copy is none
    assert "转载自第 1 篇" in told
    assert "\x1b" not in told


def test_why_in_english(ribao: Tell) -> None:
    told = ribao("why", QUAKE, lang="en")
    assert "It is nearest to report 1: likeness 64 %. Words that both have: “青石港”." in told
    assert "Against it, but outweighed: they name different dates." in told
    assert "copied from report 1 (100 % of it)" in told


@pytest.mark.parametrize(
    "word",
    [
        QUAKE,
        ID["port"],
        ARTICLES["port"].url,
        ARTICLES["port"].url.replace("https://", "http://www.") + "/?utm_source=x#top",
        f"http://127.0.0.1:8600/d/2026-01-15/s/{QUAKE}.html",
        f"http://127.0.0.1:8600/en/-/why/{QUAKE}?lang=zh",
        f"https://news.example/ribao/a/{ID['tremor']}.html#p2",
    ],
)
def test_a_story_is_found_by_its_id_or_an_address_of_it_or_of_its_articles(ribao: Tell, word: str) -> None:
    assert ribao("why", word).startswith(QUAKE)


def test_why_as_json_has_everything(ribao: Tell) -> None:
    ribao("split", QUAKE, ID["port"])
    told: dict[str, Any] = json.loads(ribao("why", ID["port"], "--json"))
    assert told["story"] == story_id(ID["port"])
    assert [report["article"] for report in told["reports"]] == [ID["port"]]
    assert told["reports"][0]["url"] == ARTICLES["port"].url
    assert [(change["kind"], change["by"]) for change in told["history"]] == [("split", "owner")]
    assert [ruling["verb"] for ruling in told["rulings"]] == ["split"]
    assert [voice["name"] for voice in told["independent"]] == ["澜江通讯社"]


# -- by hand ---------------------------------------------------------------------------------------------------------


def test_split_takes_articles_out_and_undo_puts_them_back(ribao: Tell, folder: Path) -> None:
    told = ribao("split", QUAKE, ARTICLES["port"].url)
    assert stored(folder) == [["fold", "hinge"], ["port"], ["quake", "tremor", "copy"]]
    assert "青石港三号码头吊机检修（1 篇报道）" in told
    assert "已经出刊的日报保持原样：2026-01-15" in told
    ribao("undo", order(told))
    assert stored(folder) == START
    assert "还没有裁定" in ribao("rulings")


def test_merge_makes_one_story_and_the_old_id_leads_to_it(ribao: Tell, folder: Path) -> None:
    told = ribao("merge", FOLD, QUAKE)
    assert stored(folder) == [["quake", "tremor", "copy", "port", "fold", "hinge"]]
    why = ribao("why", FOLD)
    assert why.startswith(QUAKE)
    assert f"{FOLD} 并入 {QUAKE}（2 篇报道）（手工）" in why
    assert f"手工归入（裁定 {order(told)}）。" in why
    ribao("undo", order(told))
    assert stored(folder) == START
    assert ribao("why", FOLD).startswith(FOLD)


def test_three_stories_become_one_and_three_again(ribao: Tell, folder: Path) -> None:
    ribao("split", QUAKE, ID["port"])
    three = stored(folder)
    told = ribao("merge", QUAKE, FOLD, ID["port"])
    assert len(stored(folder)) == 1
    ribao("undo", order(told))
    assert stored(folder) == three


def test_move_takes_an_article_over_and_back(ribao: Tell, folder: Path) -> None:
    told = ribao("move", ID["port"], FOLD)
    assert stored(folder) == [["port", "fold", "hinge"], ["quake", "tremor", "copy"]]
    assert f"从 {QUAKE} 移到 {story_id(ID['port'])}" in told
    assert "与第 2 篇最接近" in ribao("why", ID["port"])
    ribao("undo", order(told))
    assert stored(folder) == START


def test_copies_go_where_their_original_goes(ribao: Tell, folder: Path) -> None:
    ribao("split", QUAKE, ID["quake"])
    assert stored(folder) == [["fold", "hinge"], ["quake", "copy"], ["tremor", "port"]]


def test_a_copy_alone_may_be_taken_from_its_original(ribao: Tell, folder: Path) -> None:
    ribao("split", QUAKE, ID["copy"])
    assert ["copy"] in stored(folder)
    with closing(open_store(folder / "data", read_only=True)) as store:
        assert store.stories_of([ID["copy"]])[ID["copy"]].members[0].repost_of is None


def test_what_was_ruled_stands_when_clustering_finds_its_old_groups_again(ribao: Tell, folder: Path) -> None:
    ribao("move", ID["port"], FOLD)
    ribao("split", QUAKE, ID["tremor"])
    with closing(open_store(folder / "data", read_only=True)) as store:
        names = {article: name for name, article in ID.items()}
        found = [[ID[name] for name in group] for group in START]
        again = [{names[article] for article in group} for group in obey(found, store.rulings())]
    assert sorted(map(sorted, again)) == sorted(map(sorted, stored(folder)))


def test_the_last_word_counts_and_the_list_says_so(ribao: Tell, folder: Path) -> None:
    ribao("merge", QUAKE, FOLD)
    ribao("split", QUAKE, ID["fold"], ID["hinge"])
    assert stored(folder) == START
    lines = ribao("rulings", lang="en").splitlines()
    assert any("split" in line and "2 reports not in one story with 4 reports" in line for line in lines)
    rows = json.loads(ribao("rulings", "--json"))
    assert [(row["verb"], row["in_force"]) for row in rows] == [("merge", True), ("split", True)]


def test_a_ruling_that_a_later_one_overruled_is_marked(ribao: Tell) -> None:
    ribao("split", FOLD, ID["hinge"])
    ribao("merge", FOLD, ID["hinge"])
    assert ribao("rulings").count("已被后来的裁定取代") == 1


# -- what cannot be done ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "what", "remedy"),
    [
        (["why", "nonsense"], "没有 'nonsense' 这条新闻", "/s/编号.html"),
        (["why", QUAKE[:-1] + ("0" if QUAKE[-1] != "0" else "1")], "没有", QUAKE),
        (["why", ""], "没有 ''", "网址"),
        (["why", "https://elsewhere.example/none"], "没有", "网址"),
        (["why", "https://"], "没有", "网址"),
        (["why", ID["loose"]], "还没有归入任何新闻", "ribao daily"),
        (["merge", QUAKE, ID["port"]], "本来就是同一条", "ribao story why"),
        (["merge", QUAKE, "nowhere"], "没有 'nowhere'", "网址"),
        (["split", QUAKE, ID["hinge"]], f"{ID['hinge']} 不在新闻 {QUAKE} 里", "ribao story why"),
        (["split", QUAKE, QUAKE], f"{QUAKE} 是一条新闻", "ribao story why"),
        (["split", QUAKE, *(ID[name] for name in ("quake", "tremor", "port"))], "什么也不剩", "至少要留下"),
        (["move", ID["port"], QUAKE], "已经在新闻", "请换一条"),
        (["undo", "r0000000"], "没有 'r0000000' 这条裁定", "ribao story rulings"),
        (["undo", ""], "没有 '' 这条裁定", "ribao story rulings"),
    ],
)
def test_a_wrong_word_is_told_with_what_to_do(
    ribao: Tell, folder: Path, words: list[str], what: str, remedy: str
) -> None:
    told = ribao(*words, expect=1 if ID["loose"] in words else 2)
    assert what in told
    assert remedy in told
    assert stored(folder) == START
    assert "还没有裁定" in ribao("rulings")


def test_without_a_database_it_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--lang", "zh", "story", "why", "s1", "--data", str(tmp_path / "none")]) != 0
    assert "Traceback" not in capsys.readouterr().err


def test_while_a_build_is_at_work_nothing_is_changed(ribao: Tell, folder: Path) -> None:
    with InstanceLock(folder / "data").acquire("", ""):
        told = ribao("merge", QUAKE, FOLD, expect=2)
        assert "ribao" in told
        assert ribao("why", QUAKE).startswith(QUAKE)
    assert stored(folder) == START
