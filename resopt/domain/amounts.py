"""Amounts in the unit that a portfolio is reported in: days, or FTE-weeks of five days."""

from __future__ import annotations

from dataclasses import replace

from resopt.domain.records import Portfolio
from resopt.domain.units import UNITS_PER_DAY, UNITS_PER_WEEK
from resopt.messages import say


def unit_size(portfolio: Portfolio) -> int:
    """Return how many units one day, or one FTE-week (`Report Unit` = FTE), has."""
    return UNITS_PER_WEEK if portfolio.settings.report_unit == "FTE" else UNITS_PER_DAY


def unit_name(portfolio: Portfolio, lang: str) -> str:
    """Return what amounts are said in: days or FTE-weeks."""
    return say("report.unit.fte" if portfolio.settings.report_unit == "FTE" else "report.unit.days", lang)


def in_days(portfolio: Portfolio) -> Portfolio:
    """Return the portfolio reported in days, as the command line and JSON speak whatever a file's unit is."""
    return replace(portfolio, settings=replace(portfolio.settings, report_unit="days"))


def amount_text(portfolio: Portfolio, units: int) -> str:
    """Return units with as many decimals as they need (a unit is 0.005 days), at least one."""
    text = f"{units / unit_size(portfolio):.3f}".rstrip("0")
    return text + "0" if text.endswith(".") else text
