"""Enquiries belong to the part of questions from here on; the table and its rows stay what they are."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("guide", "0006_municipalities"),
    ]

    operations = [
        migrations.AlterModelTable("Enquiry", "questions_enquiry"),
        migrations.SeparateDatabaseAndState(state_operations=[migrations.DeleteModel("Enquiry")]),
    ]
