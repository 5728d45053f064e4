import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True
    dependencies = [("booking", "0001_initial")]
    operations = [
        migrations.CreateModel(
            name="RateBucket",
            fields=[
                (
                    "client",
                    models.BinaryField(
                        help_text="keyed digest of limit and address", max_length=16, primary_key=True, serialize=False
                    ),
                ),
                ("full_at", models.DateTimeField(help_text="when the bucket is full again")),
            ],
        ),
        migrations.RunSQL("ALTER TABLE api_ratebucket SET UNLOGGED", migrations.RunSQL.noop),
        migrations.CreateModel(
            name="BookingAnswer",
            fields=[
                (
                    "itinerary",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="api_answer",
                        serialize=False,
                        to="booking.itinerary",
                    ),
                ),
                ("language", models.CharField(help_text="of the link", max_length=8)),
                ("plan", models.TextField(help_text="JSON as it was sent")),
            ],
        ),
    ]
