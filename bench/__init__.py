"""Data sets and measurements; `make bench` runs them all and `docs/performance.md` tells what came out."""
