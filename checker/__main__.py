"""`python -m checker` is `jituan`."""

from checker.cli import main

if __name__ == "__main__":
    main()
