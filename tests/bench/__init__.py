"""The benchmark: frozen portfolios, methods that plan them, one table; run it with `python -m tests.bench.run`."""
