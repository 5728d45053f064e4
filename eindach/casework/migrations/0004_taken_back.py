"""A case says by which consent alone its office knew the person: taken back, it ends, and nobody there sees it; nor if
it was over before: this is the one outcome that follows another. Only the program may write it (guards.py)."""

import django.db.models.deletion
from django.db import migrations, models

OUTCOMES = [
    ("settled", "what they needed is settled"),
    ("passed-on", "another office takes care of it"),
    ("no-more", "they want no more help"),
    ("moved", "they have moved away"),
    ("not-reached", "they could not be reached any more"),
    ("withdrawn", "they took the yes back by which the office knew them"),
]

FORWARDS = (
    "CREATE OR REPLACE TRIGGER forwards BEFORE UPDATE ON casework_case FOR EACH ROW{}"
    " EXECUTE FUNCTION casework_forwards('advisor_id')"
)
UNLESS_TAKEN_BACK = " WHEN (NEW.outcome <> 'withdrawn' OR OLD.outcome = 'withdrawn')"


class Migration(migrations.Migration):
    dependencies = [("casework", "0003_reminded_first"), ("consent", "0007_longer_languages")]

    operations = [
        migrations.AddField(
            model_name="case",
            name="consent",
            field=models.ForeignKey(
                blank=True,
                help_text="by which alone the office knew them when it was opened; empty: they came themselves",
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="consent.consent",
            ),
        ),
        migrations.AlterField(
            model_name="case",
            name="outcome",
            field=models.CharField(blank=True, choices=OUTCOMES, help_text="of what has ended", max_length=11),
        ),
        migrations.RunSQL(FORWARDS.format(UNLESS_TAKEN_BACK), FORWARDS.format("")),
    ]
