"""Fills ``locale/zh_TW`` from ``locale/zh_CN``: what is new there is converted, what somebody wrote here stays.

Needs OpenCC (``pip install opencc``), which the program itself does not: its answers are read by a person and committed.
"""

import json
import re
import sys
from pathlib import Path

LOCALE = Path(__file__).resolve().parent.parent / "src" / "ribao" / "locale"
HEADER = """# Traditional Chinese (Taiwan): {area}
msgid ""
msgstr ""
"Language: zh_TW\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"""
# where the words of a newspaper in Taiwan are others than the converter's
OURS = {
    "“": "「",
    "”": "」",
    "‘": "『",
    "’": "』",
    "報道": "報導",
    "筆記本": "筆電",
    "釋出": "發布",
    "檢視": "查看",
    "運營": "營運",
    "智慧手機": "智慧型手機",
    "信源": "消息來源",
    "遮蔽": "隱藏",
    "獲取": "取得",
}


def main() -> int:
    import opencc

    from ribao.support.i18n import read_po

    convert = opencc.OpenCC("s2twp").convert
    (LOCALE / "zh_TW").mkdir(exist_ok=True)
    for path in sorted((LOCALE / "zh_CN").glob("*.po")):
        target = LOCALE / "zh_TW" / path.name
        before = read_po(target.read_text(encoding="utf-8")) if target.exists() else {}
        words = read_po(path.read_text(encoding="utf-8"))
        told = {text: before.get(text) or taiwanese(convert(said)) for text, said in words.items()}
        blocks = [f"msgid {json.dumps(text, ensure_ascii=False)}\nmsgstr {json.dumps(said, ensure_ascii=False)}\n" for text, said in told.items()]  # fmt: skip
        target.write_text("\n".join([HEADER.format(area=path.stem), *blocks]), encoding="utf-8")
    for path in (LOCALE / "zh_TW").glob("*.po"):
        if not (LOCALE / "zh_CN" / path.name).exists():
            path.unlink()
    return 0


def taiwanese(text: str) -> str:
    return re.sub("|".join(OURS), lambda met: OURS[met.group()], text)


if __name__ == "__main__":
    sys.exit(main())
