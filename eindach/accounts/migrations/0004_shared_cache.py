from django.db import migrations, models
from django.db.models.functions import Upper


class Migration(migrations.Migration):
    """The table of Django's cache (settings.CACHES), as `createcachetable` would make it, but without a log: what is
    lost in a crash is counted anew. And the indexes a newcomer's sign-in looks people up by."""

    dependencies = [("accounts", "0003_staff")]

    operations = [
        migrations.RunSQL(
            """
            CREATE UNLOGGED TABLE accounts_cache (
                cache_key varchar(255) PRIMARY KEY, value text NOT NULL, expires timestamptz NOT NULL
            );
            CREATE INDEX accounts_cache_expires ON accounts_cache (expires);
            """,
            "DROP TABLE accounts_cache",
        ),
        migrations.AddIndex("person", models.Index(Upper("email"), name="people_by_email")),
        migrations.AddIndex("person", models.Index(fields=["phone"], name="people_by_phone")),
    ]
