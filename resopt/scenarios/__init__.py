"""Scenarios: what-if, comparison, replanning; each works on portfolios and plans that stay as they are."""
