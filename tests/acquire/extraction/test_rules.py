"""Site rules are data: every file of the package is sound, and a wrong one is named."""

from pathlib import Path

import pytest

from ribao.acquire.extraction.rules import load, rule_for
from ribao.acquire.extraction.tree import parse


def test_the_rules_of_the_package_are_sound() -> None:
    rules = load()
    hosts = [host for rule in rules for host in rule.hosts]
    assert len(hosts) == len(set(hosts)) >= 40
    assert all(rule.body or rule.author for rule in rules)


def test_a_host_matches_with_its_subdomains() -> None:
    tree = parse("<html><body><p>x</p></body></html>")
    assert tree is not None
    assert rule_for(tree, "https://tech.163.com/26/1.html").hosts == ("163.com",)
    assert rule_for(tree, "https://not163.com/26/1.html").hosts == ()


@pytest.mark.parametrize("text", ['[[site]]\nbodies = ["p"]', '[[site]]\nhosts = ["a.example"]\nbody = ["p[["]'])
def test_a_wrong_rule_is_named(tmp_path: Path, text: str) -> None:
    (tmp_path / "wrong.toml").write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=r"wrong\.toml"):
        load(tmp_path)
