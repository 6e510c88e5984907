"""``eligibility plan``: one page for one enterprise, as Markdown and HTML, from everything that can be decided of it."""

from __future__ import annotations

import os
import sys
from datetime import date
from typing import TYPE_CHECKING

import click

from ..language.diagnostic import Diagnostic
from ..language.replacing import replace_file
from ..plan.versions import in_force
from . import completing
from .enterprises import read_enterprises
from .exits import CouldNotRun
from .json_output import write_found
from .loading import RULES_HELP, load_plan
from .policies import choose_policies, run_by_default
from .terminal import tell
from .when import read_day, read_year, year_and_day

if TYPE_CHECKING:
    from ..reports.enterprise_page.page import Page


@click.command(
    "plan",
    help="一企一策：给一家企业写一页。现在可以领什么、多少钱、交什么材料，还不能确定什么，在哪些企业库，离什么最近、差多少，什么时候办什么，还要查明什么。\n\n"
    "默认把 Markdown 写到标准输出，--html 写 HTML；--out 把两种都存进文件夹，一家企业一对文件。"
    "画像里的问题写到标准错误：有没采用的内容以 1 结束，无法判定以 2 结束。",
)
@click.argument("profiles", nargs=-1, required=True, metavar="画像文件…")
@click.option("--out", metavar="文件夹", help="存到这个文件夹，文件叫 企业名称.md 和 企业名称.html；没有的文件夹会建，同名的文件会换成新的")
@click.option("--html", "as_html", is_flag=True, help="标准输出写 HTML：一次一家企业，几家用 --out")
@click.option("--policy", "policies", multiple=True, metavar="ID", shell_complete=completing.policies, help="只写这项政策（id、名称，或 chongqing/yubei 这样的一组），可写几次；不写就是本地的全部政策")
@click.option("--year", type=int, callback=read_year, metavar="年份", help="政策年度；不写就是申报日期的上一年")
@click.option("--as-of", callback=read_day, metavar="日期", help="申报日期，例如 2022-06-30；不写就是今天")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON：一家企业是一个对象，几个画像或几家企业是数组")
@click.option("--rules", multiple=True, metavar="文件夹", help=RULES_HELP)
def command(profiles: tuple[str, ...], out: str | None, as_html: bool, policies: tuple[str, ...], year: int | None, as_of: date | None,
            as_json: bool, rules: tuple[str, ...]) -> int:  # fmt: skip
    if as_html and as_json:
        raise click.UsageError("--html 和 --json 只能写一个", click.get_current_context())
    plan = load_plan(rules)
    policy_year, as_of = year_and_day(year, as_of)
    chosen, absent = choose_policies(plan, policies, policy_year, as_of)
    from ..reports.enterprise_page.gather import Gathering

    pools = [d.id for d in plan.documents if d.kind == "pools" and run_by_default(d.id) and in_force(d, policy_year, as_of)]
    gathering = Gathering(plan, policy_year, as_of, chosen, absent, pools)
    read = read_enterprises(profiles, gathering.engine)
    pages = [gathering.page(profile, problems) for _, profile, problems in read.usable]
    if as_html and out is None and len(pages) > 1:
        raise CouldNotRun("X911", f"有 {len(pages)} 家企业，一份 HTML 只写一家", "用 --out 写明文件夹，一家企业存一对文件")
    if out is not None and pages:
        _save(pages, out)
    if as_json:
        _write_json(pages, len(profiles) > 1 or len(pages) > 1, read.dropped)
    elif out is None and pages:
        _to_stdout(_text(pages, as_html))
    return read.code


def _text(pages: list[Page], as_html: bool) -> str:
    if as_html:
        from ..reports.enterprise_page.html import html

        return html(pages[0])
    from ..reports.enterprise_page.markdown import markdown

    return "\n---\n\n".join(map(markdown, pages))


def _save(pages: list[Page], folder: str) -> None:
    """Both files of every enterprise; all pages are made before the first file is written."""
    from ..reports.enterprise_page.file_names import file_names
    from ..reports.enterprise_page.html import html
    from ..reports.enterprise_page.markdown import markdown

    if os.path.lexists(folder) and not os.path.isdir(folder):
        raise CouldNotRun("X902", f"--out 后面的 {folder} 是文件，不是文件夹", "换成文件夹，没有的会建")
    names = file_names([page.heading for page in pages])
    contents = [(f"{name}.{ending}", _bytes(text)) for name, page in zip(names, pages)
                for ending, text in (("md", markdown(page)), ("html", html(page)))]  # fmt: skip
    os.makedirs(folder, exist_ok=True)
    for name, content in contents:
        path = os.path.join(folder, name)
        replace_file(path, content)
        tell(f"已写好 {path}", err=True)


def _bytes(text: str) -> bytes:
    """A name may hold half a character where JSON wrote one; it is shown as ?."""
    return text.encode("utf-8", "replace")


def _to_stdout(text: str) -> None:
    """A page redirected is a file: UTF-8, whatever the console speaks."""
    if sys.stdout.isatty() or not hasattr(sys.stdout, "buffer"):
        click.echo(text, nl=False)
    else:
        sys.stdout.flush()
        sys.stdout.buffer.write(_bytes(text))


def _write_json(pages: list[Page], several: bool, dropped: list[Diagnostic]) -> None:
    """One page, or a list for several; ``dropped`` is what was wrong with profiles that gave none."""
    from ..reports.enterprise_page.as_json import page_json

    write_found([page_json(page) for page in pages], several, dropped)
