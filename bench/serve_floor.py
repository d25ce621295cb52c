"""Serves the floor with the server and the settings of the product."""

from __future__ import annotations

import sys

from bench.client import HOST
from learning.config import Config
from learning.serving import serve_target

if __name__ == "__main__":
    defaults = Config()
    serve_target("bench.floor:worker", HOST, int(sys.argv[1]), defaults.workers, defaults.threads)
