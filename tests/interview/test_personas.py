"""高新技术企业补助 asked in a pseudo-terminal: settled in at most six questions, whoever is asked, and saved as it was said."""

from __future__ import annotations

import json

import pytest
from wcwidth import wcswidth

from tests.interview.terminal import Terminal, interview

MOST_QUESTIONS = 6
POLICY = ("--policy", "nanan/high-tech-enterprise", "--year", "2021", "--as-of", "2022-06-30")
HERE = {"注册地": "南岸区", "首次升规日期": "2019-03-01"}
PERSONAS = {
    "注册在别处": ({"注册地": "其他地区"}, 0),
    "从未认定": (HERE | {"高企发证日期": "无"}, 0),
    "从未认定而当年升规": (HERE | {"高企发证日期": "无", "首次升规日期": "2021-05-01", "高企上一证书有效期至": "无"}, 0),
    "别的年度认定": (HERE | {"高企发证日期": "2019-11-01"}, 0),
    "别的年度认定、有效期内升规": (HERE | {"高企发证日期": "2019-11-01", "首次升规日期": "2021-05-01", "高企证书有效期至": "2022-10-31"}, 5),
    "规上首次认定": (HERE | {"高企发证日期": "2021-11-12", "高企认定类型": "首次认定", "认定时规模以上": "是"}, 20),
    "规下首次认定": (HERE | {"高企发证日期": "2021-11-12", "高企认定类型": "1", "认定时规模以上": "否", "首次升规日期": "无"}, 15),
    "规下首次认定、当年升规": (HERE | {"高企发证日期": "2021-11-12", "高企认定类型": "1", "认定时规模以上": "否", "首次升规日期": "2021-12-20",
                                "高企证书有效期至": "2024-11-11"}, 20),
    "迁入后首次由本区推荐": (HERE | {"下面几条是否都属实？": "5", "高企发证日期": "2021-11-12", "高企认定推荐": "首次由本区推荐", "高企认定类型": "重新认定",
                               "认定时规模以上": "是", "高企上一证书有效期至": "2021-11-11"}, 20),
    "重新认定、没有间断": (HERE | {"高企发证日期": "2021-11-12", "高企认定类型": "重新认定", "高企上一证书有效期至": "2021年11月11日"}, 10),
    "重新认定、中间断过": (HERE | {"高企发证日期": "2021-11-12", "高企认定类型": "重新认定", "高企上一证书有效期至": "2020-11-11"}, 5),
}


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("persona", PERSONAS)
def test_at_most_six_questions(persona, folder, run):
    """From nothing to a settled answer; the saved profile is decided alike by check."""
    replies, wan = PERSONAS[persona]
    terminal = Terminal("check", "--ask", *POLICY, cwd=folder)
    try:
        asked, number = interview(terminal, replies | {"保存": ""})
    finally:
        terminal.close()
    assert number <= MOST_QUESTIONS, asked
    assert len(asked) == len(set(asked))
    assert "问完了：每一项都有了结果" in terminal.text and "已保存到 画像.yaml" in terminal.text
    assert terminal.process.returncode == 0
    assert all(wcswidth(line) <= 60 for line in terminal.text.splitlines() if "\x1b" not in line), "wider than the terminal"
    assert "\x1b" not in terminal.text, "coloured although NO_COLOR is set"
    code, out, err = run("check", "画像.yaml", "--json", *POLICY)
    assert code == 0 and not err
    decision = json.loads(out)["decisions"][0]
    assert decision["amount"]["fen"] == wan * 1_000_000
    assert all(award["status"] != "undetermined" and "fen" in award["amount"] for award in decision["awards"])


def test_back_unclear_help_and_wrong_words(folder):
    """返回 goes back over several questions, 不清楚 is not asked again, ? explains, and what cannot be read is asked again."""
    terminal = Terminal("check", "--ask", "--save", "甲.yaml", *POLICY, cwd=folder)
    try:
        for line in ("南岸", "南岸区", "9 x", "3?", "去年", "？", "2021-11-12", "返回", "返回", "返回", "2", "2?", "无", "返回", "不清楚", "退出"):
            assert terminal.prompt() is not None
            terminal.type(line)
        while terminal.prompt() is not None:
            raise AssertionError(terminal.text)
    finally:
        terminal.close()
    text = terminal.text
    for words in ("您是不是想写", "F735", "没有看懂", "F751", "凭证：高新技术企业证书", "NA-01", "回到前一问",
                  "从未取得高新技术企业证书，因此也记为 无", "停在这里", "已保存到 甲.yaml"):  # fmt: skip
        assert words in "".join(text.split("\n  ")).replace("\n", "") or words in text, words
    saved = (folder / "甲.yaml").read_text(encoding="utf-8")
    assert "注册地: 重庆经开区" in saved and "\n严重失信:\n" in saved and "\n高企发证日期:\n" in saved


def test_interrupted_with_a_file_to_save(folder):
    """Ctrl-C keeps what was answered where --save names a file, and ends without a traceback."""
    terminal = Terminal("check", "--ask", "--save", "甲.yaml", *POLICY, cwd=folder)
    try:
        terminal.prompt()
        terminal.type("南岸区")
        terminal.prompt()
        terminal.interrupt()
        assert terminal.prompt() is None
    finally:
        terminal.close()
    assert terminal.process.returncode == 2
    assert "X912" in terminal.text and "Traceback" not in terminal.text
    assert "注册地: 南岸区" in (folder / "甲.yaml").read_text(encoding="utf-8")


def test_on_a_gbk_terminal(folder):
    """Questions and answers in GBK; the file is UTF-8 all the same."""
    replies, _ = PERSONAS["规上首次认定"]
    terminal = Terminal("check", "--ask", *POLICY, cwd=folder, encoding="gbk")
    try:
        _, number = interview(terminal, replies | {"保存": "乙"})
    finally:
        terminal.close()
    assert number <= MOST_QUESTIONS
    assert "?" not in "".join(line for line in terminal.text.splitlines() if "合计" in line)
    assert "高企认定类型: 首次认定" in (folder / "乙.yaml").read_text(encoding="utf-8")
