import django.contrib.postgres.fields
import django.core.serializers.json
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('contenttypes', '0002_remove_content_type_name'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Entry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('verb', models.CharField(max_length=60)),
                ('at', models.DateTimeField()),
                ('recorded_at', models.DateTimeField(auto_now_add=True)),
                ('subject_id', models.BigIntegerField()),
                ('facts', models.JSONField(default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('subject_type', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contenttypes.contenttype')),
            ],
            options={
                'verbose_name': 'entry',
                'verbose_name_plural': 'entries',
            },
        ),
        migrations.CreateModel(
            name='EntryRef',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('record_id', models.BigIntegerField()),
                ('at', models.DateTimeField()),
                ('noun', models.CharField(max_length=30)),
                ('entry', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='refs', to='journal.entry')),
                ('record_type', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contenttypes.contenttype')),
            ],
        ),
        migrations.CreateModel(
            name='Masking',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=63)),
                ('key', models.BigIntegerField()),
                ('columns', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=63))),
                ('at', models.DateTimeField()),
                ('transaction', models.BigIntegerField()),
            ],
            options={
                'indexes': [models.Index(fields=['kind', 'key', '-at'], name='masking_of_row')],
            },
        ),
        migrations.AddIndex(
            model_name='entry',
            index=models.Index(fields=['subject_type', 'subject_id', '-at'], name='entry_subject'),
        ),
        migrations.AddIndex(
            model_name='entryref',
            index=models.Index(fields=['record_type', 'record_id', '-at', '-entry'], name='entryref_timeline'),
        ),
        migrations.AddIndex(
            model_name='entryref',
            index=models.Index(fields=['record_type', 'record_id', 'noun', '-at'], name='entryref_timeline_noun'),
        ),
        migrations.AddConstraint(
            model_name='entryref',
            constraint=models.UniqueConstraint(models.F('entry'), models.F('record_type'), models.F('record_id'), name='entryref_once'),
        ),
    ]
