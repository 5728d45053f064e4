import i18nfield.fields
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("consent", "0004_the_trail_ends")]
    operations = [
        migrations.AlterField(
            model_name="legalbasis",
            name="norm",
            field=i18nfield.fields.I18nCharField(help_text="as cited, e.g. Art. 6 Abs. 1 lit. b DSGVO", max_length=200),
        ),
    ]
