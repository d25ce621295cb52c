"""The program behind `run.py`: `python -m learning COMMAND`. What the commands do is in `cli`."""

import gc
import sys

gc.disable()  # what importing makes is kept: looking through it for waste costs a tenth of a start

from learning.cli import main  # noqa: E402  # the line above is for this import

gc.enable()

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
