"""Settings for all tests."""

from hypothesis import HealthCheck, settings

# A busy machine is no defect: examples are neither timed nor given up for being slow to make.
settings.register_profile("zhengyu", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("zhengyu")
