"""What awards pay once overrides and ``together`` are reckoned with, as ``engines.scalar.settle`` has it, for all rows at once."""

from __future__ import annotations

from itertools import product

from .nodes import Node
from .numbers import Num, Numbers, Truth

MOST_WAYS = 3  # undetermined overriding awards of one policy that are tried both ways for every row; further ones are left to the scalar engine


class Settling:
    """The payments of one policy: ``total`` and one ``Num`` for each award, in 分."""

    def __init__(self, numbers: Numbers, rules: list, statuses: list[Truth], amounts: list[Num], ceilings: list[Num]):
        self.numbers, self.nodes = numbers, numbers.nodes
        self.count, self.overrides, self.groups = rules
        self.statuses = statuses
        self.amounts = [numbers.plain(a) for a in amounts]
        self.arguments = ceilings  # by position among the arguments of the operation

    def run(self) -> tuple[Num, list[Num]]:
        """Each way an undetermined overriding award can turn out is reckoned through, and the hull taken."""
        n = self.nodes
        opens = [o for o in sorted({over for over, _ in self.overrides}) if self.statuses[o].sure is not self.statuses[o].possible]
        for over in opens[MOST_WAYS:]:
            self.numbers.doubt(n.both(self.statuses[over].possible, n.no(self.statuses[over].sure)))
        opens = opens[:MOST_WAYS]
        ways: list[tuple[Node, Num, list[Num]]] = []
        for turned in product((True, False), repeat=len(opens)):
            there = n.truth(True)  # whether this way is one of the row's
            statuses = list(self.statuses)
            for over, holds in zip(opens, turned):
                status = self.statuses[over]
                there = n.both(there, status.possible if holds else n.no(status.sure))
                statuses[over] = Truth(n.truth(holds), n.truth(holds))
            ways.append((there, *self._pay(statuses)))
        _, total, payments = ways[0]
        for there, other, others in ways[1:]:
            total = self._joined(ways[0][0], there, total, other)
            payments = [self._joined(ways[0][0], there, a, b) for a, b in zip(payments, others)]
            ways[0] = (n.either(ways[0][0], there), total, payments)
        return total, payments

    def _joined(self, first: Node, second: Node, a: Num, b: Num) -> Num:
        """What either way gives: the hull where both are ways of a row."""
        both = self.numbers.hull(a, b)
        n = self.nodes
        here = n.both(first, second)
        return Num(*(self.numbers.where_end(here, h, self.numbers.where_end(first, x, y))
                     for h, x, y in ((both.low, a.low, b.low), (both.high, a.high, b.high))), self.numbers.never, self.numbers.never)

    def _pay(self, statuses: list[Truth]) -> tuple[Num, list[Num]]:
        zero = self.numbers.constant(0, 0)
        paid = [self.numbers.chosen(status, amount, zero) for status, amount in zip(statuses, self.amounts)]
        for over, under in self.overrides:
            replaced = statuses[over]
            paid[under] = self.numbers.chosen(replaced, zero, paid[under])
        grouped = {i for g in self.groups for i in g["awards"]}
        total = zero
        for i, payment in enumerate(paid):
            if i not in grouped:
                total = self.numbers.add(total, payment)
        for group in self.groups:
            total = self.numbers.add(total, self._share_out(group, paid))
        return total, paid

    # ---------------------------------------------------------------------- groups

    def _share_out(self, group: dict, paid: list[Num]) -> Num:
        """One group: payments of its members in place, and their sum."""
        numbers, members = self.numbers, group["awards"]
        ceiling = None if group["cap"] is None else self.arguments[group["cap"]]
        before = None if group["paid"] is None else self.arguments[group["paid"]]
        zero = numbers.constant(0, 0)
        shares = [paid[i] for i in members]
        if group["pay"] == "highest":
            whole = shares[0]
            for share in shares[1:]:
                whole = numbers.extreme(whole, share, False)
            shares = self._winners(shares)
            if ceiling is not None:
                whole = numbers.extreme(whole, numbers.extreme(zero, ceiling, False), True)
            if before is not None:
                whole = numbers.extreme(zero, numbers.sub(whole, before), False)
        else:
            whole = shares[0]
            for share in shares[1:]:
                whole = numbers.add(whole, share)
            if ceiling is not None:
                room = ceiling if before is None else numbers.sub(ceiling, before)
                whole = numbers.extreme(whole, numbers.extreme(zero, room, False), True)
        cut = self._pro_rata(shares, whole) if group["cut"] == "pro_rata" else self._last_first(shares, whole)
        for i, share in zip(members, cut):
            paid[i] = share
        return whole

    def _winners(self, shares: list[Num]) -> list[Num]:
        """Only the highest is paid, the first of equals; one that may win keeps its upper end."""
        numbers, n, zero = self.numbers, self.nodes, self.numbers.end(0)
        found = []
        for i, share in enumerate(shares):
            surely = maybe = n.truth(True)
            for j, other in enumerate(shares):
                if i != j:
                    sign = "gt" if j < i else "ge"
                    surely = n.both(surely, numbers.compare_ends(sign, share.low, other.high, False))
                    maybe = n.both(maybe, numbers.compare_ends(sign, share.high, other.low, True))
            found.append(Num(numbers.where_end(surely, share.low, zero), numbers.where_end(maybe, share.high, zero), numbers.never, numbers.never))
        return found

    def _last_first(self, shares: list[Num], whole: Num) -> list[Num]:
        """Cut to ``whole`` from the last award on."""
        numbers, zero, found = self.numbers, self.numbers.end(0), []
        left = whole
        for share in shares:
            low = numbers.extreme_end(zero, numbers.extreme_end(share.low, left.low, True, True), False, False)
            high = numbers.extreme_end(zero, numbers.extreme_end(share.high, left.high, True, False), False, True)
            found.append(Num(low, high, numbers.never, numbers.never))
            left = numbers.sub(left, share)
        return found

    def _pro_rata(self, shares: list[Num], whole: Num) -> list[Num]:
        """Nothing is cut where all is known and there is room; other rows are left to the scalar engine."""
        numbers, n = self.numbers, self.nodes
        total = shares[0]
        for share in shares[1:]:
            total = numbers.add(total, share)
        known = n.both(*(numbers.compare_ends("eq", x.low, x.high, False) for x in (*shares, whole)))
        room = numbers.compare_ends("le", total.high, whole.low, False)
        nothing = numbers.compare_ends("eq", total.high, numbers.end(0), False)
        numbers.doubt(n.no(n.both(known, n.either(room, nothing))))
        return shares
