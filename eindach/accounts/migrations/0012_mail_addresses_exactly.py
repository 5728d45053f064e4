from django.db import migrations, models

SMALL_MAIL = models.Func("email", template='LOWER(%(expressions)s COLLATE "C")', output_field=models.TextField())


class Migration(migrations.Migration):
    """People are looked up by their mail address to the letter, but for the case of A to Z."""

    dependencies = [("accounts", "0011_holds_lifted_and_users_removed")]

    operations = [
        migrations.RemoveIndex("person", "people_by_email"),
        migrations.AddIndex("person", models.Index(SMALL_MAIL, name="people_by_mail")),
    ]
