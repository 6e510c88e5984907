"""Whole libraries made at random: two policies that know too little, pools that lead into each other, versions, and limits over all of it.

Only the text matters here: what it means is what the scalar engine says.
"""

from __future__ import annotations

import random

import yaml

from tests.engines.meaning import Piece, Writer

#: what random libraries may rightly be refused for: rows never reached, amounts that may be negative or too large, circles of pools
MAY_BE_REFUSED = {"P605", "P606", "P609", "P610", "P620"}
#: only warnings: a reading that nothing uses, a limit that cannot bind
WARNINGS = {"P622"}


class Wilder(Writer):
    """Rules with numbers that nobody found or of which only a bound is known, and with names of another file."""

    def money_name(self) -> Piece:
        return Piece(self.rng.choice(["未知数", "至多数", "线"]), None) if self.rng.random() < 0.3 else super().money_name()

    def share(self, depth: int) -> Piece:
        return Piece(self.rng.choice(["上限率", "未知率"]), None) if self.rng.random() < 0.1 else super().share(depth)

    def leaf(self, depth: int) -> Piece:
        if not self.in_row and self.rng.random() < 0.1:
            return Piece({self.rng.choice(["合线", "库甲", "库乙"]): self.rng.choice("是否")}, None)
        return super().leaf(depth)

    def document(self, name: str) -> dict:
        """A policy as it is written, with its awards in as many groups as they fill."""
        rng, document = self.rng, self.policy().document
        document["id"] = name
        document["uses"] = ["t/line", "t/pools"]
        document["parameters"] |= {
            "未知数": {"value": "unknown", "why": "未公开", "unit": "元"}, "未知率": {"value": "unknown", "why": "未公开", "unit": "%"},
            "至多数": {"value": "不超过 12345元"}, "上限率": [{"value": "不超过 3%"}, {"from": "2021-06-01", "value": "不超过 33.3%"}]}
        awards = list(document["awards"])
        rng.shuffle(awards)
        document["together"] = {}
        while len(awards) > 1 and rng.random() < 0.7:
            members = [awards.pop() for _ in range(rng.choice((2, 2, 3))) if awards]
            group = {"awards": members, "pay": rng.choice(["all", "highest"]), "per": rng.choice(["year", "lifetime"]), "cut": rng.choice(["last_first", "pro_rata"])}
            if rng.random() < 0.7:
                group["cap"] = rng.choice(["5万元", "100元", "参数线", "上年收入", "盈亏", "至多数", "未知数"])
            document["together"][f"组{len(document['together'])}"] = group
        if not document["together"]:
            del document["together"]
        return document

    def standard(self, start: str, end: str | None, line: str) -> dict:
        """A version of the standard that policies name."""
        return {"kind": "standard", "id": "t/line", "title": "线", "instrument": {"title": "线", "evidence": "official"},
                "in_force": {"from": start} | ({"to": end} if end else {}), "define": {"线": line, "合线": self.condition(1).written}}

    def pools(self) -> dict:
        """Two pools that may lead into one another, and one after both."""
        rng = self.rng
        first, second, third = ({"enter": self._without_pools(), "leave": self._without_pools(), "member": {"规上": "是"}} for _ in range(3))
        if rng.random() < 0.5:
            first["enter"] = {"any": [first["enter"], {"库乙": "是"}]}
        second["enter"] = {"any": [second["enter"], {"库甲": "是"}]}
        if rng.random() < 0.3:
            first["enter"], first["why"] = "unknown", "没有公布"
        for pool in (first, second):
            for key in ("leave", "member"):
                if rng.random() < 0.5 and pool["enter"] != "unknown":
                    del pool[key]
        third["after"] = rng.choice(["库甲", ["库甲", "库乙"]])
        return {"kind": "pools", "id": "t/pools", "title": "库", "instrument": {"title": "库", "evidence": "official"}, "in_force": {"from": "2000-01-01"},
                "pools": {"库甲": first, "库乙": second, "库丙": third}}

    def _without_pools(self):
        plain = Writer(self.rng)
        made = plain.condition(1).written
        return made if isinstance(made, dict) else {"all": [made]}

    def limits(self, documents: list[dict]) -> dict:
        """Limits over some awards of each policy."""
        rng, made = self.rng, {}
        for number in range(rng.choice((1, 1, 2))):
            chosen = {d["id"]: rng.choice(["全部", rng.sample(list(d["awards"]), rng.choice((1, 2)))]) for d in documents}
            limit = {"awards": chosen, "pay": rng.choice(["all", "highest"]), "per": rng.choice(["year", "lifetime"]), "clause": "一",
                     "cut": rng.choice(["last_first", "pro_rata"])}
            if limit["pay"] == "all" or rng.random() < 0.3:
                limit["cap"] = rng.choice(["5万元", "100元", "30万元"])
            made[f"限{number}"] = limit
        return {"kind": "limits", "id": "t/limits", "title": "限", "instrument": {"title": "限", "evidence": "official"}, "in_force": {"from": "2000-01-01"}, "limits": made}


def random_library(rng: random.Random, limits: bool) -> list[str]:
    """The files of a library. The standard changes on the last day of 2020 and of 2021."""
    policies = [Wilder(rng).document(name) for name in ("t/p", "t/q")]
    writer = Writer(rng)
    versions = [Wilder.standard(writer, "2000-01-01", "2020-12-30", "100元"), Wilder.standard(writer, "2020-12-31", "2021-12-30", "12345元"),
                Wilder.standard(writer, "2021-12-31", None, "5万元")]
    documents = [*policies, *versions, Wilder(rng).pools(), *([Wilder(rng).limits(policies)] if limits else [])]
    return [_text(document) for document in documents]


def _text(document: dict) -> str:
    class Plain(yaml.SafeDumper):
        def ignore_aliases(self, data):
            return True

    return yaml.dump(document, Dumper=Plain, allow_unicode=True, sort_keys=False, width=10**6)
