"""统一社会信用代码 by GB 32100: eighteen characters, of which the last checks the others."""

from __future__ import annotations

import re

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # neither I, O, S, V nor Z
WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
_LIKE = str.maketrans("IOSVZ", "10512")
_ROUNDED = re.compile(r"[0-9](\.[0-9]+)?[eE]\+?1[67]|[0-9]{15}000")


def check_character(body: str) -> str:
    """The last character that belongs to the first seventeen, all of them in the alphabet."""
    return ALPHABET[(-sum(ALPHABET.index(c) * weight for c, weight in zip(body, WEIGHTS))) % 31]


def fault(text: str) -> tuple[str, str, str, int, int] | None:
    """Code, cause, remedy, start and length of what is wrong with a code; None where nothing is."""
    if _ROUNDED.fullmatch(text) and not _checked(text):
        return (
            "F777", "被 Excel 当作数，只剩前 15 位，后面的丢了", "先把单元格格式设为“文本”，再照营业执照重新输入 18 位", 0, 0
        )  # fmt: skip
    if len(text) != 18:
        return "F739", f"有 {len(text)} 位，不像统一社会信用代码", "统一社会信用代码是 18 位数字和大写字母，照营业执照核对后重写", 0, 0
    bad = next((i for i, c in enumerate(text) if c not in ALPHABET), -1)
    if bad >= 0:
        c = text[bad]
        like = c.upper() if c.upper() in ALPHABET else c.upper().translate(_LIKE)
        hint = f"照营业执照核对，这一位像是 {like}" if c.isascii() and c.isalpha() else "统一社会信用代码是 18 位半角数字和大写字母，照营业执照核对后重写"
        return "F739", f"的第 {bad + 1} 位“{c}”不像统一社会信用代码", hint, bad, 1
    if not _checked(text):
        return "F778", "的最后一位与前 17 位不符，一定有一位抄错了", "照营业执照逐位核对后重写；不知道就留空", 0, 0
    return None


def _checked(text: str) -> bool:
    return all(c in ALPHABET for c in text) and len(text) == 18 and check_character(text[:17]) == text[17]
