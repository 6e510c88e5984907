"""The pipeline of a pools document as a Mermaid state diagram: pools by stage, ways in and out, and how many enterprises stand where."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Sequence

from ...plan.plan import DocumentPlan, Plan, PoolPlan
from ...pools.decision import OUTSIDE, PoolsDecision
from ..lines import width
from ..policy_text.names import Names
from ..speech import say
from .words import UNKNOWN, WORDS

LONGEST = 32  # columns of what stands beside an arrow
AFTER, DENIED = "须先在库", "须不在库"
_MARKUP = re.compile(r"""[!"#$%&'()*.:;<>?@\[\\\]^_`{|}~]|--|^[-+]""")


def diagram(plan: Plan, document: DocumentPlan, decisions: Sequence[PoolsDecision] | None = None) -> str:
    """Mermaid text without a final line end. ``decisions`` of ``document``: each pool says how many enterprises are where."""
    return "\n".join(_Diagram(plan, document, decisions).lines())


class _Diagram:
    def __init__(self, plan: Plan, document: DocumentPlan, decisions: Sequence[PoolsDecision] | None):
        self.plan, self.document, self.decisions = plan, document, decisions
        self.operations = plan.operations
        self.state = {pool.name: f"p{i}" for i, pool in enumerate(document.pools, 1)}
        self.counted = Counter((p.pool, p.status) for d in decisions or () for p in d.pools)
        self.names = Names(plan)

    def lines(self) -> list[str]:
        title = self.document.title
        if self.decisions is not None:
            days = "、".join(sorted({d.as_of for d in self.decisions}))
            title += f"（{len(self.decisions)} 家企业，申报日期 {days}）" if days else f"（{len(self.decisions)} 家企业）"
        out = ["---", f"title: {json.dumps(say(title), ensure_ascii=False)}", "---", "stateDiagram-v2", "    direction LR"]
        for number, stage in enumerate(self.document.stages, 1):
            pools = [p for p in self.document.pools if p.stage == stage]
            if pools:
                inside = [line for p in pools for line in (self.box(p), *self.ends(p))]
                out += [f'    state "{number} {escaped(stage)}" as s{number} {{', *(f"        {line}" for line in inside), "    }"]
        apart = [p for p in self.document.pools if p.stage not in self.document.stages]
        out += [f"    {line}" for p in apart for line in (self.box(p), *self.ends(p))]
        out += [f"    {arrow}" for p in self.document.pools for arrow in self.between(p)]
        unknown = [self.state[p.name] for p in self.document.pools if p.unknown]
        if unknown:
            out += ["    classDef unknown stroke-dasharray:5", f"    class {','.join(unknown)} unknown"]
        return out

    def box(self, pool: PoolPlan) -> str:
        """A state: its title, that nobody knows how to get in, and the counts that are not 0."""
        said = [pool.title] + ([say(UNKNOWN)] if pool.unknown else [])
        if self.decisions is not None:
            counts = [f"{say(word)} {self.counted[pool.name, status]}" for status, word in WORDS.items()
                      if status != OUTSIDE and self.counted[pool.name, status]]
            said += counts or [f"{say(WORDS[OUTSIDE])} {self.counted[pool.name, OUTSIDE]}"]
        return f'state "{"<br/>".join(map(escaped, said))}" as {self.state[pool.name]}'

    def ends(self, pool: PoolPlan) -> list[str]:
        """The way in for those who are in no other pool, and the way out; each stage has a start and an end of its own."""
        own = self.state[pool.name]
        alone = not pool.after and (pool.asks is None or self.possible_alone(pool.asks))
        leave = [] if pool.leave is None else [f"{own} --> [*] : {escaped(short(self.leaving(pool.leave)))}"]
        return [f"[*] --> {own}"] * alone + leave

    def between(self, pool: PoolPlan) -> list[str]:
        """Ways in from the pools before it and from those that its conditions name."""
        own = self.state[pool.name]
        out = [f"{self.state[name]} --> {own} : {escaped(say(AFTER))}" for name in pool.after]
        for name, denied in self.named_in(pool.asks).items():
            if name not in pool.after and name != pool.name:
                out.append(f"{self.state[name]} --> {own}" + (f" : {escaped(say(DENIED))}" if denied else ""))
        return out

    def leaving(self, index: int) -> str:
        """A condition for leaving in few words: the name it has, else its tests as they are written."""
        op = self.operations[index]
        if op.op == "is" and op.data == ["是"] and self.operations[op.args[0]].op in ("named", "version"):
            return self.operations[op.args[0]].label
        if op.op in ("all", "any") and op.word is None and op.label is None and op.args:
            return ("，" if op.op == "all" else " 或 ").join(map(self.leaving, op.args))
        return self.names.bare(index).inline()

    def named_in(self, asks: int | None) -> dict[str, bool]:
        """The pools of this document that a condition names → whether it only denies them."""
        found: dict[str, bool] = {}
        pending, seen = [(asks, False)] if asks is not None else [], set()
        while pending:
            index, denied = pending.pop()
            if (index, denied) in seen:
                continue
            seen.add((index, denied))
            op = self.operations[index]
            if op.op == "pool" and op.data[0] == self.document.id and op.data[1] in self.state:
                found[op.data[1]] = denied and found.get(op.data[1], True)
            turned = op.op == "not" or op.op == "is" and op.data == ["否"]
            pending += [(a, denied != turned) for a in reversed(op.args)]
        return {name: found[name] for name in self.state if name in found}

    def possible_alone(self, index: int) -> bool:
        """Whether a condition can hold for an enterprise that is in no pool."""
        op = self.operations[index]
        match op.op:
            case "pool":
                return False
            case "all" | "named" | "version":
                return all(map(self.possible_alone, op.args))
            case "any":
                return any(map(self.possible_alone, op.args))
            case "at_least":
                return sum(map(self.possible_alone, op.args)) >= op.data[0]
            case "is" if op.data == ["是"]:
                return self.possible_alone(op.args[0])
        return True


def short(text: str) -> str:
    """``text`` cut to what has room beside an arrow."""
    while width(text) > LONGEST:
        text = text.rstrip("…")[:-1] + "…"
    return text


def escaped(text: str) -> str:
    """``text`` for a label: what Mermaid or its Markdown could take for mark-up is written as a code."""
    return _MARKUP.sub(lambda found: "".join(f"#{ord(c)};" for c in found[0]), " ".join(text.split()))
