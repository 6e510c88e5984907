"""Populations opened and read: what each cell becomes, and what rejects its row."""

from __future__ import annotations

from pathlib import Path

from eligibility.language.diagnostic import Findings
from eligibility.profiles.population.open import open_population
from tests.profiles.vocabulary import VOCABULARY

A, B = "91000000MA00000232", "91000000MA0000031W"


def write(folder: Path, name: str, *lines: str, encoding: str = "utf-8") -> str:
    """A file of these lines."""
    path = folder / name
    path.write_bytes("".join(line + "\n" for line in lines).encode(encoding))
    return str(path)


def opened(*paths: str):
    """The population and what was found in opening it."""
    findings = Findings()
    return open_population(paths, VOCABULARY, findings), findings.sorted()


def whole(population, **how):
    """All rows of a population as one part."""
    (part,) = population.slices(**how)
    return part


def test_a_row_is_an_enterprise(tmp_path):
    """Cells become integers of the slice, by the unit of their heading; blank stays blank, and 无 is said beside it."""
    path = write(
        tmp_path, "甲.csv", "统一社会信用代码,企业名称,2021年营业收入（万元）,研发占比（%）,成立日期,规模以上,认定类型,证书有效期至",
        f'{A},虚构甲公司,"1,234.56",5.25,2020年2月1日,是,首次认定,无', f"{B},虚构乙公司,,,2020-02-01,否,,2024-01-01",
    )  # fmt: skip
    population, findings = opened(path)
    assert not findings and population.rows == 2
    assert whole(population).slice.frame.to_dict(as_series=False) == {
        "row": [2, 3], "code": [A, B], "name": ["虚构甲公司", "虚构乙公司"], "营业收入 2021": [1_234_560_000, None], "研发占比": [5_250_000, None],
        "成立日期": [737456, 737456], "规模以上": [True, False], "认定类型": ["首次认定", None], "证书有效期至": [None, 738886], "证书有效期至 无": [True, False],
    }  # fmt: skip
