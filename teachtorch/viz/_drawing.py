"""Finds places for boxes and arrows, and draws them.

Nothing here knows about tensors: a graph is a list of boxes, each with the
numbers of the boxes that its arrows point to. All lengths are in points, 72 to
the inch, also on the axes that are drawn on; so text fits its box whatever
the size of the figure.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import fmean
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.axes import Axes

FONT = 10.0
LINE = 13.0  # from one line of text to the next
PADDING = 5.0  # between text and box
GAP = 12.0  # between neighbours
LAYER_GAP = 24.0  # between layers: room for the arrows
PORT_GAP = 12.0  # between arrows that end at one box
MARGIN = 6.0
TITLE = 22.0

INK = "#202020"
PAPER = "#f2f2f2"
LEAF = "#cfe8f7"  # a pale blue that is pale grey in print

Point = tuple[float, float]


@dataclass
class Box:
    """A node: its text, its looks, and what its arrows point to."""

    label: str
    is_leaf: bool
    arrows: list[int] = field(default_factory=list)


@dataclass
class Picture:
    """A graph with a place for everything, its upper end at y = 0."""

    boxes: list[Box]
    sizes: list[Point]
    centres: list[Point]
    curves: list[list[Point]]  # each from a box through bends to a box
    width: float
    height: float


def needs(module: str) -> Any:
    """Imports a module that only pictures need.

    Raises:
        ImportError: which says how to install it.
    """
    import importlib

    try:
        return importlib.import_module(module)
    except ImportError as error:
        raise ImportError(
            f"drawing a graph needs {module.partition('.')[0]}, which is not "
            'installed: pip install "teachtorch[notebooks]"'
        ) from error


# ------------------------------------------------------------------ placing


def text_width(text: str, size: float = FONT) -> float:
    """Measures a line of text in the font that figures use."""
    if not text.strip():
        return 0.0
    path = needs("matplotlib.textpath").TextPath((0, 0), text, size=size)
    return path.get_extents().x1


def place(boxes: list[Box]) -> Picture:
    """Lays a graph out in layers, with few crossings.

    The method is Sugiyama's (https://doi.org/10.1109/TSMC.1981.4308636). An
    arrow over several layers is cut by *bends*, boxes of no size, one in each
    layer it passes, so that the other boxes make room for it.
    """
    arriving = Counter(i for box in boxes for i in box.arrows)
    sizes = [_size(box, arriving[i]) for i, box in enumerate(boxes)]
    layers = _layers(boxes, arriving)
    chains = []
    for start, box in enumerate(boxes):
        for end in box.arrows:
            first_bend = len(layers)
            layers += range(layers[start] + 1, layers[end])
            chains.append([start, *range(first_bend, len(layers)), end])
    sizes += [(0.0, 0.0)] * (len(layers) - len(sizes))

    links = [link for chain in chains for link in pairwise(chain)]
    columns = _columns(layers, links, sizes)
    heights = dict.fromkeys(sorted(set(layers)), 0.0)
    for layer, (_, tall) in zip(layers, sizes, strict=True):
        heights[layer] = max(heights[layer], tall)
    rows, y = {}, 0.0
    for layer, tall in heights.items():
        rows[layer] = y - tall / 2
        y -= tall + LAYER_GAP
    centres = [(x, rows[n]) for x, n in zip(columns, layers, strict=True)]
    return Picture(
        boxes,
        sizes[: len(boxes)],
        centres[: len(boxes)],
        _curves(chains, centres, sizes),
        max(x + w / 2 for x, (w, _) in zip(columns, sizes, strict=True)),
        -y - LAYER_GAP,
    )


def _size(box: Box, arriving: int) -> Point:
    lines = box.label.split("\n")
    width = max(map(text_width, lines)) + 2 * PADDING
    ports = max(arriving, len(box.arrows))
    return max(width, ports * PORT_GAP), len(lines) * LINE + 2 * PADDING


def _layers(boxes: list[Box], arriving: Counter) -> list[int]:
    """Puts every box one layer below the lowest one that points to it."""
    waiting = Counter(arriving)
    layers = [0] * len(boxes)
    ready = [i for i in range(len(boxes)) if not waiting[i]]
    while ready:
        i = ready.pop()
        for j in boxes[i].arrows:
            layers[j] = max(layers[j], layers[i] + 1)
            waiting[j] -= 1
            if not waiting[j]:
                ready.append(j)
    return layers


def _columns(
    layers: list[int], links: list[tuple[int, int]], sizes: list[Point]
) -> list[float]:
    """Orders each layer with igraph, then draws linked boxes together."""
    graph = needs("igraph").Graph(len(layers), links, directed=True)
    layout = graph.layout_sugiyama(layers, maxiter=500)
    # From version 1.0 on, igraph gives bends of its own too; here, none.
    points = layout[0] if isinstance(layout, tuple) else layout
    columns = [x for x, _ in list(points)[: len(layers)]]

    rows: dict[int, list[int]] = {}
    for i in sorted(range(len(layers)), key=columns.__getitem__):
        rows.setdefault(layers[i], []).append(i)
    above: list[list[int]] = [[] for _ in layers]
    below: list[list[int]] = [[] for _ in layers]
    for i, j in links:
        above[j].append(i)
        below[i].append(j)
    # Going up, every box wants to stand above the middle of what it points
    # to; going down, below the middle of what points to it.
    down = sorted(rows)
    for neighbours, order in [(below, down[::-1]), (above, down)] * 10:
        for row in map(rows.__getitem__, order):
            wanted = [
                fmean(columns[j] for j in neighbours[i] or [i]) for i in row
            ]
            placed = _side_by_side(wanted, [sizes[i][0] for i in row])
            for i, x in zip(row, placed, strict=True):
                columns[i] = x
    left = min(x - w / 2 for x, (w, _) in zip(columns, sizes, strict=True))
    return [x - left for x in columns]


def _side_by_side(wanted: list[float], widths: list[float]) -> list[float]:
    """Places boxes in order, none touching, as near as can be to the wanted.

    Boxes that would overlap form a block, which stands where it suits its
    members best on average; blocks that would overlap join.
    """
    offsets = [0.0]
    for left, right in pairwise(widths):
        offsets.append(offsets[-1] + (left + right) / 2 + GAP)
    blocks: list[list[float]] = []  # the members' wishes for the first box
    for x, offset in zip(wanted, offsets, strict=True):
        blocks.append([x - offset])
        while len(blocks) > 1 and fmean(blocks[-2]) > fmean(blocks[-1]):
            last = blocks.pop()
            blocks[-1] += last
    starts = [fmean(block) for block in blocks for _ in block]
    return [x + offset for x, offset in zip(starts, offsets, strict=True)]


def _curves(
    chains: list[list[int]], centres: list[Point], sizes: list[Point]
) -> list[list[Point]]:
    """Runs every arrow from the bottom of a box to the top of another.

    Arrows that share a box end side by side, in the order in which they
    come, so that none hides another.
    """
    curves = [[centres[i] for i in chain] for chain in chains]
    for end, side in ((0, -1), (-1, 1)):
        for box in {chain[end] for chain in chains}:
            x, y = centres[box]
            height = sizes[box][1]
            here = [n for n, chain in enumerate(chains) if chain[end] == box]
            # The neighbouring point says where an arrow comes from.
            here.sort(key=lambda n: curves[n][1 if end == 0 else -2][0])
            for port, n in enumerate(here):
                shift = (port - (len(here) - 1) / 2) * PORT_GAP
                curves[n][end] = x + shift, y + side * height / 2
    return curves


# ------------------------------------------------------------------ drawing


def draw_row(pictures: Sequence[Picture], titles: Sequence[str]) -> list[Axes]:
    """Makes a figure with pictures side by side, all at their real size."""
    plt = needs("matplotlib.pyplot")
    # The places below are exact: no layout engine is to move the axes.
    leave_alone = needs("matplotlib.layout_engine").PlaceHolderLayoutEngine
    widths = [
        max(picture.width, text_width(title, size=FONT + 1)) + 2 * MARGIN
        for picture, title in zip(pictures, titles, strict=True)
    ]
    tall = max(picture.height for picture in pictures) + 2 * MARGIN
    total_width = sum(widths) + 2 * GAP * (len(widths) - 1)
    total_height = tall + (TITLE if any(titles) else 0)
    figure = plt.figure(
        figsize=(total_width / 72, total_height / 72),
        facecolor="white",
        layout=leave_alone(adjust_compatible=True, colorbar_gridspec=True),
    )
    all_axes, left = [], 0.0
    for picture, title, width in zip(pictures, titles, widths, strict=True):
        place_of_axes = left / total_width, 0, width / total_width
        axes = figure.add_axes((*place_of_axes, tall / total_height))
        draw(picture, axes, title)
        all_axes.append(axes)
        left += width + 2 * GAP
    return all_axes


def draw(picture: Picture, axes: Axes, title: str = "") -> None:
    """Draws at the top centre of ``axes``; the figure grows if it must."""
    transforms = needs("matplotlib.transforms")
    patches = needs("matplotlib.patches")
    figure = axes.figure
    _make_room(picture, axes)
    axes.set_axis_off()
    if title:
        axes.set_title(title, loc="center", fontsize=FONT + 1)
    in_points = (
        transforms.Affine2D()
        .translate(-picture.width / 2, -MARGIN)
        .scale(1 / 72)
        + figure.dpi_scale_trans
        + transforms.ScaledTranslation(0.5, 1, axes.transAxes)
    )
    for curve in picture.curves:
        arrow = patches.FancyArrowPatch(
            path=_smooth(curve),
            arrowstyle="-|>",
            mutation_scale=9,
            color=INK,
            linewidth=1,
            capstyle="butt",
            joinstyle="miter",
            transform=in_points,
            clip_on=False,
        )
        axes.add_artist(arrow)
    parts = zip(picture.boxes, picture.centres, picture.sizes, strict=True)
    for box, (x, y), (width, height) in parts:
        rounding = 0 if box.is_leaf else 6
        frame = patches.FancyBboxPatch(
            (x - width / 2, y - height / 2),
            width,
            height,
            boxstyle=f"round,pad=0,rounding_size={rounding}",
            facecolor=LEAF if box.is_leaf else PAPER,
            edgecolor=INK,
            linewidth=1.8 if box.is_leaf else 0.8,
            transform=in_points,
            clip_on=False,
        )
        axes.add_artist(frame)
        axes.text(
            x,
            y,
            box.label,
            ha="center",
            va="center_baseline",
            color=INK,
            fontsize=FONT,
            linespacing=1.1,
            transform=in_points,
        )


def _make_room(picture: Picture, axes: Axes) -> None:
    """Enlarges the figure until the picture fits into ``axes``."""
    figure: Any = axes.figure.figure  # the whole, if axes are in a part of it
    has = axes.get_window_extent().size / figure.dpi
    needs_width = (picture.width + 2 * MARGIN) / 72
    needs_height = (picture.height + 2 * MARGIN) / 72
    width, height = figure.get_size_inches()
    figure.set_size_inches(
        width * max(1, needs_width / has[0]),
        height * max(1, needs_height / has[1]),
    )


def _smooth(curve: list[Point]) -> Any:
    """A curve through all points that is vertical at each of them."""
    path = needs("matplotlib.path").Path
    points, codes = [curve[0]], [path.MOVETO]
    for (x0, y0), (x1, y1) in pairwise(curve):
        middle = (y0 + y1) / 2
        points += [(x0, middle), (x1, middle), (x1, y1)]
        codes += [path.CURVE4] * 3
    return path(points, codes)
