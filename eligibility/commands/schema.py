"""``eligibility schema``: the schemas that let an editor know the vocabulary, written, checked, or put into files as a first line."""

from __future__ import annotations

import os

import click

from .. import resources
from ..language.replacing import replace_file
from .exits import FINDINGS, FINE, CouldNotRun
from .json_output import write_json
from .loading import RULES_HELP, SHIPPED, must_be_there
from .terminal import tell
from .unfinished import unfinished_plan


@click.command("schema", help="生成编辑器用的 JSON Schema：写规则和画像时补全名称和取值、显示说明、标出写错的单位。\n\n"
               "改了指标表或标准里的名称以后重新运行一次。没有写 --rules 时，用当前文件夹里的 rules；没有这个文件夹，就用随程序安装的规则。"
               "路径是要在第一行写明所用 schema 的文件或文件夹，和 --modeline 一起写。")
@click.argument("paths", nargs=-1, metavar="[路径…]")
@click.option("-o", "--output", metavar="文件夹", help="写到这个文件夹；不写就是规则文件夹旁边的 schemas/editor")
@click.option("--check", is_flag=True, help="只检查是不是最新的，不写；不是最新以 1 结束")
@click.option("--modeline", is_flag=True, help="在路径里每个 .yaml 文件的第一行写明它的 schema")
@click.option("--rules", multiple=True, metavar="文件夹", help=RULES_HELP)
@click.option("--json", "as_json", is_flag=True, help="输出 JSON")
def command(paths: tuple[str, ...], output: str | None, check: bool, modeline: bool, rules: tuple[str, ...], as_json: bool) -> int:
    from ..editor.schemas import FOLDER, schema_texts

    if paths and not modeline:
        raise CouldNotRun("X911", "路径只和 --modeline 一起写", "要在文件里写明 schema，加上 --modeline；规则文件夹写在 --rules 后面")
    rules = rules or (("rules",) if os.path.isdir("rules") else ())
    folder = output or os.path.join(_around(rules), "schemas", FOLDER)
    texts = schema_texts(unfinished_plan(rules), resources.schemas_dir())
    wanted = {os.path.join(folder, name): text for name, text in texts.items()}
    if modeline:
        wanted |= _modelines(paths, folder)
    changed = [path for path, text in wanted.items() if _read(path) != text]
    if not check:
        for path in changed:
            _write(path, wanted[path])
    _report(sorted(wanted), changed, check, as_json)
    return FINDINGS if check and changed else FINE


def _around(rules: tuple[str, ...]) -> str:
    """The folder in which the first of the rules lies; here, where they came with the program."""
    own = [root for root in rules if root != SHIPPED]
    if not own:
        return "."
    first = own[0] if os.path.isdir(own[0]) else os.path.dirname(os.path.abspath(own[0]))
    return os.path.relpath(os.path.dirname(os.path.abspath(first)))


def _modelines(paths: tuple[str, ...], folder: str) -> dict[str, str]:
    """Every YAML file at or below ``paths`` with its first line as it should be."""
    from ..editor.modeline import with_modeline

    if not paths:
        raise CouldNotRun("X911", "--modeline 后面没有写路径", "写上文件或文件夹，例如 eligibility schema --modeline rules examples")
    must_be_there(paths)
    texts = {}
    for root in paths:
        found = [os.path.join(place, name) for place, _, names in os.walk(root) for name in names] if os.path.isdir(root) else [root]
        for path in sorted(found):
            if path.lower().endswith((".yaml", ".yml")):
                text = _read(path)
                if text is None:
                    raise CouldNotRun("X902", f"{path} 打不开，或不是 UTF-8 编码", "检查读的权限和编码")
                texts[path] = with_modeline(text, path, folder)
    return texts


def _read(path: str) -> str | None:
    try:
        with open(path, encoding="utf-8", newline="") as file:
            return file.read()
    except (OSError, UnicodeDecodeError):
        return None


def _write(path: str, text: str) -> None:
    os.makedirs(os.path.dirname(os.path.abspath(path)), exist_ok=True)
    replace_file(path, text.encode("utf-8"))


def _report(files: list[str], changed: list[str], check: bool, as_json: bool) -> None:
    shown = {path: _shown(path) for path in files}
    if as_json:
        rows = [{"file": shown[path], "changed": path in changed} for path in files]
        write_json({"format": "eligibility-schema/1", "written": not check, "files": rows})
        return
    for path in changed:
        tell(f"{'不是最新' if check else '已写入'}：{shown[path]}")
    rest = len(files) - len(changed)
    tell(f"共 {len(files)} 个文件，{len(changed)} 个{'不是最新' if check else '写入'}，{rest} 个不用改")
    if check and changed:
        tell("改法：运行 eligibility schema（文件的第一行用 --modeline），不要加 --check。", err=True)


def _shown(path: str) -> str:
    """Relative to here where the file lies below."""
    try:
        found = os.path.relpath(path)
    except ValueError:  # another drive
        return path
    return path if found.startswith("..") else found.replace(os.sep, "/")
