"""Profiles of random cases: moderate in every run, many more in `nox -s long`."""

from hypothesis import HealthCheck, settings

settings.register_profile("long", max_examples=3000, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("every run", deadline=None)
settings.load_profile("every run")
