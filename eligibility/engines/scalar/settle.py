"""What each award of a policy pays once overrides and ``together`` are reckoned with.

Adding intervals would be wrong under ``overrides``: 10 unless 5 is 5 to 10,
not 0 to 15. So each way an undetermined overriding award can turn out is
reckoned through, and the hull taken.
"""

from __future__ import annotations

from itertools import product

from .values import INFINITY, ends, hull, hull_of, larger, smaller

#: undetermined overriding awards of one policy that are reckoned through exactly,
MOST_OPEN = 8
#: fewer where there are so many awards that the payments of all ways would be more than this
MOST_PAYMENTS = 20_000


def settle(rules: list, arguments: tuple):
    """``(total, payments)``; ``rules`` is the data of the operation, ``arguments`` its values.

    All amounts in 分, each a number or an Interval.
    """
    count, overrides, groups = rules
    statuses, amounts = arguments[:count], arguments[count : 2 * count]
    undecided = sorted({over for over, _ in overrides if statuses[over] is None})
    most = min(MOST_OPEN, (MOST_PAYMENTS // max(1, count)).bit_length())
    outcomes = []
    for ways in product((True, False), repeat=min(len(undecided), most)):
        way = list(statuses)
        for index, holds in zip(undecided, ways):
            way[index] = holds
        outcomes.append(_pay(way, amounts, overrides, groups, arguments))
    if len(outcomes) == 1:
        return outcomes[0]
    payments = tuple(hull(*(o[1][i] for o in outcomes)) for i in range(count))
    return hull(*(o[0] for o in outcomes)), payments


def _pay(statuses, amounts, overrides, groups, arguments):
    paid = after_overrides(statuses, amounts, overrides)
    grouped = {i for g in groups for i in g["awards"]}
    total = sum((p for i, p in enumerate(paid) if i not in grouped), 0)
    for group in groups:
        members = group["awards"]
        ceiling = None if group["cap"] is None else arguments[group["cap"]]
        before = None if group["paid"] is None else arguments[group["paid"]]
        shares, sum_paid = share_out([paid[i] for i in members], group["pay"], group["cut"], ceiling, before)
        for i, share in zip(members, shares):
            paid[i] = share
        total = total + sum_paid
    return total, tuple(paid)


def after_overrides(statuses, amounts, overrides) -> list:
    """What each award would pay were it alone: nothing where refused or replaced; ``overrides`` are (award, award it replaces)."""
    paid = [a if s else 0 if s is False else hull(0, a) for s, a in zip(statuses, amounts)]
    for over, under in overrides:
        if statuses[over]:
            paid[under] = 0
        elif statuses[over] is None:
            paid[under] = hull(0, paid[under])
    return paid


def share_out(shares: list, pay: str, cut: str, ceiling, before):
    """(payments of the members of one group, their sum). ``ceiling`` and ``before`` (paid before) in 分, or None."""
    if pay == "highest":
        whole = shares[0]
        for share in shares[1:]:
            whole = larger(whole, share)
        shares = _winners(shares)
        if ceiling is not None:
            whole = smaller(whole, larger(0, ceiling))
        if before is not None:
            whole = larger(0, whole - before)
    else:
        whole = sum(shares, 0)
        if ceiling is not None:
            whole = smaller(whole, larger(0, ceiling if before is None else ceiling - before))
    return (_pro_rata if cut == "pro_rata" else _last_first)(shares, whole), whole


def _winners(shares: list) -> list:
    """Only the highest is paid, the first of equals; an award that may win keeps its upper end."""
    spans = [ends(s) for s in shares]
    after = [(-INFINITY, -INFINITY)]  # highest low and highest high of the shares after each
    for low, high in reversed(spans[1:]):
        after.append((max(low, after[-1][0]), max(high, after[-1][1])))
    result, before = [], (-INFINITY, -INFINITY)
    for (low, high), later in zip(spans, reversed(after)):
        surely = low > before[1] and low >= later[1]
        maybe = high > before[0] and high >= later[0]
        result.append(hull_of(low if surely else 0, high if maybe else 0))
        before = max(low, before[0]), max(high, before[1])
    return result


def _last_first(shares: list, whole) -> list:
    """Cut to ``whole`` from the last award on."""
    (low_left, high_left), result = ends(whole), []
    for share in shares:
        low, high = ends(share)
        cut = hull_of(max(0, min(low, low_left)), max(0, min(high, high_left)))
        result.append(cut)
        low_left, high_left = low_left - high, high_left - low
    return result


def _pro_rata(shares: list, whole) -> list:
    """Cut in proportion; the 分 left over go to the largest remainders, first award first."""
    spans, (low, high) = [ends(s) for s in shares], ends(whole)
    if any(a != b for a, b in [*spans, (low, high)]):
        most = sum(b for _, b in spans)
        return [hull_of(int(a * low // most) if most and most != float("inf") else 0, min(b, high)) for a, b in spans]
    total = sum(shares)
    if total <= whole or not total:
        return shares
    cut = [int(s * whole // total) for s in shares]
    order = sorted(range(len(shares)), key=lambda i: (-(shares[i] * whole % total), i))
    for i in order[: int(whole) - sum(cut)]:
        cut[i] += 1
    return cut
