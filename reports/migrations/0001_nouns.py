import django.contrib.postgres.fields
import django.contrib.postgres.functions
import django.core.serializers.json
import django.core.validators
import django.db.models.deletion
import simple_history.models
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Clock',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ticked_at', models.DateTimeField()),
                ('leapt_at', models.DateTimeField(null=True)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('pk', 1)), name='clock_is_one')],
            },
        ),
        migrations.CreateModel(
            name='HistoricalSchedule',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('name', models.CharField(max_length=150, verbose_name='name')),
                ('kind', models.CharField(max_length=30, verbose_name='report')),
                ('filters', models.JSONField(blank=True, default=dict, verbose_name='filters')),
                ('rhythm', models.CharField(choices=[('weekly', 'Weekly'), ('monthly', 'Monthly'), ('quarterly', 'Quarterly')], default='monthly', max_length=10, verbose_name='rhythm')),
                ('weekday', models.PositiveSmallIntegerField(default=1, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(7)], verbose_name='weekday')),
                ('day', models.PositiveSmallIntegerField(default=1, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(31)], verbose_name='day of the month')),
                ('at_time', models.TimeField(verbose_name='local time')),
                ('time_zone', models.CharField(default='Europe/Stockholm', max_length=50, verbose_name='time zone')),
                ('language', models.CharField(choices=[('sv', 'Swedish'), ('en', 'English')], default='sv', max_length=5, verbose_name='language')),
                ('formats', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('pdf', 'PDF'), ('xlsx', 'XLSX')], max_length=5), blank=True, default=list, verbose_name='attachments')),
                ('skips_unchanged', models.BooleanField(default=False, verbose_name='skip when nothing changed')),
                ('starts_at', models.DateTimeField(verbose_name='starts')),
                ('next_due_at', models.DateTimeField(editable=False, null=True)),
                ('planned_at', models.DateTimeField(editable=False, null=True)),
                ('paused_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('created_at', models.DateTimeField(blank=True, editable=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('history_id', models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField()),
                ('history_change_reason', models.TextField(null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('owner', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'historical schedule',
                'verbose_name_plural': 'historical schedules',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='MailPause',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('since', models.DateTimeField()),
                ('failures', models.PositiveIntegerField(default=1)),
                ('next_try_at', models.DateTimeField()),
                ('reason', models.CharField(choices=[('no_answer', 'The mail server does not answer.'), ('login', 'The mail server refuses our user name or password.'), ('sender', 'The mail server does not let us send.'), ('went_away', 'The mail server went away before the mail was sent.'), ('line_broke', 'The line broke while the mail was handed over.'), ('unreadable', 'The mail server’s answer cannot be read.'), ('stopped', 'The worker stopped while the mail was handed over.'), ('error', 'The mail could not be made.'), ('address', 'The address has letters that mail servers do not take.'), ('same', 'Another mail of this report goes to the same mailbox.'), ('left', 'No longer a recipient when it was to be sent.'), ('restored', 'It may have been sent before a backup was restored.')], max_length=12)),
                ('reply', models.CharField(blank=True, max_length=500)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('pk', 1)), name='mail_pause_is_one')],
            },
        ),
        migrations.CreateModel(
            name='Schedule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=150, verbose_name='name')),
                ('kind', models.CharField(max_length=30, verbose_name='report')),
                ('filters', models.JSONField(blank=True, default=dict, verbose_name='filters')),
                ('rhythm', models.CharField(choices=[('weekly', 'Weekly'), ('monthly', 'Monthly'), ('quarterly', 'Quarterly')], default='monthly', max_length=10, verbose_name='rhythm')),
                ('weekday', models.PositiveSmallIntegerField(default=1, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(7)], verbose_name='weekday')),
                ('day', models.PositiveSmallIntegerField(default=1, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(31)], verbose_name='day of the month')),
                ('at_time', models.TimeField(verbose_name='local time')),
                ('time_zone', models.CharField(default='Europe/Stockholm', max_length=50, verbose_name='time zone')),
                ('language', models.CharField(choices=[('sv', 'Swedish'), ('en', 'English')], default='sv', max_length=5, verbose_name='language')),
                ('formats', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('pdf', 'PDF'), ('xlsx', 'XLSX')], max_length=5), blank=True, default=list, verbose_name='attachments')),
                ('skips_unchanged', models.BooleanField(default=False, verbose_name='skip when nothing changed')),
                ('starts_at', models.DateTimeField(verbose_name='starts')),
                ('next_due_at', models.DateTimeField(editable=False, null=True)),
                ('planned_at', models.DateTimeField(editable=False, null=True)),
                ('paused_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='schedules', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'schedule',
                'verbose_name_plural': 'schedules',
                'ordering': ['name', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Run',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('period', models.CharField(max_length=40)),
                ('promised_on', models.DateField(null=True)),
                ('due_at', models.DateTimeField()),
                ('as_of', models.DateField()),
                ('compare_to', models.DateField(null=True)),
                ('state', models.CharField(choices=[('due', 'Waiting its turn'), ('frozen', 'Data frozen'), ('held', 'Waiting for a decision'), ('delivering', 'Being delivered'), ('done', 'Done'), ('undelivered', 'Not delivered to all'), ('skipped', 'Skipped'), ('failed', 'Failed')], default='due', max_length=12)),
                ('skipped_reason', models.CharField(blank=True, choices=[('downtime', 'the system was down'), ('paused', 'the schedule was paused'), ('moved', 'the schedule was changed'), ('clock', 'the clock was wrong'), ('unchanged', 'nothing had changed'), ('left', 'somebody let it be'), ('nobody', 'nobody was left to send it to'), ('restored', 'it may have been sent before a backup was restored')], max_length=200)),
                ('data', models.JSONField(encoder=django.core.serializers.json.DjangoJSONEncoder, null=True)),
                ('data_sha256', models.CharField(blank=True, max_length=64)),
                ('frozen_at', models.DateTimeField(null=True)),
                ('finished_at', models.DateTimeField(null=True)),
                ('claimed_by', models.CharField(blank=True, max_length=60)),
                ('claimed_until', models.DateTimeField(null=True)),
                ('fence', models.PositiveIntegerField(default=0)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('trouble', models.CharField(blank=True, choices=[('stopped', 'The worker stopped each time.'), ('slow', 'The PDF took too long to make.'), ('large', 'The PDF took too much memory to make.'), ('wrong', 'The PDF could not be made.'), ('workbook', 'The workbook could not be made.'), ('error', 'The report could not be made.')], max_length=12)),
                ('error', models.TextField(blank=True)),
                ('requested_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('schedule', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='runs', to='reports.schedule')),
            ],
            options={
                'verbose_name': 'run',
                'verbose_name_plural': 'runs',
                'ordering': ['-due_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Recipient',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='e-mail')),
                ('key', models.UUIDField(db_default=django.contrib.postgres.functions.RandomUUID(), default=uuid.uuid4, editable=False, unique=True)),
                ('name', models.CharField(blank=True, max_length=150, verbose_name='name')),
                ('ended_at', models.DateTimeField(null=True)),
                ('user', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('schedule', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='recipients', to='reports.schedule')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='Rendering',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sight', models.CharField(max_length=64)),
                ('language', models.CharField(max_length=5)),
                ('format', models.CharField(max_length=5)),
                ('content', models.BinaryField()),
                ('sha256', models.CharField(max_length=64)),
                ('trouble', models.CharField(blank=True, choices=[('stopped', 'The worker stopped each time.'), ('slow', 'The PDF took too long to make.'), ('large', 'The PDF took too much memory to make.'), ('wrong', 'The PDF could not be made.'), ('workbook', 'The workbook could not be made.'), ('error', 'The report could not be made.')], max_length=12)),
                ('made_at', models.DateTimeField(auto_now_add=True)),
                ('run', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='renderings', to='reports.run')),
            ],
            options={
                'constraints': [models.UniqueConstraint(models.F('run'), models.F('sight'), models.F('language'), models.F('format'), name='rendering_once')],
            },
        ),
        migrations.CreateModel(
            name='Notice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('planned', 'Planned'), ('claimed', 'Claimed'), ('sending', 'Being sent'), ('accepted', 'Accepted'), ('deferred', 'Waiting'), ('bounced', 'Refused by the receiver'), ('failed', 'Failed'), ('unknown', 'Unknown'), ('cancelled', 'Cancelled')], default='planned', max_length=10)),
                ('message_id', models.CharField(max_length=200, unique=True)),
                ('planned_at', models.DateTimeField()),
                ('next_try_at', models.DateTimeField(null=True)),
                ('claimed_by', models.CharField(blank=True, max_length=60)),
                ('claimed_until', models.DateTimeField(null=True)),
                ('fence', models.PositiveIntegerField(default=0)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('sent_at', models.DateTimeField(null=True)),
                ('finished_at', models.DateTimeField(null=True)),
                ('bytes_sent', models.PositiveIntegerField(default=0)),
                ('reason', models.CharField(blank=True, choices=[('no_answer', 'The mail server does not answer.'), ('login', 'The mail server refuses our user name or password.'), ('sender', 'The mail server does not let us send.'), ('went_away', 'The mail server went away before the mail was sent.'), ('line_broke', 'The line broke while the mail was handed over.'), ('unreadable', 'The mail server’s answer cannot be read.'), ('stopped', 'The worker stopped while the mail was handed over.'), ('error', 'The mail could not be made.'), ('address', 'The address has letters that mail servers do not take.'), ('same', 'Another mail of this report goes to the same mailbox.'), ('left', 'No longer a recipient when it was to be sent.'), ('restored', 'It may have been sent before a backup was restored.')], max_length=12)),
                ('reply', models.CharField(blank=True, max_length=500)),
                ('about', models.CharField(choices=[('failed', 'The report could not be made.'), ('undelivered', 'The report did not reach everyone.'), ('incomplete', 'The report went without one of its files.'), ('late', 'The report waited for the mail server.'), ('unsure', 'Nobody knows whether a mail of the report arrived.'), ('missed', 'Reports were not sent while the system was down.'), ('nobody', 'The report had nobody left to go to.'), ('held', 'The report may have been sent before a backup was restored.')], max_length=12)),
                ('to', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('run', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notices', to='reports.run')),
            ],
            options={
                'verbose_name': 'notice',
                'verbose_name_plural': 'notices',
                'ordering': ['pk'],
                'indexes': [models.Index(models.F('next_try_at'), condition=models.Q(('state__in', ['planned', 'deferred', 'claimed', 'sending'])), name='notice_waiting')],
                'constraints': [models.UniqueConstraint(models.F('run'), models.F('about'), models.F('planned_at'), name='notice_once'), models.UniqueConstraint(models.F('run'), condition=models.Q(('about', 'late')), name='notice_late_once'), models.UniqueConstraint(models.F('run'), condition=models.Q(('about', 'unsure')), name='notice_unsure_once'), models.UniqueConstraint(models.F('run'), condition=models.Q(('about', 'missed')), name='notice_missed_once')],
            },
        ),
        migrations.CreateModel(
            name='Delivery',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('planned', 'Planned'), ('claimed', 'Claimed'), ('sending', 'Being sent'), ('accepted', 'Accepted'), ('deferred', 'Waiting'), ('bounced', 'Refused by the receiver'), ('failed', 'Failed'), ('unknown', 'Unknown'), ('cancelled', 'Cancelled')], default='planned', max_length=10)),
                ('message_id', models.CharField(max_length=200, unique=True)),
                ('planned_at', models.DateTimeField()),
                ('next_try_at', models.DateTimeField(null=True)),
                ('claimed_by', models.CharField(blank=True, max_length=60)),
                ('claimed_until', models.DateTimeField(null=True)),
                ('fence', models.PositiveIntegerField(default=0)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('sent_at', models.DateTimeField(null=True)),
                ('finished_at', models.DateTimeField(null=True)),
                ('bytes_sent', models.PositiveIntegerField(default=0)),
                ('reason', models.CharField(blank=True, choices=[('no_answer', 'The mail server does not answer.'), ('login', 'The mail server refuses our user name or password.'), ('sender', 'The mail server does not let us send.'), ('went_away', 'The mail server went away before the mail was sent.'), ('line_broke', 'The line broke while the mail was handed over.'), ('unreadable', 'The mail server’s answer cannot be read.'), ('stopped', 'The worker stopped while the mail was handed over.'), ('error', 'The mail could not be made.'), ('address', 'The address has letters that mail servers do not take.'), ('same', 'Another mail of this report goes to the same mailbox.'), ('left', 'No longer a recipient when it was to be sent.'), ('restored', 'It may have been sent before a backup was restored.')], max_length=12)),
                ('reply', models.CharField(blank=True, max_length=500)),
                ('mailbox', models.CharField(blank=True, max_length=254)),
                ('sight', models.CharField(blank=True, max_length=64)),
                ('left_out', models.PositiveIntegerField(default=0)),
                ('resolution', models.CharField(blank=True, max_length=200)),
                ('resolved_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('recipient', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='deliveries', to='reports.recipient')),
                ('run', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='deliveries', to='reports.run')),
            ],
            options={
                'verbose_name': 'delivery',
                'verbose_name_plural': 'deliveries',
                'ordering': ['pk'],
                'indexes': [models.Index(models.F('next_try_at'), condition=models.Q(('state__in', ['planned', 'claimed', 'sending', 'deferred'])), name='delivery_waiting')],
                'constraints': [models.UniqueConstraint(models.F('run'), models.F('recipient'), name='delivery_once_a_recipient'), models.UniqueConstraint(models.F('run'), models.F('mailbox'), condition=models.Q(('mailbox', ''), _negated=True), name='delivery_once_a_mailbox')],
            },
        ),
        migrations.AddIndex(
            model_name='schedule',
            index=models.Index(models.F('next_due_at'), name='schedule_is_due'),
        ),
        migrations.AddConstraint(
            model_name='schedule',
            constraint=models.CheckConstraint(condition=models.Q(('weekday__range', (1, 7))), name='schedule_weekday_within', violation_error_message='A weekday is 1 (Monday) to 7 (Sunday).'),
        ),
        migrations.AddConstraint(
            model_name='schedule',
            constraint=models.CheckConstraint(condition=models.Q(('day__range', (1, 31))), name='schedule_day_within', violation_error_message='A day of the month is 1 to 31.'),
        ),
        migrations.AddIndex(
            model_name='run',
            index=models.Index(models.F('state'), models.F('due_at'), condition=models.Q(('state__in', ['done', 'skipped']), _negated=True), name='run_unfinished'),
        ),
        migrations.AddConstraint(
            model_name='run',
            constraint=models.UniqueConstraint(models.F('schedule'), models.F('promised_on'), name='run_once_a_promise'),
        ),
        migrations.AddConstraint(
            model_name='run',
            constraint=models.UniqueConstraint(models.F('schedule'), models.F('period'), condition=models.Q(('promised_on', None)), name='run_once_by_hand'),
        ),
        migrations.AddConstraint(
            model_name='recipient',
            constraint=models.CheckConstraint(condition=models.Q(('user', None), ('email', ''), _connector='XOR'), name='recipient_user_or_address', violation_error_message='Choose a user or write an address.'),
        ),
        migrations.AddConstraint(
            model_name='recipient',
            constraint=models.UniqueConstraint(models.F('schedule'), models.F('user'), condition=models.Q(('user', None), _negated=True), name='recipient_user_once'),
        ),
        migrations.AddConstraint(
            model_name='recipient',
            constraint=models.UniqueConstraint(models.F('schedule'), models.F('email'), condition=models.Q(('email', ''), _negated=True), name='recipient_email_once'),
        ),
    ]
