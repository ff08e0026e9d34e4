"""Saving and loading, in PyTorch's own file format.

A saved file is a zip archive. ``data.pkl`` in it is a pickle of the nested
dicts and lists, in which a tensor is a note: "a view of storage 3, from
element 0, of this shape and these strides". The numbers of storage 3 are the
plain bytes of the record ``data/3``. Tensors that share memory name the same
storage, and share memory again when they are loaded.

A file written here opens with ``torch.load`` and the other way round. Loading
never runs code from the file: ``unpickler.py`` says what that takes.
"""

from teachtorch.serialization.loading import load
from teachtorch.serialization.saving import save

__all__ = ["load", "save"]
