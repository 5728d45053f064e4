"""Events of the trail may end: by the keeper alone, and only those before the beginning the latest seal names."""

from django.db import migrations, models

ENDS = """
CREATE FUNCTION consent_trail_ends() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE begin_after bigint;
BEGIN
  SELECT (begins -> OLD.chain::text ->> 0)::bigint INTO begin_after FROM consent_auditseal ORDER BY id DESC LIMIT 1;
  IF current_user <> 'eindach_keeper' OR OLD.number > coalesce(begin_after, 0) THEN
    RAISE EXCEPTION '% only ever grows: % is refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN OLD;
END $$
"""
GROWS = "CREATE TRIGGER grows BEFORE {acts} ON consent_auditevent FOR EACH ROW EXECUTE FUNCTION consent_append_only()"
NOW = [
    ENDS,
    "DROP TRIGGER grows ON consent_auditevent",
    GROWS.format(acts="UPDATE"),
    "CREATE TRIGGER ends BEFORE DELETE ON consent_auditevent FOR EACH ROW EXECUTE FUNCTION consent_trail_ends()",
]
BACK = [
    "DROP TRIGGER ends ON consent_auditevent",
    "DROP TRIGGER grows ON consent_auditevent",
    GROWS.format(acts="UPDATE OR DELETE"),
    "DROP FUNCTION consent_trail_ends()",
]


class Migration(migrations.Migration):
    dependencies = [("consent", "0003_operations")]
    operations = [
        migrations.AddField(
            model_name="auditseal",
            name="begins",
            field=models.JSONField(
                default=dict, help_text="chain -> [number, digest] of its last event that has ended"
            ),
        ),
        migrations.AlterField(
            model_name="auditseal",
            name="signature",
            field=models.CharField(
                help_text="hexadecimal, of the canonical JSON (RFC 8785) of at, heads and begins", max_length=128
            ),
        ),
        migrations.RunSQL(NOW, BACK),
    ]
