"""The database writes the chain of the trail, and refuses to change what only ever grows.

The line a digest covers is a JSON array of texts: PostgreSQL and Python escape it alike (consent/chain.py reads it back
by itself, so a bent function here would not go unseen).
"""

from django.db import migrations

LINE = """
CREATE FUNCTION consent_audit_line(e consent_auditevent) RETURNS text LANGUAGE sql IMMUTABLE
SET search_path = public, pg_temp AS $$
  SELECT array_to_json(ARRAY[
    e.id::text, e.chain::text, e.number::text,
    (extract(epoch FROM e.at) * 1000000)::bigint::text,
    e.act, e.kind, e.object, e.subject, e.actor_kind,
    coalesce(e."user"::text, ''), coalesce(e.organization::text, ''), e.role,
    e.basis, e.reason, array_to_string(e.fields, ','), e.address, e.outcome
  ]::text[])::text
$$
"""
HEADS = """
CREATE TABLE consent_audithead (
  chain smallint PRIMARY KEY,
  number bigint NOT NULL,
  digest bytea NOT NULL
)
"""
LINK = """
CREATE FUNCTION consent_audit_link() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE head consent_audithead;
BEGIN
  INSERT INTO consent_audithead VALUES (NEW.chain, 0, '\\x') ON CONFLICT DO NOTHING;
  SELECT * INTO head FROM consent_audithead WHERE chain = NEW.chain FOR UPDATE;
  NEW.number := head.number + 1;
  NEW.before := head.digest;
  NEW.digest := sha256(head.digest || convert_to(consent_audit_line(NEW), 'UTF8'));
  UPDATE consent_audithead SET number = NEW.number, digest = NEW.digest WHERE chain = NEW.chain;
  RETURN NEW;
END $$
"""
REFUSE = """
CREATE FUNCTION consent_append_only() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  RAISE EXCEPTION '% only ever grows: % is refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'insufficient_privilege';
END $$
"""
GROWING = ("consent_auditevent", "consent_auditseal", "consent_consenttext")
TRIGGERS = [
    "CREATE TRIGGER link BEFORE INSERT ON consent_auditevent FOR EACH ROW EXECUTE FUNCTION consent_audit_link()",
    *(
        f"CREATE TRIGGER grows BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION consent_append_only()"
        for table in GROWING
    ),
    *(
        f"CREATE TRIGGER stays BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION consent_append_only()"
        for table in GROWING
    ),
    # A person who is deleted takes their consents along; nobody changes what was said.
    "CREATE TRIGGER grows BEFORE UPDATE ON consent_consentevent FOR EACH ROW EXECUTE FUNCTION consent_append_only()",
]
DROPS = [
    *(f"DROP TRIGGER grows ON {table}" for table in (*GROWING, "consent_consentevent")),
    *(f"DROP TRIGGER stays ON {table}" for table in GROWING),
    "DROP TRIGGER link ON consent_auditevent",
    "DROP FUNCTION consent_append_only()",
    "DROP FUNCTION consent_audit_link()",
    "DROP FUNCTION consent_audit_line(consent_auditevent)",
    "DROP TABLE consent_audithead",
]


class Migration(migrations.Migration):
    dependencies = [("consent", "0001_initial")]
    operations = [migrations.RunSQL([HEADS, LINE, LINK, REFUSE, *TRIGGERS], DROPS)]
