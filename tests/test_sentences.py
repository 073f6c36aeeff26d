"""Ten portfolios: every sentence with a number on leadership sheets, and every total, recomputed from the sheets."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from functools import cache
from math import ceil
from typing import Any

import pytest
from bench.cases import frozen
from books import WHEN, near, varied
from builders import line, person, portfolio, project
from results import greedy_result
from sheets import Sheets, Values, live_cells, paragraphs, worked_out

from resopt.domain.records import Portfolio, Seat
from resopt.explain.risks import CORE_WEEKS, LENT, LOAD_WEEKS, NEAR
from resopt.messages import LANGUAGES, catalogue, say
from resopt.report.wording import Words, share_text
from resopt.report.workbook import content

LEADERSHIP = (
    "summary", "allocation", "coverage", "capacity", "conflicts", "people", "matrix", "departments", "changes",
    "warnings", "weekly", "review", "remedies", "edit", "plan", "runs", "certificate",
)  # fmt: skip
NUMBER = re.compile(r"\d")
REST = "C-rest"


def in_fte(one: Portfolio) -> Portfolio:
    return replace(one, settings=replace(one.settings, report_unit="FTE"))


@cache
def portfolios() -> dict[str, Portfolio]:
    """Return the ten: what is odd, what is full, what is large."""
    ann = person("E1", name="Ann", department="IT")
    team = (Seat("System", "Dev", True, None), Seat("System", "Architect", True, None))
    return {
        "empty": portfolio([], [], []),
        "fully staffed": portfolio([ann, person("E2")], [project("P1"), project("P2", 2)], [
            line("L1", "P1", weeks=2, core=True), line("L2", "P2", weeks=2)]),
        "one person": portfolio([ann], [project("P1", type="System")], [line("L1", "P1", fte=3)], seats=team),
        "nobody": portfolio([], [project("P1")], [line("L1", "P1")]),
        "no demand": portfolio([ann], [project("P1")], []),
        "varied": varied(),
        "12 people, plain": frozen("12x5-plain-s1").load(),
        "12 people, rich, in FTE": in_fte(frozen("12x5-rich-s1").load()),
        "60 people": frozen("60x20-rich-default-s101").load(),
        "300 people": frozen("300x80-plain-s1").load(),
    }  # fmt: skip


CASES = [(name, lang) for n, name in enumerate(portfolios()) for lang in ((LANGUAGES[n % 2],) if n else LANGUAGES)]


@pytest.fixture(scope="module", params=CASES, ids=lambda case: f"{case[0]}, {case[1]}")
def sheets(request: pytest.FixtureRequest) -> Sheets:
    name, lang = request.param
    one = portfolios()[name]
    return Sheets(content(one, greedy_result(one), lang, WHEN), Words(one, lang))


# --- the recomputation ---


class Reader:
    """Reads the sheets and says again what they come to."""

    def __init__(self, sheets: Sheets) -> None:
        self.sheets, self.words, self.say = sheets, sheets.words, sheets.words.say
        self.units, self.amount = sheets.units, sheets.amount
        self.projects = [r for r in sheets.rows("coverage", "projects")[:-1] if r["wanted"] is not None]
        self.all = sheets.rows("coverage", "projects")[-1]
        *self.roles, self.supply = sheets.rows("capacity", "roles")
        self.conflicts = sheets.rows("conflicts", "conflicts")
        self.changes = sheets.rows("changes", "changes")
        self.levels = {r["item"]: r for r in sheets.rows("certificate", "levels")}
        *self.tiers, self.tier_sum = sheets.rows("summary", "tiers")
        *self.people, self.everybody = sheets.rows("people", "people")
        self.wanted, self.met, self.gap = (self.units(self.all[k]) for k in ("wanted", "met", "gap"))

    def level(self, key: str) -> Any:
        return self.levels[self.say(f"certificate.{key}")]["value"]

    def short_roles(self) -> list[Values]:
        return [r for r in self.roles if self.units(r["gap"])]

    def listed(self) -> list[Values]:
        return [c for c in self.conflicts if c["id"] != REST]

    def moves(self, *kinds: str) -> list[Values]:
        names = {self.say(f"kind.{kind}") for kind in kinds}
        return [r for r in self.changes if r["kind"] in names]

    def by_week(self, role: str, measure: str) -> list[int]:
        """Return a row of the lower table of Capacity."""
        name, here = self.say(f"measure.{measure}.long"), ""
        for row in self.sheets.rows("capacity", "detail"):
            here = row["role"] if row["role"] is not None else here
            if here == role and row["measure"] == name:
                return [self.units(v) for k, v in row.items() if re.fullmatch(r"w\d\d", k)]
        raise KeyError(role)

    # Each of the following returns the sentences of a page.

    def summary(self) -> Iterator[str]:
        words, settings = self.words, self.words.portfolio.settings
        low, high = (f"{float(x) * 100:g}" for x in (settings.target_low, settings.target_high))
        yield from (self.title(), self.subtitle())
        yield self.say("tile.covered.note", met=self.amount(self.all["met"]), wanted=self.amount(self.all["wanted"]))
        seats = self.sheets.rows("matrix", "seats")[:-1]
        short = words.count("lines", sum(1 for r in seats if self.units(r["gap"])))
        yield self.say("tile.missing.note", lines=short)
        yield self.say("tile.load.note", low=low, high=high)
        yield self.say("tile.high.note", n=len(self.listed()))
        pairs = self.moves("proposed", "formal", "informal")
        yield self.say("tile.change.note", n=len(pairs))
        yield from list(self.messages())[:5]
        more = len(self.listed()) - len(self.sheets.rows("summary", "decisions"))
        yield self.say("decision.more", n=more, sheet=words.sheet("conflicts"))

    def title(self) -> str:
        if not self.wanted:
            return self.say("title.no_demand")
        if not self.units(self.supply["supply"]):
            return self.say("title.nobody", wanted=self.amount(self.all["wanted"]))
        if not self.gap:
            return self.say("title.full", wanted=self.amount(self.all["wanted"]))
        covered, gap, short = share_text(self.met, self.wanted), self.amount(self.all["gap"]), self.short_roles()
        few = short[:1] if 2 * self.units(short[0]["gap"]) >= self.gap else short[:2]
        if len(self.roles) == 1 or self.say("no_role") in {r["role"] for r in few}:
            return self.say("title.short", covered=covered, gap=gap)
        share = share_text(sum(self.units(r["gap"]) for r in few), self.gap)
        key = "title.short_role" if len(few) == 1 else "title.short_roles"
        return self.say(key, covered=covered, roles=self.words.both(r["role"] for r in few), share=share, gap=gap)

    def subtitle(self) -> str:
        settings, words = self.words.portfolio.settings, self.words
        bound, met = (self.units(self.tier_sum[k]) for k in ("bound", "met"))
        gap = f"{ceil(round(1000 * (bound - met) / bound, 6)) / 10:.1f}" if bound else ""
        proved = self.tier_sum["proved"] == self.say("certificate.proved")
        status = "coverage_proved" if proved else "feasible" if not bound else "feasible_gap"
        parts = [f"{settings.start.isoformat()} – {settings.end.isoformat()}", words.count("weeks", settings.weeks)]
        parts += [words.count("people", len(self.people)), words.count("projects", len(self.projects))]
        parts.append(self.say(f"status.{status}", **({"gap": gap} if status == "feasible_gap" else {})))
        return " · ".join([*parts, *([self.say("unit.note")] if settings.report_unit == "FTE" else [])])

    def messages(self) -> Iterator[str]:
        words, count = self.words, self.words.count
        yield self.first_short()
        if aside := self.level("set_aside"):
            kinds = sorted({words.term("rule", f.rule.value) for f in greedy_result(words.portfolio).set_aside})
            yield self.say("message.set_aside", n=count("facts", aside), kinds=words.join(kinds))
        over = [r for r in self.sheets.rows("conflicts", "record") if self.units(r["excess"])]
        if over:
            overtime = self.amount(self.level("overtime"))
            yield self.say(
                "message.record.overtime" if self.level("overtime") else "message.record",
                people=count("people", len({r["person"] for r in over})),
                days=self.amount(sum(r["excess"] for r in over)),
                weeks=count("person_weeks", len(over)),
                overtime=overtime,
            )
        if short := self.short_roles():
            weeks = self.by_week(short[0]["role"], "gap")
            peak = max(weeks)
            yield self.say(
                "message.role", role=short[0]["role"], gap=self.amount(short[0]["gap"]),
                week=words.week(weeks.index(peak)), peak=words.amount(peak),
            )  # fmt: skip
        free, supply = (self.units(self.supply[k]) for k in ("free", "supply"))
        if free:
            yield self.say("message.bench", free=words.amount(free), share=share_text(free, supply))
        yield from self.greedy()
        if released := self.moves("released"):
            days = self.amount(sum(r["old"] for r in released))
            yield self.say(
                "message.released", projects=count("projects", len({r["project_id"] for r in released})), days=days
            )
        if starts := [r for r in self.projects if r["moved"]]:
            yield self.say("message.moved", projects=count("projects", len(starts)))

    def first_short(self) -> str:
        if not self.tiers:
            return self.say("message.no_projects")
        gaps = [self.units(t["gap"]) for t in self.tiers]
        for tier, gap in zip(self.tiers, gaps, strict=True):  # the tiers of Summary are the sums of Coverage
            assert gap == sum(self.units(p["gap"]) for p in self.projects if p["tier"] == tier["tier"])
        full = next((n for n, gap in enumerate(gaps) if gap), None)
        if full is None:
            return self.say("message.all_full", projects=self.words.count("projects", len(self.projects)))
        tier = self.tiers[full]
        proved = tier["proved"] == self.say("certificate.proved")
        proof = self.say("message.proof" if full else "message.proof_top") if proved else ""
        key, gap_ = "message.first_short" if full else "message.top_short", self.amount(tier["gap"])
        return self.say(key, full=full, tiers=len(gaps), tier=tier["tier"], gap=gap_, proof=proof)

    def greedy(self) -> Iterator[str]:
        for tier in self.sheets.rows("certificate", "tiers")[:-1]:
            more = self.units(tier["met"]) - self.units(tier["greedy"])
            if more:
                if more > 0:
                    yield self.say("message.greedy", tier=tier["tier"], days=self.words.amount(more))
                return

    def allocation(self) -> Iterator[str]:
        heat = self.sheets.tables("allocation")["heat"]
        rows = [r for r in heat.rows if r.cells[0].style.tone == "person"]
        busy = sum(1 for r in rows if self.units(r.cells[3].value))
        yield self.say("allocation.title", busy=f"{busy:,}", people=self.words.count("people", len(rows)))

    def coverage(self) -> Iterator[str]:
        full = sum(1 for r in self.projects if not self.units(r["gap"]))
        yield self.say("coverage.title", full=f"{full:,}", projects=self.words.count("projects", len(self.projects)))
        left = [p for p in self.words.portfolio.projects if p.id not in {r["id"] for r in self.projects}]
        listed = (
            self.say("coverage.left", name=p.name, id=p.id, status=self.words.term("status", p.status.value))
            for p in left
        )
        yield self.say("coverage.not_planned", projects=self.words.join(listed))

    def capacity(self) -> Iterator[str]:
        words, short = self.words, self.short_roles()
        worst = words.both(self.say("with", what=r["role"], more=self.amount(r["gap"])) for r in short[:2])
        roles = words.count("roles", len(self.roles))
        yield self.say("capacity.title.short", short=len(short), roles=roles, worst=worst)
        odd = []
        for name in (r["role"] for r in self.roles):
            gap, supply, wanted = (self.by_week(name, m) for m in ("gap", "supply", "wanted"))
            weeks = [w for w, g in enumerate(gap) if g and supply[w] >= wanted[w]]
            odd += [self.say("with", what=name, more=words.weeks(weeks))] if weeks else []
        more = [self.say("capacity.more_roles", n=len(odd) - 3)] if len(odd) > 3 else []
        yield self.say("capacity.short_though_supplied", roles=words.join(odd[:3] + more))
        if self.sheets.rows("capacity", "detail"):
            gap, free = (self.by_week(self.supply["role"], m) for m in ("gap", "free"))
            both = [w for w, (g, f) in enumerate(zip(gap, free, strict=True)) if g and f]
            yield self.say("capacity.short_and_free", weeks=words.weeks(both))

    def conflicts_page(self) -> Iterator[str]:
        marks = [str(c["severity"])[0] for c in self.listed()]
        counts = {name: marks.count(mark) for name, mark in (("high", "▲"), ("medium", "■"), ("low", "●"))}
        total = sum(c["gap"] for c in self.conflicts)
        assert self.units(total) == self.gap
        proved = self.tier_sum["proved"] == self.say("certificate.proved")
        yield self.say(
            "conflicts.title.proved" if proved and self.gap else "conflicts.title", gap=self.amount(total), **counts
        )
        yield self.say("conflicts.sum", gap=self.amount(total), wanted=self.amount(self.all["wanted"]))

    def people_page(self) -> Iterator[str]:
        settings = self.words.portfolio.settings
        low, high = (float(x) for x in (settings.target_low, settings.target_high))
        inside = sum(
            1
            for r in self.people
            if isinstance(r["load"], float) and low <= r["load"] <= high and not self.units(r["overtime"])
        )
        shown = {"low": f"{low * 100:g}", "high": f"{high * 100:g}"}
        yield self.say("people.title", inside=inside, people=self.words.count("people", len(self.people)), **shown)
        yield self.say("people.subtitle", unit=self.words.unit, **shown)

    def matrix(self) -> Iterator[str]:
        words, states = self.words, {k: self.say(f"matrix.state.{k}") for k in ("filled", "partly", "empty")}
        seats = [r for r in self.sheets.rows("matrix", "seats")[:-1] if r["state"] in states.values()]
        core = [r for r in seats if r["core"]]
        filled, core_filled = (sum(1 for r in rows if r["state"] == states["filled"]) for rows in (seats, core))
        title = self.say(
            "matrix.title.core" if core else "matrix.title",
            filled=f"{filled:,}", seats=words.count("seats", len(seats)),
            core_filled=f"{core_filled:,}", core=f"{len(core):,}",
        )  # fmt: skip
        yield title
        rows = [r for r in self.sheets.rows("matrix", "matrix")[:-1] if isinstance(r["seats"], int)]
        joined, left = (sum(r[k] or 0 for r in rows) for k in ("joined", "left"))
        counts = {"joined": words.count("joiners", joined), "left": words.count("leavers", left)}
        yield self.say("matrix.title.moves", filled=title, **counts)

    def departments(self) -> Iterator[str]:
        total = self.sheets.rows("departments", "departments")[-1]
        lent, planned = (self.units(total[k]) for k in ("lent", "planned"))
        yield self.say(
            "departments.title", lent=self.words.amount(lent), share=share_text(lent, planned) if planned else ""
        )

    def changes_page(self) -> Iterator[str]:
        pairs = self.moves("proposed", "formal", "informal")
        people = self.words.count("people", len({r["person_id"] for r in pairs}))
        yield self.say("changes.title", pairs=len(pairs), people=people, change=self.amount(self.level("change")))
        kinds = {k: f"{len(self.moves(k)):,}" for k in ("proposed", "formal", "informal", "released")}
        yield self.say("changes.counts", starts=len(self.moves("start")), **kinds)
        rows = self.sheets.rows("changes", "requests")
        formal = sum(1 for r in rows if r["basis"] == self.say("basis.formal"))
        counts = {"formal": f"{formal:,}", "informal": f"{len(rows) - formal:,}"}
        yield self.say("requests.reading", n=self.words.count("requests", len(rows)), **counts)

    def high(self, page: str, table: str) -> int:
        """Return how many rows of a table are marked as high."""
        return sum(1 for r in self.sheets.rows(page, table) if str(r["severity"]).startswith("▲"))

    def warnings(self) -> Iterator[str]:
        count, high = len(self.sheets.rows("warnings", "warnings")), self.high("warnings", "warnings")
        yield self.say("warnings.title.one") if count == 1 else self.say("warnings.title", count=count, high=high)
        limits = {"lent": f"{float(LENT):.0%}", "near": f"{float(NEAR):.0%}"}
        yield self.say("warnings.reading", core=CORE_WEEKS, load=LOAD_WEEKS, **limits)

    def weekly(self) -> Iterator[str]:
        shown = {t: len(self.sheets.rows("weekly", t)) for t in ("decisions", "changed", "warnings")}
        high = {"conflicts": self.high("conflicts", "conflicts"), "warnings": self.high("warnings", "warnings")}
        yield self.say("weekly.title", decisions=shown["decisions"], of=len(self.listed()), **high)
        settings, day = self.words.portfolio.settings, WHEN.date()
        span = {"first": settings.start.isoformat(), "last": settings.end.isoformat()}
        inside = settings.start <= day <= settings.end
        week = {"week": (day - timedelta(days=day.weekday())).isoformat()}
        yield self.say("weekly.subtitle", **week) if inside else self.say("weekly.subtitle.plan", **span)
        yield self.say("decision.more", n=len(self.listed()) - shown["decisions"], sheet=self.words.sheet("conflicts"))
        changes = len([*self.moves("proposed", "formal", "informal", "released")])
        for sheet, count in (
            ("changes", changes - shown["changed"]),
            ("warnings", high["warnings"] - shown["warnings"]),
        ):
            yield self.say("weekly.more", count=count, sheet=self.words.sheet(sheet))

    def review(self) -> Iterator[str]:
        rules, look = self.sheets.rows("review", "rules"), self.words.own("review.look")
        against = sum(1 for r in rules if r["verdict"] == look)
        yield self.say("review.title" if against else "review.title.fine", count=against, rules=len(rules))

    def edit(self) -> Iterator[str]:
        yield self.say("edit.title", rows=self.words.count("rows", len(self.sheets.rows("edit", "edit"))))

    def plan(self) -> Iterator[str]:
        yield self.say("plan.title", rows=self.words.count("rows", len(self.sheets.rows("plan", "plan"))))

    def runs(self) -> Iterator[str]:
        rows = self.sheets.rows("runs", "runs")
        key = "runs.title" if rows[0]["parent"] else "runs.title.first"
        yield self.say(key, n=len(rows), run=rows[0]["run"], parent=rows[0]["parent"])

    def said(self, page: str) -> set[str]:
        own = {"conflicts": "conflicts_page", "people": "people_page", "changes": "changes_page"}.get(page, page)
        return set(getattr(self, own)()) if hasattr(self, own) else set()


def fixed_sentences(words: Words) -> set[str]:
    """Return what is said whatever the numbers are: sentences without fields, or with words and units alone."""
    plain = {"unit": words.unit, "weeks": words.say("week.reading")}
    found = set()
    for key, texts in catalogue().items():
        fields = set(re.findall(r"\{(\w+)", texts[0]))
        if fields <= plain.keys():
            found.add(say(key, words.lang, **{f: plain[f] for f in fields}))
    return found


# --- the tests ---


@pytest.mark.parametrize("page", LEADERSHIP)
def test_every_sentence_with_a_number_follows_from_the_sheets(sheets: Sheets, page: str) -> None:
    known = fixed_sentences(sheets.words) | Reader(sheets).said(page)
    told = [s for s in sheets.sentences(page) if NUMBER.search(s)]
    assert [s for s in told if s not in known] == []


def test_key_messages_are_all_that_the_sheets_give(sheets: Sheets) -> None:
    told = [b.text for b in paragraphs(sheets.page("summary")) if b.tone == "message"]
    assert told == list(Reader(sheets).messages())[:5]


def test_formulas_come_to_their_values(sheets: Sheets) -> None:
    wrong = []
    for page, table, at, cell in live_cells(sheets):
        value = worked_out(sheets, cell.formula, table, at)
        if value != near(float(cell.value)):  # type: ignore[arg-type]
            wrong.append((page, table and table.name, at, cell.formula, cell.value, value))
    assert wrong == []


def test_wanted_is_met_and_gap_in_every_table(sheets: Sheets) -> None:
    rows = 0
    for page in sheets.book.pages:
        for name, table in sheets.tables(page.key).items():
            if {"wanted", "met", "gap"} <= {c.key for c in table.columns}:
                for row in sheets.rows(page.key, name):
                    if row["wanted"] is not None:
                        rows += 1
                        assert row["wanted"] == near(row["met"] + row["gap"]), (page.key, name)
    assert rows


def test_wanted_and_gap_are_the_same_on_every_sheet(sheets: Sheets) -> None:
    tables = (("coverage", "projects"), ("capacity", "roles"), ("matrix", "seats"), ("departments", "departments"))
    totals = {t: sheets.rows(*t)[-1] for t in (*tables, ("certificate", "tiers"), ("summary", "tiers"))}
    for key in ("wanted", "met", "gap"):
        assert len({sheets.units(row[key]) for row in totals.values()}) == 1, key
    gap = totals["coverage", "projects"]["gap"]
    assert sum(r["gap"] for r in sheets.rows("conflicts", "conflicts")) == near(gap)


def test_weekly_and_runs_say_what_the_other_sheets_say(sheets: Sheets) -> None:
    reader, named = Reader(sheets), "{} ({})"
    gaps = {(r["severity"], sheets.units(r["gap"])) for r in reader.listed()}
    for row in sheets.rows("weekly", "decisions"):
        assert row["gap"] == "–" or (row["severity"], sheets.units(row["gap"])) in gaps
    keys = ("weeks", "old", "new", "why")
    changes = {
        (named.format(r["name"], r["person_id"]), named.format(r["project"], r["project_id"]), *(r[k] for k in keys))
        for r in reader.changes
    }
    shown = {tuple(r[k] for k in ("person", "project", *keys)) for r in sheets.rows("weekly", "changed")}
    assert {(*row[:2], row[2].replace(", ", "\n").replace("、", "\n"), *row[3:]) for row in shown} <= changes
    told = {r["risk"] for r in sheets.rows("warnings", "warnings")}
    assert {r["risk"] for r in sheets.rows("weekly", "warnings")} <= told
    run = sheets.rows("runs", "runs")[0]
    assert [sheets.units(run[k]) for k in ("wanted", "met", "gap")] == [reader.wanted, reader.met, reader.gap]
    assert (run["change"], run["high"]) == (reader.level("change"), reader.high("conflicts", "conflicts"))


def test_edit_is_the_plan_by_week(sheets: Sheets) -> None:
    """FTE of a week add up to those of sheet Plan; every row of Edit has days in the plan."""
    plan: dict[str, float] = defaultdict(float)
    pairs = set()
    for row in sheets.rows("plan", "plan"):
        plan[f"{row['week']:%m-%d}"] += row["fte"]
        pairs.add((row["person_id"], row["demand_id"]))
    table = sheets.tables("edit")["edit"]
    titles = {c.key: str(c.title) for c in table.columns if re.fullmatch(r"w\d\d", c.key)}
    rows = sheets.rows("edit", "edit")
    assert {(r["person_id"], r["demand_id"]) for r in rows} == pairs
    for key, title in titles.items():
        assert sum(r[key] or 0 for r in rows) == near(plan[title])


def test_planned_days_are_the_same_on_every_sheet(sheets: Sheets) -> None:
    plan = sum(round(r["days"] * 200) for r in sheets.rows("plan", "plan"))
    totals = [sheets.rows(*t)[-1]["planned"] for t in (("people", "people"), ("departments", "departments"))]
    heat = sheets.rows("allocation", "heat")
    totals.append(next(r["days"] for r in heat if r["name"] == sheets.words.say("total.planned")))
    assert {sheets.units(t) for t in totals} == {plan}
