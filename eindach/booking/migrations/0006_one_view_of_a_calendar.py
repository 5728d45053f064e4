"""New openings and changed appointments of one calendar see each other; when the waiting list last looked.

Without the lock an opening made while a cancellation is under way counted the appointment as live, and the
cancellation found no opening to refresh: a place was lost until the opening was touched again. Appointments take the
lock shared (they do not hinder each other), a new opening takes it alone.
"""

from django.db import migrations, models

LOCK_CLASS = 1162170964  # "EIND"

FORWARD = f"""
CREATE OR REPLACE FUNCTION booking_opening_free() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock({LOCK_CLASS}, NEW.calendar_id::int);
    NEW.free := tstzmultirange(NEW.during) - coalesce(
        (SELECT range_agg(a.during) FROM booking_appointment a
         WHERE a.calendar_id = NEW.calendar_id AND a.live AND a.during && NEW.during), '{{}}');
    RETURN NEW;
END $$;

CREATE FUNCTION booking_appointment_locks() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock_shared({LOCK_CLASS}, NEW.calendar_id::int);
    RETURN NEW;
END $$;

CREATE TRIGGER appointment_locks BEFORE INSERT OR UPDATE OF status, calendar_id, during ON booking_appointment
    FOR EACH ROW EXECUTE FUNCTION booking_appointment_locks();
"""

BACKWARD = """
DROP TRIGGER appointment_locks ON booking_appointment;
DROP FUNCTION booking_appointment_locks();
CREATE OR REPLACE FUNCTION booking_opening_free() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.free := tstzmultirange(NEW.during) - coalesce(
        (SELECT range_agg(a.during) FROM booking_appointment a
         WHERE a.calendar_id = NEW.calendar_id AND a.live AND a.during && NEW.during), '{}');
    RETURN NEW;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("booking", "0005_made_until")]
    operations = [
        migrations.RunSQL(FORWARD, BACKWARD),
        migrations.AddField(
            model_name="itinerary",
            name="looked_at",
            field=models.DateTimeField(blank=True, help_text="when the waiting list last searched for it", null=True),
        ),
    ]
