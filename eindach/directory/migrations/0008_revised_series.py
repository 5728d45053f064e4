"""The days of a series say how often they were revised, and when: what was called off and takes place after all must be
newer than its cancellation, or calendars keep that (RFC 5545, 3.8.7.4).

It begins with 2: before, a day said 1 as long as it was called off, and 0 otherwise."""

from django.db import migrations, models
from django.db.models.functions import Now

REVISED = """
CREATE FUNCTION directory_revised() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW IS DISTINCT FROM OLD THEN
        NEW.sequence := OLD.sequence + 1;
        NEW.revised_at := now();
    END IF;
    RETURN NEW;
END $$
"""
HOUSE_REVISED = """
CREATE FUNCTION directory_house_revised() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- The column that names the house is the argument; of what is new or gone one of the two rows is NULL.
    UPDATE directory_eventseries SET sequence = sequence + 1
    WHERE location_id::text IN (to_jsonb(OLD) ->> TG_ARGV[0], to_jsonb(NEW) ->> TG_ARGV[0]);
    RETURN NULL;
END $$
"""
TRIGGERS = (
    "CREATE TRIGGER revised BEFORE UPDATE ON directory_eventseries"
    " FOR EACH ROW EXECUTE FUNCTION directory_revised()",
    "CREATE TRIGGER house_revised AFTER UPDATE ON directory_location"
    " FOR EACH ROW WHEN (OLD IS DISTINCT FROM NEW) EXECUTE FUNCTION directory_house_revised('id')",
    "CREATE TRIGGER house_revised AFTER UPDATE ON directory_scheduleexception"
    " FOR EACH ROW WHEN (OLD IS DISTINCT FROM NEW) EXECUTE FUNCTION directory_house_revised('location_id')",
    "CREATE TRIGGER house_differs AFTER INSERT OR DELETE ON directory_scheduleexception"
    " FOR EACH ROW EXECUTE FUNCTION directory_house_revised('location_id')",
)
BACK = (
    "DROP FUNCTION directory_house_revised() CASCADE",
    "DROP FUNCTION directory_revised() CASCADE",
)


class Migration(migrations.Migration):
    dependencies = [("directory", "0007_revision")]

    operations = [
        migrations.AddField(
            model_name="eventseries",
            name="sequence",
            field=models.PositiveIntegerField(
                db_default=2,
                help_text="RFC 5545 SEQUENCE of its days: a trigger adds one with every change of what they say",
            ),
        ),
        migrations.AddField(
            model_name="eventseries",
            name="revised_at",
            field=models.DateTimeField(db_default=Now(), help_text="when that was last"),
        ),
        migrations.RunSQL([REVISED, HOUSE_REVISED, *TRIGGERS], BACK),
    ]
