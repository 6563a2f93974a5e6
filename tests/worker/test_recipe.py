"""docs/add-a-reaction.md says what the code does."""

import inspect
import re

from journal.reactions import After
from tests.test_house import ROOT
from worker import reactions
from worker.reactions import follow_up_given

TEXT = (ROOT / "docs/add-a-reaction.md").read_text()


def test_the_recipe_is_short_and_names_what_is_there():
    assert len(TEXT.splitlines()) <= 60
    paths = set(re.findall(r"`((?:worker|journal|tests|templates)/[\w/.]+\.(?:py|html))`", TEXT))
    assert len(paths) > 4
    assert {path for path in paths if not (ROOT / path).exists()} == set()


def test_its_examples_are_the_code():
    registered = inspect.getsource(reactions)
    assert 'reactions.register("organisation.changed", clients_renamed.rename_clients)' in registered
    assert "reactions.register_after(follow_up_given.FOLLOW_UP_GIVEN)" in registered
    [example] = re.findall(r"```python\n(.*?)```", TEXT, re.DOTALL)
    stands = re.sub(r"\s+|#.*", "", example)
    source = inspect.getsource(follow_up_given)
    assert stands.removesuffix(",)") in re.sub(r"\s+", "", source)
    assert isinstance(follow_up_given.FOLLOW_UP_GIVEN, After)
