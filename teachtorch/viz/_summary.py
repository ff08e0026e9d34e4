"""A table of a module's layers: shapes and numbers of parameters.

The table is made by running the module once with forward hooks on every part
of it, which is also the plainest example of what such hooks are good for.
"""

from __future__ import annotations

import html
from typing import Any, NamedTuple

import teachtorch as torch


class Row(NamedTuple):
    """One module: how deep it sits, what it is, makes and owns."""

    depth: int
    name: str
    kind: str
    output: str
    parameters: int


class Summary:
    """The table that `summary` returns: prints as text, shows as HTML."""

    HEADINGS = ("Layer", "Kind", "Output shape", "Parameters")

    def __init__(self, rows: list[Row], total: int, trainable: int) -> None:
        self.rows = rows
        self.total_parameters = total
        self.trainable_parameters = trainable

    def _cells(self) -> list[tuple[str, ...]]:
        return [
            (
                "  " * row.depth + row.name,
                row.kind,
                row.output,
                f"{row.parameters:,}" if row.parameters else "",
            )
            for row in self.rows
        ]

    def _total(self) -> str:
        text = f"{self.total_parameters:,} parameters"
        frozen = self.total_parameters - self.trainable_parameters
        return text + (f", {frozen:,} of them frozen" if frozen else "")

    def __repr__(self) -> str:
        table = [self.HEADINGS, *self._cells()]
        widths = [max(map(len, column)) for column in zip(*table, strict=True)]
        lines = [
            "  ".join(
                # Numbers line up at their right end, words at their left.
                cell.rjust(width) if i == 3 else cell.ljust(width)
                for i, (cell, width) in enumerate(zip(row, widths, strict=True))
            ).rstrip()
            for row in table
        ]
        rule = "-" * (sum(widths) + 2 * (len(widths) - 1))
        return "\n".join([lines[0], rule, *lines[1:], rule, self._total()])

    def _repr_html_(self) -> str:
        def line(cells: tuple[str, ...], tag: str) -> str:
            text = ""
            for i, cell in enumerate(cells):
                side = "right" if i == 3 else "left"
                shown = html.escape(cell).replace("  ", "&emsp;")
                text += f'<{tag} style="text-align: {side}">{shown}</{tag}>'
            return f"<tr>{text}</tr>"

        head = line(self.HEADINGS, "th")
        body = "\n".join(line(cells, "td") for cells in self._cells())
        return (
            f"<table>\n<thead>{head}</thead>\n<tbody>\n{body}\n</tbody>\n"
            f"</table>\n<p>{self._total()}</p>"
        )


def summary(module: torch.nn.Module, input: Any) -> Summary:
    """Runs ``module`` once and tabulates its layers.

    The run is made without gradients and in evaluation mode, so it changes
    neither running statistics nor the random numbers to come.

    Args:
        module: the module. Every module inside it gets a line.
        input: a tensor to call it with, or a tuple of several arguments; or
            the size of a tensor, for one of zeros.

    Returns:
        a table that prints as text and shows as HTML in a notebook. A line
        counts the parameters that the module itself holds; one held by two
        modules counts at the first, so the lines add up to the total.

    >>> import teachtorch as torch
    >>> from teachtorch import viz
    >>> net = torch.nn.Sequential(torch.nn.Linear(3, 2), torch.nn.ReLU())
    >>> viz.summary(net, torch.zeros(5, 3))
    Layer       Kind    Output shape  Parameters
    --------------------------------------------
    Sequential          (5, 2)
      0         Linear  (5, 2)                 8
      1         ReLU    (5, 2)
    --------------------------------------------
    8 parameters
    """
    if isinstance(input, tuple) and all(type(n) is int for n in input):
        input = torch.zeros(input)
    outputs = _output_shapes(module, input)
    rows = []
    counted: set[int] = set()
    for name, part in module.named_modules():
        own = [p for p in part.parameters(recurse=False)]
        new = [p for p in own if id(p) not in counted]
        counted.update(id(p) for p in new)
        rows.append(
            Row(
                depth=name.count(".") + 1 if name else 0,
                name=name.rpartition(".")[2] or type(part).__name__,
                kind=type(part).__name__ if name else "",
                output=outputs.get(part, "not called"),
                parameters=sum(p.numel() for p in new),
            )
        )
    everything = list(module.parameters())
    return Summary(
        rows,
        total=sum(p.numel() for p in everything),
        trainable=sum(p.numel() for p in everything if p.requires_grad),
    )


def _output_shapes(module: torch.nn.Module, input: Any) -> dict:
    """Calls the module and notes what every part of it returns."""
    shapes: dict = {}

    def note(part: torch.nn.Module, args: tuple, output: Any) -> None:
        if part not in shapes:  # a module called again keeps its first shape
            shapes[part] = _shape_text(output)

    parts = list(module.modules())
    was_training = [part.training for part in parts]
    hooks = [part.register_forward_hook(note) for part in parts]
    try:
        module.eval()
        with torch.no_grad():
            module(*input) if isinstance(input, tuple) else module(input)
    finally:
        for hook in hooks:
            hook.remove()
        for part, training in zip(parts, was_training, strict=True):
            part.training = training
    return shapes


def _shape_text(output: Any) -> str:
    if isinstance(output, torch.Tensor):
        return str(tuple(output.shape))
    if isinstance(output, tuple | list):
        return ", ".join(map(_shape_text, output))
    if isinstance(output, dict):
        return ", ".join(f"{k}: {_shape_text(v)}" for k, v in output.items())
    return "None" if output is None else type(output).__name__
