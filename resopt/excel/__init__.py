"""Workbooks as files: reading cells at their addresses, writing sheets; the only place that knows Excel packages."""
