from django.db import migrations


class Migration(migrations.Migration):
    """The buckets are accounts' now; what they held is worth nothing a minute later."""

    dependencies = [("api", "0001_initial"), ("accounts", "0002_rate_bucket")]
    operations = [migrations.DeleteModel("RateBucket")]
