"""A full disk ends in a sentence, leaves nothing running, and the next start works."""

import os
import subprocess

import psutil
import pytest

from tests.begun import begun
from tests.product import PATIENCE, Product, manage, until

MB = 160


@pytest.fixture
def disk(tmp_path):
    """A small disk of its own, where this user may mount one."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={MB}m", "tmpfs", folder], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("a disk of its own needs the right to mount one")
    yield folder
    subprocess.run(["umount", "--lazy", folder], check=True)


def fill(disk):
    path = disk / "fill"
    with path.open("wb", buffering=0) as file:
        try:
            while file.write(bytes(4096)) == 4096:
                pass
        except OSError:
            pass
    assert os.statvfs(disk).f_bavail == 0
    return path


def test_a_full_disk_ends_in_a_sentence_and_the_next_start_works(disk):
    var = disk / "var"
    product = Product(begun(var, "--empty"), "--empty").wait_until_ready()
    until(lambda: product.part("mail"))
    family = product.processes()
    filled = fill(disk)
    # Whatever has something to log next meets the full disk; here the supervisor itself, at once.
    product.part("mail").kill()
    assert product.process.wait(120) == 1
    assert product.lines[1:] == [f"fyr: The disk of {var} is full; make room on it and start again."]
    assert psutil.wait_procs(family, timeout=PATIENCE)[1] == []

    refused = manage("up", "--var", str(var), "--port", str(product.port), "--empty")
    assert refused.stderr == (
        f"fyr: The folder {var} cannot be written (No space left on device); make room on its disk and start again.\n"
    )
    filled.unlink()
    again = Product(var, "--empty", port=product.port).wait_until_ready()
    assert again.stop() == 0
