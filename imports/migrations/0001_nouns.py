import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import imports.saying


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ImportMapping',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=30)),
                ('headings', models.CharField(max_length=64)),
                ('mapping', models.JSONField(default=dict)),
            ],
            options={
                'constraints': [models.UniqueConstraint(models.F('kind'), models.F('headings'), name='importmapping_once')],
            },
        ),
        migrations.CreateModel(
            name='ImportRun',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=30, verbose_name='what')),
                ('file_name', models.CharField(max_length=255, verbose_name='file')),
                ('content', models.BinaryField()),
                ('state', models.CharField(choices=[('uploaded', 'Uploaded'), ('checking', 'Being checked'), ('checked', 'Checked'), ('running', 'Running'), ('done', 'Done'), ('failed', 'Failed')], default='uploaded', max_length=10, verbose_name='state')),
                ('mapping', models.JSONField(default=dict)),
                ('choices', models.JSONField(default=dict)),
                ('reading', imports.saying.SaidField(default=dict)),
                ('counts', models.JSONField(default=dict)),
                ('rows_total', models.PositiveIntegerField(default=0)),
                ('rows_done', models.PositiveIntegerField(default=0)),
                ('failure', models.CharField(blank=True, max_length=500)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('finished_at', models.DateTimeField(null=True)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'import',
                'verbose_name_plural': 'imports',
                'ordering': ['-created_at'],
            },
        ),
        migrations.CreateModel(
            name='ImportRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sheet', models.CharField(blank=True, max_length=60)),
                ('number', models.PositiveIntegerField()),
                ('cells', models.JSONField(default=dict)),
                ('fixes', models.JSONField(default=dict)),
                ('told', imports.saying.SaidField(default=list)),
                ('outcome', models.CharField(blank=True, choices=[('create', 'Create'), ('update', 'Update'), ('unchanged', 'Unchanged'), ('duplicate', 'Duplicate'), ('decision', 'Needs a decision'), ('error', 'Error')], max_length=10)),
                ('problems', imports.saying.SaidField(default=list)),
                ('changes', imports.saying.SaidField(default=list)),
                ('target_id', models.BigIntegerField(null=True)),
                ('taken_at', models.DateTimeField(null=True)),
                ('run', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rows', to='imports.importrun')),
            ],
            options={
                'ordering': ['run', 'sheet', 'number'],
                'indexes': [models.Index(models.F('run'), models.F('outcome'), name='importrow_outcome')],
                'constraints': [models.UniqueConstraint(models.F('run'), models.F('sheet'), models.F('number'), name='importrow_once')],
            },
        ),
    ]
