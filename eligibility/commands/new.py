"""``eligibility new``: a blank profile for enterprises, a policy skeleton for staff."""

from __future__ import annotations

import click

from .main import Verbs


class Kinds(Verbs):
    """What can be begun anew, each imported when it is called."""

    verbs = {
        "profile": "空白的企业画像：只问所选政策要用的指标，YAML 或 Excel",
        "policy": "新的政策文件和它的用例，带说明",
    }
    prefix = "new_"


@click.group("new", cls=Kinds, help="新建：企业的空白画像，或一份政策文件。", subcommand_metavar="种类 [参数]…", invoke_without_command=True)
@click.pass_context
def command(ctx: click.Context) -> None:
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())
