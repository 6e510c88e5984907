"""Three policies of the bench set as an expert writes them in SQL for duckdb: one query, Parquet to Parquet.

SQL's own and/or take null for unknown, as ours do. The steps and their names
are those of ``by_polars``.
"""

from __future__ import annotations

from bench.batch.three import COMPRESSION, answer_columns

WAN = "1000000::bigint"  # 万元 in 分

SQL = """
with facts as (
  select file_row_number + 2 as row, "统一社会信用代码" as code, "企业名称" as name,
    "独立法人" and not "失信被执行" and not "重大安全事故" as sound,
    "高企认定类型"::varchar as kind, "产业方向"::varchar as branch, "企业规模"::varchar as size,
    "发明专利数" as inventions, "数字化改造验收" as digitised, "研发准备金备案" as reserve,
    "专精特新企业" as special, "研发机构备案" as laboratory,
    "2020年设备投资额（分）" as equipment, "2021年职工总数" as staff,
    "2021年引进人才数" as talents_now, "2020年引进人才数" as talents_last,
    "2021年研发费用（分）" as research_now, "2020年研发费用（分）" as research_last, "2020年营业收入（分）" as revenue_last,
    "2020年营业收入（分）" + "2019年营业收入（分）" as revenue_2,
    coalesce("2020年营业收入（分）", 0) + coalesce("2019年营业收入（分）", 0) as revenue_2_least,
    "2020年营业收入（分）" + "2019年营业收入（分）" + "2018年营业收入（分）" as revenue_3,
    coalesce("2020年营业收入（分）", 0) + coalesce("2019年营业收入（分）", 0) + coalesce("2018年营业收入（分）", 0) as revenue_3_least,
    "2020年研发费用（分）" + "2019年研发费用（分）" + "2018年研发费用（分）" as research_3,
    coalesce("2020年研发费用（分）", 0) + coalesce("2019年研发费用（分）", 0) + coalesce("2018年研发费用（分）", 0) as research_3_least,
    "2020年纳税总额（分）" + "2019年纳税总额（分）" as tax_2,
    coalesce("2020年纳税总额（分）", 0) + coalesce("2019年纳税总额（分）", 0) as tax_2_least
  from read_parquet('{population}', file_row_number = true)
), steps as (
  select *,
    case when revenue_last is null then null when revenue_last <= 1000 * {wan} then 5 * {wan}
         when revenue_last <= 5000 * {wan} then 10 * {wan} when revenue_last <= 20000 * {wan} then 20 * {wan} else 40 * {wan} end as stepped,
    case when revenue_last is null then null when revenue_last <= 5000 * {wan} then 5 when revenue_last <= 20000 * {wan} then 4 else 3 end as needed,
    least((least(equipment, 500 * {wan}) * 60
      + (least(greatest(equipment, 500 * {wan}), 2000 * {wan}) - 500 * {wan}) * 40
      + (least(greatest(equipment, 2000 * {wan}), 8000 * {wan}) - 2000 * {wan}) * 25
      + (greatest(equipment, 8000 * {wan}) - 8000 * {wan}) * 10 + 500) // 1000, 300 * {wan}) as tiers
  from facts
), awards as (
  select row, code, name,
    sound and equipment >= 400 * {wan} and (inventions >= 1 or kind in ('重新认定', '未认定')) and digitised as s11,
    case when research_now is null or research_last is null then 0
         else least((greatest(research_now - research_last, 0) * 2 + 50) // 100, 100 * {wan}) end as l11,
    case when research_now is null then 100 * {wan}
         else least((greatest(research_now - coalesce(research_last, 0), 0) * 2 + 50) // 100, 100 * {wan}) end as h11,
    sound and kind in ('首次认定', '未认定') and (revenue_3_least >= 10000 * {wan} or revenue_3 >= 10000 * {wan}) as s12,
    coalesce(stepped, 5 * {wan}) as l12, coalesce(stepped, 40 * {wan}) as h12,
    sound and staff >= 30 and (branch in ('智能终端', '新材料', '软件信息') or reserve) and
      case when revenue_3_least > 0 and research_3_least * 100 >= coalesce(needed, 5) * revenue_3 then true
           when research_3 is null or revenue_3_least = 0 or research_3 * 100 >= coalesce(needed, 3) * revenue_3_least then null
           else false end as s21,
    least(greatest((tax_2_least * 8 + 50) // 100, 2 * {wan}), 120 * {wan}) as l21,
    case when tax_2 is null then 120 * {wan} else least(greatest((tax_2 * 8 + 50) // 100, 2 * {wan}), 120 * {wan}) end as h21,
    sound and talents_now <= 8 and laboratory as s22,
    case when equipment is null then 0 else tiers end as l22, case when equipment is null then 300 * {wan} else tiers end as h22,
    sound and (size = '微型' or talents_last >= 1) and revenue_last <= 50000 * {wan} as s31,
    30 * {wan} as l31, 30 * {wan} as h31,
    sound and
      case when revenue_2_least > 0 and tax_2_least * 100 >= revenue_2 then true
           when tax_2 is null or revenue_2_least = 0 or tax_2 * 100 >= revenue_2_least then null
           else false end
      and (revenue_2_least >= 20000 * {wan} or revenue_2 >= 20000 * {wan})
      and ((reserve and special) or (reserve and digitised) or (special and digitised)) as s32,
    case when inventions is null then 0 else least(inventions * 2 * {wan}, 20 * {wan}) end as l32,  -- least() passes over nulls
    case when inventions is null then 20 * {wan} else least(inventions * 2 * {wan}, 20 * {wan}) end as h32
  from steps
), paid as (
  select row, code, name, s11, s12, s21, s22, s31, s32, l22, h22, l32, h32,
    case when s11 then l11 else 0 end as p11, case when not s11 then 0 else h11 end as q11,
    case when s12 then l12 else 0 end as p12, case when not s12 then 0 else h12 end as q12,
    case when s21 then l21 else 0 end as p21, case when not s21 then 0 else h21 end as q21,
    case when s22 then l22 else 0 end as p22, case when not s22 then 0 else h22 end as q22,
    case when s31 then l31 else 0 end as p31, case when not s31 then 0 else h31 end as q31,
    case when s32 then l32 else 0 end as p32, case when not s32 then 0 else h32 end as q32
  from awards
), named as (
  select row, code, name,
    s11 or s12 as "bench/p01", p11 + p12 as "bench/p01 至少", q11 + q12 as "bench/p01 至多",
    s11 as "bench/p01/增量奖励", p11 as "bench/p01/增量奖励 至少", q11 as "bench/p01/增量奖励 至多",
    s12 as "bench/p01/分档奖励", p12 as "bench/p01/分档奖励 至少", q12 as "bench/p01/分档奖励 至多",
    s21 or s22 as "bench/p02",
    case when s22 then l22 when s22 is null then least(l22, p21) else p21 end as "bench/p02 至少",
    case when s22 then h22 when s22 is null then greatest(h22, q21) else q21 end as "bench/p02 至多",
    s21 as "bench/p02/贡献奖励", case when not s22 then p21 else 0 end as "bench/p02/贡献奖励 至少",
    case when s22 then 0 else q21 end as "bench/p02/贡献奖励 至多",
    s22 as "bench/p02/超额累进补助", p22 as "bench/p02/超额累进补助 至少", q22 as "bench/p02/超额累进补助 至多",
    s31 or s32 as "bench/p03",
    case when s32 then l32 when s32 is null then least(l32, p31) else p31 end as "bench/p03 至少",
    case when s32 then h32 when s32 is null then greatest(h32, q31) else q31 end as "bench/p03 至多",
    s31 as "bench/p03/一次性奖励", case when not s32 then p31 else 0 end as "bench/p03/一次性奖励 至少",
    case when s32 then 0 else q31 end as "bench/p03/一次性奖励 至多",
    s32 as "bench/p03/按件奖励", p32 as "bench/p03/按件奖励 至少", q32 as "bench/p03/按件奖励 至多"
  from paid
)
select row, code, name, {columns} from named
"""


def connect(threads: int):
    """A database in memory that uses so many threads; ImportError where duckdb is absent."""
    import duckdb

    return duckdb.connect(config={"threads": threads})


def decide(connection, population: str, out: str) -> None:
    """Reads ``population`` and writes row, code, name and the columns of ``three.ANSWERS``."""
    columns = ", ".join(_column(name) for name in answer_columns())
    query = SQL.format(population=population, wan=WAN, columns=columns)
    connection.execute(f"copy ({query}) to '{out}' (format parquet, compression {COMPRESSION})")


def _column(name: str) -> str:
    if name.endswith((" 至少", " 至多")):
        return f'"{name}"::bigint as "{name}"'
    return f'coalesce("{name}"::utinyint, 2)::utinyint as "{name}"'
