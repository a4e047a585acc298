"""The platform's pages under ``/he-thong``: tenants, who keeps them, what was opened."""
