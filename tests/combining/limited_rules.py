"""Two small policies and a limits file over them, as text, for tests of limits."""

from __future__ import annotations

from datetime import date

from eligibility.engines.scalar.engine import ScalarEngine
from tests.engines.small_rules import compiled

HEAD = "title: 试\ninstrument: {{title: 试行办法, evidence: official}}\nin_force: {{from: 2000-01-01}}\n"
FIRST = f"""kind: policy
id: t/first
{HEAD.format()}
awards:
  甲奖: {{clause: 第一条, when: {{规上: 是}}, amount: 上年收入 × 1%, cap: 100万元}}
  乙奖: {{clause: 第二条, amount: 30万元}}
"""
SECOND = f"""kind: policy
id: t/second
{HEAD.format()}
awards:
  丙奖: {{clause: 第一条, amount: 40万元}}
  丁奖: {{clause: 第二条, when: {{专利: 不低于 5项}}, amount: 20万元}}
"""


def limits_file(limits: str, more: str = "") -> str:
    """A limits file with these limits (indented by two)."""
    return f"kind: limits\nid: t/limits\n{HEAD.format()}{more}limits:\n{limits}"


def limited(limits: str, *policies: str, more: str = "", many: bool = False) -> ScalarEngine:
    """The engine of the two policies (or ``policies``) under these limits."""
    plan, found = compiled(*(policies or (FIRST, SECOND)), limits_file(limits, more))
    assert not found, found
    return ScalarEngine(plan, 2021, date(2022, 6, 30), many=many)
