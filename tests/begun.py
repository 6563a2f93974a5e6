"""Folders as a first start of the product leaves them: one real start makes each once in a run, and the others copy it.

A first start makes tables and the demo region, for many times the seconds of a later one.
"""

import fcntl
import os
import shutil
import subprocess
from pathlib import Path

from tests.product import Product

# Where the processes of one run, which begins in the first of them, keep what they share.
SHARED = "FYR_TESTS_SHARED"


def begun(var: Path, *arguments: str) -> Path:
    """The folder `var`, new, as `up` with these arguments has left it that was stopped."""
    shared = Path(os.environ[SHARED])
    made = shared / "".join(["begun", *arguments])
    with (shared / "begun.lock").open("a") as one_at_a_time:
        fcntl.flock(one_at_a_time, fcntl.LOCK_EX)
        if not made.exists():
            _begin(shared / "beginning", *arguments).rename(made)
    # With the owners: where root tests, PostgreSQL is another user's.
    subprocess.run(["cp", "-a", made, var], check=True)
    return var


def _begin(var: Path, *arguments: str) -> Path:
    shutil.rmtree(var, ignore_errors=True)
    product = Product(var, *arguments)
    try:
        product.wait_until_ready()
    finally:
        assert product.stop() == 0
    shutil.rmtree(var / "log")
    return var
