"""Asking for an interpreter, the phone list, and a remedy that is a day to be found.

A request ends with its stop and with the desk it was asked from, whoever ends those and however: a trigger sees to it.
"""

import django.contrib.postgres.fields
import django.db.models.deletion
import i18nfield.fields
import uuid
from django.db import migrations, models

END_REQUESTS = """
CREATE FUNCTION frontdesk_end_interpreter_requests() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_TABLE_NAME = 'frontdesk_desk' THEN
        UPDATE frontdesk_interpreterrequest SET ended_at = NEW.closed_at
        WHERE desk_id = NEW.id AND ended_at IS NULL;
    ELSE
        UPDATE frontdesk_interpreterrequest SET ended_at = NEW.since
        WHERE stop_id = NEW.id AND ended_at IS NULL
          AND (NEW.status NOT IN ('waiting', 'called', 'serving')
               OR NEW.status <> 'waiting' AND NEW.desk_id IS DISTINCT FROM desk_id);
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER a_request_ends_with_its_stop AFTER UPDATE OF status, desk_id ON frontdesk_stop
    FOR EACH ROW WHEN (NEW.status <> OLD.status OR NEW.desk_id IS DISTINCT FROM OLD.desk_id)
    EXECUTE FUNCTION frontdesk_end_interpreter_requests();
CREATE TRIGGER a_request_ends_with_its_desk AFTER UPDATE OF closed_at ON frontdesk_desk
    FOR EACH ROW WHEN (NEW.closed_at IS NOT NULL)
    EXECUTE FUNCTION frontdesk_end_interpreter_requests();
"""
BACK = """
DROP TRIGGER a_request_ends_with_its_stop ON frontdesk_stop;
DROP TRIGGER a_request_ends_with_its_desk ON frontdesk_desk;
DROP FUNCTION frontdesk_end_interpreter_requests();
"""


class Migration(migrations.Migration):

    dependencies = [
        ('booking', '0009_openings_changed_by_hand'),
        ('frontdesk', '0005_followed_up'),
    ]

    operations = [
        migrations.CreateModel(
            name='InterpreterRequest',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('language', models.CharField(max_length=8)),
                ('asked_at', models.DateTimeField()),
                ('comes', models.UUIDField(blank=True, help_text='who interprets; no name', null=True)),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
                ('declined', django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), blank=True, default=list, help_text='users who cannot come', size=None)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ['asked_at'],
            },
        ),
        migrations.CreateModel(
            name='PhoneInterpreter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.SlugField(max_length=80, unique=True)),
                ('name', i18nfield.fields.I18nCharField(max_length=120)),
                ('note', i18nfield.fields.I18nCharField(blank=True, help_text='what to say there, and who pays', max_length=300)),
                ('phone', models.CharField(max_length=40)),
                ('languages', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=8), size=None)),
                ('hours', models.JSONField(help_text='forms of directory/region_format.py: HoursEntry')),
                ('as_of', models.DateField()),
                ('source', models.CharField(blank=True, help_text='empty: to be confirmed by the district', max_length=200)),
                ('sample', models.BooleanField(default=True)),
            ],
            options={
                'ordering': ['key'],
            },
        ),
        migrations.AlterField(
            model_name='remedy',
            name='counter',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='booking.counter'),
        ),
        migrations.AlterField(
            model_name='remedy',
            name='start',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AlterField(
            model_name='remedy',
            name='way',
            field=models.CharField(choices=[('swap', 'Swap'), ('later', 'Later'), ('other-day', 'Other Day'), ('find-day', 'Find Day')], max_length=10),
        ),
        migrations.AddConstraint(
            model_name='remedy',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('way', 'find-day'), ('counter', None), ('start', None)), models.Q(models.Q(('way', 'find-day'), _negated=True), ('counter__isnull', False), ('start__isnull', False)), _connector='OR'), name='only_a_day_to_be_found_has_no_time'),
        ),
        migrations.AddField(
            model_name='interpreterrequest',
            name='comes_from',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='frontdesk.desk'),
        ),
        migrations.AddField(
            model_name='interpreterrequest',
            name='desk',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='frontdesk.desk'),
        ),
        migrations.AddField(
            model_name='interpreterrequest',
            name='stop',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='interpreter_requests', to='frontdesk.stop'),
        ),
        migrations.AddConstraint(
            model_name='interpreterrequest',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('stop',), name='one_open_interpreter_request_a_stop'),
        ),
        migrations.AddConstraint(
            model_name='interpreterrequest',
            constraint=models.CheckConstraint(condition=models.Q(('comes', None), ('answered_at__isnull', False), _connector='OR'), name='who_comes_has_answered'),
        ),
        migrations.RunSQL(END_REQUESTS, BACK),
    ]
