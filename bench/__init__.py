"""The benchmark: the real server beside a bare Flask server in the same run. Start it with `python3 run.py bench`."""
