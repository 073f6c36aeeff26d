"""`resopt` and `python -m resopt`: the command line, where Ctrl-C ends in a sentence from the first moment on."""

from __future__ import annotations

import signal
import sys


def main() -> None:
    """Run the command line; loading it takes long enough to be interrupted."""
    try:
        from resopt.cli.main import main as run

        run()
    except KeyboardInterrupt:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        from resopt.messages import say

        sys.exit(say("cli.interrupted"))
    finally:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # all is done; the end of the process has nothing to lose


if __name__ == "__main__":
    main()
