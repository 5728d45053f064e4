"""Words by which people find something belong to needs, too, and say how they are written; processes keep them, so the
revision changes with them. Written anew when the database is brought up to date, those of the files with the region.
"""

from django.db import migrations, models

THING = (
    models.Q(service__isnull=True, location__isnull=False, need="")
    | models.Q(service__isnull=False, location__isnull=True, need="")
    | (models.Q(service__isnull=True, location__isnull=True) & ~models.Q(need=""))
)


class Migration(migrations.Migration):
    dependencies = [("directory", "0008_revised_series")]
    operations = [
        migrations.RunSQL("DELETE FROM directory_searchword", migrations.RunSQL.noop),
        migrations.RemoveConstraint(model_name="searchword", name="a_word_of_one_thing"),
        migrations.AddField("searchword", "is_given", models.BooleanField(default=False)),
        migrations.AddField("searchword", "need", models.CharField(blank=True, default="", max_length=80)),
        migrations.AddField("searchword", "shown", models.CharField(default="", max_length=80), preserve_default=False),
        migrations.AddConstraint("searchword", models.CheckConstraint(condition=THING, name="a_word_of_one_thing")),
        migrations.RunSQL(
            "CREATE TRIGGER ground_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON directory_searchword "
            "FOR EACH STATEMENT EXECUTE FUNCTION directory_changed()",
            "DROP TRIGGER ground_changed ON directory_searchword",
        ),
    ]
