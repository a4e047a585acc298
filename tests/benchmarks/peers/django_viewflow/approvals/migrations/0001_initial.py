"""The tables of audit and outbox, and the proxy of the process."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

KEY = models.BigAutoField(auto_created=True, primary_key=True, serialize=False)


class Migration(migrations.Migration):
    """Everything at once."""

    initial = True
    dependencies = [  # noqa: RUF012
        ("viewflow", "0015_task_scheduled"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [  # noqa: RUF012
        migrations.CreateModel(
            name="DossierProcess", fields=[], options={"proxy": True}, bases=("viewflow.process",)
        ),
        migrations.CreateModel(
            name="AuditEvent",
            fields=[
                ("id", KEY),
                ("event", models.CharField(max_length=50)),
                ("from_state", models.CharField(max_length=20)),
                ("to_state", models.CharField(max_length=20)),
                ("at", models.DateTimeField(auto_now_add=True)),
                ("payload", models.JSONField(default=dict)),
                (
                    "actor",
                    models.ForeignKey(settings.AUTH_USER_MODEL, django.db.models.deletion.CASCADE),
                ),
                (
                    "process",
                    models.ForeignKey("viewflow.process", django.db.models.deletion.CASCADE),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Outbox",
            fields=[
                ("id", KEY.clone()),
                ("topic", models.CharField(max_length=50)),
                ("payload", models.JSONField()),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("sent_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["id"],
                        condition=models.Q(("sent_at__isnull", True)),
                        name="outbox_unsent",
                    )
                ]
            },
        ),
    ]
