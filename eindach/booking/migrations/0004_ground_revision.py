"""One row that changes whenever the directory does: what a process keeps in memory (booking/ground.py) stays true.

A random value, not a counter: after a rollback the old value stands for the old content again.
"""

from django.db import migrations

TABLES = (
    "directory_region",
    "directory_municipality",
    "directory_organization",
    "directory_location",
    "directory_service",
    "directory_serviceatlocation",
    "directory_traveltime",
    "guide_matter",
    "guide_matter_after",
    "guide_matter_services",
    "booking_counter",
    "booking_calendar",
    "booking_calendar_services",
)

FORWARD = """
CREATE TABLE booking_ground_revision (only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row), value uuid NOT NULL);
INSERT INTO booking_ground_revision (value) VALUES (gen_random_uuid());
CREATE FUNCTION booking_ground_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE booking_ground_revision SET value = gen_random_uuid();
    RETURN NULL;
END $$;
"""
BACKWARD = "DROP FUNCTION booking_ground_changed() CASCADE; DROP TABLE booking_ground_revision;"


def _trigger(table: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        f"CREATE TRIGGER ground_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION booking_ground_changed()",
        f"DROP TRIGGER ground_changed ON {table}",
    )


class Migration(migrations.Migration):
    dependencies = [
        ("booking", "0003_offers_and_uids"),
        ("directory", "0001_initial"),
        ("guide", "0001_initial"),
    ]
    operations = [migrations.RunSQL(FORWARD, BACKWARD), *(_trigger(table) for table in TABLES)]
