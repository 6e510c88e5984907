"""``eligibility new policy`` at the terminal: every answer is judged when it is given."""

from __future__ import annotations

import sys

from eligibility.commands import new_policy

ANSWERS = [
    "示例区/研发", "shili/rd", "研发", "《示例办法》", "", "看过原文", "official", "", "二〇二二年", "2022年1月1日", "", "2022年补助", "研发补助，专利奖励",
]  # fmt: skip


def test_an_answer_that_will_not_do_is_asked_again(run, tmp_path, monkeypatch):
    """The wrong id, grade, day and award are told at once; none of the other answers is lost."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
    left = iter(ANSWERS)
    monkeypatch.setattr(new_policy.click, "prompt", lambda *_, **__: next(left))
    code, out, err = run("new", "policy")
    told = "".join(err.split())
    assert code == 0 and next(left, None) is None
    assert all(word in told for word in ("编号“示例区/研发”只能用", "证据等级“看过原文”不对", "施行日期“二〇二二年”不是日期", "2022年补助"))
    assert (tmp_path / "rules/shili/rd.yaml").read_text(encoding="utf-8").count("amount: unknown") == 2
    assert run("validate", tmp_path / "rules")[0] == 0
