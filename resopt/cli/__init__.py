"""The command line: a thin shell around the names of `resopt`; the only place that knows click."""
