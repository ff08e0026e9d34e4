"""Lazy layers: they find out the size of their input when they first see one.

``LazyLinear(10)`` needs no ``in_features``. Until its first call its
parameters have no shape; the call gives them one, fills them as the plain
layer does, and makes the object a plain ``Linear``: its ``__class__`` changes.
Make an optimizer only after that first call.
"""

from __future__ import annotations

from typing import Any

from .._creation import tensor
from .._dtype import int64
from .._tensor import Tensor
from ..autograd.grad_mode import no_grad
from .batchnorm import (
    BatchNorm1d,
    BatchNorm2d,
    BatchNorm3d,
    NormWithEstimates,
)
from .conv import (
    Conv1d,
    Conv2d,
    Conv3d,
    ConvTranspose1d,
    ConvTranspose2d,
    ConvTranspose3d,
    Sizes,
    _Conv,
    _ConvNd,
    _ConvTransposeNd,
)
from .instancenorm import InstanceNorm1d, InstanceNorm2d, InstanceNorm3d
from .linear import Linear
from .module import Module
from .parameter import UninitializedBuffer, UninitializedParameter, is_lazy


class LazyModuleMixin(Module):
    """Makes a module wait for its first input before it has parameters.

    A class that inherits from this, and then from a module, gives itself
    uninitialized parameters in ``__init__`` and materializes them in
    ``initialize_parameters``, which is called with the first input.

    Attributes:
        cls_to_become: the class of the object from then on; None keeps it.
    """

    cls_to_become: type | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._initialize_hook = self.register_forward_pre_hook(
            self._infer_parameters, with_kwargs=True
        )

    def initialize_parameters(self, *args: Any, **kwargs: Any) -> None:
        """Materializes the parameters; is called as ``forward`` will be."""
        raise NotImplementedError(
            "initialize_parameters is not implemented for "
            f"{type(self).__name__}"
        )

    def has_uninitialized_params(self) -> bool:
        """Says whether a parameter or buffer still has no shape."""
        return any(map(is_lazy, self._own_state().values()))

    def _infer_parameters(self, module: Any, args: tuple, kwargs: dict) -> None:
        """Initializes before the first ``forward``; then is not lazy more."""
        self.initialize_parameters(*args, **kwargs)
        if self.has_uninitialized_params():
            raise RuntimeError(
                f"module {self._get_name()} has not been fully initialized"
            )
        self._initialize_hook.remove()
        del self._initialize_hook
        if self.cls_to_become is not None:
            self.__class__ = self.cls_to_become

    # -- saving and loading -------------------------------------------------

    def _save_to_state_dict(
        self, destination: Any, prefix: str, keep_vars: bool
    ) -> None:
        for name, value in self._own_state().items():
            as_it_is = keep_vars or is_lazy(value)
            destination[prefix + name] = value if as_it_is else value.detach()

    def _load_one(
        self, name: str, key: str, value: Any, assign: bool
    ) -> str | None:
        own = getattr(self, name)
        if is_lazy(own):
            if is_lazy(value):
                return None  # neither has values
            own.materialize(value.shape)
        return super()._load_one(name, key, value, assign)


# ---------------------------------------------------------------------------
# Linear
# ---------------------------------------------------------------------------


class LazyLinear(LazyModuleMixin, Linear):
    """A Linear that takes ``in_features`` from its first input.

    Args:
        out_features: size of each output vector.
        bias: whether there is a b.
        device: where the parameters are: the CPU.
        dtype: of the parameters.

    >>> from teachtorch import zeros
    >>> layer = LazyLinear(2)
    >>> layer.weight
    <UninitializedParameter>
    >>> layer(zeros(5, 3)).shape
    torch.Size([5, 2])
    >>> layer
    Linear(in_features=3, out_features=2, bias=True)
    """

    cls_to_become = Linear

    def __init__(
        self,
        out_features: int,
        bias: bool = True,
        device: Any = None,
        dtype: Any = None,
    ) -> None:
        super().__init__(0, 0, False)
        self.weight = UninitializedParameter(device=device, dtype=dtype)
        self.out_features = out_features
        if bias:
            self.bias = UninitializedParameter(device=device, dtype=dtype)

    def reset_parameters(self) -> None:
        if not self.has_uninitialized_params() and self.in_features != 0:
            super().reset_parameters()

    def initialize_parameters(self, input: Tensor) -> None:  # type: ignore[override]
        """Takes ``in_features`` from the last dimension of the input."""
        features = input.shape[-1]
        if self.has_uninitialized_params():
            self.in_features = features
            with no_grad():
                _materialize(self.weight, (self.out_features, features))
                _materialize(self.bias, (self.out_features,))
                self.reset_parameters()
        if self.in_features == 0:  # the parameters were loaded
            if features != self.weight.shape[-1]:
                raise AssertionError(
                    f"The in_features inferred from input: {features} is not "
                    "equal to in_features from self.weight: "
                    f"{self.weight.shape[-1]}"
                )
            self.in_features = features


