"""`python -m resopt`: the command line where the `resopt` script is not on the path."""

from resopt.cli.main import main

if __name__ == "__main__":
    main()
