"""The table of enquiries comes from the guide (its migration 0006), with its rows."""

import phonenumber_field.modelfields
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("guide", "0006_enquiries_leave"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name="Enquiry",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("name", models.CharField(max_length=120)),
                        ("phone", phonenumber_field.modelfields.PhoneNumberField(max_length=128, region=None)),
                        ("language", models.CharField(max_length=16)),
                        ("best_time", models.CharField(blank=True, max_length=120)),
                        ("concern", models.TextField(blank=True, max_length=1000)),
                        ("created_at", models.DateTimeField()),
                        ("answered_at", models.DateTimeField(blank=True, null=True)),
                    ],
                    options={"verbose_name_plural": "enquiries", "ordering": ["created_at"]},
                ),
            ],
        ),
    ]
