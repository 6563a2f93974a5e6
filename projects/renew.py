"""Make every project's states anew when the rule that made those in the database is not the rule of this code."""

from datetime import datetime
from typing import Any

from django.db import connections, transaction
from django.db.migrations.loader import MigrationLoader
from django.utils import timezone

from projects import states
from projects.models import Project, StateRule


@transaction.atomic
def renew(at: datetime) -> int:
    """How many states were written; one query when they are of this rule. What was known before stays known of then."""
    made, _new = StateRule.objects.select_for_update().get_or_create(pk=StateRule.ONLY, defaults={"rule": 0})
    if made.rule == states.RULE:
        return 0
    written = states.rebuild(Project.objects.values_list("pk", flat=True), at)
    StateRule.objects.update(rule=states.RULE)
    return written


def after_migrating(using: str, **told: Any) -> None:
    """Whoever migrates need know of no command to run afterwards. Going back to an older schema renews nothing."""
    loader = MigrationLoader(connections[using])
    if "plan" in told and set(loader.graph.leaf_nodes("projects")) <= set(loader.applied_migrations):
        renew(timezone.now())
