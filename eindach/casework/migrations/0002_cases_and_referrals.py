"""Cases and referrals. What the database itself holds: nothing that was said or done is changed afterwards, what has
ended stays ended, and each office writes only what is its own to say."""

import django.db.models.deletion
import phonenumber_field.modelfields
import uuid
from django.conf import settings
from django.db import migrations, models


FORWARDS = """
CREATE FUNCTION casework_forwards() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
  -- Columns that may change at any time; another one is only ever filled, or forgets a row.
  free text[] := coalesce(TG_ARGV, '{}');
  one record;
BEGIN
  FOR one IN
    SELECT was.key, was.value AS before, to_jsonb(NEW) -> was.key AS after FROM jsonb_each(to_jsonb(OLD) - free) AS was
    WHERE was.value IS DISTINCT FROM to_jsonb(NEW) -> was.key
  LOOP
    CONTINUE WHEN one.key LIKE '%\\_id' AND one.after = 'null';
    IF one.before NOT IN ('null', '""') OR (OLD.ended_at IS NOT NULL AND one.key <> 'confirmed_at') THEN
      RAISE EXCEPTION '% of % is only ever filled', one.key, TG_TABLE_NAME USING ERRCODE = 'check_violation';
    END IF;
  END LOOP;
  RETURN NEW;
END $$
"""
EACH_ITS_OWN = """
CREATE FUNCTION casework_each_its_own() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
  office uuid := nullif(current_setting('eindach.organization', true), '')::uuid;
  theirs text[] := '{}';
BEGIN
  IF current_setting('role') <> 'eindach_app' THEN
    RETURN NEW;
  END IF;
  IF office = OLD.sender_id AND NEW.outcome IN (OLD.outcome, 'cancelled') THEN
    theirs := ARRAY['case_id', 'consent_id', 'ended_at', 'outcome', 'confirmed_at'];
  ELSIF office = OLD.recipient_id AND NEW.outcome IN (OLD.outcome, 'rejected', 'done', 'failed') THEN
    theirs := ARRAY['seen_at', 'accepted_at', 'accepted_by_id', 'ended_at', 'outcome', 'reason', 'result'];
  END IF;
  IF to_jsonb(NEW) - theirs <> to_jsonb(OLD) - theirs THEN
    RAISE EXCEPTION 'this is the other office''s to say' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$
"""
TRIGGERS = [
    "CREATE TRIGGER forwards BEFORE UPDATE ON casework_case"
    " FOR EACH ROW EXECUTE FUNCTION casework_forwards('advisor_id')",
    "CREATE TRIGGER forwards BEFORE UPDATE ON casework_referral FOR EACH ROW EXECUTE FUNCTION casework_forwards()",
    "CREATE TRIGGER its_own BEFORE UPDATE ON casework_referral"
    " FOR EACH ROW EXECUTE FUNCTION casework_each_its_own()",
]
BACK = [
    "DROP TRIGGER its_own ON casework_referral",
    "DROP TRIGGER forwards ON casework_referral",
    "DROP TRIGGER forwards ON casework_case",
    "DROP FUNCTION casework_each_its_own()",
    "DROP FUNCTION casework_forwards()",
]


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0014_longer_languages'),
        ('casework', '0001_deletion_requests'),
        ('consent', '0007_longer_languages'),
        ('directory', '0006_called_off'),
        ('guide', '0006_enquiries_leave'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Case',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('concern', models.TextField(help_text='what they need, in words of the office; the person reads it too')),
                ('phone', phonenumber_field.modelfields.PhoneNumberField(blank=True, help_text='as it was said with it', max_length=128, region=None)),
                ('language', models.CharField(help_text='to be spoken, as it was said with it', max_length=16)),
                ('opened_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('outcome', models.CharField(blank=True, choices=[('settled', 'what they needed is settled'), ('passed-on', 'another office takes care of it'), ('no-more', 'they want no more help'), ('moved', 'they have moved away'), ('not-reached', 'they could not be reached any more')], help_text='of what has ended', max_length=11)),
                ('advisor', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('matter', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='guide.matter')),
                ('opened_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.organization')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.person')),
            ],
            options={
                'ordering': ['-opened_at'],
            },
        ),
        migrations.CreateModel(
            name='Referral',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('words', models.TextField(blank=True, help_text='what the recipient is told; the person reads it too')),
                ('phone', phonenumber_field.modelfields.PhoneNumberField(blank=True, help_text='as it was said with it', max_length=128, region=None)),
                ('language', models.CharField(help_text='to be spoken, as it was said with it', max_length=16)),
                ('created_at', models.DateTimeField()),
                ('requested_at', models.DateTimeField(blank=True, help_text='the person said yes: it was sent', null=True)),
                ('due_on', models.DateField(blank=True, help_text='the last day of an answer', null=True)),
                ('seen_at', models.DateTimeField(blank=True, null=True)),
                ('accepted_at', models.DateTimeField(blank=True, null=True)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('outcome', models.CharField(blank=True, choices=[('done', 'the recipient did what was asked, and says what'), ('rejected', 'the recipient does not take it'), ('failed', 'the recipient took it and could not help'), ('cancelled', 'the sender took it back'), ('refused', 'the person said no'), ('withdrawn', 'the person took their yes back'), ('expired', 'nobody answered in time')], max_length=9)),
                ('reason', models.CharField(blank=True, choices=[('full', 'no room now'), ('not-ours', 'another office does this'), ('not-entitled', 'the offer is not for them'), ('language', 'nobody there speaks with them'), ('not-reached', 'they could not be reached'), ('other', 'said in words')], max_length=12)),
                ('result', models.TextField(blank=True, help_text='what was done, or why not; the person reads it too')),
                ('confirmed_at', models.DateTimeField(blank=True, help_text='the sender has read how it ended', null=True)),
                ('accepted_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('case', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='referrals', to='casework.case')),
                ('consent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='consent.consent')),
                ('created_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('matter', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='guide.matter')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.person')),
                ('recipient', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.organization')),
                ('sender', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.organization')),
            ],
            options={
                'ordering': ['-created_at'],
            },
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('person', 'organization'), name='one_open_case_a_person_and_office'),
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('ended_at', None), ('outcome', '')), models.Q(('ended_at__gte', models.F('opened_at')), models.Q(('outcome', ''), _negated=True)), _connector='OR'), name='an_ended_case_has_an_outcome'),
        ),
        migrations.AddConstraint(
            model_name='referral',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('person', 'sender', 'recipient', 'matter'), name='no_open_referral_twice', nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name='referral',
            constraint=models.CheckConstraint(condition=models.Q(('sender', models.F('recipient')), _negated=True), name='a_referral_goes_to_another_office'),
        ),
        migrations.AddConstraint(
            model_name='referral',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('due_on', None), ('requested_at', None)), models.Q(('consent__isnull', False), ('due_on__isnull', False), ('requested_at__isnull', False)), _connector='OR'), name='what_is_sent_has_a_consent_and_a_last_day'),
        ),
        migrations.AddConstraint(
            model_name='referral',
            constraint=models.CheckConstraint(condition=models.Q(('requested_at__isnull', False), models.Q(('accepted_at', None), ('seen_at', None)), _connector='OR'), name='seen_and_accepted_what_was_sent'),
        ),
        migrations.AddConstraint(
            model_name='referral',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('confirmed_at', None), ('ended_at', None), ('outcome', '')), models.Q(('ended_at__isnull', False), models.Q(('outcome', ''), _negated=True)), _connector='OR'), name='an_ended_referral_has_an_outcome'),
        ),
        migrations.AddConstraint(
            model_name='referral',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('outcome__in', ['done', 'failed']), _negated=True), models.Q(('accepted_at__isnull', False), models.Q(('result', ''), _negated=True)), _connector='OR'), name='a_referral_is_done_once_accepted_and_says_what'),
        ),
        migrations.AddConstraint(
            model_name='referral',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('outcome__in', ['rejected', 'failed']), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='a_no_of_an_office_has_a_reason'),
        ),
        migrations.RunSQL([FORWARDS, EACH_ITS_OWN, *TRIGGERS], BACK),
    ]
