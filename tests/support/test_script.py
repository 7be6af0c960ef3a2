import pytest

from ribao.support.script import language_of


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("某公司今天发布新手机，售价两千元起", "zh-Hans"),
        ("某公司今天發布新手機，售價兩千元起", "zh-Hant"),
        ("ThinPad X1 Carbon 评测", "zh-Hans"),
        ("The company has confirmed that its chief engineer will leave in June", "en"),
        ("Steel Bank Common Lisp", "en"),
        ("この会社は今日、新しい電話を発表した", "ja"),
        ("회사는 오늘 새로운 전화기를 발표했다", "ko"),
        (
            "L'entreprise a annoncé aujourd'hui que son ingénieur en chef quittera la société au mois de juin prochain",
            "fr",
        ),
        ("Das Unternehmen hat heute mitgeteilt, dass der leitende Ingenieur im Juni gehen wird und sucht Ersatz", "de"),
        ("Компания сегодня объявила, что главный инженер уходит", "ru"),
        ("أعلنت الشركة اليوم أن كبير المهندسين سيغادر", "ar"),
        ("Xiaomi 小米 unveils its new phone in Beijing today", "en"),
        ("iPhone 28 Pro Max vs Galaxy S36 Ultra 对比", "en"),
        ("", ""),
        ("1234 !!", ""),
    ],
)
def test_languages(text: str, language: str) -> None:
    assert language_of(text) == language


def test_a_hint_decides_only_where_the_text_does_not() -> None:
    assert language_of("Linux 7.2", "de-DE") == "de"
    assert language_of("某公司今天发布新手机", "en") == "zh-Hans"
    assert language_of("中文", "zh-TW") == "zh-Hant"


def test_plain_english_does_not_load_the_model() -> None:
    import subprocess
    import sys

    code = "import sys; from ribao.support.script import language_of as l; print(l('What the new phone can do, and for whom'), 'py3langid' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["en", "False"]
