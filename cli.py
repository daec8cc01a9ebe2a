"""Run the command line from a source tree: `python cli.py …` equals `provenance …`."""

from provenance.cli import main

if __name__ == "__main__":
    main()
