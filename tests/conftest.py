"""Settings for all tests."""

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings

# A busy machine is no defect: examples are neither timed nor given up for being slow to make.
settings.register_profile("zhengyu", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("zhengyu")


@pytest.fixture
def quiet_datasets(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The library `datasets` without bars on the terminal and without network."""
    import datasets  # noqa: PLC0415 - slow, and few tests need it

    monkeypatch.setattr(datasets.config, "HF_HUB_OFFLINE", True)
    datasets.disable_progress_bars()
    yield
    datasets.enable_progress_bars()
