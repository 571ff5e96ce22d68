from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("calendar", "0003_changes_of_mind")]

    operations = [
        migrations.AddField(
            model_name="signup",
            name="text_code",
            field=models.CharField(
                help_text="As the code, in texts alone: who opens it has the telephone",
                max_length=12,
                null=True,
                unique=True,
            ),
        ),
    ]
