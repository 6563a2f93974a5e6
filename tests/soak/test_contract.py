"""The API's contract with as many cases as one has time for, other ones each time; `make soak` runs it last."""

import os

from tests.contract import broken, broken_by_keys, described
from tests.test_api_contract import administrator  # noqa: F401 - a fixture
from tests.world import token_in_use

CASES = int(os.environ.get("CONTRACT_CASES", "20000"))


def test_no_case_is_answered_otherwise_than_described(live_server, administrator):  # noqa: F811
    headers = {"Authorization": f"Bearer {token_in_use(administrator)}"}
    operations = sum(1 for _operation in described(live_server.url, headers).get_all_operations())
    asked, wrong = broken(live_server.url, headers, cases=max(1, CASES // operations), anew=True)
    few = max(1, CASES // 4 // operations)
    with_keys, wrong_by_keys = broken_by_keys(live_server.url, headers, cases=few, anew=True)
    wrong += wrong_by_keys
    print(f"{asked} cases of {operations} operations, {with_keys} with odd keys, {len(wrong)} kinds of failure")
    assert wrong == [], "\n".join(wrong)
