from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0012_mail_addresses_exactly")]

    operations = [
        migrations.RemoveConstraint(model_name="profileentry", name="a_fact_is_written_once"),
        migrations.AlterField(
            model_name="profileentry",
            name="key",
            field=models.CharField(help_text="what it is about, e.g. residence-title", max_length=60),
        ),
        migrations.AddConstraint(
            model_name="profileentry",
            constraint=models.UniqueConstraint(
                fields=("person", "written_by", "category", "key"), name="an_office_writes_a_fact_once"
            ),
        ),
    ]
