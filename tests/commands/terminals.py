"""The command on a terminal of a given width, and one way to run every verb."""

from __future__ import annotations

import fcntl
import os
import pty
import signal
import struct
import subprocess
import sys
import termios
import time
from pathlib import Path

from tests.commands.helpers import POLICY, WHEN, write_library, write_profile
from tests.setup.tree import ROOT

#: verb → command lines that show what it has to say; files are those of ``folder``
RUNS = {
    "validate": [["validate", "rules"], ["validate", "wrong.yaml", "--rules", "rules"]],
    "rules": [["rules", "--rules", "rules"], ["rules", "--gaps", "--rules", "rules"], ["rules", "没有", "--rules", "rules"]],
    "show": [["show", "demo/research", "--rules", "rules", *WHEN], ["show", "没有", "--rules", "rules"]],
    "check": [
        ["check", "甲.yaml", "--rules", "rules", *WHEN], ["check", "甲.yaml", "乙.yaml", "--explain", "--assume", "--rules", "rules", *WHEN],
        ["check", "没有.yaml", "--rules", "rules"], ["check", "甲.yaml", "--nosuch"], ["check", "乙.yaml", "--rules", "wrong"],
    ],
    "pools": [
        ["pools", "甲.yaml", "--why", "--rules", "rules", *WHEN], ["pools", "甲.yaml", "乙.yaml", "--rules", "rules", *WHEN],
        ["pools", "甲.yaml", "--event", "专利: 5项", "--engine", "native", "--rules", "rules", *WHEN], ["pools", "--diagram", "--rules", "rules", *WHEN],
        ["pools", "甲.yaml", "--event", "没有的指标: 5", "--rules", "rules"], ["pools", "没有.yaml", "--rules", "rules"],
    ],
    "plan": [
        ["plan", "甲.yaml", "--rules", "rules", *WHEN], ["plan", "甲.yaml", "乙.yaml", "--out", "页", "--rules", "rules", *WHEN],
        ["plan", "没有.yaml", "--rules", "rules"], ["plan", "甲.yaml", "--rules", "rules", "--html", *WHEN],
    ],
    "test": [["test", "rules", "--coverage"], ["test", "rules", "--min-coverage", "100"], ["test", "failing.yaml", "--rules", "rules"], ["test", "wrong"]],
    "new": [
        ["new", "profile", "--rules", "rules", *WHEN], ["new", "profile", "--rules", "rules", "-o", "新.yaml", "--force", *WHEN],
        ["new", "profile", "--xlsx"], ["new", "policy", "east/rent", "--title", "租金补助", "--instrument", "虚构的办法", "--folder", "new"], ["new"],
    ],
    "batch": [
        ["batch", "名单.csv", "--out", "果", "--sample-check", "5", "--rules", "rules", *WHEN], ["batch", "名单.csv", "--out", "果", "--rules", "rules", *WHEN],
        ["batch", "名单.csv", "--out", "果", "--rules", "new", *WHEN], ["batch", "名单.csv", "--out", "新", "--since", "果", "--rules", "new", *WHEN],
        ["batch", "没有.csv", "--out", "无", "--rules", "rules"], ["batch", "wrong.yaml", "--out", "无", "--rules", "rules"], ["batch", "名单.csv"],
    ],
    "explain": [
        ["batch", "名单.csv", "--out", "解释", "--rules", "rules", *WHEN], ["explain", "解释", "91000000MA00010011", "--rules", "rules"],
        ["explain", "解释", "91000000MA00010011", "--full", "--rules", "rules"], ["explain", "解释", "9100000000", "--rules", "rules"],
        ["explain", "解释", "91000000MA00010011", "--rules", "new"], ["explain", "没有", "91000000MA00010011"], ["explain", "rules", "甲", "--rules", "rules"],
    ],
    "sample": [
        ["sample", "20", "--out", "样本.csv", "--force", "--rules", "rules", *WHEN], ["sample", "0", "--rules", "rules"],
        ["sample", "5", "--out", "样本.txt", "--rules", "rules"], ["sample", "5", "--policy", "没有", "--rules", "rules"],
    ],
    "diff": [
        ["diff", "rules", "new", "--population", "名单.csv", *WHEN], ["diff", "rules", "new", "--population", "名单.csv", "--full", "--out", "差异.xlsx", *WHEN],
        ["diff", "rules", "rules", "--population", "名单.csv", *WHEN], ["diff", "rules", "没有", "--population", "名单.csv"], ["diff", "rules", "new"],
        ["diff", "rules", "new", "--population", "wrong.yaml"], ["diff", "rules", "new", "--population", "名单.csv", "--policy", "没有"],
    ],
    "facts": [["facts", "--rules", "rules"], ["facts", "yysr", "--rules", "rules"], ["facts", "没有这个东西", "--rules", "rules"]],
    "errors": [["errors"], ["errors", "T506"], ["errors", "L999"]],
    "schema": [["schema", "-o", "out", "--rules", "rules"], ["schema", "-o", "none", "--rules", "rules", "--check"], ["schema", "rules"]],
    "fmt": [["fmt", "rules", "--check"], ["fmt", "wrong.yaml", "--check", "--diff"], ["fmt", "没有"]],
    "completion": [["completion", "bash"], ["completion"]],
    "watch": [["watch", "rules"], ["watch", "没有"]],
}  # fmt: skip

