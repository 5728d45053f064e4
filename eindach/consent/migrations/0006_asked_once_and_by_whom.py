"""A question stands once; who heard a word and who granted by law is kept; taking back needs no language."""

import django.db.models.deletion
from django.db import migrations, models

ASKED_ONCE = """
CREATE FUNCTION consent_asked_once() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  -- Two who ask at once come one after the other; the second sees what the first has written.
  PERFORM pg_advisory_xact_lock(hashtextextended(
    concat_ws(' ', NEW.person_id, NEW.controller_id, NEW.recipient_id, NEW.purpose, NEW.categories), 4711003));
  IF EXISTS (
    SELECT 1 FROM consent_consent c
    WHERE c.person_id = NEW.person_id AND c.controller_id = NEW.controller_id AND c.recipient_id = NEW.recipient_id
      AND c.purpose = NEW.purpose AND c.categories = NEW.categories AND c.expires_at > NEW.asked_at
      AND (SELECT e.kind FROM consent_consentevent e WHERE e.consent_id = c.id ORDER BY e.id DESC LIMIT 1)
          IN ('asked', 'given')) THEN
    RAISE EXCEPTION 'the same is open or given already' USING ERRCODE = 'unique_violation';
  END IF;
  RETURN NEW;
END $$
"""
TRIGGER = "CREATE TRIGGER once BEFORE INSERT ON consent_consent FOR EACH ROW EXECUTE FUNCTION consent_asked_once()"
BACK = ["DROP TRIGGER once ON consent_consent", "DROP FUNCTION consent_asked_once()"]
OFFICE = {"blank": True, "null": True, "on_delete": django.db.models.deletion.PROTECT, "related_name": "+"}


class Migration(migrations.Migration):
    dependencies = [("consent", "0005_norms_in_languages"), ("directory", "0001_initial")]
    operations = [
        migrations.AddField(
            model_name="consentevent",
            name="heard_by",
            field=models.ForeignKey(help_text="at whose counter", to="directory.organization", **OFFICE),
        ),
        migrations.AddField(
            model_name="grant",
            name="granted_by",
            field=models.ForeignKey(help_text="by law: the office that tells it", to="directory.organization", **OFFICE),
        ),
        migrations.AlterField(
            model_name="consentevent",
            name="language",
            field=models.CharField(blank=True, help_text="it was explained in", max_length=8),
        ),
        migrations.AlterField(
            model_name="consentevent",
            name="interpreter",
            field=models.CharField(
                blank=True, help_text="who interpreted: name, service or function", max_length=120
            ),
        ),
        migrations.RemoveConstraint(model_name="consentevent", name="a_word_at_a_counter_names_its_language"),
        migrations.AddConstraint(
            model_name="consentevent",
            constraint=models.CheckConstraint(
                condition=~models.Q(channel="counter") | models.Q(kind="withdrawn") | ~models.Q(language=""),
                name="a_word_at_a_counter_names_its_language",
            ),
        ),
        migrations.RunSQL([ASKED_ONCE, TRIGGER], BACK),
    ]
