"""What the pages of the book copy from the program: the options of each verb, and every error."""

from __future__ import annotations

import click

from eligibility.commands.main import Context, group
from eligibility.language.code_notes import FAMILIES
from eligibility.language.codes import TITLES
from eligibility.reports.error_text import explained


def options(*verb: str) -> str:
    """What a verb says of itself, and a table of its options; without a verb those of the program."""
    command = group
    context = Context(group, info_name="eligibility")
    for name in verb:
        command = command.get_command(context, name)
        context = command.context_class(command, parent=context, info_name=name)
    usage = command.get_usage(context).replace("用法：", "")
    rows = [row for param in command.get_params(context) if (row := _row(param, context)) and not row[0].startswith("--help")]
    parts = [f"```text\n{' '.join(usage.split())}\n```", *(" ".join(p.split()) for p in (command.help or "").split("\n\n") if verb)]
    if rows:
        parts.append("\n".join(["| 选项 | 意思 |", "|---|---|", *(f"| `{name}` | {_cell(said)} |" for name, said in rows)]))
    return "\n\n".join(parts) + "\n"


def _row(param: click.Parameter, context: click.Context) -> tuple[str, str] | None:
    return param.get_help_record(context) if isinstance(param, click.Option) else None


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def errors() -> str:
    """Every code by family: what it means, its remedy, and one example before and after."""
    parts = ["、".join(f"[{letter} {family}](#{letter})" for letter, family in FAMILIES.items())]
    for letter, family in FAMILIES.items():
        parts.append(f'<a id="{letter}"></a>\n\n## {letter} {family}')
        parts += [_error(explained(code)) for code in TITLES if code[0] == letter]
    return "\n\n".join(parts) + "\n"


def _error(error: dict) -> str:
    parts = [f'<a id="{error["code"]}"></a>\n\n### {error["code"]} {error["title"]}']
    if error["means"]:
        parts += [_plain(error["means"]), f"改法：{_plain(error['remedy'])}"]
    for example in error["examples"][:1]:
        parts += [f"改前：\n\n{_fenced(example['before'])}"] if example["before"] else []
        parts += [_plain(example["message"]), f"改法：{_plain(example['hint'])}"]
        parts += [f"改后：\n\n{_fenced(example['after'])}"] if example["after"] else []
    return "\n\n".join(parts)


def _fenced(lines: list[str]) -> str:
    return "\n".join(["```text", *lines, "```"])


def _plain(text: str) -> str:
    """Text in which Markdown sees no mark-up."""
    return "".join(f"\\{c}" if c in "\\`*_[]<>#|" else c for c in text)
