"""Named results: what ``max(dim)``, ``sort``, ``topk`` and others return."""

from __future__ import annotations

from typing import Any

from .._tensor import Tensor

_FIELDS = {
    "slogdet": ("sign", "logabsdet"),
    "aminmax": ("min", "max"),
    "linalg_slogdet": ("sign", "logabsdet"),
    "linalg_qr": ("Q", "R"),
    "linalg_lstsq": ("solution", "residuals", "rank", "singular_values"),
    "linalg_svd": ("U", "S", "Vh"),
    "linalg_eigh": ("eigenvalues", "eigenvectors"),
}


class NamedResult(tuple):
    """A tuple whose entries also have names, as ``torch.return_types``.

    Subclasses give the operation's ``name`` and the names of its ``fields``.
    """

    __slots__ = ()
    name: str
    fields: tuple[str, ...]

    def __getattr__(self, field: str) -> Tensor:
        if field in type(self).fields:
            return self[type(self).fields.index(field)]
        raise AttributeError(
            f"'torch.return_types.{type(self).name}' object has no attribute "
            f"'{field}'"
        )

    def __repr__(self) -> str:
        lines = ",\n".join(
            f"{field}={value!r}" for field, value in zip(self.fields, self)
        )
        return f"torch.return_types.{self.name}(\n{lines})"

    def __reduce__(self) -> tuple:
        return named_result, (self.name, *self)


_CLASSES: dict[str, type[NamedResult]] = {}


def result_class(name: str) -> type[NamedResult]:
    """Gives the class of what PyTorch's function ``name`` returns."""
    if name not in _CLASSES:
        body = {
            "name": name,
            "fields": _FIELDS.get(
                name.removesuffix("_out"), ("values", "indices")
            ),
            "__slots__": (),
            "__module__": "torch.return_types",  # what PyTorch's classes show
        }
        _CLASSES[name] = type(name, (NamedResult,), body)
    return _CLASSES[name]


def named_result(name: str, *values: Any) -> Any:
    """Makes the named tuple that PyTorch's function ``name`` returns."""
    return result_class(name)(values)
