"""HanLP without its chatter: what it would print is dropped, its import warns nobody."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from types import ModuleType
from typing import Any

from zhengyu.errors import ConfigurationError


@contextmanager
def quiet() -> Iterator[None]:
    """Drops what is printed, and warnings, within the block."""
    with (
        warnings.catch_warnings(),
        redirect_stdout(io.StringIO()),
        redirect_stderr(io.StringIO()) as dropped,
    ):
        warnings.simplefilter("ignore")
        printer = _printer()
        stream, printer.out = printer.out, dropped
        try:
            yield
        finally:
            printer.out = stream


def hanlp() -> ModuleType:
    """The package `hanlp`, imported without a word.

    Raises:
        ConfigurationError: when it is not installed, or cannot be imported.
    """
    try:
        with warnings.catch_warnings(), redirect_stdout(io.StringIO()):
            warnings.simplefilter("ignore")
            import hanlp  # noqa: PLC0415 - seconds to import, an extra
    except ImportError as error:
        raise ConfigurationError(
            f"HanLP cannot be imported ({error}); install it by pip install 'zhengyu[hanlp]', or "
            "use the embedded tagger, which needs neither: entities='default'"
        ) from error
    module: ModuleType = hanlp
    return module


def _printer() -> Any:  # noqa: ANN401 - HanLP has no types
    """HanLP's printer, which holds the standard error of the time when it was imported."""
    hanlp()
    from hanlp.utils import log_util  # noqa: PLC0415

    return log_util._printer  # noqa: SLF001 - it has no other handle
