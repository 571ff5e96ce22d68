from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("calendar", "0001_series_and_sign_ups"),
        ("contacts", "0002_consent_texts"),
        ("people", "0003_conversation_minutes"),
        ("sms", "0003_signed_up"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="outboundsms",
            index=models.Index(
                condition=models.Q(("posted_at__isnull", False)), fields=["posted_at"], name="text_by_day"
            ),
        ),
    ]
