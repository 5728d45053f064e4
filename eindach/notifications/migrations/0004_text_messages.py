from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("notifications", "0003_jobs_told_after_commit")]

    operations = [
        migrations.AddField(
            model_name="message",
            name="channel",
            field=models.CharField(
                choices=[("mail", "Mail"), ("text", "text message: `to` is a number in E.164, subject and HTML are empty")],
                default="mail",
                max_length=4,
            ),
        ),
        migrations.AlterField(
            model_name="message",
            name="to",
            field=models.CharField(
                blank=True, help_text="address or number; empty once the content is purged", max_length=254
            ),
        ),
        migrations.AlterField(
            model_name="message", name="subject", field=models.CharField(blank=True, max_length=200)
        ),
    ]
