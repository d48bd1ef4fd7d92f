"""How far two annotations of the same texts agree: kappa, alpha, and F1 of spans.

`agree` takes two files' records; `coefficients` has the formulas for whoever brings own counts.
"""

from zhengyu.agreement.coefficients import cohen_kappa, krippendorff_alpha
from zhengyu.agreement.report import LAYERS, Agreement, Coefficient, agree

__all__ = ["LAYERS", "Agreement", "Coefficient", "agree", "cohen_kappa", "krippendorff_alpha"]
