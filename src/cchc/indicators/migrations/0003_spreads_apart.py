from django.db import migrations, models


def apart(apps, schema_editor):
    """What tells rows apart goes into a column of its own; nothing is counted again."""
    rows = apps.get_model("indicators", "Tally").objects.all()
    for row in rows.iterator(chunk_size=200):
        row.spreads = {code: found for code, found in row.content.items() if isinstance(found, dict)}
        row.content = {code: found for code, found in row.content.items() if not isinstance(found, dict)}
        row.save(update_fields=["content", "spreads"])


class Migration(migrations.Migration):

    dependencies = [
        ('indicators', '0002_counting'),
    ]

    operations = [
        migrations.AddField(
            model_name='tally',
            name='spreads',
            field=models.JSONField(default=dict),
        ),
        migrations.RunPython(apart, migrations.RunPython.noop),
    ]
