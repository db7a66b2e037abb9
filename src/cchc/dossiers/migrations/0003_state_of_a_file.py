from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('dossiers', '0002_search'),
    ]

    operations = [
        migrations.RenameField(model_name='registerimport', old_name='stage', new_name='state'),
    ]
