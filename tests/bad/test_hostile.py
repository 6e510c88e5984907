"""`validate` and `check` as processes on inputs that nobody writes by hand: an answer, and soon, never a traceback.

What is refused here would otherwise run for hours or fill the memory, so a
limit of a minute tells the two apart on any machine; speed itself is measured
in ``bench/``.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
from pathlib import Path

import pytest

from tests.setup.tree import ROOT

PATIENCE = 60  # seconds; a few are usual
LIBRARY = Path(__file__).parent / "library" / "facts.yaml"
HEAD = """\
kind: policy
id: demo/hostile
title: 压力
instrument: {title: 若干措施, evidence: official}
in_force: {from: 2022-01-01}
"""
PROJECTS = """\
kind: facts
facts:
  项目:
    type: records
    counted_in: 个
    columns: {金额: {type: money}, 人数: {type: count, unit: 人}, 类: {type: text}}
"""


def facts(count: int) -> str:
    return "kind: facts\nfacts:\n" + "".join(f"  项{i}: {{type: money}}\n" for i in range(count))


def awards(count: int, body: str = "{clause: 一, amount: 1元}") -> str:
    return "awards:\n" + "".join(f"  奖{i}: {body.replace('@', str(i))}\n" for i in range(count))


def award(amount: str = "1元", **more: str) -> str:
    keys = {"clause": "一", "amount": amount, **more}
    return "awards:\n  奖:\n" + "".join(f"    {key}: {value}\n" for key, value in keys.items())


def when(items: list[str], group: str = "any") -> str:
    return award() + f"    when:\n      {group}:\n" + "".join(f"        - {item}\n" for item in items)


def define(lines: list[str]) -> str:
    return "define:\n" + "".join(f"  {line}\n" for line in lines)


def table(rows: list[str]) -> str:
    return "awards:\n  奖:\n    clause: 一\n    bands:\n      of: 上年营业收入\n      steps:\n" + "".join(f"        - {row}\n" for row in rows)


def nested(depth: int, width: int, indent: int = 8) -> str:
    pad = " " * indent
    if depth == 0:
        return f"{pad}- 上年研发费用 不低于 1元\n"
    return "".join(f"{pad}- {'any' if depth % 2 else 'all'}:\n{nested(depth - 1, width, indent + 4)}" for _ in range(width))


def tree(depth: int, width: int) -> str:
    return award() + "    when:\n      all:\n" + nested(depth, width)


def names(count: int, start: int = 0) -> str:
    return ", ".join(f"奖{i}" for i in range(start, count))


def rows(count: int, row: str) -> str:
    return "项目:\n" + "".join(f"- {row.replace('@', str(i))}\n" for i in range(count))


READINGS = "readings:\n" + "".join(f"  读{i}: {{take: 是, why: 未明}}\n" for i in range(200))
CHAIN = define(["额0: 上年研发费用", *(f"额{i}: MAX（额{i - 1}，额{i - 1} - 1元）" for i in range(1, 55))])
TWICE = define(["件0: {上年研发费用: 不低于 1元}", *(f"件{i}: {{any: [件{i - 1}, {{件{i - 1}: 否}}, {{if: 件{i - 1}, clause: 二}}]}}" for i in range(1, 55))])
SHARED = define([*(f"名{i}: " + " + ".join(["近九年研发费用"] + [f"{j * 7 + i}元" for j in range(150)]) for i in range(40)), "总: " + " + ".join(f"名{i}" for i in range(40))])

LOOP = "\n    clause: 一\n    cap: 1亿元\n    for_each: {of: 项目, where: {金额: 超过 @元}, amount: 金额 × 3%, cap: 1元}"

# name → (rules, exit code); rules are one file's text or bytes, or a mapping of files
RULES = {
    "empty": ("", 1),
    "nothing but blank lines": (HEAD + "\n" * 900_000 + awards(1), 0),
    "binary": (random.Random(1).randbytes(200_000), 1),
    "NUL": (HEAD.replace("压力", "压\x00力") + awards(1), 1),
    "lone surrogate": (HEAD.replace("压力", '"\\ud800"') + awards(1), 1),
    "five megabytes": (HEAD + "# " + "长" * 1_800_000 + "\n" + awards(1), 1),
    "one line of a megabyte": (HEAD + awards(1) + "department: " + "长" * 300_000 + "\n", 0),
    "a key of a megabyte": (HEAD + awards(1) + "长" * 300_000 + ": 1\n", 1),
    "aliases of aliases": ("kind: facts\na: &a [1, 1]\n" + "".join(f"{chr(98 + i)}: &{chr(98 + i)} [{', '.join(['*' + chr(97 + i)] * 9)}]\n" for i in range(20)), 1),
    "lists five thousand deep": (HEAD + "awards: " + "[" * 5000 + "]" * 5000 + "\n", 1),
    "keys two thousand deep": ("".join(" " * i + "a:\n" for i in range(2000)), 1),
    "conditions sixty deep": (HEAD + tree(60, 1), 1),
    "conditions as deep as may be": (HEAD + tree(28, 1), 0),
    "conditions as many as may be": (HEAD + tree(11, 2), 0),
    "nine thousand conditions in a row": (HEAD + when([f"上年研发费用 不低于 {i}元" for i in range(9000)]), 0),
    "ten thousand awards": (HEAD + awards(10_000), 1),
    "a thousand awards together": (HEAD + awards(1000) + f"together:\n  合: {{awards: [{names(1000)}], pay: highest, cap: 5元}}\n", 0),
    "awards that override in a circle": (HEAD + "awards:\n" + "".join(f"  奖{i}: {{clause: 一, amount: 1元, overrides: 奖{(i + 1) % 1500}}}\n" for i in range(1500)), 1),
    "all awards override the later ones": (HEAD + "awards:\n" + "".join(f"  奖{i}: {{clause: 一, amount: 1元, overrides: [{names(131, i + 1)}]}}\n" for i in range(130)) + "  奖130: {clause: 一, amount: 1元}\n", 0),
    "five thousand definitions in a chain": (HEAD + define(["名0: 上年研发费用", *(f"名{i}: 名{i - 1}" for i in range(1, 5000))]) + award("名4999", cap="1元"), 1),
    "five thousand definitions in a circle": (HEAD + define(["名0: 名4999", *(f"名{i}: 名{i - 1}" for i in range(1, 5000))]) + award("名4999", cap="1元"), 1),
    "every definition uses every other": (HEAD + define([f"名{i}: " + " + ".join(f"名{j}" for j in range(100) if j != i) for i in range(100)]) + award("名1", cap="1元"), 1),
    "squares of squares": (HEAD + define(["方0: 上年职工总数", *(f"方{i}: 方{i - 1} × 方{i - 1}" for i in range(1, 50))]) + award("方49 × 1元", cap="1元"), 1),
    "squares of a fraction": (HEAD + define(["方0: 0.123456789", *(f"方{i}: 方{i - 1} × 方{i - 1}" for i in range(1, 50))]) + award("方49 × 1元", cap="1元"), 1),
    "a number of many digits": (HEAD + award("9" * 1900 + "元", cap="1元"), 1),
    "an expression of a hundred thousand terms": (HEAD + award("+".join(["1元"] * 100_000)), 1),
    "long products, again and again": (HEAD + awards(100, "{clause: 一, cap: 1元, amount: " + "×".join(["0.12345678"] * 150) + " × 1元}"), 1),
    "nine hundred brackets": (HEAD + award("(" * 900 + "1元" + ")" * 900), 1),
    "sums over ninety-nine years": (HEAD + awards(60, "{clause: 一, cap: 1元, amount: " + "+".join(["近99年平均研发费用"] * 90) + "}"), 0),
    "a table of two thousand rows": (HEAD + table([*(f"不超过 {i}万元: {i}元" for i in range(1, 2000)), "其余: 1元"]), 0),
    "three thousand rows that overlap": (HEAD + table([*(f"不低于 {i}万元，不超过 {i + 1}万元: {i}元" for i in range(1, 3000)), "其余: 1元"]), 1),
    "two hundred readings": (HEAD + READINGS + award() + f"    when: {{any: [{', '.join(f'读{i}' for i in range(200))}]}}\n", 0),
    "two thousand unknown names": ({"f.yaml": facts(2500), "p.yaml": HEAD + awards(2000, "{clause: 一, amount: 顶@, cap: 1元}")}, 1),
    "a misspelt key in every award": (HEAD + awards(1500, "{clause: 一, amont: 1元, capp: 2元}"), 1),
    "three thousand facts of one alias": ("kind: facts\nfacts:\n" + "".join(f"  指标{i}: {{type: money, aliases: [别]}}\n" for i in range(3000)), 1),
    "a thousand files": ({f"p{k}.yaml": HEAD.replace("hostile", f"h{k}") + awards(1) for k in range(1000)}, 0),
    "four hundred versions": ({f"p{k}.yaml": HEAD.replace("2022-01-01", f"{1600 + k}-01-01") + awards(1) for k in range(400)}, 1),
    "awards that all rest on one long sum": (HEAD + SHARED + awards(500, "{clause: 一, amount: 总, cap: 5元, when: {总: 不低于 @元}}"), 1),
    "cases without end": ({"p.yaml": HEAD + awards(1), "c.yaml": "kind: cases\nfor: demo/hostile\npolicy_year: 2024\ncases:\n" + "".join(f"  - {{case: 例{i}, given: {{营收人: 1}}, expect: {{奖X: 1元}}}}\n" for i in range(1500))}, 1),
}

# name → (rules, profile, exit code, options)
CHECKS = {
    "definitions that use one another twice": (HEAD + TWICE + award(when="件54"), "研发费用:\n", 0, ("--explain", "--json")),
    "amounts that use one another twice": (HEAD + CHAIN + award("额54", cap="1元", floor="0元"), "研发费用:\n", 0, ("--explain",)),
    "three thousand awards": (HEAD + awards(3200), "研发费用:\n", 0, ("--explain",)),
    "nine thousand conditions": (RULES["nine thousand conditions in a row"][0], "研发费用: {2023: 0元}\n", 0, ()),
    "three thousand tiers": (HEAD + award("1元", cap="1万元").replace("    amount: 1元\n", "    tiers:\n      of: 上年营业收入\n      steps:\n" + "".join(f"        - 不超过 {i}万元: 1%\n" for i in range(1, 3000)) + "        - 其余: 1%\n"), "营业收入: {2023: 5亿元}\n", 0, ("--explain",)),
    "a thousand open awards, the highest paid": (HEAD + awards(1000, "{clause: 一, amount: 1元, when: {上年研发费用: 不低于 1元}}") + f"together:\n  合: {{awards: [{names(1000)}], pay: highest, cap: 5元}}\n", "研发费用:\n", 0, ()),
    "fifteen hundred open awards, each overriding the next": (HEAD + "awards:\n" + "".join(f"  奖{i}: {{clause: 一, amount: 1元, when: {{上年研发费用: 不低于 {i}元}}, overrides: 奖{i + 1}}}\n" for i in range(1500)) + "  奖1500: {clause: 一, amount: 1元}\n", "研发费用:\n", 0, ()),
    "two hundred readings in awards of six": (HEAD + READINGS + "awards:\n" + "".join(f"  奖{i}: {{clause: 一, amount: 1元, when: {{" + ", ".join(f"读{(i + k) % 200}: 是" for k in range(6)) + "}}\n" for i in range(200)), "研发费用:\n", 0, ()),
    "two thousand blanks": ({"f.yaml": facts(2000), "p.yaml": HEAD + when([f"项{i} 不低于 1元" for i in range(2000)])}, "项0:\n", 0, ()),
    "two thousand blanks, all needed": ({"f.yaml": facts(2000), "p.yaml": HEAD + when([f"项{i} 不低于 1元" for i in range(2000)], "all")}, "项0:\n", 0, ()),
    "twelve blanks in three hundred alternatives": ({"f.yaml": facts(12), "p.yaml": HEAD + when([f"any: [{', '.join(f'项{(i * 7 + j * 5) % 12} 不低于 {i}元' for j in range(3))}]" for i in range(300)], "all")}, "项0:\n", 0, ()),
    "rows that want thousands of steps each": ({"f.yaml": PROJECTS, "p.yaml": HEAD + awards(600, LOOP)}, rows(10_000, "{金额: , 人数: @人}"), 2, ()),
    "ten thousand rows with a fraction each": ({"f.yaml": PROJECTS, "p.yaml": HEAD + "awards:\n  奖:\n    clause: 一\n    cap: 1亿元\n    for_each: {of: 项目, amount: 金额 / 人数}\n"}, rows(10_000, "{金额: @元, 人数: 9@人}"), 0, ()),
    "twenty thousand unknown labels": (HEAD + awards(1), "".join(f"营业收人{i}: 1\n" for i in range(20_000)), 1, ()),
    "a profile of four megabytes": (HEAD + awards(1), "企业名称: " + "长" * 1_500_000 + "\n", 2, ()),
    "a profile of bytes": (HEAD + awards(1), b"\x00\xff" * 1000, 2, ()),
    "a lone surrogate": (HEAD + awards(1), '企业名称: "\\ud800"\n', 2, ()),
    "a NUL": (HEAD + awards(1), "企业名称: a\x00b\n", 2, ()),
    "an empty profile": (HEAD + awards(1), "", 2, ()),
}


def library(folder: Path, files) -> str:
    """The rules in a folder of their own, with a vocabulary if they bring none."""
    files = files if isinstance(files, dict) else {"p.yaml": files}
    (folder / "rules").mkdir()
    for name, text in files.items():
        (folder / "rules" / name).write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
    if "f.yaml" not in files:
        (folder / "rules" / "zz.yaml").write_bytes(LIBRARY.read_bytes())
    return str(folder / "rules")


def run(folder: Path, *arguments: str) -> int:
    """The exit code of a process that must answer in time and must not fall over."""
    done = subprocess.run(
        [sys.executable, str(ROOT / "cli.py"), *arguments],
        cwd=folder, capture_output=True, timeout=PATIENCE,
        env={**os.environ, "PYTHONUTF8": "1", "ELIGIBILITY_CACHE": str(folder / "cache")},
    )  # fmt: skip
    said = (done.stdout + done.stderr).decode("utf-8", "replace")
    assert "Traceback" not in said and "X919" not in said, said[-2000:]
    assert done.returncode in (0, 1, 2), done.returncode
    assert said.strip()
    return done.returncode


@pytest.mark.parametrize("name", RULES)
def test_validate(name, tmp_path):
    """Whatever the rules hold, `validate` says soon whether they are sound."""
    files, code = RULES[name]
    assert run(tmp_path, "validate", library(tmp_path, files)) == code


@pytest.mark.parametrize("name", CHECKS)
def test_check(name, tmp_path):
    """Whatever rules and profile hold, `check` decides soon or says why it cannot."""
    files, profile, code, options = CHECKS[name]
    (tmp_path / "profile.yaml").write_bytes(profile if isinstance(profile, bytes) else profile.encode("utf-8"))
    arguments = ("--year", "2024", "--as-of", "2025-06-30", *options, "profile.yaml")
    assert run(tmp_path, "check", "--rules", library(tmp_path, files), *arguments) == code


NO_FILES = ["folder", "absent", "endless", "broken link", "link to itself", "empty folder"]


@pytest.mark.parametrize(("verb", "kind"), [("validate", "pipe"), *((verb, kind) for verb in ("validate", "check") for kind in NO_FILES)])
def test_what_is_no_file(verb, kind, tmp_path):
    """A path that is no readable file is answered like any other mistake (a profile may come through a pipe)."""
    path = tmp_path / "x.yaml"
    if kind in ("folder", "empty folder"):
        path.mkdir()
        if kind == "folder":
            (path / "y.yaml").mkdir()
    elif kind == "pipe":
        os.mkfifo(path)
    elif kind != "absent":
        path.symlink_to({"endless": "/dev/zero", "broken link": "nowhere", "link to itself": "x.yaml"}[kind])
    rules = () if verb == "validate" else ("--rules", library(tmp_path, HEAD + awards(1)))
    assert run(tmp_path, verb, *rules, "x.yaml") in (1, 2)
