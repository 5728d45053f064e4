from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("booking", "0009_openings_changed_by_hand")]

    operations = [
        migrations.AlterField(
            model_name="appointment",
            name="status",
            field=models.CharField(
                choices=[
                    ("held", "Held"),
                    ("booked", "Booked"),
                    ("arrived", "Arrived"),
                    ("checked-in", "Checked In"),
                    ("fulfilled", "Fulfilled"),
                    ("noshow", "Noshow"),
                    ("not-served", "Unserved"),
                    ("cancelled", "Cancelled"),
                ],
                max_length=12,
            ),
        ),
    ]
