"""Which document a name on the command line means: its id, its title, or a part of either that fits only one."""

from __future__ import annotations

import os

from ..plan.plan import DocumentPlan
from .exits import CouldNotRun


def find_versions(documents: list[DocumentPlan], name: str) -> list[DocumentPlan]:
    """Every version of the one of ``documents`` meant by ``name``, oldest first; CouldNotRun where it is none or more than one."""
    versions: dict[str, list[DocumentPlan]] = {}
    for document in documents:
        versions.setdefault(document.id, []).append(document)
    found = {d.id for d in documents if name in (d.id, d.title)} or {d.id for d in documents if name in d.id or name in d.title}
    if len(found) == 1:
        return sorted(versions[found.pop()], key=lambda d: d.start or "")
    if found:
        raise CouldNotRun("X907", f"“{name}”可以指 {len(found)} 份文件", f"写其中一份的 id：{'、'.join(i for i in versions if i in found)}")
    from ..language.spelling import nearest

    near = nearest(name, [*versions, *{d.title for d in documents}])
    hint = f"您是不是想写“{near}”？" if near else ""
    if os.path.exists(name):
        raise CouldNotRun("X907", f"没有 id 或名称为“{name}”的文件", "这里写 id 或名称，不写路径；规则不是随程序安装的，用 --rules 写明它的文件夹")
    raise CouldNotRun("X907", f"没有 id 或名称为“{name}”的文件", hint + "用 eligibility rules 列出全部文件")
