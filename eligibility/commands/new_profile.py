"""``eligibility new profile``: a blank profile with just the facts that the chosen policies rest on."""

from __future__ import annotations

import os
import sys
from datetime import date

import click

from ..engines.scalar.engine import ScalarEngine
from ..language.replacing import replace_file
from .exits import FINE, CouldNotRun
from .loading import RULES_HELP, load_plan
from .policies import choose_policies
from .terminal import tell
from .when import read_day, read_year, year_and_day


@click.command(
    "profile",
    help="写一份空白的企业画像：只问所选政策要用的指标，逐项说明怎么填、凭什么证明。\n\n"
    "默认是带注释的 YAML，不写 -o 就写到标准输出；--xlsx 是带下拉选项的 Excel，要写 -o。填好以后用 eligibility check 判定。",
)
@click.option("--policy", "policies", multiple=True, metavar="ID", help="只要这项政策的（id 或名称），可写几次；不写就是本地的全部政策")
@click.option("-o", "--output", metavar="文件", help="写到这个文件；以 .xlsx 结尾就是 Excel")
@click.option("--xlsx", is_flag=True, help="写成 Excel")
@click.option("--year", type=int, callback=read_year, metavar="年份", help="政策年度；不写就是申报日期的上一年")
@click.option("--as-of", callback=read_day, metavar="日期", help="申报日期，例如 2022-06-30；不写就是今天")
@click.option("--force", is_flag=True, help="文件已经存在也写，原来的内容就没有了")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON：写到了哪里，问了哪些指标")
@click.option("--rules", multiple=True, metavar="文件夹", help=RULES_HELP)
def command(policies: tuple[str, ...], output: str | None, xlsx: bool, year: int | None, as_of: date | None, force: bool, as_json: bool,
            rules: tuple[str, ...]) -> int:  # fmt: skip
    from ..forms.needed import form_of

    xlsx = xlsx or bool(output) and output.lower().endswith(".xlsx")
    _check_output(output, xlsx, force)
    plan = load_plan(rules)
    again = _again(output, policies, year, as_of, rules)
    policy_year, as_of = year_and_day(year, as_of)
    chosen, absent = choose_policies(plan, policies, policy_year, as_of)
    for policy in absent:
        tell(f"注意：{policy.title}不在有效期内，没有列入（{policy.because}）。", err=True)
    if not chosen:
        raise CouldNotRun("X905", f"{policy_year} 政策年度没有在有效期内的政策", "换一个 --year 或 --as-of，或用 --policy 点名别的政策")
    form = form_of(ScalarEngine(plan, policy_year, as_of, chosen))
    content = _content(form, xlsx)
    if output and not xlsx:
        from ..editor.modeline import for_editors

        content = for_editors(content.decode("utf-8"), output).encode("utf-8")
    if output:
        replace_file(output, content)
    if as_json:
        from .json_output import write_json

        write_json(_summary(form, output, None if output else content.decode("utf-8")))
    elif output:
        tell(f"已写好 {output}：{len(form.questions)} 项。填好后运行 eligibility check {again}", err=True)
    else:
        _to_stdout(content)
    return FINE


def _again(output: str | None, policies: tuple[str, ...], year: int | None, as_of: date | None, rules: tuple[str, ...]) -> str:
    """What to write after ``check``: the year and day the form is for, or another year would be decided with its answers."""
    words = [output or "", *(w for p in policies for w in ("--policy", p)), *(("--year", str(year)) if year is not None else ()),
             *(("--as-of", as_of.isoformat()) if as_of else ()), *(w for r in rules for w in ("--rules", r))]  # fmt: skip
    return " ".join(f'"{word}"' if " " in word else word for word in words)


def _to_stdout(content: bytes) -> None:
    """A file redirected must be UTF-8, whatever the console speaks."""
    if sys.stdout.isatty() or not hasattr(sys.stdout, "buffer"):
        click.echo(content.decode("utf-8"), nl=False)
    else:
        sys.stdout.flush()
        sys.stdout.buffer.write(content)


def _check_output(output: str | None, xlsx: bool, force: bool) -> None:
    """CouldNotRun where the file cannot or must not be written."""
    if xlsx and not output:
        raise CouldNotRun("X911", "Excel 文件不能写到标准输出", "用 -o 写明文件，例如 -o 画像.xlsx")
    if xlsx and not output.lower().endswith(".xlsx"):
        raise CouldNotRun("X911", f"--xlsx 写的是 Excel，文件名却是 {output}", "文件名以 .xlsx 结尾")
    if output and os.path.exists(output) and not (force and os.path.isfile(output)):
        raise CouldNotRun("X913", f"{output} 已经存在，没有改写", "换一个文件名；确定不要原来的内容就加 --force")


def _content(form, xlsx: bool) -> bytes:
    if xlsx:
        from ..forms.workbook import workbook_bytes

        return workbook_bytes(form)
    from ..forms.yaml_form import yaml_text

    return yaml_text(form).encode("utf-8")


def _summary(form, output: str | None, text: str | None) -> dict:
    """What was written, as ``--json`` tells it; the YAML itself where it went into no file."""
    return {
        "format": "eligibility-form/1",
        "written": output,
        "policy_year": form.policy_year,
        "as_of": form.as_of.isoformat(),
        "policies": list(form.policies),
        "facts": [
            {"fact": q.fact.name, "year": q.year, "type": q.fact.type, "unit": q.fact.unit or None, "ask": q.fact.ask, "proof": q.fact.proof,
             "options": list(q.fact.options), "none": q.fact.none, "group": group.heading or None}
            for group in form.groups for q in group.questions
        ],
        "paid_before": [{"policy": policy, "award": award} for policy, award in form.awards],
        "text": text,
    }  # fmt: skip
