"""The report: portfolio and result become sheets; pure content, drawn by `resopt.excel`."""