def _materialize(value: Any, shape: tuple) -> None:
    """Gives a parameter or buffer its shape, if the layer has it at all."""
    if value is not None:
        value.materialize(shape)


# ---------------------------------------------------------------------------
# Convolutions
# ---------------------------------------------------------------------------


class _LazyConvNd(LazyModuleMixin, _ConvNd):
    """What all six lazy convolutions share."""

    def _make_lazy(
        self, out_channels: int, bias: bool, device: Any, dtype: Any
    ) -> None:
        self.weight = UninitializedParameter(device=device, dtype=dtype)
        self.out_channels = out_channels
        if bias:
            self.bias = UninitializedParameter(device=device, dtype=dtype)

    def reset_parameters(self) -> None:
        if not self.has_uninitialized_params() and self.in_channels != 0:
            super().reset_parameters()

    def initialize_parameters(  # type: ignore[override]
        self, input: Tensor, *args: Any, **kwargs: Any
    ) -> None:
        """Takes ``in_channels`` from the input."""
        if not self.has_uninitialized_params():
            return
        self.in_channels = self._get_in_channels(input)
        if self.in_channels % self.groups != 0:
            raise ValueError("in_channels must be divisible by groups")
        first, second = self.out_channels, self.in_channels
        if self.transposed:
            first, second = second, first
        shape = (first, second // self.groups, *self.kernel_size)
        _materialize(self.weight, shape)
        _materialize(self.bias, (self.out_channels,))
        self.reset_parameters()

    def _get_in_channels(self, input: Tensor) -> int:
        unbatched = self._dims + 1
        if input.dim() not in (unbatched, unbatched + 1):
            raise RuntimeError(
                f"Expected {unbatched}D (unbatched) or {unbatched + 1}D "
                f"(batched) input to {type(self).__name__}, but got input of "
                f"size: {input.shape}"
            )
        return input.shape[-unbatched]


class _LazyConv(_LazyConvNd, _Conv):
    """A lazy convolution: the arguments are Conv2d's but ``in_channels``."""

    def __init__(
        self,
        out_channels: int,
        kernel_size: Sizes,
        stride: Sizes = 1,
        padding: Sizes | str = 0,
        dilation: Sizes = 1,
        groups: int = 1,
        bias: bool = True,
        padding_mode: str = "zeros",
        device: Any = None,
        dtype: Any = None,
    ) -> None:
        # No channels and no bias: nothing is made that is not kept.
        super().__init__(
            0, 0, kernel_size, stride, padding, dilation, groups, False,
            padding_mode, device, dtype,
        )  # fmt: skip
        self._make_lazy(out_channels, bias, device, dtype)


class LazyConv1d(_LazyConv, Conv1d):
    """A Conv1d that takes ``in_channels`` from its first input."""

    cls_to_become = Conv1d


class LazyConv2d(_LazyConv, Conv2d):
    """A Conv2d that takes ``in_channels`` from its first input.

    Args:
        out_channels: channels of the output.
        kernel_size: one number, or height and width.
        stride: how far the kernel moves at a step.
        padding: how much is put around; or ``"same"``, or ``"valid"``.
        dilation: how far apart the kernel's elements are.
        groups: into how many parts the channels are divided.
        bias: whether something is added to each output channel.
        padding_mode: with what to pad.
        device: where the parameters are: the CPU.
        dtype: of the parameters.
    """

    cls_to_become = Conv2d


class LazyConv3d(_LazyConv, Conv3d):
    """A Conv3d that takes ``in_channels`` from its first input."""

    cls_to_become = Conv3d


class _LazyConvTranspose(_LazyConvNd, _ConvTransposeNd):
    """A lazy transposed convolution."""

    def __init__(
        self,
        out_channels: int,
        kernel_size: Sizes,
        stride: Sizes = 1,
        padding: Sizes = 0,
        output_padding: Sizes = 0,
        groups: int = 1,
        bias: bool = True,
        dilation: Sizes = 1,
        padding_mode: str = "zeros",
        device: Any = None,
        dtype: Any = None,
    ) -> None:
        super().__init__(
            0, 0, kernel_size, stride, padding, output_padding, groups, False,
            dilation, padding_mode, device, dtype,
        )  # fmt: skip
        self._make_lazy(out_channels, bias, device, dtype)


class LazyConvTranspose1d(_LazyConvTranspose, ConvTranspose1d):
    """A ConvTranspose1d that takes ``in_channels`` from its first input."""

    cls_to_become = ConvTranspose1d


class LazyConvTranspose2d(_LazyConvTranspose, ConvTranspose2d):
    """A ConvTranspose2d that takes ``in_channels`` from its first input.

    Args:
        out_channels: channels of the output.
        kernel_size: one number, or height and width.
        stride: how far apart the input's pixels paint the kernel.
        padding: how much is cut off from each side of the output.
        output_padding: how much is added at the end of the output.
        groups: into how many parts the channels are divided.
        bias: whether something is added to each output channel.
        dilation: how far apart the kernel's elements are.
        padding_mode: only ``"zeros"``.
        device: where the parameters are: the CPU.
        dtype: of the parameters.
    """

    cls_to_become = ConvTranspose2d


class LazyConvTranspose3d(_LazyConvTranspose, ConvTranspose3d):
    """A ConvTranspose3d that takes ``in_channels`` from its first input."""

    cls_to_become = ConvTranspose3d


# ---------------------------------------------------------------------------
# Normalisations
# ---------------------------------------------------------------------------


class _LazyNorm(LazyModuleMixin, NormWithEstimates):
    """What the lazy batch and instance normalisations share.

    Both kinds learn a scale and keep estimates unless told otherwise; a plain
    InstanceNorm does neither.
    """

    def __init__(
        self,
        eps: float = 1e-5,
        momentum: float | None = 0.1,
        affine: bool = True,
        track_running_stats: bool = True,
        device: Any = None,
        dtype: Any = None,
        *,
        bias: bool = True,
    ) -> None:
        options = {"device": device, "dtype": dtype}
        super().__init__(0, eps, momentum, False, False, **options, bias=False)
        self.affine = affine
        self.track_running_stats = track_running_stats
        if affine:
            self.weight = UninitializedParameter(**options)
            if bias:
                self.bias = UninitializedParameter(**options)
        if track_running_stats:
            self.running_mean = UninitializedBuffer(**options)
            self.running_var = UninitializedBuffer(**options)
            self.num_batches_tracked = tensor(0, dtype=int64)

    def reset_parameters(self) -> None:
        if not self.has_uninitialized_params() and self.num_features != 0:
            super().reset_parameters()

    def initialize_parameters(self, input: Tensor) -> None:  # type: ignore[override]
        """Takes ``num_features`` from the second dimension of the input."""
        if not self.has_uninitialized_params():
            return
        self.num_features = input.shape[1]
        for value in (
            self.weight, self.bias, self.running_mean, self.running_var
        ):  # fmt: skip
            _materialize(value, (self.num_features,))
        self.reset_parameters()


class LazyBatchNorm1d(_LazyNorm, BatchNorm1d):
    """A BatchNorm1d that takes ``num_features`` from its first input."""

    cls_to_become = BatchNorm1d


class LazyBatchNorm2d(_LazyNorm, BatchNorm2d):
    """A BatchNorm2d that takes ``num_features`` from its first input.

    Args:
        eps: added to the variance, against division by zero.
        momentum: how far the running estimates are moved by a batch; None
            makes them the mean over all batches so far.
        affine: whether to learn a scale γ and a shift β afterwards.
        track_running_stats: whether to keep running estimates.
        device: where the parameters are: the CPU.
        dtype: of the parameters.
        bias: whether there is a β.
    """

    cls_to_become = BatchNorm2d


class LazyBatchNorm3d(_LazyNorm, BatchNorm3d):
    """A BatchNorm3d that takes ``num_features`` from its first input."""

    cls_to_become = BatchNorm3d


class LazyInstanceNorm1d(_LazyNorm, InstanceNorm1d):
    """An InstanceNorm1d that takes ``num_features`` from its first input."""

    cls_to_become = InstanceNorm1d


class LazyInstanceNorm2d(_LazyNorm, InstanceNorm2d):
    """An InstanceNorm2d that takes ``num_features`` from its first input."""

    cls_to_become = InstanceNorm2d


class LazyInstanceNorm3d(_LazyNorm, InstanceNorm3d):
    """An InstanceNorm3d that takes ``num_features`` from its first input."""

    cls_to_become = InstanceNorm3d
