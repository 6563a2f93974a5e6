"""Organisations and people; and the words of a name through a function of our own, dear enough that the planner always
takes its index."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.text
import simple_history.models
import ui.swedish
import uuid
from django.conf import settings
from django.db import migrations, models


FUNCTION = """
CREATE FUNCTION name_words(name text) RETURNS tsvector
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 5000 AS $$
BEGIN
    RETURN to_tsvector('simple'::regconfig, regexp_replace(name, '[[:punct:]]+', ' ', 'g'));
END
$$
"""


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ("accounts", "0001_nouns"),
        ('contenttypes', '0002_remove_content_type_name'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunSQL(FUNCTION, "DROP FUNCTION name_words(text)"),
        migrations.CreateModel(
            name='Community',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=100, unique=True, verbose_name='name')),
                ('summary', models.CharField(blank=True, max_length=300, verbose_name='summary')),
            ],
            options={
                'verbose_name': 'community',
                'verbose_name_plural': 'communities',
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='Municipality',
            fields=[
                ('code', models.CharField(max_length=4, primary_key=True, serialize=False, verbose_name='code')),
                ('name', models.CharField(max_length=50, verbose_name='name')),
                ('county_code', models.CharField(max_length=2, verbose_name='county code')),
                ('county', models.CharField(max_length=50, verbose_name='county')),
            ],
            options={
                'verbose_name': 'municipality',
                'verbose_name_plural': 'municipalities',
                'ordering': [ui.swedish.SwedishOrder('name')],
            },
        ),
        migrations.CreateModel(
            name='S3Area',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(unique=True, verbose_name='code')),
                ('name_sv', models.CharField(max_length=100, verbose_name='name in Swedish')),
                ('name_en', models.CharField(max_length=100, verbose_name='name in English')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='position')),
                ('retired_on', models.DateField(blank=True, null=True, verbose_name='retired on')),
            ],
            options={
                'verbose_name': 'S3 area',
                'verbose_name_plural': 'S3 areas',
                'ordering': ['position', 'name_sv'],
            },
        ),
        migrations.CreateModel(
            name='Erasure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.UUIDField(default=uuid.uuid4, unique=True)),
                ('person', models.BigIntegerField()),
                ('ground', models.CharField(choices=[('no_longer_needed', 'No longer needed (GDPR art. 17.1 a)'), ('consent_withdrawn', 'Consent withdrawn, and nothing else allows it (GDPR art. 17.1 b)'), ('objection', 'She objects, and nothing weighs heavier (GDPR art. 17.1 c)'), ('unlawful', 'Kept unlawfully (GDPR art. 17.1 d)'), ('legal_obligation', 'A law demands that it is erased (GDPR art. 17.1 e)'), ('disposal', 'Disposal by decision (arkivlagen 10 §)')], max_length=20, verbose_name='ground')),
                ('reference', models.CharField(blank=True, max_length=40, verbose_name='reference of the decision')),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'erasure',
                'verbose_name_plural': 'erasures',
                'ordering': ['-at'],
            },
        ),
        migrations.CreateModel(
            name='HistoricalPerson',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('name', models.CharField(max_length=150, validators=[django.core.validators.RegexValidator('^[^@]*$', 'This is an e-mail address, or meant to be; write a name here.')], verbose_name='name')),
                ('search_key', models.CharField(editable=False, max_length=320)),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='e-mail')),
                ('phone', models.CharField(blank=True, max_length=40, verbose_name='phone')),
                ('is_protected', models.BooleanField(default=False, verbose_name='protected identity')),
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
                'verbose_name': 'historical person',
                'verbose_name_plural': 'historical people',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='Organisation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200, verbose_name='name')),
                ('search_key', models.CharField(db_collation='C', editable=False, max_length=420)),
                ('kind', models.CharField(choices=[('company', 'Company'), ('idea', 'Idea, not yet registered'), ('healthcare_provider', 'Healthcare provider'), ('university', 'University'), ('research_institute', 'Research institute'), ('incubator', 'Incubator'), ('accelerator', 'Accelerator'), ('cluster', 'Cluster'), ('investor', 'Investor'), ('authority', 'Authority'), ('association', 'Association')], default='company', max_length=20, verbose_name='kind')),
                ('summary', models.CharField(blank=True, max_length=300, verbose_name='summary')),
                ('country', models.CharField(default='SE', max_length=2, verbose_name='country')),
                ('number_scheme', models.CharField(blank=True, choices=[('orgnr', 'Organisation number'), ('personal', 'Sole trader’s personal number'), ('foreign', 'Foreign number')], max_length=10, verbose_name='kind of number')),
                ('number', models.CharField(blank=True, max_length=30, verbose_name='organisation number')),
                ('website', models.URLField(blank=True, max_length=300, verbose_name='website')),
                ('founded_on', models.DateField(blank=True, null=True, verbose_name='founded')),
                ('employees', models.PositiveIntegerField(blank=True, null=True, verbose_name='employees')),
                ('turnover_sek', models.DecimalField(blank=True, decimal_places=0, max_digits=14, null=True, verbose_name='turnover, SEK')),
                ('balance_sek', models.DecimalField(blank=True, decimal_places=0, max_digits=14, null=True, verbose_name='balance sheet, SEK')),
                ('figures_year', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='year of the figures')),
                ('figures_note', models.CharField(blank=True, max_length=100, verbose_name='note on the figures')),
                ('sni_codes', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=5), blank=True, default=list, verbose_name='SNI codes')),
                ('sni_version', models.CharField(blank=True, default='', max_length=4, verbose_name='SNI version')),
                ('domains', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('life_science', 'Life science'), ('medtech', 'Medtech'), ('healthtech', 'Healthtech'), ('food', 'Food'), ('mobile', 'Mobile technology'), ('media', 'Media'), ('deep_tech', 'Deep tech'), ('iot', 'IoT'), ('ai', 'AI'), ('vr', 'VR'), ('big_data', 'Big data'), ('blockchain', 'Blockchain')], max_length=20), blank=True, default=list, verbose_name='industry domains')),
                ('tags', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), blank=True, default=list, verbose_name='tags')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('municipality', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='contacts.municipality', verbose_name='municipality')),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='subsidiaries', to='contacts.organisation', verbose_name='parent company')),
                ('other_s3_areas', models.ManyToManyField(blank=True, related_name='+', to='contacts.s3area', verbose_name='S3 areas')),
                ('s3_area', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contacts.s3area', verbose_name='primary S3 area')),
            ],
            options={
                'verbose_name': 'organisation',
                'verbose_name_plural': 'organisations',
                'ordering': [ui.swedish.SwedishOrder('name')],
            },
        ),
        migrations.CreateModel(
            name='Person',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=150, validators=[django.core.validators.RegexValidator('^[^@]*$', 'This is an e-mail address, or meant to be; write a name here.')], verbose_name='name')),
                ('search_key', models.CharField(db_collation='C', editable=False, max_length=320)),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='e-mail')),
                ('phone', models.CharField(blank=True, max_length=40, verbose_name='phone')),
                ('is_protected', models.BooleanField(default=False, verbose_name='protected identity')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('created_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'person',
                'verbose_name_plural': 'people',
                'ordering': [ui.swedish.SwedishOrder('name')],
            },
        ),
        migrations.CreateModel(
            name='Membership',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('applied', 'Applied'), ('approved', 'Approved'), ('active', 'Active'), ('left', 'Left')], default='applied', max_length=10, verbose_name='state')),
                ('category', models.CharField(blank=True, max_length=60, verbose_name='category')),
                ('since_on', models.DateField(blank=True, null=True, verbose_name='member since')),
                ('left_on', models.DateField(blank=True, null=True, verbose_name='left on')),
                ('is_public', models.BooleanField(default=False, verbose_name='public profile')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('community', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='contacts.community', verbose_name='community')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='contacts.organisation')),
                ('contact', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='contacts.person')),
            ],
            options={
                'verbose_name': 'membership',
                'verbose_name_plural': 'memberships',
                'ordering': [ui.swedish.SwedishOrder('organisation__name'), 'pk'],
            },
        ),
        migrations.CreateModel(
            name='HistoricalMembership',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('state', models.CharField(choices=[('applied', 'Applied'), ('approved', 'Approved'), ('active', 'Active'), ('left', 'Left')], default='applied', max_length=10, verbose_name='state')),
                ('category', models.CharField(blank=True, max_length=60, verbose_name='category')),
                ('since_on', models.DateField(blank=True, null=True, verbose_name='member since')),
                ('left_on', models.DateField(blank=True, null=True, verbose_name='left on')),
                ('is_public', models.BooleanField(default=False, verbose_name='public profile')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('history_id', models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField()),
                ('history_change_reason', models.TextField(null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('community', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='contacts.community', verbose_name='community')),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='contacts.organisation')),
                ('contact', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='contacts.person')),
            ],
            options={
                'verbose_name': 'historical membership',
                'verbose_name_plural': 'historical memberships',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalAffiliation',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('role', models.CharField(blank=True, max_length=100, verbose_name='role')),
                ('is_main', models.BooleanField(default=False, verbose_name='main contact')),
                ('from_on', models.DateField(blank=True, null=True, verbose_name='from')),
                ('to_on', models.DateField(blank=True, null=True, verbose_name='to')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('history_id', models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField()),
                ('history_change_reason', models.TextField(null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='contacts.organisation')),
                ('person', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='contacts.person')),
            ],
            options={
                'verbose_name': 'historical affiliation',
                'verbose_name_plural': 'historical affiliations',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='Affiliation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(blank=True, max_length=100, verbose_name='role')),
                ('is_main', models.BooleanField(default=False, verbose_name='main contact')),
                ('from_on', models.DateField(blank=True, null=True, verbose_name='from')),
                ('to_on', models.DateField(blank=True, null=True, verbose_name='to')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='affiliations', to='contacts.organisation')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='affiliations', to='contacts.person')),
            ],
            options={
                'verbose_name': 'affiliation',
                'verbose_name_plural': 'affiliations',
                'ordering': ['-is_main', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='HistoricalOrganisation',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('name', models.CharField(max_length=200, verbose_name='name')),
                ('search_key', models.CharField(editable=False, max_length=420)),
                ('kind', models.CharField(choices=[('company', 'Company'), ('idea', 'Idea, not yet registered'), ('healthcare_provider', 'Healthcare provider'), ('university', 'University'), ('research_institute', 'Research institute'), ('incubator', 'Incubator'), ('accelerator', 'Accelerator'), ('cluster', 'Cluster'), ('investor', 'Investor'), ('authority', 'Authority'), ('association', 'Association')], default='company', max_length=20, verbose_name='kind')),
                ('summary', models.CharField(blank=True, max_length=300, verbose_name='summary')),
                ('country', models.CharField(default='SE', max_length=2, verbose_name='country')),
                ('number_scheme', models.CharField(blank=True, choices=[('orgnr', 'Organisation number'), ('personal', 'Sole trader’s personal number'), ('foreign', 'Foreign number')], max_length=10, verbose_name='kind of number')),
                ('number', models.CharField(blank=True, max_length=30, verbose_name='organisation number')),
                ('website', models.URLField(blank=True, max_length=300, verbose_name='website')),
                ('founded_on', models.DateField(blank=True, null=True, verbose_name='founded')),
                ('employees', models.PositiveIntegerField(blank=True, null=True, verbose_name='employees')),
                ('turnover_sek', models.DecimalField(blank=True, decimal_places=0, max_digits=14, null=True, verbose_name='turnover, SEK')),
                ('balance_sek', models.DecimalField(blank=True, decimal_places=0, max_digits=14, null=True, verbose_name='balance sheet, SEK')),
                ('figures_year', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='year of the figures')),
                ('figures_note', models.CharField(blank=True, max_length=100, verbose_name='note on the figures')),
                ('sni_codes', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=5), blank=True, default=list, verbose_name='SNI codes')),
                ('sni_version', models.CharField(blank=True, default='', max_length=4, verbose_name='SNI version')),
                ('domains', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('life_science', 'Life science'), ('medtech', 'Medtech'), ('healthtech', 'Healthtech'), ('food', 'Food'), ('mobile', 'Mobile technology'), ('media', 'Media'), ('deep_tech', 'Deep tech'), ('iot', 'IoT'), ('ai', 'AI'), ('vr', 'VR'), ('big_data', 'Big data'), ('blockchain', 'Blockchain')], max_length=20), blank=True, default=list, verbose_name='industry domains')),
                ('tags', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), blank=True, default=list, verbose_name='tags')),
                ('created_at', models.DateTimeField(blank=True, editable=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('history_id', models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField()),
                ('history_change_reason', models.TextField(null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('municipality', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='contacts.municipality', verbose_name='municipality')),
                ('parent', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='contacts.organisation', verbose_name='parent company')),
                ('s3_area', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='contacts.s3area', verbose_name='primary S3 area')),
            ],
            options={
                'verbose_name': 'historical organisation',
                'verbose_name_plural': 'historical organisations',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='ToRead',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('record_id', models.BigIntegerField()),
                ('words', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=200), default=list)),
                ('done_at', models.DateTimeField(null=True)),
                ('done_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('erasure', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='to_read', to='contacts.erasure')),
                ('record_type', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contenttypes.contenttype')),
            ],
            options={
                'verbose_name': 'text to read through',
                'verbose_name_plural': 'texts to read through',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='Likeness',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('found_at', models.DateTimeField()),
                ('settled_at', models.DateTimeField(null=True)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('settled_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='contacts.organisation')),
                ('other', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='contacts.organisation')),
            ],
            options={
                'ordering': ['-found_at', '-pk'],
                'indexes': [models.Index(models.F('found_at'), condition=models.Q(('settled_at', None)), name='likeness_open')],
                'constraints': [models.UniqueConstraint(models.F('organisation'), models.F('other'), name='likeness_once')],
            },
        ),
        migrations.AddIndex(
            model_name='person',
            index=models.Index(models.F('email'), condition=models.Q(('email', ''), _negated=True), name='person_email'),
        ),
        migrations.AddIndex(
            model_name='person',
            index=models.Index(ui.swedish.SwedishOrder('name'), models.F('id'), name='person_by_name'),
        ),
        migrations.AddIndex(
            model_name='person',
            index=models.Index(models.F('search_key'), models.F('id'), name='person_by_prefix'),
        ),
        migrations.AddIndex(
            model_name='person',
            index=django.contrib.postgres.indexes.GinIndex(models.Func(models.F('search_key'), function='name_words', output_field=django.contrib.postgres.search.SearchVectorField()), name='person_name_words'),
        ),
        migrations.AddIndex(
            model_name='person',
            index=models.Index(django.contrib.postgres.indexes.OpClass(django.db.models.functions.text.Lower('email'), 'varchar_pattern_ops'), name='person_email_prefix'),
        ),
        migrations.AddConstraint(
            model_name='membership',
            constraint=models.UniqueConstraint(models.F('community'), models.F('organisation'), name='membership_once', violation_error_message='It is in this community already.'),
        ),
        migrations.AddConstraint(
            model_name='affiliation',
            constraint=models.CheckConstraint(condition=models.Q(('to_on', None), ('from_on', None), ('to_on__gte', models.F('from_on')), _connector='OR'), name='affiliation_ends_after_start', violation_error_message='The last day is before the first.'),
        ),
        migrations.AddIndex(
            model_name='organisation',
            index=models.Index(django.contrib.postgres.indexes.OpClass('number', 'varchar_pattern_ops'), name='organisation_number_prefix'),
        ),
        migrations.AddIndex(
            model_name='organisation',
            index=models.Index(ui.swedish.SwedishOrder('name'), models.F('id'), name='organisation_by_name'),
        ),
        migrations.AddIndex(
            model_name='organisation',
            index=models.Index(models.F('search_key'), models.F('id'), name='organisation_by_prefix'),
        ),
        migrations.AddIndex(
            model_name='organisation',
            index=models.Index(models.F('kind'), ui.swedish.SwedishOrder('name'), name='organisation_kind'),
        ),
        migrations.AddIndex(
            model_name='organisation',
            index=django.contrib.postgres.indexes.GinIndex(models.F('domains'), name='organisation_domains'),
        ),
        migrations.AddIndex(
            model_name='organisation',
            index=django.contrib.postgres.indexes.GinIndex(models.Func(models.F('search_key'), function='name_words', output_field=django.contrib.postgres.search.SearchVectorField()), name='organisation_name_words'),
        ),
        migrations.AddConstraint(
            model_name='organisation',
            constraint=models.UniqueConstraint(models.F('country'), models.F('number_scheme'), models.F('number'), condition=models.Q(('number', ''), _negated=True), name='organisation_number_unique'),
        ),
        migrations.AddConstraint(
            model_name='organisation',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('number', ''), ('number_scheme', '')), models.Q(models.Q(('number', ''), _negated=True), models.Q(('number_scheme', ''), _negated=True)), _connector='OR'), name='organisation_number_has_scheme', violation_error_message='A number needs its kind.'),
        ),
        migrations.AddConstraint(
            model_name='toread',
            constraint=models.UniqueConstraint(models.F('erasure'), models.F('record_type'), models.F('record_id'), name='toread_once'),
        ),
    ]
