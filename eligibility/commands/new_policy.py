"""``eligibility new policy``: a commented rule file and its cases, by questions or flags."""

from __future__ import annotations

import os
import re
import sys
from datetime import date

import click

from ..editor.modeline import for_editors
from ..language.skeleton import EVIDENCE, Head, cases_text, first_year, policy_text, trouble
from ..reports.lines import fold
from ..reports.speech import say
from .exits import FINE, CouldNotRun
from .json_output import write_json
from .terminal import DEFAULT_WIDTH, columns, tell


SOUND = Head("a", "名称", "文件")  # with one answer in its place, the answer alone is judged


@click.command("policy", help="新建一个政策文件和它的用例，带说明。不写选项的逐项询问（不在终端上运行时用选项给出）。"
               "金额一律先写 unknown，不编造数字；生成后就能通过 eligibility validate。\n\nID 是编号，例如 east/rent，也是文件的位置。")  # fmt: skip
@click.argument("id", required=False, metavar="[ID]")
@click.option("--title", metavar="文字", help="政策事项的名称")
@click.option("--instrument", metavar="文字", help="依据的文件名称")
@click.option("--number", metavar="文字", help="文号")
@click.option("--evidence", type=click.Choice(list(EVIDENCE)), metavar="等级", help=f"证据等级：{'、'.join(EVIDENCE)}")
@click.option("--source", metavar="文字", help="在哪里读到的")
@click.option("--from", "start", metavar="日期", help="施行日期，例如 2021-01-01；不知道就不写")
@click.option("--department", metavar="文字", help="主管部门")
@click.option("--award", "awards", multiple=True, metavar="名称", help="奖补项的名称，可写几次")
@click.option("--folder", default="rules", metavar="文件夹", help="放在哪个规则文件夹里；不写就是 rules")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON")
def command(id: str | None, folder: str, as_json: bool, awards: tuple[str, ...], **flags: str | None) -> int:
    asked = _asked(id, awards, flags) if sys.stdin.isatty() else {**flags, "id": id or "", "awards": awards}
    head = Head(**{key: value for key, value in asked.items() if value}) if asked.get("id") and asked.get("title") and asked.get("instrument") else None
    if head is None:
        raise CouldNotRun("X911", "没有给出编号、名称或依据的文件", "写全，例如 eligibility new policy east/rent --title 入驻补助 --instrument 示例办法")
    wrong = trouble(head)
    if wrong:
        raise CouldNotRun("X911", wrong, "改正后再运行")
    place = os.path.join(folder, *head.id.split("/"))
    files = {f"{place}.yaml": policy_text(head), f"{place}.cases.yaml": cases_text(head, first_year(head) or date.today().year - 1)}
    written = _write({path: for_editors(text, path) for path, text in files.items()})
    if as_json:
        write_json({"format": "eligibility-new/1", "written": written})
    else:
        for path in written:
            tell(f"已写好 {path}")
        tell(f"接下来：照条文填写，随时用 eligibility validate {folder} 检查；或者开着 eligibility watch {folder} 边写边查。", err=True)
    return FINE


def _asked(id: str | None, awards: tuple[str, ...], flags: dict[str, str | None]) -> dict:
    """What the flags leave open, asked one by one, and again where the answer will not do; Enter skips what may be left out."""

    def ask(field: str, question: str, given: str | None, needed: bool = False, default: str = "") -> str:
        while not given:
            said = prompted(question, needed, default)
            wrong = trouble(SOUND._replace(**{field: _names(said) if field == "awards" else said}))
            if wrong is None:
                return said
            tell(wrong, err=True)
        return given

    def prompted(question: str, needed: bool, default: str) -> str:
        optional = "" if needed or default else say("（可不填）")
        said = say(question) + (f" {optional}" if optional.startswith("(") else optional)
        lines = fold(f"{said} [{default}]" if default else said, 0, 2, columns(err=True) or DEFAULT_WIDTH)
        return click.prompt("\n".join(lines), default=None if needed else default, show_default=False, prompt_suffix=": " if said.isascii() else "：", err=True).strip()

    found = {
        "id": ask("id", "编号（小写字母、数字、连字符，用 / 分级，如 east/rent）", id, needed=True),
        "title": ask("title", "政策事项的名称", flags["title"], needed=True),
        "instrument": ask("instrument", "依据的文件名称", flags["instrument"], needed=True),
        "number": ask("number", "文号", flags["number"]),
    }  # fmt: skip
    levels = "；".join(f"{key} {said}" for key, said in EVIDENCE.items())
    found["evidence"] = ask("evidence", f"证据等级（{levels}）", flags["evidence"], default="secondary")
    found["source"] = ask("source", "在哪里读到的", flags["source"])
    found["start"] = ask("start", "施行日期，如 2021-01-01", flags["start"])
    found["department"] = ask("department", "主管部门", flags["department"])
    found["awards"] = awards or _names(ask("awards", "有哪些奖补项（用顿号分开）", None, default="补助"))
    return found


def _names(said: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in re.split("[、，,；;]", said) if name.strip())


def _write(files: dict[str, str]) -> list[str]:
    """Write texts by path; return the paths. Nothing is ever overwritten, and none is written where one is there."""
    for path in files:
        if os.path.lexists(path):
            raise CouldNotRun("X913", f"已经有 {path} 这个文件", "换一个编号，或先移走旧文件；不会覆盖")
    for path, text in files.items():
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    return list(files)
