"""The first run in a browser: an empty folder, an address pasted on the page, its news in the list; settings kept."""

from pathlib import Path

import pytest

from tests import press
from tests.journeys.conftest import Open
from tests.journeys.program import ribao, running

pytestmark = [pytest.mark.slow, pytest.mark.browser]

START = "# 我的\n[fetch]\npage_age_hours = 999999\n"


def test_an_owner_pastes_an_address_and_sees_it_in_the_list(tmp_path: Path, open_page: Open) -> None:
    with press.running(outlets=2, entries=3) as world:
        (tmp_path / "ribao.toml").write_text(START + 'allow_private = ["127.0.0.0/8"]\n', encoding="utf-8")
        with running(tmp_path, "run", "--port", "0") as program:
            page, watched = open_page(program.address() + "sources", width=390, height=844)
            page.get_by_label("粘贴网站").fill(f"{world.base}/o0/feed.xml")
            page.get_by_role("button", name="看一看").click()
            assert page.locator(".found li").count() == 3
            page.get_by_label("给读者看的名称").fill("我的通讯社")
            page.get_by_label("笔记本").check()
            page.get_by_role("button", name="添加这个来源").click()
            assert "已添加：我的通讯社" in page.get_by_role("status").first.inner_text()
            page.get_by_role("rowheader", name="我的通讯社").wait_for()
            program.wait_for(lambda: "/o0/2.html" in world.asked)
            page.goto(program.address() + "settings")
            page.get_by_label("报名").fill("我家的报")
            page.get_by_role("button", name="保存").click()
            assert "已保存" in page.get_by_role("status").first.inner_text()
            page.goto(program.address() + "sources")
            assert "我家的报" in page.title()
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
            assert watched.complaints == []
            assert [url for url in watched.asked if not url.startswith(program.address())] == []
            kept = (tmp_path / "ribao.toml").read_text(encoding="utf-8")
            assert kept.startswith("# 我的\n")
            assert program.stop() == 0


def test_a_reader_elsewhere_becomes_the_owner_by_the_token_alone(tmp_path: Path, open_page: Open) -> None:
    text = START + '[server]\ntrusted_proxies = ["127.0.0.1/32"]\n'
    (tmp_path / "ribao.toml").write_text(text, encoding="utf-8")
    with running(tmp_path, "run", "--port", "0") as program:
        headers = {"X-Forwarded-For": "203.0.113.9"}
        page, _watched = open_page(program.address() + "settings", extra_http_headers=headers)
        page.get_by_role("link", name="以站主身份登入").click()
        page.get_by_label("站主口令").fill("不是它")
        page.get_by_role("button", name="登入").click()
        assert "口令不对" in page.get_by_role("alert").inner_text()
        token = ribao("token", cwd=tmp_path).stdout.strip()
        page.get_by_label("站主口令").fill(token)
        page.get_by_role("button", name="登入").click()
        page.goto(program.address() + "settings")
        assert page.get_by_label("报名").input_value() == "智能日报"
        assert page.evaluate("document.cookie") == ""
        page.goto(program.address() + "-/enter")
        page.get_by_role("button", name="退出").click()
        assert page.goto(program.address() + "settings").status == 403  # type: ignore[union-attr]
        assert token not in program.said
        assert program.stop() == 0
