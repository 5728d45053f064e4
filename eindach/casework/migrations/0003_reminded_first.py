"""No referral goes back before a reminder has been out for its days: the last day moves when the reminder was late."""

from django.db import migrations, models

FORWARDS = "CREATE OR REPLACE TRIGGER forwards BEFORE UPDATE ON casework_referral FOR EACH ROW EXECUTE FUNCTION"


class Migration(migrations.Migration):
    dependencies = [("casework", "0002_cases_and_referrals")]

    operations = [
        migrations.AddField(
            model_name="referral",
            name="reminded_at",
            field=models.DateTimeField(blank=True, help_text="who can answer was written to once more", null=True),
        ),
        migrations.AlterField(
            model_name="referral",
            name="due_on",
            field=models.DateField(
                blank=True, help_text="the last day of an answer; later after a late reminder", null=True
            ),
        ),
        migrations.RunSQL(f"{FORWARDS} casework_forwards('due_on')", f"{FORWARDS} casework_forwards()"),
    ]
