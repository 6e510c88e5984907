"""``eligibility errors``: what a code means, how to mend it, and an example before and after."""

from __future__ import annotations

import click

from .exits import FINE, CouldNotRun
from .json_output import write_json


@click.command("errors", help="解释出错代码：什么意思、怎么改，附改前改后的例子。\n\n不写代码就列出全部代码。")
@click.argument("codes", nargs=-1, metavar="[代码…]")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON")
def command(codes: tuple[str, ...], as_json: bool) -> int:
    from ..language.codes import TITLES
    from ..reports.error_text import explained, explanation_text, list_text

    chosen = [_known(code, TITLES) for code in codes]
    if as_json:
        rows = [explained(code) for code in chosen or TITLES]
        write_json({"format": "eligibility-errors/1", "errors": rows})
    elif chosen:
        click.echo("\n\n".join(explanation_text(explained(code)) for code in chosen))
    else:
        click.echo(list_text())
    return FINE


def _known(word: str, titles: dict[str, str]) -> str:
    """The code as it stands in the list; small letters and full-width signs are read as well."""
    import unicodedata

    code = unicodedata.normalize("NFKC", word).strip().upper()
    if code in titles:
        return code
    from ..language.spelling import closest

    near = [c for c in titles if len(code) == 4 and c[:3] == code[:3]][:4] or closest(code, titles, n=3)
    meant = f"相近的有：{'、'.join(near)}；" if near else ""
    raise CouldNotRun("X908", f"没有“{word}”这个出错代码", f"{meant}不写代码就列出全部")
