from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]
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
        migrations.RunSQL("ALTER TABLE accounts_ratebucket SET UNLOGGED", migrations.RunSQL.noop),
    ]
