"""The row that changes with what a booking stands on now changes with all that public pages say of the region: one
revision for whatever a process keeps (directory/memory.py). It was booking's alone, and is the directory's from now on.
"""

from django.db import migrations

MORE = (
    "directory_eventseries",
    "directory_schedule",
    "directory_scheduleexception",
    "guide_municipalityevent",
    "guide_municipalityfact",
    "guide_municipalitypage",
    "guide_municipalitypicture",
    "guide_step",
    "guide_topic",
)

FORWARD = """
ALTER TABLE booking_ground_revision RENAME TO directory_revision;
CREATE OR REPLACE FUNCTION booking_ground_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE directory_revision SET value = gen_random_uuid();
    RETURN NULL;
END $$;
ALTER FUNCTION booking_ground_changed() RENAME TO directory_changed;
"""
BACKWARD = """
ALTER FUNCTION directory_changed() RENAME TO booking_ground_changed;
ALTER TABLE directory_revision RENAME TO booking_ground_revision;
CREATE OR REPLACE FUNCTION booking_ground_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE booking_ground_revision SET value = gen_random_uuid();
    RETURN NULL;
END $$;
"""


def _trigger(table: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        f"CREATE TRIGGER ground_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION directory_changed()",
        f"DROP TRIGGER ground_changed ON {table}",
    )


class Migration(migrations.Migration):
    dependencies = [
        ("directory", "0006_called_off"),
        ("guide", "0006_enquiries_leave"),
        ("booking", "0008_ground_knows_papers"),
    ]
    operations = [migrations.RunSQL(FORWARD, BACKWARD), *(_trigger(table) for table in MORE)]
