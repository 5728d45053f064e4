from django.db import migrations, models
from django.db.models import Q

REACHED = Q(email__isnull=False) | Q(phone__isnull=False)
WHY = "UPDATE accounts_legalhold SET lift_reason = '-' WHERE lifted_at IS NOT NULL"
"""Nobody had to say why until now."""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0010_retention")]
    operations = [
        migrations.AddField("legalhold", "lift_reason", models.CharField(blank=True, default="", max_length=300)),
        migrations.AlterField("legalhold", "lift_reason", models.CharField(blank=True, max_length=300)),
        migrations.RunSQL(WHY, migrations.RunSQL.noop),
        migrations.AddConstraint(
            "legalhold",
            models.CheckConstraint(
                condition=Q(lifted_at=None, lifted_by=None, lift_reason="")
                | (Q(lifted_at__isnull=False, lifted_by__isnull=False) & ~Q(lift_reason="")),
                name="a_hold_is_lifted_by_somebody_for_a_reason",
            ),
        ),
        migrations.RemoveConstraint("user", "a_user_can_be_reached"),
        migrations.AddConstraint(
            "user",
            models.CheckConstraint(
                condition=REACHED | Q(is_active=False), name="a_user_can_be_reached_or_is_none_any_more"
            ),
        ),
    ]
