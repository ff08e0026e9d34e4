"""Reads the graph that a computation has left behind, and shows it.

The graph is read as any user can read it: from a tensor's ``grad_fn`` along
``next_functions`` down to the leaves. The chapter on autograd explains what
the nodes are; here they are boxes and arrows only, and ``_drawing.py`` finds
the places for them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import teachtorch as torch

from ._drawing import Box, draw, draw_row, place

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Tensors = torch.Tensor | Sequence[torch.Tensor]
Names = torch.nn.Module | Mapping[str, torch.Tensor]


def graph(
    tensors: Tensors,
    params: Names | None = None,
    *,
    ax: Axes | None = None,
    title: str | None = None,
    full_names: bool = False,
    saved: bool = False,
) -> Axes:
    """Draws the graph of one or several results, as ``backward`` walks it.

    The results are at the top. Arrows lead from every operation to those
    that made its inputs, and end at the leaves, the boxes with a strong frame.
    A leaf shows its shape. Inputs that require no gradient are not part of
    the graph.

    Args:
        tensors: a tensor that requires grad, or a list of several.
        params: names, as a module or a dictionary from name to tensor. A
            tensor that is no leaf gives its name to the operation that made
            it.
        ax: where to draw. The figure grows if it is too small. By default, a
            new figure of the right size is made.
        title: stands above the graph.
        full_names: ``MulBackward0``, as PyTorch prints it, instead of
            ``Mul``.
        saved: whether each operation says the shapes of the tensors that it
            keeps for its backward, or that it has let go of them.

    Raises:
        ImportError: if matplotlib or igraph is not installed.
        ValueError: if a tensor has no graph.
    """
    picture = place(_read(tensors, params, full_names, saved))
    if ax is None:
        (ax,) = draw_row([picture], [title or ""])
    else:
        draw(picture, ax, title or "")
    return ax


def graphs(
    results: Sequence[Tensors],
    params: Names | None = None,
    *,
    titles: Sequence[str] | None = None,
    full_names: bool = False,
    saved: bool = False,
) -> list[Axes]:
    """Draws several graphs side by side in a new figure that fits them.

    Args:
        results: what `graph` takes, once for each graph.
        params: names, as for `graph`.
        titles: one for each graph.
        full_names: as for `graph`.
        saved: as for `graph`.
    """
    titles = titles or [""] * len(results)
    pictures = [place(_read(x, params, full_names, saved)) for x in results]
    return draw_row(pictures, titles)


def alt_text(tensors: Tensors, params: Names | None = None) -> str:
    """Describes the graph in words, for a reader who cannot see it.

    >>> import teachtorch as torch
    >>> from teachtorch import viz
    >>> a = torch.ones(3, requires_grad=True)
    >>> print(viz.alt_text((a * a).sum(), {"a": a}))
    Graph of 2 operations and 1 leaf. Sum leads to Mul. Mul leads to a (3,)
    (2 times).
    """
    boxes = _read(tensors, params, full=False)
    operations = [box for box in boxes if not box.is_leaf]
    leaves = [_one_line(box) for box in boxes if box.is_leaf]
    opening = (
        f"Graph of {_count(len(operations), 'operation')} and "
        f"{_count(len(leaves), 'leaf', 'leaves')}."
    )
    if len(operations) > 12:  # more arrows than anybody wants to hear
        kinds = Counter(map(_one_line, operations))
        counts = ", ".join(f"{n} {kind}" for kind, n in kinds.items())
        return f"{opening} Operations: {counts}. Leaves: {', '.join(leaves)}."

    # Where several boxes have one text, numbers tell them apart.
    texts = list(map(_one_line, boxes))
    several = {text for text, n in Counter(texts).items() if n > 1}
    seen: Counter = Counter()
    for i, text in enumerate(texts):
        if text in several:
            seen[text] += 1
            texts[i] = f"{text} no. {seen[text]}"
    sentences = [opening]
    for text, box in zip(texts, boxes, strict=True):
        ends = [
            texts[i] + (f" ({n} times)" if n > 1 else "")
            for i, n in Counter(box.arrows).items()
        ]
        if ends:
            sentences.append(f"{text} leads to {' and '.join(ends)}.")
    return " ".join(sentences)


def _one_line(box: Box) -> str:
    return box.label.replace("\n", " ")


def _count(number: int, one: str, many: str | None = None) -> str:
    return f"{number} {one if number == 1 else many or one + 's'}"


def _read(
    tensors: Tensors, params: Names | None, full: bool, saved: bool = False
) -> list[Box]:
    """Lists the nodes that can be reached, each once, outputs first."""
    if isinstance(tensors, torch.Tensor):
        tensors = [tensors]
    if params is None:
        params = {}
    if isinstance(params, torch.nn.Module):
        params = dict(params.named_parameters())
    names = {id(tensor): name for name, tensor in params.items()}
    results = {
        tensor.grad_fn: name
        for name, tensor in params.items()
        if tensor.grad_fn is not None
    }

    todo = [_start(tensor) for tensor in reversed(tensors)]
    found: dict[Any, Box] = {}
    while todo:
        fn = todo.pop()
        if fn in found:
            continue
        is_leaf = fn.name().endswith("AccumulateGrad")
        if is_leaf:
            name = names.get(id(fn.variable), "")
            label = f"{name}\n{tuple(fn.variable.shape)}".strip()
        else:
            label = fn.name() if full else _short(fn.name())
            label += f"\n= {results[fn]}" if fn in results else ""
            label += _saved_text(fn) if saved else ""
        found[fn] = Box(label, is_leaf)
        todo += [f for f, _ in reversed(fn.next_functions) if f is not None]

    number = {fn: i for i, fn in enumerate(found)}
    for fn, box in found.items():
        box.arrows = [number[f] for f, _ in fn.next_functions if f is not None]
    return list(found.values())


def _saved_text(fn: Any) -> str:
    """Says which tensors a node keeps: "keeps (2, 3), (3,)"."""
    try:
        kept = [*getattr(fn, "saved_tensors", ())]
        # PyTorch has them one by one: _saved_self, _saved_other.
        names = [name for name in dir(fn) if name.startswith("_saved_")]
        kept += [getattr(fn, name) for name in names]
    except RuntimeError:  # backward has been through here
        return "\nkeeps nothing any more"
    shapes = [str(tuple(x.shape)) for x in kept if torch.is_tensor(x)]
    return f"\nkeeps {', '.join(shapes)}" if shapes else ""


def _start(tensor: torch.Tensor) -> Any:
    """The node that a backward pass from ``tensor`` begins with."""
    if not tensor.requires_grad:
        raise ValueError(
            "this tensor has no graph: it does not require grad. Either "
            "nothing it was made from does, or it was made under no_grad() or "
            "came through detach()"
        )
    if tensor.grad_fn is not None:
        return tensor.grad_fn
    # A leaf has no grad_fn, but what is made from it knows the leaf's node.
    with torch.enable_grad():
        return tensor.view_as(tensor).grad_fn.next_functions[0][0]


def _short(name: str) -> str:
    """Shortens MulBackward0, and a user's MyExpBackward, to Mul and MyExp."""
    return re.sub(r"Backward\d*$", "", name.rpartition("::")[2])
