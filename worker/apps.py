from functools import partial

from django.apps import AppConfig


class WorkerConfig(AppConfig):
    name = "worker"

    def ready(self) -> None:
        from accounts.models import ForgottenPassword
        from hooks.models import Webhook
        from imports.models import ImportRun
        from journal.models import Following
        from mail.models import Mail
        from reports.models import Run
        from ui import waking
        from worker import erasing, reactions, tasks, telling
        from worker.hints import hint

        erasing.register()
        reactions.register()
        telling.register()
        for model, task in {
            ImportRun: tasks.work_on_import,
            Run: tasks.render_run,
            Mail: tasks.deliver_one,
            ForgottenPassword: tasks.deliver_password,
            Following: tasks.follow_one,
            Webhook: tasks.send_webhook,
        }.items():
            waking.register(model, partial(hint, task))
