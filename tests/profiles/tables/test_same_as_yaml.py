"""The law of tables: the same profile as YAML, as a workbook in both layouts and as csv gives the same facts."""

from __future__ import annotations

import tempfile
from datetime import date
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from eligibility.profiles.credit_code import check_character
from tests.profiles.tables.books import facts, read_csv, read_sheets
from tests.profiles.vocabulary import read as read_yaml

_BODY = st.text("0123456789ABCDEFGHJKLMNPQRTUWXY", min_size=17, max_size=17)
_YEARS = st.integers(2015, 2023)
_CENTS = st.integers(0, 10**9)

#: label in YAML → (label in the table, text in YAML and csv, cell in a workbook)
entries = st.fixed_dictionaries(
    {"企业名称": st.sampled_from(["虚构甲公司", "乙（中国）有限公司", "丙 A&B, 厂"]).map(lambda name: ("企业名称", name, name))},
    optional={
        "统一社会信用代码": _BODY.map(lambda body: body + check_character(body)).map(lambda code: ("信用代码", code, code)),
        "2020年营业收入": _CENTS.map(lambda n: ("营收（2020年）（万元）", f"{n / 100:.2f}", n / 100)),
        "2021年营业收入": _CENTS.map(lambda n: ("2021年度营业收入", f"{n}元", f"{n}元")),
        "2020年职工总数": st.integers(0, 9999).map(lambda n: ("职工总数(人)2020年", str(n), n)),
        "研发占比": st.integers(0, 1000).map(lambda n: ("研发占比（%）", f"{n / 10:.1f}", n / 10)),
        "成立日期": st.dates(date(1980, 1, 1), date(2030, 1, 1)).map(lambda day: ("成立日期", day.isoformat(), day)),
        "开业年度": _YEARS.map(lambda year: ("开业年度", str(year), year)),
        "规模以上": st.booleans().map(lambda so: ("规模以上", "是" if so else "否", so)),
        "认定类型": st.sampled_from(["首次认定", "重新认定"]).map(lambda text: ("认定类型", text, text)),
        "证书有效期至": st.just(("证书有效期至", "无", "无")),
        "技术合同": st.just(("技术合同", "无", "无")),
    },
)
_UNITS = {"2020年营业收入": "万元", "2020年职工总数": "人", "研发占比": "%"}


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(entries)
def test_same_facts_from_every_form(stated):
    """Facts do not depend on the form of the file: values are read once, by one reader."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        yaml = "".join(f"{key}: '{text}{_UNITS.get(key, '')}'\n" for key, (_, text, _) in stated.items())
        profile, findings = read_yaml(folder, yaml)
        assert not findings.items
        expected = facts(profile)
        rows = list(stated.values())
        tables = [
            read_sheets(folder, [[label, cell] for label, _, cell in rows]),
            read_sheets(folder, [[label for label, _, _ in rows], [cell for _, _, cell in rows]]),
            *(read_csv(folder, "".join(f'{label},"{text}"\n' for label, text, _ in rows).encode(e)) for e in ("utf-8", "utf-8-sig", "gb18030")),
        ]
        for found in tables:
            assert found.codes == []
            assert repr(facts(found.profiles[0])) == repr({key: expected[key] for key in facts(found.profiles[0])})
            assert facts(found.profiles[0]).keys() == expected.keys() and found.profiles[0].code == profile.code
