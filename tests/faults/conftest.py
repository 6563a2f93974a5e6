"""Long runs of what tests/reports shows once; `make faults` runs them, each printing its figures."""

from tests.reports.conftest import portfolio  # noqa: F401 - a fixture
from tests.reports.killing import worker  # noqa: F401 - a fixture
