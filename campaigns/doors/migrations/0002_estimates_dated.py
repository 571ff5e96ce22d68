from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("doors", "0001_doors"),
    ]

    operations = [
        migrations.AddField(
            model_name="building",
            name="estimated_at",
            field=models.DateTimeField(help_text="When they were read, on the server's clock", null=True),
        ),
    ]
