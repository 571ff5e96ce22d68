from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("doors", "0002_estimates_dated"),
    ]

    operations = [
        migrations.AddField(
            model_name="building",
            name="seq",
            field=models.BigIntegerField(
                default=0, help_text="The campaign's counter at the last change of what stands there"
            ),
        ),
        migrations.AddIndex(
            model_name="building",
            index=models.Index(fields=["campaign", "seq"], name="building_by_change"),
        ),
        migrations.AddField(
            model_name="door",
            name="named_at",
            field=models.DateTimeField(help_text="When it was renamed on site, on the server's clock", null=True),
        ),
    ]
