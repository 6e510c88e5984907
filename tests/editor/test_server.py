"""The recipe of docs/editor.md with the real yaml-language-server: what comes up while a rule file and a profile are written."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.editor.server import Server
from tests.setup.tree import ROOT

pytestmark = pytest.mark.long

HERE = Path(__file__).parent
POLICY = ROOT / "rules" / "nanan" / "high-tech-enterprise.yaml"
CASES = ROOT / "rules" / "nanan" / "high-tech-enterprise.cases.yaml"
FACTS = ROOT / "rules" / "facts" / "finance.yaml"
STANDARD = ROOT / "rules" / "common" / "admissibility.yaml"
POOLS = ROOT / "rules" / "nanan" / "enterprise-pools.yaml"
POOL_CASES = ROOT / "rules" / "nanan" / "enterprise-pools.cases.yaml"
PROFILE = ROOT / "examples" / "虚构-智芯.yaml"

TRIAL = """\
  编辑器试写:
    clause: 未见条号
    when:
      上年营业收入: 不低于 100人，不超过 5亿元
      注册地:{space}
      申报主体合格: 是
      has:
        of: 科技平台
        where:
          平台级别: 区级
          {blank}
    amount: 1万元

"""


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """The server installed from the lock file, with the project as its folder."""
    if not shutil.which("npm") or not shutil.which("node"):
        pytest.skip("needs Node.js and npm")
    if int(subprocess.run(["node", "--version"], capture_output=True, text=True).stdout[1:].split(".")[0]) < 18:
        pytest.skip("needs Node.js 18 or later")
    folder = tmp_path_factory.mktemp("node")
    for name in ("package.json", "package-lock.json"):
        shutil.copy(HERE / name, folder / name)
    subprocess.run([shutil.which("npm"), "ci", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=folder, check=True, capture_output=True, timeout=600)
    with Server(folder / "node_modules" / "yaml-language-server" / "bin" / "yaml-language-server", ROOT) as running:
        yield running


@pytest.fixture
def trial() -> str:
    """A real rule file with an award that somebody has begun to write."""
    text = POLICY.read_text(encoding="utf-8")
    assert "\nmaterials:" in text
    return text.replace("\nmaterials:", "\n" + TRIAL.format(space=" ", blank="") + "materials:", 1)


def place(text: str, word: str, after: bool = True) -> tuple[int, int]:
    """Line and character (from 0) behind the first ``word``, or at its first character."""
    start = text.index(word) + (len(word) if after else 0)
    return text.count("\n", 0, start), start - (text.rfind("\n", 0, start) + 1)


def underlined(text: str, found: list[dict]) -> dict[str, str]:
    """The text under each underline, with its message."""
    lines = text.split("\n")
    return {lines[d["range"]["start"]["line"]][d["range"]["start"]["character"] : d["range"]["end"]["character"]]: d["message"] for d in found}


@pytest.mark.parametrize("path", [POLICY, CASES, FACTS, STANDARD, POOLS, POOL_CASES, PROFILE], ids=lambda p: p.name)
def test_real_files_are_not_underlined(server, path):
    """Each kind of file finds its schema by its first line, and nothing in it is underlined."""
    assert server.open(path) == []


def test_a_wrong_unit_is_underlined(server, trial):
    """People for money and an option that is not there are underlined with a Chinese message, and nothing else is."""
    found = underlined(trial, server.open(POLICY, trial))
    assert found.pop("不低于 100人，不超过 5亿元") == "金额要带“元”，如 100万元。"
    assert found.pop("区级").startswith("“平台级别”的选项：国家级、市级")
    assert [text for text in found if text.strip()] == []  # 注册地 has no value yet


def test_names_come_up(server, trial):
    """Left of a colon names come up: facts with years, names of standards, columns inside has; and keywords with their meaning."""
    server.open(POLICY, trial)
    line, _ = place(trial, "          平台级别: 区级\n")
    inside = server.complete(POLICY, line, 10)
    assert {"认定日期", "平台类型", "上年营业收入"} <= inside.keys()
    line, _ = place(trial, "      申报主体合格: 是\n")
    text = trial.replace("      申报主体合格: 是\n", "      申报主体合格: 是\n      \n")
    server.open(POLICY, text)
    names = server.complete(POLICY, line, 6)
    assert {"本年营业收入", "近三年营业收入", "近三年平均研发费用", "含本年近三年研发费用", "严重失信", "申报日期"} <= names.keys()
    assert "上年营业收入" not in names and "平台级别" not in names  # one is written already, the other is a column
    assert "该年度营业收入是多少？" in str(names["本年营业收入"]["documentation"])
    server.open(POLICY, trial.replace("    amount: 1万元\n", "    amount: 1万元\n    \n"))
    keys = server.complete(POLICY, place(trial, "    amount: 1万元\n")[0], 4)
    assert "cap" in keys and "结果的上限" in str(keys["cap"]["documentation"])


def test_allowed_values_come_up(server, trial):
    """Right of a colon come the options of a choice, and for money the comparisons with the right unit."""
    server.open(POLICY, trial)
    assert {"南岸区", "重庆经开区"} <= server.complete(POLICY, *place(trial, "      注册地: ")).keys()
    text = trial.replace("上年营业收入: 不低于 100人，不超过 5亿元", "上年营业收入: ")
    server.open(POLICY, text)
    assert set(server.complete(POLICY, *place(text, "上年营业收入: "))) == {"不低于 100万元", "超过 100万元", "不超过 100万元", "低于 100万元"}


def test_rows_of_bands_are_helped(server):
    """Under bands the options of the fact after ``of`` come up, and a bound of another unit is underlined."""
    bands = "  试分档:\n    clause: 未见条号\n    bands:\n      of: {}\n      steps:\n        - {}: 5万元\n        - 其余: 4万元\n\n"
    real = POLICY.read_text(encoding="utf-8")
    text = real.replace("\nmaterials:", "\n" + bands.format("上年营业收入", "不超过 500人") + "materials:", 1)
    assert underlined(text, server.open(POLICY, text)) == {"不超过 500人": "金额要带“元”，如 100万元。"}
    text = real.replace("\nmaterials:", "\n" + bands.format("高企认定类型", "\n").replace("\n: 5万元", "") + "materials:", 1)
    server.open(POLICY, text)
    assert {"首次认定", "重新认定"} <= server.complete(POLICY, *place(text, "      steps:\n        - ")).keys()


def test_hover_texts_come_up(server, trial):
    """Pointing at a name shows the question, type, unit, aliases and proof; at a name of a standard, where it is defined."""
    server.open(POLICY, trial)
    shown = server.hover(POLICY, *place(trial, "上年营业收入: 不低于", after=False))
    assert all(part in shown for part in ("该年度营业收入是多少？", "类型：金额，每年一个数", "别名：营收", "证明：年度审计报告"))
    assert "common/admissibility" in server.hover(POLICY, *place(trial, "      申报主体合格", after=False)[:1], 8)
    assert "科技平台" in server.hover(POLICY, *place(trial, "平台级别: 区级", after=False))


def test_a_profile_is_helped_as_well(server):
    """In a profile names and options come up, and money without 元, a name nobody knows and a wrong option are underlined."""
    text = PROFILE.read_text(encoding="utf-8").replace("注册地: 南岸区", "注册地: 南岸").replace("2020: 4100万元", "2020: 4100万") + "营业收人: 5万元\n"
    found = underlined(text, server.open(PROFILE, text))
    assert found["4100万"].startswith("金额必须带“元”") and "南岸区" in found["南岸"]
    assert found["营业收人"].startswith("没有这个指标") and len(found) == 3
    text = text.replace("注册地: 南岸\n", "注册地: \n")
    server.open(PROFILE, text)
    assert {"南岸区", "重庆经开区"} <= server.complete(PROFILE, *place(text, "注册地: ")).keys()
    assert "企业注册在哪里？" in server.hover(PROFILE, *place(text, "注册地", after=False))
    server.open(PROFILE, text + "\n")
    assert "净利润" in server.complete(PROFILE, text.count("\n"), 0)


def test_a_pools_file_is_helped(server):
    """In a pools file names, statuses, stages, days and conditions to measure by come up, and a wrong unit is underlined."""
    begun = """\
  编辑器试写:
    stage: {stage}
    clause: 未见条号
    after: {after}
    member: {{在科技型企业库: 是}}
    enter:
      上年营业收入: 不低于 100{unit}
      {blank}
    candidate: {{short_of: {short}, by_at_most: 1项}}
    due:
      do: 重新申请
      by: {day}
