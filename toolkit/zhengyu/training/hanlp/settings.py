"""How a HanLP recogniser is trained."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from zhengyu.errors import ConfigurationError

_SEED = 20261121

#: Defaults of the two kinds of networks: times through the texts, and rate of learning.
_EPOCHS, _RATE = 12, 3e-3
_TRANSFORMER_EPOCHS, _TRANSFORMER_RATE = 3, 5e-5


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How to train; the defaults suit some ten thousand sentences.

    Attributes:
        epochs: times that the texts are gone through.
        minutes: time after which no further epoch begins; None sets no limit.
        batch: pieces of text that are learnt from together.
        width: units of the recurrent network in each direction.
        vectors: length of the vectors of characters.
        rate: of learning, at its highest.
        drop: share of the signals that is left out in training, in [0, 1).
        transformer: folder of a transformer to fine-tune in place of the recurrent network.
        threads: processor threads.
        half: whether to compute in bfloat16.
        plain: whether each tag is learnt by itself, for a model that HanLP is to use without this
            package; a recurrent network scores 0.03 less then.
        device: `cpu`, `cuda`, `cuda:1`, or the number of a GPU.
        seed: of all that is random.

    Raises:
        ConfigurationError: for a number that is out of its range.
    """

    epochs: int = _EPOCHS
    minutes: float | None = None
    batch: int = 32
    width: int = 256
    vectors: int = 128
    rate: float = _RATE
    drop: float = 0.4
    transformer: Path | None = None
    threads: int = 2
    half: bool = False
    plain: bool = False
    device: str | int = "cpu"
    seed: int = _SEED

    def __post_init__(self) -> None:
        counts = (self.epochs, self.batch, self.width, self.vectors, self.threads)
        if min(counts) < 1 or self.rate <= 0 or not 0 <= self.drop < 1:
            raise ConfigurationError(
                f"{self}: epochs, batch, width, vectors and threads must be 1 or more, rate above "
                "0, drop from 0 to below 1"
            )


def settings(
    transformer: Path | None, epochs: int | None, rate: float | None = None, **others: object
) -> Settings:
    """Settings with the epochs and the rate that suit the kind of network, unless they are given.

    >>> settings(None, None).epochs, settings(Path("bert"), None).epochs
    (12, 3)
    """
    usual = (_EPOCHS, _RATE) if transformer is None else (_TRANSFORMER_EPOCHS, _TRANSFORMER_RATE)
    given = {
        "epochs": usual[0] if epochs is None else epochs,
        "rate": usual[1] if rate is None else rate,
        **others,
    }
    return Settings(transformer=transformer, **given)  # type: ignore[arg-type]
