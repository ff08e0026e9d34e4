"""The parts of ``random.py``: see there for what they make together.

``box_muller`` makes normal numbers and ``shuffle`` permutations; they work on
arrays only, like ``_distributions.py``. The others know Tensors: ``shared`` has
what all of them need, ``in_place`` and ``integers`` overwrite a tensor,
``from_tensors`` takes the parameters of a distribution from one.
"""
