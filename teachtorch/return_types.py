"""``torch.return_types``: the named tuples that some functions return.

>>> import teachtorch as torch
>>> isinstance(torch.tensor([1, 2]).max(0), torch.return_types.max)
True
"""

from __future__ import annotations

from ._ops.results import result_class

aminmax = result_class("aminmax")
cummax = result_class("cummax")
cummin = result_class("cummin")
kthvalue = result_class("kthvalue")
max = result_class("max")
median = result_class("median")
min = result_class("min")
mode = result_class("mode")
nanmedian = result_class("nanmedian")
sort = result_class("sort")
topk = result_class("topk")
