"""Who may read a project kept to named people, and which meetings and tasks are about it."""

from django.conf import settings
from django.db import models

from accounts.hanging import Hangs


class ProjectReader(models.Model):
    """A person who may read a project that is kept to named people."""

    project = models.ForeignKey("projects.Project", models.CASCADE, related_name="named_readers")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    hangs_on = Hangs(on=("project",))

    class Meta:
        constraints = [models.UniqueConstraint("project", "user", name="projectreader_once")]

    def __str__(self) -> str:
        return str(self.user)


class ProjectMeeting(models.Model):
    """Ties a meeting to the project it was about (the pointer must go down the slope, so it is not on the meeting)."""

    project = models.ForeignKey("projects.Project", models.CASCADE, related_name="project_meetings")
    meeting = models.ForeignKey("crm.Meeting", models.CASCADE, related_name="+")
    hangs_on = Hangs(on=("project", "meeting"), ties=("meeting",))

    class Meta:
        constraints = [models.UniqueConstraint("project", "meeting", name="projectmeeting_once")]

    def __str__(self) -> str:
        return f"{self.project}, {self.meeting}"


class ProjectTask(models.Model):
    """Ties a task to the project it is about."""

    project = models.ForeignKey("projects.Project", models.CASCADE, related_name="project_tasks")
    task = models.ForeignKey("crm.Task", models.CASCADE, related_name="+")
    hangs_on = Hangs(on=("project", "task"), ties=("task",))

    class Meta:
        constraints = [models.UniqueConstraint("project", "task", name="projecttask_once")]

    def __str__(self) -> str:
        return f"{self.project}, {self.task}"
