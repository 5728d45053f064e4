"""What the database itself holds of consents: a grant is of its consent's person and recipient; a consent goes only
forwards, one act at a time; what was said, granted or looked at is never changed afterwards, only ended or reviewed.
"""

import datetime
import django.db.models.expressions
from django.conf import settings
from django.db import migrations, models

OF_ITS_CONSENT = [
    """ALTER TABLE consent_consent
       ADD CONSTRAINT who_may_know_whom UNIQUE (id, person_id, recipient_id)""",
    """ALTER TABLE consent_grant
       ADD CONSTRAINT a_grant_is_of_its_consent FOREIGN KEY (consent_id, person_id, organization_id)
       REFERENCES consent_consent (id, person_id, recipient_id) DEFERRABLE INITIALLY DEFERRED""",
]
LOCK = """
CREATE FUNCTION consent_lock(consent uuid) RETURNS void LANGUAGE sql VOLATILE SET search_path = public, pg_temp AS $$
  SELECT pg_advisory_xact_lock(hashtextextended(consent::text, 4711002))
$$
"""
FORWARDS = """
CREATE FUNCTION consent_forwards() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE last text;
BEGIN
  PERFORM consent_lock(NEW.consent_id);
  -- The number is drawn under the lock: the order of events is the order of commits.
  NEW.id := nextval(pg_get_serial_sequence('consent_consentevent', 'id'));
  SELECT kind INTO last FROM consent_consentevent WHERE consent_id = NEW.consent_id ORDER BY id DESC LIMIT 1;
  IF last IS NULL OR (last = 'asked' AND NEW.kind IN ('given', 'refused', 'withdrawn', 'expired'))
     OR (last = 'given' AND NEW.kind IN ('withdrawn', 'expired')) THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'a consent that is % does not become %', last, NEW.kind USING ERRCODE = 'check_violation';
END $$
"""
ENDS = """
CREATE FUNCTION consent_only_ends() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
  which text := TG_ARGV[0];
  before timestamptz := (to_jsonb(OLD) ->> which)::timestamptz;
  after timestamptz := (to_jsonb(NEW) ->> which)::timestamptz;
BEGIN
  IF to_jsonb(NEW) - which <> to_jsonb(OLD) - which OR (before IS NOT NULL AND (after IS NULL OR after > before)) THEN
    RAISE EXCEPTION '% is only ever ended', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$
"""
REVIEWED_ONCE = """
CREATE FUNCTION consent_reviewed_once() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE review text[] := ARRAY['reviewed_at', 'reviewed_by_id', 'finding'];
BEGIN
  IF to_jsonb(NEW) - review <> to_jsonb(OLD) - review OR OLD.reviewed_at IS NOT NULL THEN
    RAISE EXCEPTION 'a look is only ever reviewed, once' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$
"""
TRIGGERS = [
    "CREATE TRIGGER forwards BEFORE INSERT ON consent_consentevent FOR EACH ROW EXECUTE FUNCTION consent_forwards()",
    "CREATE TRIGGER ends BEFORE UPDATE ON consent_consent FOR EACH ROW EXECUTE FUNCTION consent_only_ends('expires_at')",
    "CREATE TRIGGER ends BEFORE UPDATE ON consent_grant FOR EACH ROW EXECUTE FUNCTION consent_only_ends('ended_at')",
    "CREATE TRIGGER once BEFORE UPDATE ON consent_brokenglass FOR EACH ROW EXECUTE FUNCTION consent_reviewed_once()",
]
BACK = [
    "DROP TRIGGER forwards ON consent_consentevent",
    "DROP TRIGGER ends ON consent_consent",
    "DROP TRIGGER ends ON consent_grant",
    "DROP TRIGGER once ON consent_brokenglass",
    "DROP FUNCTION consent_forwards()",
    "DROP FUNCTION consent_only_ends()",
    "DROP FUNCTION consent_reviewed_once()",
    "DROP FUNCTION consent_lock(uuid)",
    "ALTER TABLE consent_grant DROP CONSTRAINT a_grant_is_of_its_consent",
    "ALTER TABLE consent_consent DROP CONSTRAINT who_may_know_whom",
]


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0003_staff'),
        ('consent', '0002_append_only'),
        ('directory', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name='consenttext',
            name='body',
            field=models.TextField(help_text='paragraphs, separated by an empty line; {controller}, {recipient}, {data}, {until} are filled in'),
        ),
        migrations.AddConstraint(
            model_name='brokenglass',
            constraint=models.CheckConstraint(condition=models.Q(('until__gt', models.F('broken_at')), ('until__lte', django.db.models.expressions.CombinedExpression(models.F('broken_at'), '+', models.Value(datetime.timedelta(seconds=1800))))), name='glass_stays_broken_for_half_an_hour'),
        ),
        migrations.AddConstraint(
            model_name='brokenglass',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('finding', ''), ('reviewed_at', None), ('reviewed_by', None)), models.Q(('reviewed_at__isnull', False), ('reviewed_by__isnull', False), models.Q(('finding', ''), _negated=True)), _connector='OR'), name='a_review_says_what_was_found'),
        ),
        migrations.AddConstraint(
            model_name='consentevent',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('channel', 'counter'), _negated=True), models.Q(('language', ''), _negated=True), _connector='OR'), name='a_word_at_a_counter_names_its_language'),
        ),
        migrations.RunSQL([*OF_ITS_CONSENT, LOCK, FORWARDS, ENDS, REVIEWED_ONCE, *TRIGGERS], BACK),
    ]
