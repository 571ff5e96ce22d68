from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("visits", "0001_visits"),
    ]

    operations = [
        migrations.AddField(
            model_name="welcometally",
            name="shown",
            field=models.IntegerField(
                default=0, help_text="The count when an outing was last closed: what people may see"
            ),
        ),
    ]
