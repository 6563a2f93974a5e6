"""How much of a kind a test looks at: a round of it in `make test`, and all of it in `make faults`."""

import os

IS_ALL = bool(os.environ.get("FAULTS"))


def rounds[Much](few: Much, many: Much) -> Much:
    return many if IS_ALL else few
