import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.core.validators
import django.db.models.deletion
import simple_history.models
import ui.swedish
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0001_nouns'),
        ('contacts', '0001_nouns'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Client',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(editable=False, max_length=200)),
                ('stage', models.CharField(choices=[('enquiry', 'Enquiry'), ('assessment', 'Assessment'), ('active', 'Active'), ('dormant', 'Dormant'), ('completed', 'Completed'), ('declined', 'Declined')], default='enquiry', max_length=12, verbose_name='stage')),
                ('stage_since', models.DateField(verbose_name='in stage since')),
                ('opened_on', models.DateField(verbose_name='client since')),
                ('origin', models.CharField(blank=True, choices=[('event', 'Event'), ('referral', 'Referral'), ('web', 'Web'), ('outreach', 'Own outreach'), ('partner', 'Partner')], max_length=10, verbose_name='origin')),
                ('origin_note', models.CharField(blank=True, max_length=100, verbose_name='origin, in words')),
                ('confidentiality', models.CharField(choices=[('open', 'Open to all staff'), ('team', 'The team only'), ('named', 'Named people only')], default='open', max_length=5, verbose_name='confidentiality')),
                ('needs', models.TextField(blank=True, verbose_name='needs')),
                ('note', models.TextField(blank=True, verbose_name='note')),
                ('cadence_days', models.PositiveSmallIntegerField(default=60, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(3650)], verbose_name='usual days between contacts')),
                ('last_contact_on', models.DateField(editable=False, null=True, verbose_name='last contact')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('lead', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='clients_led', to=settings.AUTH_USER_MODEL, verbose_name='lead advisor')),
                ('organisation', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='client', to='contacts.organisation', verbose_name='organisation')),
                ('team', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='clients', to='accounts.team', verbose_name='team')),
            ],
            options={
                'verbose_name': 'client',
                'verbose_name_plural': 'clients',
                'ordering': [ui.swedish.SwedishOrder('name'), 'pk'],
            },
        ),
        migrations.CreateModel(
            name='HistoricalClient',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('name', models.CharField(editable=False, max_length=200)),
                ('stage', models.CharField(choices=[('enquiry', 'Enquiry'), ('assessment', 'Assessment'), ('active', 'Active'), ('dormant', 'Dormant'), ('completed', 'Completed'), ('declined', 'Declined')], default='enquiry', max_length=12, verbose_name='stage')),
                ('stage_since', models.DateField(verbose_name='in stage since')),
                ('opened_on', models.DateField(verbose_name='client since')),
                ('origin', models.CharField(blank=True, choices=[('event', 'Event'), ('referral', 'Referral'), ('web', 'Web'), ('outreach', 'Own outreach'), ('partner', 'Partner')], max_length=10, verbose_name='origin')),
                ('origin_note', models.CharField(blank=True, max_length=100, verbose_name='origin, in words')),
                ('confidentiality', models.CharField(choices=[('open', 'Open to all staff'), ('team', 'The team only'), ('named', 'Named people only')], default='open', max_length=5, verbose_name='confidentiality')),
                ('needs', models.TextField(blank=True, verbose_name='needs')),
                ('note', models.TextField(blank=True, verbose_name='note')),
                ('cadence_days', models.PositiveSmallIntegerField(default=60, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(3650)], verbose_name='usual days between contacts')),
                ('last_contact_on', models.DateField(editable=False, null=True, verbose_name='last contact')),
                ('created_at', models.DateTimeField(blank=True, editable=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('history_id', models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField()),
                ('history_change_reason', models.TextField(null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('lead', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='lead advisor')),
                ('organisation', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='contacts.organisation', verbose_name='organisation')),
                ('team', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='accounts.team', verbose_name='team')),
            ],
            options={
                'verbose_name': 'historical client',
                'verbose_name_plural': 'historical clients',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalMeeting',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('state', models.CharField(choices=[('planned', 'Planned'), ('held', 'Held'), ('cancelled', 'Cancelled')], default='held', max_length=10, verbose_name='state')),
                ('kind', models.CharField(choices=[('in_person', 'In person'), ('video', 'Video'), ('phone', 'Phone'), ('written', 'Written'), ('workshop', 'Workshop')], max_length=10, verbose_name='kind')),
                ('subject', models.CharField(blank=True, max_length=200, verbose_name='subject')),
                ('starts_at', models.DateTimeField(verbose_name='start')),
                ('is_time_known', models.BooleanField(default=True)),
                ('place', models.CharField(blank=True, max_length=200, verbose_name='place')),
                ('contact_minutes', models.PositiveSmallIntegerField(default=0, verbose_name='contact')),
                ('preparation_minutes', models.PositiveSmallIntegerField(default=0, verbose_name='preparation')),
                ('travel_minutes', models.PositiveSmallIntegerField(default=0, verbose_name='travel')),
                ('services', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('regulatory', 'Regulatory'), ('finance', 'Finance'), ('business_model', 'Business model'), ('ipr', 'IPR'), ('procurement', 'Procurement'), ('health_economics', 'Health economics'), ('marketing', 'Marketing'), ('legal', 'Legal'), ('design', 'Design'), ('research', 'Research'), ('growth', 'Growth'), ('ai', 'AI'), ('iot', 'IoT'), ('vr', 'VR'), ('big_data', 'Big data'), ('blockchain', 'Blockchain'), ('other', 'Other')], max_length=20), blank=True, default=list, verbose_name='service areas')),
                ('note', models.TextField(blank=True, verbose_name='note')),
                ('is_substantive', models.BooleanField(blank=True, null=True, verbose_name='advice on substance')),
                ('is_specific', models.BooleanField(blank=True, null=True, verbose_name='specific to this client')),
                ('cancel_reason', models.CharField(blank=True, max_length=200)),
                ('reportable_reason', models.CharField(blank=True, max_length=200, verbose_name='reason')),
                ('created_at', models.DateTimeField(blank=True, editable=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('history_id', models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField()),
                ('history_change_reason', models.TextField(null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('created_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'historical meeting',
                'verbose_name_plural': 'historical meetings',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='Meeting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('planned', 'Planned'), ('held', 'Held'), ('cancelled', 'Cancelled')], default='held', max_length=10, verbose_name='state')),
                ('kind', models.CharField(choices=[('in_person', 'In person'), ('video', 'Video'), ('phone', 'Phone'), ('written', 'Written'), ('workshop', 'Workshop')], max_length=10, verbose_name='kind')),
                ('subject', models.CharField(blank=True, max_length=200, verbose_name='subject')),
                ('starts_at', models.DateTimeField(verbose_name='start')),
                ('is_time_known', models.BooleanField(default=True)),
                ('place', models.CharField(blank=True, max_length=200, verbose_name='place')),
                ('contact_minutes', models.PositiveSmallIntegerField(default=0, verbose_name='contact')),
                ('preparation_minutes', models.PositiveSmallIntegerField(default=0, verbose_name='preparation')),
                ('travel_minutes', models.PositiveSmallIntegerField(default=0, verbose_name='travel')),
                ('services', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('regulatory', 'Regulatory'), ('finance', 'Finance'), ('business_model', 'Business model'), ('ipr', 'IPR'), ('procurement', 'Procurement'), ('health_economics', 'Health economics'), ('marketing', 'Marketing'), ('legal', 'Legal'), ('design', 'Design'), ('research', 'Research'), ('growth', 'Growth'), ('ai', 'AI'), ('iot', 'IoT'), ('vr', 'VR'), ('big_data', 'Big data'), ('blockchain', 'Blockchain'), ('other', 'Other')], max_length=20), blank=True, default=list, verbose_name='service areas')),
                ('note', models.TextField(blank=True, verbose_name='note')),
                ('is_substantive', models.BooleanField(blank=True, null=True, verbose_name='advice on substance')),
                ('is_specific', models.BooleanField(blank=True, null=True, verbose_name='specific to this client')),
                ('cancel_reason', models.CharField(blank=True, max_length=200)),
                ('reportable_reason', models.CharField(blank=True, max_length=200, verbose_name='reason')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('clients', models.ManyToManyField(blank=True, related_name='meetings', to='crm.client', verbose_name='clients')),
                ('created_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('people', models.ManyToManyField(blank=True, related_name='meetings', to='contacts.person', verbose_name='people')),
                ('staff', models.ManyToManyField(blank=True, related_name='meetings', to=settings.AUTH_USER_MODEL, verbose_name='staff')),
            ],
            options={
                'verbose_name': 'meeting',
                'verbose_name_plural': 'meetings',
                'ordering': ['-starts_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='HistoricalTask',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('text', models.CharField(max_length=300, verbose_name='what')),
                ('due_on', models.DateField(blank=True, null=True, verbose_name='due')),
                ('done_at', models.DateTimeField(blank=True, null=True, verbose_name='done')),
                ('created_at', models.DateTimeField(blank=True, editable=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('history_id', models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField()),
                ('history_change_reason', models.TextField(null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('client', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='crm.client', verbose_name='client')),
                ('created_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('done_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('owner', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='owner')),
                ('meeting', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='crm.meeting')),
            ],
            options={
                'verbose_name': 'historical task',
                'verbose_name_plural': 'historical tasks',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='MeetingDraft',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('typed', models.JSONField(default=dict)),
                ('saved_at', models.DateTimeField()),
                ('version', models.PositiveIntegerField(default=1)),
                ('tab', models.CharField(blank=True, max_length=40)),
                ('sequence', models.PositiveIntegerField(default=0)),
                ('key', models.UUIDField()),
                ('client', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='crm.client')),
                ('meeting', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='drafts', to='crm.meeting')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='meeting_drafts', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'draft',
                'verbose_name_plural': 'drafts',
                'ordering': ['-saved_at'],
            },
        ),
        migrations.CreateModel(
            name='NamedReader',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('client', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='named_readers', to='crm.client')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='StageMove',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('from_stage', models.CharField(blank=True, choices=[('enquiry', 'Enquiry'), ('assessment', 'Assessment'), ('active', 'Active'), ('dormant', 'Dormant'), ('completed', 'Completed'), ('declined', 'Declined')], max_length=12)),
                ('to_stage', models.CharField(choices=[('enquiry', 'Enquiry'), ('assessment', 'Assessment'), ('active', 'Active'), ('dormant', 'Dormant'), ('completed', 'Completed'), ('declined', 'Declined')], max_length=12)),
                ('on', models.DateField()),
                ('reason', models.CharField(blank=True, max_length=300)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('client', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='stage_moves', to='crm.client')),
            ],
            options={
                'ordering': ['on', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Task',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.CharField(max_length=300, verbose_name='what')),
                ('due_on', models.DateField(blank=True, null=True, verbose_name='due')),
                ('done_at', models.DateTimeField(blank=True, null=True, verbose_name='done')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('client', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='tasks', to='crm.client', verbose_name='client')),
                ('created_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('done_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('meeting', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='tasks', to='crm.meeting')),
                ('owner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='tasks', to=settings.AUTH_USER_MODEL, verbose_name='owner')),
            ],
            options={
                'verbose_name': 'task',
                'verbose_name_plural': 'tasks',
                'ordering': [models.OrderBy(models.F('due_on'), nulls_last=True), 'pk'],
            },
        ),
        migrations.AddIndex(
            model_name='client',
            index=models.Index(ui.swedish.SwedishOrder('name'), models.F('id'), name='client_by_name'),
        ),
        migrations.AddIndex(
            model_name='client',
            index=models.Index(models.OrderBy(models.F('last_contact_on'), descending=True, nulls_last=True), models.OrderBy(models.F('id'), descending=True), name='client_by_contact'),
        ),
        migrations.AddIndex(
            model_name='client',
            index=models.Index(models.F('lead'), models.F('stage'), ui.swedish.SwedishOrder('name'), models.F('id'), name='client_by_lead'),
        ),
        migrations.AddIndex(
            model_name='client',
            index=models.Index(models.F('stage'), ui.swedish.SwedishOrder('name'), models.F('id'), name='client_by_stage'),
        ),
        migrations.AddIndex(
            model_name='client',
            index=models.Index(models.F('last_contact_on'), condition=models.Q(('stage', 'active')), name='client_quiet'),
        ),
        migrations.AddIndex(
            model_name='client',
            index=models.Index(models.F('organisation'), condition=models.Q(('confidentiality', 'open'), _negated=True), name='client_not_open'),
        ),
        migrations.AddIndex(
            model_name='client',
            index=models.Index(models.OrderBy(models.F('opened_on'), descending=True), models.OrderBy(models.F('id'), descending=True), name='client_by_opening'),
        ),
        migrations.AddConstraint(
            model_name='client',
            constraint=models.CheckConstraint(condition=models.Q(('cadence_days__range', (1, 3650))), name='client_cadence_within', violation_error_message='The usual days between contacts are 1 to 3650.'),
        ),
        migrations.AddIndex(
            model_name='meeting',
            index=models.Index(fields=['-starts_at', '-id'], name='meeting_by_start'),
        ),
        migrations.AddIndex(
            model_name='meeting',
            index=models.Index(models.F('state'), models.F('starts_at'), name='meeting_by_state'),
        ),
        migrations.AddIndex(
            model_name='meeting',
            index=django.contrib.postgres.indexes.GinIndex(models.F('services'), name='meeting_services'),
        ),
        migrations.AddConstraint(
            model_name='meeting',
            constraint=models.CheckConstraint(condition=models.Q(('contact_minutes__lte', 1440), ('preparation_minutes__lte', 1440), ('travel_minutes__lte', 1440)), name='meeting_minutes_within_a_day', violation_error_message='A meeting cannot take more than 24 hours.'),
        ),
        migrations.AddConstraint(
            model_name='meetingdraft',
            constraint=models.UniqueConstraint(models.F('user'), models.F('key'), name='meetingdraft_once'),
        ),
        migrations.AddConstraint(
            model_name='namedreader',
            constraint=models.UniqueConstraint(models.F('client'), models.F('user'), name='namedreader_once'),
        ),
        migrations.AddIndex(
            model_name='task',
            index=models.Index(models.F('owner'), models.F('due_on'), condition=models.Q(('done_at', None)), name='task_open_by_owner'),
        ),
        migrations.AddIndex(
            model_name='task',
            index=models.Index(models.F('client'), models.F('due_on'), condition=models.Q(('done_at', None)), name='task_open_by_client'),
        ),
    ]
