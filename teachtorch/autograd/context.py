"""What ``ctx`` offers to ``forward`` and ``backward``, and how it keeps it.

``ctx`` is a node of the graph with a memory: ``forward`` saves tensors on it,
``backward`` gets them back, checked for writes in place.
"""

from __future__ import annotations

from .._tensor import Tensor
from .anomaly_mode import check_nan, remember_origin, report_origin
from .graph import Node
from .saved import FREED, SavedOutput, overwritten, pack_saved


class Context(Node):
    """A node that keeps what its backward pass needs.

    Attributes:
        to_save: what ``save_for_backward`` was given, until forward is over.
    """

    to_save: tuple = ()
    _saved: list | None = None
    _freed = False
    _dirty: tuple = ()
    _non_differentiable: tuple = ()
    _materialize_grads = True

    def save_for_backward(self, *tensors: Tensor | None) -> None:
        """Keeps inputs and outputs of this call for ``backward``."""
        self.to_save = tensors

    def mark_dirty(self, *tensors: Tensor) -> None:
        """Says that ``forward`` wrote to these inputs in place."""
        self._dirty = tensors

    def mark_non_differentiable(self, *tensors: Tensor) -> None:
        """Says that these outputs have no gradient."""
        self._non_differentiable = tensors

    def set_materialize_grads(self, value: bool) -> None:
        """Whether a missing gradient arrives as zeros (default) or None."""
        self._materialize_grads = value

    @property
    def needs_input_grad(self) -> tuple[bool, ...]:
        """For each argument of ``forward``, whether its gradient is wanted."""
        return tuple(bool(edge) for edge in self.edges)

    @property
    def saved_tensors(self) -> tuple:
        """What ``save_for_backward`` kept, checked for writes in place."""
        return tuple(self._unpack())

    # -- keeping ---------------------------------------------------------------

    def _keep(self, outputs: list, originals: list) -> None:
        """Turns what was saved into pairs of tensor and version."""
        saved: list = []
        for i, x in enumerate(self.to_save):
            if x is None:
                saved.append((None, 0))
                continue
            if not isinstance(x, Tensor):
                raise TypeError(
                    "save_for_backward can only save variables, but argument "
                    f"{i} is of type {type(x).__name__}"
                )
            for nr, y in enumerate(originals):
                if y is x and outputs[nr]._edge == (self, nr):
                    x = SavedOutput(outputs[nr], nr)
                    break
            saved.append((x, x._version_counter[0]))
        self._saved = saved
        self.to_save = ()

    def _nothing_saved(self) -> tuple:
        if self._freed:
            raise RuntimeError(FREED)
        return ()

    def _unpack(self) -> list | tuple:
        """Gives the saved tensors back, refusing what was overwritten."""
        if self._saved is None:
            return self._nothing_saved()
        values: list[Tensor | None] = []
        for x, version in self._saved:
            if x is None:
                values.append(None)
                continue
            if x._version_counter[0] != version:
                raise overwritten(self, x, version)
            values.append(x if isinstance(x, Tensor) else x.rebuild(self))
        return values

    def release(self) -> None:
        if self._saved is not None:
            self._saved = None
            self._freed = True

    def _note_extras(self) -> None:
        """Does what anomaly detection and hooks on saved tensors ask for."""
        remember_origin(self)
        if self._saved:
            self._saved = pack_saved(self, self._saved)

    def _check_nan(self, grads: tuple) -> None:
        try:
            check_nan(self, grads)
        except RuntimeError:
            report_origin(self)
            raise
