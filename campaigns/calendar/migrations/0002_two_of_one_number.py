from django.db import migrations, models

import campaigns.doors.identifiers


class Migration(migrations.Migration):
    dependencies = [("calendar", "0001_series_and_sign_ups")]

    operations = [
        migrations.RemoveConstraint(model_name="signup", name="number_signed_up_once"),
        migrations.AlterField(
            model_name="signup",
            name="id",
            field=models.UUIDField(
                default=campaigns.doors.identifiers.uuid7,
                help_text="Made of the form: sent twice, it is one",
                primary_key=True,
                serialize=False,
            ),
        ),
    ]
