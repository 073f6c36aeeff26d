"""Sentences on rows of a plan given back that contradict themselves: two amounts, or the Key of another row."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {
    "given.fte_and_days": (
        "FTE and Days were both changed and contradict each other: FTE {fte} ({other}) makes {asked} of {working} "
        "working days, Days says {days}; change one of the two, or make them agree.",
        "FTE 与人天都有改动且互相矛盾：FTE {fte}（{other}）在 {working} 个工作日的周折合 {asked} 人天，"
        "而人天列为 {days}；请只改其中一处，或使两者一致。",
    ),
    "given.row_empty": (
        "This row asks for nothing: no amount is filled in.",
        "此行未填写投入，不产生任何要求。",
    ),
    "given.key_other": (
        "The key '{found}' belongs to another row; the row itself speaks of '{own}', whose row is gone. Put that key "
        "back, or empty it in a row that you add.",
        "行标识“{found}”属于另一行；本行内容对应“{own}”，而该行已不存在。请恢复原行标识，新增行请留空。",
    ),
}
