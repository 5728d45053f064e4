"""The papers of the services are kept in memory as well, so their table moves the revision too."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("booking", "0007_tell_after_commit"), ("directory", "0001_initial")]
    operations = [
        migrations.RunSQL(
            "CREATE TRIGGER ground_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON directory_requireddocument "
            "FOR EACH STATEMENT EXECUTE FUNCTION booking_ground_changed()",
            "DROP TRIGGER ground_changed ON directory_requireddocument",
        )
    ]