"""
    real = POOLS.read_text(encoding="utf-8").rstrip("\n") + "\n"
    full = {"stage": "申报", "after": "科技型企业库", "unit": "万元", "blank": "高新技术企业库: 否", "short": "满一个纳税年度", "day": "每年5月31日"}
    text = real + begun.format(**full)
    assert server.open(POOLS, text) == []
    assert "企业库多库联动（nanan" in server.hover(POOLS, text[: text.rindex("高新技术企业库")].count("\n"), 8)
    text = real + begun.format(**full | {"unit": "人"})
    assert underlined(text, server.open(POOLS, text)) == {"不低于 100人": "金额要带“元”，如 100万元。"}
    places = {"stage": "进规", "after": "知识价值信用贷款", "short": "高企认定条件符合", "day": "高企证书有效期至"}
    for key, wanted in places.items():
        word = {"stage": "    stage: ", "after": "    after: ", "short": "short_of: ", "day": "      by: "}[key]
        text = real + begun.format(**full | {key: ""})
        server.open(POOLS, text)
        start = text.index(word, text.index("  编辑器试写:")) + len(word)
        assert wanted in server.complete(POOLS, text.count("\n", 0, start), start - text.rfind("\n", 0, start) - 1), key
    text = real + begun.format(**full | {"blank": ""})
    server.open(POOLS, text)
    line = text[: text.index("\n      \n", text.index("  编辑器试写:"))].count("\n") + 1
    assert {"本年营业收入", "高新技术企业库", "高企认定条件符合", "any"} <= server.complete(POOLS, line, 6).keys()


def test_cases_of_pools_are_helped(server):
    """In cases of pools the statuses come up, with their meaning."""
    text = POOL_CASES.read_text(encoding="utf-8")
    begun = text.replace("高新技术企业库: candidate", "高新技术企业库: \n", 1).replace("expect: {高新技术企业库: \n", "expect:\n      高新技术企业库: \n  #", 1)
    server.open(POOL_CASES, begun)
    found = server.complete(POOL_CASES, *place(begun, "      高新技术企业库: "))
    assert {"member", "promote", "candidate", "leave", "outside", "undetermined"} <= found.keys()
