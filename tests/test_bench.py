"""The bench runs: a quick round over one page gives a row of figures and counts the queries."""

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def test_a_quick_round_measures_a_page(tmp_path):
    out = tmp_path / "figures.json"
    command = [sys.executable, "-m", "bench", "--quick", "--seconds", "0.3", "--only", "clients list, whole"]
    done = subprocess.run(
        [*command, "--var", str(tmp_path / "bench"), "--out", str(out)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(out.read_text())
    [page] = found["pages"]
    assert page["name"] == "clients list, whole page"
    assert page["size"] == "280"
    assert 1 <= page["queries"] <= 15
    assert page["wrong"] == {}
    assert page["p50"] > 0
    assert found["memory_mb"]["280"] > 0
    assert found["rows"]["280"]["clients"] == 280
    assert found["machine"]["cores"]
