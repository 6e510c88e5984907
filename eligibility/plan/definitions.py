"""Names that stand for something: built when first used, each once, cycles shown as a walk."""

from __future__ import annotations

from ..language.diagnostic import Where
from ..language.syntax import Bands, Block, Definition, Group, Has, Holds, Test
from .blocks import build_bands, build_block
from .conditions import build_condition
from .expressions import build_expression
from .scope import Scope

#: how many definitions may rest on one another; keeps the builder's recursion bounded
DEEPEST = 60


def declare(definitions: dict[str, Definition], scope: Scope) -> None:
    """Make ``definitions`` (and the names their bands give) visible in ``scope``."""
    for name, definition in definitions.items():
        body = definition.body
        if isinstance(body, Block) and isinstance(body.value, Bands) and body.value.gives:
            for position, given in enumerate(body.value.gives):
                _declare_one(given.text, given.where, scope, lambda d=definition, p=position: _build(d, scope, p))
        else:
            _declare_one(name, definition.where, scope, lambda d=definition: _build(d, scope))


def _declare_one(name: str, where: Where, scope: Scope, build) -> None:
    draft = scope.draft
    memo: list[int | None] = []

    def once() -> int | None:
        if memo:
            return memo[0]
        key = (name, id(scope))
        walk = [k for k, _ in draft.building]
        if key in walk:
            names = [label for _, label in draft.building[walk.index(key):]] + [name]
            if name not in draft.circles:
                draft.findings.error("P601", where, f"定义绕成了圈：{' → '.join(names)}。", "改其中一个定义，使它不再依赖自己。")
            draft.circles.add(name)
            return None
        if len(walk) >= DEEPEST:
            if not draft.too_deep:
                draft.findings.error("P602", where, f"定义一层套一层，超过 {DEEPEST} 层。", "合并一些中间名称。")
            draft.too_deep = True
            return None
        draft.building.append((key, name))
        try:
            memo.append(build())
        finally:
            draft.building.pop()
        return memo[0]

    scope.add(name, where, once)


def _build(definition: Definition, scope: Scope, position: int = 0) -> int | None:
    body = definition.body
    if isinstance(body, Block):
        if isinstance(body.value, Bands) and body.value.gives:
            made = build_bands(body.value, scope, position)
        else:
            made = build_block(body, scope, declare)
    elif isinstance(body, (Test, Holds, Group, Has)):
        made = build_condition(body, scope)
    else:
        made = build_expression(body, scope)
    if made is None:
        return None
    label = body.value.gives[position].text if isinstance(body, Block) and isinstance(body.value, Bands) and body.value.gives else definition.name
    return scope.draft.named(made, label, definition.where, definition.clause)
