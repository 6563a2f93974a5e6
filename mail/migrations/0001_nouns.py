import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
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
            name='Mail',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=30)),
                ('subject', models.BigIntegerField()),
                ('to', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('mailbox', models.CharField(blank=True, max_length=254)),
                ('sequence', models.BigIntegerField(default=0)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
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
                ('resolved_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('resolution', models.CharField(blank=True, max_length=200)),
            ],
            options={
                'verbose_name': 'mail',
                'verbose_name_plural': 'mails',
                'ordering': ['pk'],
                'indexes': [models.Index(models.F('next_try_at'), condition=models.Q(('state__in', ['planned', 'deferred', 'claimed', 'sending'])), name='mail_waiting'), models.Index(models.F('kind'), models.F('subject'), name='mail_about')],
                'constraints': [models.UniqueConstraint(models.F('kind'), models.F('subject'), models.F('mailbox'), models.F('sequence'), condition=models.Q(('mailbox', ''), _negated=True), name='mail_once_a_mailbox')],
            },
        ),
    ]
