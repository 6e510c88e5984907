"""What click and the operating system complain about, as Chinese message and remedy."""

from __future__ import annotations

import errno
import re

import click

from .help_text import metavars

_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_QUOTED = re.compile(r"'(.*)'")  # what the user typed, in click's messages
_EXTRA = re.compile(r"Got unexpected extra arguments? \((.*)\)")
_OS_ERRORS = {
    errno.ENOENT: ("没有这个文件或文件夹", "请核对路径是否写对"),
    errno.EACCES: ("没有读写权限", "请换一个有权限的位置，或请管理员授权"),
    errno.EISDIR: ("这是文件夹，不是文件", "请写出其中的文件名"),
    errno.ENOTDIR: ("路径中间有一段不是文件夹", "请核对路径是否写对"),
    errno.ENOSPC: ("磁盘已满", "请清出空间后重新运行"),
    errno.ENAMETOOLONG: ("文件名太长", "请核对路径是否写对"),
}


def in_chinese(error: click.ClickException) -> tuple[str, str]:
    """Message and remedy for a click exception; a Chinese message is our own and stays."""
    return _message(error), _remedy(error)


def _message(error: click.ClickException) -> str:
    if _CHINESE.search(_QUOTED.sub("", error.message)):
        return error.message
    match error:
        case click.NoSuchOption():
            return f"没有 {error.option_name} 这个选项" + _meant(error.possibilities)
        case click.MissingParameter():
            return f"缺少参数 {_name(error)}"
        case click.BadParameter():
            return f"{_name(error)} 的值不对：{_expected(error)}"
        case click.BadOptionUsage():
            return f"选项 {error.option_name} 的用法不对：是否缺了或多了它的值？"
        case click.FileError():
            return f"打不开文件 {error.ui_filename}"
    extra = _EXTRA.match(error.message)
    if extra:
        return f"多出了参数：{extra[1]}"
    return f"命令行写法不对：{error.message}"


def _meant(possibilities) -> str:
    return f"；您是不是要用 {'、'.join(possibilities)}？" if possibilities else ""


def _name(error: click.BadParameter) -> str:
    if error.param is None:
        return "命令行参数"
    if isinstance(error.param, click.Argument):
        return metavars(error.param.make_metavar(error.ctx))
    return error.param.opts[0]


def _expected(error: click.BadParameter) -> str:
    kind = error.param.type if error.param is not None else None
    match kind:
        case click.Choice():
            return f"只能是 {'、'.join(map(str, kind.choices))}"
        case click.Path() | click.File():
            typed = _QUOTED.search(error.message)
            return f"没有 {typed[1] if typed else ''} 这个文件或文件夹，或者读不了"
        case _ if error.param is not None and error.param.name == "year":
            return "要四位的年份，在 1901 至 2200 之间"
        case _ if kind is not None and kind.name.startswith("integer"):
            return "要一个整数，并在允许的范围内"
        case _ if kind is not None and kind.name.startswith("float"):
            return "要一个数"
    return error.message


def _remedy(error: click.ClickException) -> str:
    context = getattr(error, "ctx", None)
    path = context.command_path if context is not None else "eligibility"
    return f"运行 {path} --help 查看用法"


def file_trouble(error: OSError) -> tuple[str, str, str]:
    """Code, message and remedy for a file that could not be read or written."""
    what, remedy = _OS_ERRORS.get(error.errno, (error.strerror or str(error), "请核对路径和权限"))
    where = f" {error.filename}" if error.filename else ""
    code = "X901" if error.errno == errno.ENOENT else "X902"
    return code, f"无法读写{where}：{what}", remedy
