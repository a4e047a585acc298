"""Process data as viewflow's quick start keeps them, and the rows that any such product writes."""

from django.conf import settings
from django.db import models
from viewflow import jsonstore
from viewflow.workflow.models import Process


class DossierProcess(Process):
    """A proxy of the process, its fields in JSON."""

    tenant = jsonstore.IntegerField(default=1)
    ward = jsonstore.IntegerField(default=0)
    code = jsonstore.CharField(max_length=50, default="")
    title = jsonstore.CharField(max_length=150)
    state = jsonstore.CharField(max_length=20, default="draft", blank=True)

    class Meta:
        """A proxy: no table of its own."""

        proxy = True


class AuditEvent(models.Model):
    """What happened."""

    process = models.ForeignKey(Process, on_delete=models.CASCADE)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)
    event = models.CharField(max_length=50)
    from_state = models.CharField(max_length=20)
    to_state = models.CharField(max_length=20)
    at = models.DateTimeField(auto_now_add=True)
    payload = models.JSONField(default=dict)


class Outbox(models.Model):
    """What is to be sent."""

    topic = models.CharField(max_length=50)
    payload = models.JSONField()
    created_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        """One index of what is not sent."""

        indexes = [  # noqa: RUF012
            models.Index(
                fields=["id"],
                condition=models.Q(("sent_at__isnull", True)),
                name="outbox_unsent",
            )
        ]
