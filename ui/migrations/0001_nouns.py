from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Sent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('by', models.BigIntegerField()),
                ('key', models.UUIDField()),
                ('digest', models.CharField(max_length=64)),
                ('url', models.CharField(blank=True, max_length=500)),
                ('made', models.BigIntegerField(null=True)),
                ('at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'indexes': [models.Index(models.F('at'), name='sent_by_moment')],
                'constraints': [models.UniqueConstraint(models.F('by'), models.F('key'), name='sent_once')],
            },
        ),
        migrations.CreateModel(
            name='Unsaved',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('who', models.CharField(max_length=120)),
                ('key', models.UUIDField()),
                ('page', models.CharField(max_length=500)),
                ('typed', models.JSONField(default=dict)),
                ('at', models.DateTimeField()),
            ],
            options={
                'ordering': ['-at'],
                'constraints': [models.UniqueConstraint(models.F('who'), models.F('key'), name='unsaved_once')],
            },
        ),
    ]
