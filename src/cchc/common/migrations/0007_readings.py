"""The record of readings. Entries of the journal are no longer found by a full mail or network address."""

from django.db import migrations, models

from cchc.common.text import fold

ACTIONS = ("organisation.sign_in", "organisation.lock_out", "organisation.unlock", "organisation.end_session",
           "organisation.add_person", "organisation.change_person", "reports.ask")  # fmt: skip
KEYS = ("email", "to", "address")


def _addresses(facts):
    return [fold(facts[key]) for key in KEYS if isinstance(facts.get(key), str)] if isinstance(facts, dict) else []


def unfind(apps, schema_editor):
    """Take addresses out of the text that entries are found by; it is not part of what is sealed."""
    rows = apps.get_model("common", "JournalEntry").objects.filter(action__in=ACTIONS)
    batch = []
    for entry in rows.only("seq", "before", "after", "folded").iterator(chunk_size=2000):
        for text in filter(None, [*_addresses(entry.before), *_addresses(entry.after)]):
            entry.folded = entry.folded.replace(text, "")
        batch.append(entry)
        if len(batch) == 2000:
            rows.model.objects.bulk_update(batch, ["folded"])
            batch = []
    rows.model.objects.bulk_update(batch, ["folded"])


class Migration(migrations.Migration):

    dependencies = [
        ('common', '0006_jobs'),
    ]

    operations = [
        migrations.CreateModel(
            name='Reading',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(db_index=True)),
                ('agency_id', models.BigIntegerField(null=True)),
                ('reader_id', models.BigIntegerField()),
                ('reader_name', models.CharField(max_length=200)),
                ('folded', models.CharField(default='', max_length=200)),
                ('record_type', models.CharField(max_length=100)),
                ('fields', models.JSONField()),
                ('kind', models.CharField(choices=[('record', 'một bản ghi'), ('list', 'danh sách trên màn hình'), ('export', 'tệp xuất ra')], max_length=10)),
                ('count', models.PositiveIntegerField()),
                ('keys', models.JSONField()),
                ('page', models.CharField(max_length=100)),
                ('trace', models.CharField(blank=True, default='', max_length=64)),
            ],
            options={
                'ordering': ['-at', '-pk'],
                'indexes': [models.Index(fields=['agency_id', 'at'], name='reading_of_agency')],
            },
        ),
        migrations.RunPython(unfind, migrations.RunPython.noop),
    ]