POPULATION = """\
企业名称,信用代码,所在地,停业,2020年营业收入（万元）,2020年研发费用（万元）,专利
虚构甲公司,91000000MA00010011,东区,否,1000,60,3
虚构乙公司,91000000MA00010024,东区,否,1000,45,4
虚构丙公司,91000000MA00010037,西区,否,800,70,一大堆
虚构丁公司,91000000MA0001004A,东区,,800,70,2
"""

POOLS = """\
kind: pools
id: demo/pools
title: 虚构的企业库联动
instrument: {title: 虚构的入库办法, evidence: secondary, source: 虚构}
in_force: {from: 2020-01-01}
uses: [common/basic]
define:
  专利够多: {专利: 不低于 5项}
pools:
  苗圃库:
    stage: 挖掘
    clause: 第一条
    member: {停业: 否}
    enter: {基本条件: 是}
    due: {do: 更新企业数据, by: 每年5月31日, clause: 第二条}
  名称很长的先进制造业和现代服务业融合发展示范企业培育库:
    stage: 申报
    clause: 第三条
    after: 苗圃库
    enter: {专利够多: 是}
    candidate: {short_of: 专利够多, by_at_most: 1项}
  没有公布条件的库: {stage: 进规, clause: 第四条, enter: unknown, why: 条件没有公布}
"""


def write_all(folder: Path) -> Path:
    """The small library, two profiles, one of them with mistakes, and rules and cases that are wrong."""
    write_library(folder)
    (folder / "rules/demo/pools.yaml").write_text(POOLS, encoding="utf-8")
    write_profile(folder)
    write_profile(folder, "企业名称: 虚构乙公司\n所在地: 东区\n营业收入: {2020: 1000}\n专利: 三项\n没有的指标: 5\n", "乙.yaml")
    write_library(folder / "other").rename(folder / "new")
    changed = POLICY.replace("不低于 5%", "不低于 4%").replace("amount: 3万元", "amount: 2万元")
    (folder / "new/demo/research.yaml").write_text(changed, encoding="utf-8")
    (folder / "名单.csv").write_text(POPULATION, encoding="utf-8")
    wrong = POLICY.replace("demo/research", "demo/wrong").replace("不低于 5%", "不低于 5万元，至少三成").replace("专利资助", "专利" * 40)
    (folder / "wrong.yaml").write_text(wrong, encoding="utf-8")
    (folder / "wrong").mkdir()
    (folder / "wrong" / "规则.yaml").write_text(wrong, encoding="utf-8")
    cases = (folder / "rules/demo/research.cases.yaml").read_text(encoding="utf-8")
    (folder / "failing.yaml").write_text(cases.replace("undetermined", "3万元").replace("都符合", "期望写错了"), encoding="utf-8")
    return folder


def on_terminal(folder: Path, arguments: list[str], columns: int, *, err_only: bool = False, **environment: str) -> str:
    """What a terminal of ``columns`` gets. A verb that waits is interrupted when it has said nothing more for a while."""
    ours, its = pty.openpty()
    fcntl.ioctl(its, termios.TIOCSWINSZ, struct.pack("HHHH", 50, columns, 0, 0))
    environment = {**{k: v for k, v in os.environ.items() if k not in ("COLUMNS", "NO_COLOR")}, "PYTHONUTF8": "1", "TERM": "xterm", **environment}
    out = subprocess.DEVNULL if err_only else its
    with subprocess.Popen([sys.executable, str(ROOT / "cli.py"), *arguments], cwd=folder, env=environment, stdin=subprocess.DEVNULL, stdout=out, stderr=its) as running:
        os.close(its)
        return _read(ours, running, waits=arguments[0] == "watch").decode("utf-8").replace("\r\n", "\n")


def _read(terminal: int, running: subprocess.Popen, waits: bool) -> bytes:
    import select

    read, until = b"", time.monotonic() + 60
    while time.monotonic() < until:
        if waits and "Ctrl+C".encode() in read:
            running.send_signal(signal.SIGINT)
            waits = False
        if select.select([terminal], [], [], 0.5)[0]:
            try:
                read += os.read(terminal, 65536)
            except OSError:  # Linux: the other side is closed
                break
    os.close(terminal)
    return read
