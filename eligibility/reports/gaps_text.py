"""Gaps of the rules as lines and as JSON."""

from __future__ import annotations

from .gaps import FORMAT, KINDS, Gap, Wanted
from .lines import folded


def render(found: list[Wanted]) -> list[str]:
    """Instrument by instrument, what to look for in it, the most pressing first."""
    if not found:
        return folded("没有缺口：每个数都查到了，每条都见到了条号。")
    lines = folded("要取的文件，影响奖补项多的在前")
    for i, wanted in enumerate(found, 1):
        number = f"（{wanted.number}）" if wanted.number else ""
        lines += ["", *folded(f"{i}. 《{wanted.instrument}》{number}", 0, 3)]
        affected = f"影响 {len(wanted.awards)} 个奖补项" if wanted.awards else "还没有奖补项用到"
        lines += folded(f"{affected}；要查 {len(wanted.gaps)} 处", 3, 2)
        for source in wanted.sources:
            lines += folded(f"读自：{source}", 3, 2)
        for kind, title in KINDS.items():
            gaps = [gap for gap in wanted.gaps if gap.kinds[0] == kind]
            if gaps:
                lines += folded(f"{title}（{len(gaps)}）", 3)
            for gap in gaps:
                lines += _entry(gap)
    return lines


def _entry(gap: Gap) -> list[str]:
    others = [KINDS[kind] for kind in gap.kinds[1:]]
    notes = "，".join(filter(None, (gap.ref, *others, f"影响 {len(gap.awards)} 项" if gap.awards else "")))
    text = f"· {gap.what}" + (f"〔{notes}〕" if notes else "") + (f"：{gap.why}" if gap.why else "")
    return [*folded(text, 5, 2), f"       {gap.file}:{gap.line}"]  # a path is never torn


def to_dict(found: list[Wanted]) -> dict:
    return {"format": FORMAT, "instruments": [
        {"instrument": w.instrument, "number": w.number, "sources": list(w.sources), "awards": ["#".join(a) for a in w.awards],
         "gaps": [{"kinds": list(g.kinds), "what": g.what, "why": g.why, "ref": g.ref, "document": g.document, "file": g.file, "line": g.line,
                   "awards": ["#".join(a) for a in g.awards]} for g in w.gaps]}
        for w in found
    ]}  # fmt: skip
