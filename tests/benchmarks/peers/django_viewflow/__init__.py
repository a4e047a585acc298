"""Django 5.2 with django-viewflow 2.4 in its documented pattern: only measured, never shipped."""
