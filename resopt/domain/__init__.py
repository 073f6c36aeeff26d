"""The problem in plain records: people, projects, lines, rules, policy; no third party."""
