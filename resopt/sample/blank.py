"""Example rows of the input template: one small portfolio that shows each kind of entry and can be planned."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from resopt.messages.names import value

Row = dict[Any, Any]
Rows = list[Row]
MARK = {"en": "example-", "zh": "示例-"}

WORDS = {
    "en": {
        "shop": "Web shop", "data": "Data platform", "dev": "Developer", "test": "Tester", "ana": "Analyst",
        "ann": "Ann Bell", "ben": "Ben Cole", "cleo": "Cleo Dunn", "it": "IT", "sales": "Sales", "boss": "Ann Bell",
        "leave": "holiday", "why": "started last quarter", "type": "product", "hire": "one more developer",
        "steer": "steering group", "apart": "works on the Web shop only",
    },
    "zh": {
        "shop": "网上商城", "data": "数据平台", "dev": "开发", "test": "测试", "ana": "分析师",
        "ann": "张敏", "ben": "李强", "cleo": "王芳", "it": "研发部", "sales": "市场部", "boss": "张敏",
        "leave": "休假", "why": "上季度开始", "type": "产品", "hire": "增加一名开发",
        "steer": "指导委员会", "apart": "只参与网上商城",
    },
}  # fmt: skip


def examples(lang: str, start: date) -> dict[str, Rows]:
    """Return the rows by sheet for a plan that begins on the Monday `start`."""
    one = _Examples(lang, start)
    return {"projects": one.projects(), "roles": one.roles(), "staff": one.staff(), "demand": one.demand()} | one.more()


class _Examples:
    """The rows in one language; IDs begin with a mark, by which they are known as examples."""

    def __init__(self, lang: str, start: date) -> None:
        self.lang, self.start = lang, start
        self.words, self.mark = WORDS[lang], MARK[lang]
        self.shop, self.data = self._named("shop", "P1"), self._named("data", "P2")
        self.ann, self.ben = self._named("ann", "E1"), self._named("ben", "E2")

    def _day(self, week: int, weekday: int = 0) -> date:
        return self.start + timedelta(days=7 * week + weekday)

    def _named(self, name: str, key: str) -> str:
        return f"{self.words[name]} ({self.mark}{key})"

    def _said(self, kind: str, word: str) -> str:
        return value(kind, word, self.lang)

    def projects(self) -> Rows:
        words, mark = self.words, self.mark
        shop = {"project_id": f"{mark}P1", "project": words["shop"], "priority": 1}
        data = {"project_id": f"{mark}P2", "project": words["data"], "priority": 2}
        return [
            shop
            | {"status": self._said("status", "in-flight"), "department": words["sales"], "manager": words["boss"]}
            | {"start": self._day(0), "end": self._day(12, 6)},
            data
            | {"status": self._said("status", "approved"), "department": words["it"]}
            | {"start": self._day(2), "latest_start": self._day(5), "type": f"{mark}{words['type']}"},
        ]

    def roles(self) -> Rows:
        of = {"dev": "it", "test": "it", "ana": "sales"}
        return [{"role": self.words[role], "department": self.words[department]} for role, department in of.items()]

    def staff(self) -> Rows:
        words, mark = self.words, self.mark
        ann = {"person_id": f"{mark}E1", "name": words["ann"], "department": words["it"], "role": words["dev"]}
        ben = {"person_id": f"{mark}E2", "name": words["ben"], "department": words["it"]}
        cleo = {"person_id": f"{mark}E3", "name": words["cleo"], "department": words["sales"], "role": words["ana"]}
        return [
            ann | {"level": 4, "skills": "Python:4; SQL:3", "fte": 1},
            ben | {"role": f"{words['test']}; {words['dev']}", "level": 3, "fte": 0.5, "bau": 0.2},
            cleo | {"level": 3, "fte": 1, "to": self._day(11, 4)},
        ]

    def demand(self) -> Rows:
        words, day = self.words, self._day
        dev = {"demand_id": f"{self.mark}D1", "project": self.shop, "role": words["dev"]}
        test = {"demand_id": f"{self.mark}D2", "project": self.shop, "role": words["test"]}
        ana = {"demand_id": f"{self.mark}D3", "project": self.data, "role": words["ana"]}
        return [
            dev | {"from": day(0), "to": day(7, 4), "fte": 0.5, "core": self._said("yes_no", "yes")},
            test | {"from": day(4), "to": day(7, 4), "days": 8},
            ana | {day(2): 0.5, day(3): 0.5, day(4): 1, day(5): 1},
        ]

    def more(self) -> dict[str, Rows]:
        """Return one row of each optional sheet."""
        words, mark, day, said = self.words, self.mark, self._day, self._said
        booked = {"person": self.ann, "project": self.shop, "role": words["dev"], "from": day(0), "to": day(2, 4)}
        why = {"fte": 0.5, "lock": said("lock", "soft"), "reason": words["why"], "approved_by": words["steer"]}
        forbid = {"rule": said("rule", "forbid"), "person": self.ben, "project": self.data, "reason": words["apart"]}
        seat = {"type": f"{mark}{words['type']}", "role": words["ana"], "core": said("yes_no", "yes"), "min_fte": 0.5}
        hire = {"change": said("change", "hire"), "item": words["dev"], "value": 1}
        return {
            "availability": [
                {"person": self.ann, "from": day(3), "to": day(3, 4), "available": 0, "reason": words["leave"]},
                {"person": self.ben, "from": day(6), "to": day(7, 4), "available": 0.5},
            ],
            "assignments": [booked | why],
            "rules": [forbid],
            "fit": [{"person": self.ann, "project": self.shop, "preference": 2}],
            "team_template": [seat],
            "scenarios": [{"scenario": f"{mark}{words['hire']}"} | hire],
        }
