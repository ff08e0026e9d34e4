"""Pictures, source and tables, on teachtorch and on PyTorch.

Everything in ``teachtorch.viz`` must work on PyTorch too. The last test here
therefore runs this whole file once more in a process where PyTorch answers
for teachtorch.
"""

from __future__ import annotations

import ast
import subprocess
import sys
from itertools import combinations
from pathlib import Path

import matplotlib
import pytest

matplotlib.use("agg")

import matplotlib.pyplot as plt
from matplotlib.colors import to_rgb
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch

import teachtorch as torch
from teachtorch import nn, viz
from teachtorch.viz import _drawing, _graph

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(autouse=True)
def _closed_figures():
    with plt.style.context("teachtorch.viz.book"):
        yield
    plt.close("all")


def small_graph():
    a = torch.tensor(2.0, requires_grad=True)
    b = torch.tensor(3.0, requires_grad=True)
    y = (a * b + a) ** 2
    return y, {"a": a, "b": b, "y": y}


class Looping(nn.Module):
    """Uses its middle layer as often as it is told."""

    def __init__(self):
        super().__init__()
        self.first = nn.Linear(4, 8)
        self.middle = nn.Linear(8, 8)

    def forward(self, x, times=1):
        x = self.first(x).clamp(min=0)
        for _ in range(times):
            x = self.middle(x).clamp(min=0)
        return x


# ---- Reading graphs ---------------------------------------------------------


def test_reads_every_node_once_and_every_arrow():
    y, names = small_graph()
    boxes = _graph._read(y, names, full=False)
    assert [box.label for box in boxes] == [
        "Pow\n= y",
        "Add",
        "Mul",
        "a\n()",
        "b\n()",
    ]
    assert [box.arrows for box in boxes] == [[1], [2, 3], [3, 4], [], []]
    assert [box.is_leaf for box in boxes] == [False] * 3 + [True] * 2


def test_full_names_are_those_that_print():
    y, _ = small_graph()
    boxes = _graph._read(y, None, full=True)
    assert [box.label for box in boxes[:3]] == [
        "PowBackward0",
        "AddBackward0",
        "MulBackward0",
    ]
    assert f"<{boxes[0].label}>" in repr(y)


def test_a_product_with_itself_has_two_arrows():
    x = torch.ones(3, requires_grad=True)
    boxes = _graph._read(x * x, {"x": x}, full=False)
    assert [box.arrows for box in boxes] == [[1, 1], []]


def test_shows_what_is_saved_for_backward():
    x = torch.ones(2, 3, requires_grad=True)
    w = torch.ones(3, 4, requires_grad=True)
    y = (x @ w).exp().sum()
    boxes = _graph._read(y, {"x": x, "w": w}, full=False, saved=True)
    labels = [box.label for box in boxes]
    labels[2] = labels[2].replace("(3, 4), (2, 3)", "(2, 3), (3, 4)")  # PyTorch
    assert labels == [
        "Sum",
        "Exp\nkeeps (2, 4)",
        "Mm\nkeeps (2, 3), (3, 4)",
        "x\n(2, 3)",
        "w\n(3, 4)",
    ]
    y.backward()
    boxes = _graph._read(y, None, full=False, saved=True)
    assert boxes[1].label == "Exp\nkeeps nothing any more"


def test_a_module_names_its_parameters():
    net = Looping()
    boxes = _graph._read(net(torch.ones(1, 4), times=3), net, full=False)
    leaves = [box.label.split("\n")[0] for box in boxes if box.is_leaf]
    assert sorted(leaves) == sorted(dict(net.named_parameters()))


def test_a_users_function_has_its_own_name():
    class Twice(torch.autograd.Function):
        @staticmethod
        def forward(ctx, x):
            ctx.variable = x  # a name that leaves' nodes use as well
            return x * 2

        @staticmethod
        def backward(ctx, grad_output):
            return grad_output * 2

    y = Twice.apply(torch.ones(2, requires_grad=True))
    assert _graph._read(y, None, full=False)[0].label == "Twice"


def test_a_leaf_is_a_graph_of_one():
    x = torch.ones(2, requires_grad=True)
    with torch.no_grad():
        boxes = _graph._read(x, {"x": x}, full=False)
    assert [box.label for box in boxes] == ["x\n(2,)"]


def test_several_results_share_their_leaves():
    x = torch.ones(2, requires_grad=True)
    boxes = _graph._read([x.exp(), x.sin()], None, full=False)
    assert [box.label for box in boxes] == ["Exp", "(2,)", "Sin"]


@pytest.mark.parametrize("make", [lambda x: x.detach(), lambda x: x > 0])
def test_a_tensor_without_graph_is_refused(make):
    x = torch.ones(2, requires_grad=True)
    with pytest.raises(ValueError, match="does not require grad"):
        viz.graph(make(x))


def test_a_long_graph_is_read_without_recursion():
    x = y = torch.ones(1, requires_grad=True)
    for _ in range(3000):
        y = y + 1
    assert len(_graph._read(y, {"x": x}, full=False)) == 3001


# ---- Drawing graphs ---------------------------------------------------------


def drawn(axes):
    axes.figure.canvas.draw()
    boxes = [p for p in axes.artists if isinstance(p, FancyBboxPatch)]
    boxes += [p for p in axes.patches if isinstance(p, FancyBboxPatch)]
    arrows = [p for p in axes.artists if isinstance(p, FancyArrowPatch)]
    arrows += [p for p in axes.patches if isinstance(p, FancyArrowPatch)]
    return boxes, arrows, list(axes.texts)


def hard_graph():
    net = Looping()
    y = net(torch.ones(2, 4), times=4)
    return (y * y.exp()).sum() + net.first.weight.pow(2).sum(), net


def test_boxes_do_not_touch():
    axes = viz.graph(*hard_graph())
    boxes, _, _ = drawn(axes)
    frames = [box.get_window_extent() for box in boxes]
    assert len(frames) == len(_graph._read(*hard_graph(), full=False))
    assert not any(a.overlaps(b) for a, b in combinations(frames, 2))


def test_text_fits_its_box_and_can_be_read():
    axes = viz.graph(*hard_graph(), full_names=True)
    boxes, _, texts = drawn(axes)
    for box, text in zip(boxes, texts, strict=True):
        outer, inner = box.get_window_extent(), text.get_window_extent()
        assert outer.x0 < inner.x0 and inner.x1 < outer.x1
        assert outer.y0 < inner.y0 and inner.y1 < outer.y1
        assert text.get_fontsize() >= 9


def test_there_is_an_arrow_for_every_edge_and_it_points_down():
    result = hard_graph()
    boxes = _graph._read(*result, full=False)
    picture = _drawing.place(boxes)
    assert len(picture.curves) == sum(len(box.arrows) for box in boxes)
    for curve in picture.curves:
        heights = [y for _, y in curve]
        assert heights == sorted(heights, reverse=True)
    _, arrows, _ = drawn(viz.graph(*result))
    assert len(arrows) == len(picture.curves)


def test_arrows_into_one_box_end_apart():
    x = torch.ones(1, requires_grad=True)
    picture = _drawing.place(_graph._read(x * x + x * x, None, full=False))
    ends = [curve[-1] for curve in picture.curves]
    assert len(set(ends)) == len(ends) == 6


def test_everything_is_inside_the_figure():
    axes = viz.graph(*hard_graph(), title="A graph")
    boxes, arrows, texts = drawn(axes)
    page = axes.figure.bbox
    for part in [*boxes, *arrows, *texts, axes.title]:
        frame = part.get_window_extent()
        assert page.x0 <= frame.x0 and frame.x1 <= page.x1
        assert page.y0 <= frame.y0 and frame.y1 <= page.y1


def test_the_background_is_white_whatever_the_style():
    with plt.style.context("dark_background"):
        axes = viz.graph(*small_graph())
    assert to_rgb(axes.figure.get_facecolor()) == (1, 1, 1)


def test_draws_into_given_axes_and_makes_room():
    figure, (left, right) = plt.subplots(1, 2, figsize=(2, 1))
    assert viz.graph(*hard_graph(), ax=left, title="left") is left
    viz.graph(*small_graph(), ax=right)
    assert left.get_title() == "left"
    (left_boxes, _, _), (right_boxes, _, _) = drawn(left), drawn(right)
    last = max(box.get_window_extent().x1 for box in left_boxes)
    first = min(box.get_window_extent().x0 for box in right_boxes)
    assert last < first
    assert figure.get_size_inches()[1] > 4


def test_graphs_stand_side_by_side():
    net = Looping()
    results = [net(torch.ones(1, 4), times=n) for n in range(3)]
    all_axes = viz.graphs(results, net, titles=["none", "one", "two"])
    assert [axes.get_title() for axes in all_axes] == ["none", "one", "two"]
    edges = []
    for axes in all_axes:
        frames = [box.get_window_extent() for box in drawn(axes)[0]]
        edges += [min(f.x0 for f in frames), max(f.x1 for f in frames)]
    assert edges == sorted(edges)


def test_drawing_warns_of_nothing(recwarn):
    viz.graph(*small_graph())
    plt.savefig("/dev/null", format="png", bbox_inches="tight")
    assert not recwarn.list


@pytest.mark.parametrize("missing", ["igraph", "matplotlib.pyplot"])
def test_a_missing_package_is_named(monkeypatch, missing):
    monkeypatch.setitem(sys.modules, missing, None)
    name = missing.partition(".")[0]
    with pytest.raises(ImportError, match=rf"needs {name}.*\[notebooks\]"):
        viz.graph(*small_graph())


def test_alt_text_tells_every_arrow():
    assert viz.alt_text(*small_graph()) == (
        "Graph of 3 operations and 2 leaves. Pow = y leads to Add. "
        "Add leads to Mul and a (). Mul leads to a () and b ()."
    )


def test_alt_text_of_a_product_with_itself():
    x = torch.ones(3, requires_grad=True)
    assert viz.alt_text((x.sin() * x.sin()).sum() * 1, {"x": x}) == (
        "Graph of 5 operations and 1 leaf. Mul no. 1 leads to Sum. "
        "Sum leads to Mul no. 2. Mul no. 2 leads to Sin no. 1 and Sin no. 2. "
        "Sin no. 1 leads to x (3,). Sin no. 2 leads to x (3,)."
    )
    assert viz.alt_text(x * x).endswith("Mul leads to (3,) (2 times).")


def test_alt_text_of_a_large_graph_counts():
    x = y = torch.ones(3, requires_grad=True)
    for _ in range(10):
        y = (y * 2).tanh()
    assert viz.alt_text(y, {"x": x}) == (
        "Graph of 20 operations and 1 leaf. Operations: 10 Tanh, 10 Mul. "
        "Leaves: x (3,)."
    )


# ---- Source -----------------------------------------------------------------


def documented(x):
    """Says what it does.

    In two paragraphs.
    """

    def inner():
        """Has one too."""
        return x  # ```

    return inner


class OnlyWords:
    """A class that is nothing but this."""


# A function of 43 lines, without writing them out.
LONG = "def long_one():\n" + "    x = 1\n" * 42


def test_source_shows_title_and_code():
    shown = viz.source(documented)
    assert repr(shown).startswith("# test_viz.py: documented\ndef documented")
    assert "In two paragraphs." in shown.code


def test_source_without_docstrings_is_the_same_program():
    shown = viz.source(documented, docstring=False)
    assert shown.code == (
        "def documented(x):\n"
        "    def inner():\n"
        "        return x  # ```\n"
        "\n"
        "    return inner"
    )
    assert viz.source(OnlyWords, docstring=False).code.count('"""') == 2


def test_source_in_markdown_is_fenced_beyond_any_backticks():
    text = viz.source(documented)._repr_markdown_()
    assert text.startswith("`test_viz.py`: **`documented`**\n\n````python\n")
    assert text.endswith("\n````")


def test_source_of_methods_properties_instances_and_wrapped_functions():
    assert viz.source(viz.Source.__repr__).code.startswith("def __repr__")
    assert viz.source(viz.Source.title).code.startswith("@property")
    assert viz.source(OnlyWords()).name == "OnlyWords"

    @torch.no_grad()
    def decorated():
        return 1

    assert "return 1" in viz.source(decorated).code


def test_source_of_the_package_names_the_file():
    assert viz.source(viz.graphs).file == "teachtorch/viz/_graph.py"
    ast.parse(viz.source(viz.graphs, docstring=False).code)


def test_source_selects_lines():
    shown = viz.source(documented, lines=(7, 9))
    assert (
        shown.code
        == 'def inner():\n    """Has one too."""\n    return x  # ```'
    )
    with pytest.raises(ValueError, match="has lines 1 to 11"):
        viz.source(documented, lines=(1, 12))
    with pytest.raises(ValueError, match="has lines 1 to 11"):
        viz.source(documented, lines=(0, 3))


def test_long_source_needs_a_selection(tmp_path, monkeypatch):
    (tmp_path / "long_module.py").write_text(
        LONG + "\n\nclass Wide:\n    def one(self):\n" + "        x = 1\n" * 41
    )
    monkeypatch.syspath_prepend(tmp_path)
    import long_module

    with pytest.raises(ValueError, match="43 lines, more than 40"):
        viz.source(long_module.long_one)
    with pytest.raises(ValueError, match="or one of one"):
        viz.source(long_module.Wide)
    assert viz.source(long_module.long_one, lines=(1, 2)).code.count("\n") == 1


def test_what_is_compiled_has_no_source():
    with pytest.raises(TypeError, match="no Python source"):
        viz.source(len)


# ---- Summary ----------------------------------------------------------------


def test_summary_of_nested_modules():
    net = nn.Sequential(
        nn.Linear(4, 8), nn.ReLU(), nn.Sequential(nn.Linear(8, 2, bias=False))
    )
    table = viz.summary(net, torch.zeros(5, 4))
    assert repr(table) == (
        "Layer       Kind        Output shape  Parameters\n"
        "------------------------------------------------\n"
        "Sequential              (5, 2)\n"
        "  0         Linear      (5, 8)                40\n"
        "  1         ReLU        (5, 8)\n"
        "  2         Sequential  (5, 2)\n"
        "    0       Linear      (5, 2)                16\n"
        "------------------------------------------------\n"
        "56 parameters"
    )


def test_summary_of_a_size_and_of_a_result_that_is_none():
    layer = torch.nn.MultiheadAttention(4, 2)
    text = repr(viz.summary(torch.nn.Linear(3, 2), (5, 3)))
    assert "(5, 2)" in text
    x = torch.ones(2, 1, 4)
    text = repr(viz.summary(layer, (x, x, x, None, False)))
    assert "(2, 1, 4), None" in text


def test_summary_as_html():
    net = nn.Sequential(nn.Linear(1000, 2))
    text = viz.summary(net, torch.zeros(1, 1000))._repr_html_()
    assert text.count("<tr>") == text.count("</tr>") == 3
    assert "&emsp;0</td>" in text
    assert ">2,002</td>" in text
    assert text.endswith("<p>2,002 parameters</p>")


def test_summary_counts_shared_and_frozen_parameters_once():
    net = nn.Sequential(nn.Linear(3, 3), nn.Linear(3, 3), nn.Linear(3, 3))
    net[1].weight = net[0].weight
    for p in net[2].parameters():
        p.requires_grad_(False)
    table = viz.summary(net, torch.zeros(1, 3))
    assert [row.parameters for row in table.rows] == [0, 12, 3, 12]
    assert table.total_parameters == 27
    assert repr(table).endswith("27 parameters, 12 of them frozen")


def test_summary_of_several_inputs_and_outputs():
    class Pair(nn.Module):
        def __init__(self):
            super().__init__()
            self.unused = nn.Linear(1, 1)

        def forward(self, x, y):
            return {"sum": x + y, "parts": [x, y], "name": "pair"}

    table = viz.summary(Pair(), (torch.zeros(2), torch.zeros(1)))
    assert [row.output for row in table.rows] == [
        "sum: (2,), parts: (2,), (1,), name: str",
        "not called",
    ]


def test_summary_leaves_the_module_and_the_generator_alone():
    net = nn.Sequential(nn.Linear(3, 4), nn.BatchNorm1d(4), nn.Dropout(0.5))
    net[2].eval()
    before = {k: v.clone() for k, v in net.state_dict().items()}
    torch.manual_seed(0)
    viz.summary(net, torch.ones(6, 3))
    drawn_after = torch.rand(1)
    torch.manual_seed(0)
    assert torch.equal(drawn_after, torch.rand(1))
    assert [m.training for m in net.modules()] == [True, True, True, False]
    for name, value in net.state_dict().items():
        assert torch.equal(value, before[name])


def test_summary_takes_its_hooks_out_even_after_an_error():
    net = nn.Sequential(nn.Linear(3, 4))
    with pytest.raises(RuntimeError):
        viz.summary(net, torch.ones(6, 5))
    assert not any(m._forward_hooks for m in net.modules())
    assert all(m.training for m in net.modules())


# ---- Style ------------------------------------------------------------------


def test_style_has_readable_fonts_on_white():
    plt.rcdefaults()
    plt.style.use("teachtorch.viz.book")
    figure, axes = plt.subplots()
    axes.plot([0, 1], label="a line")
    axes.set(title="title", xlabel="x", ylabel="y")
    legend = axes.legend(title="legend")
    texts = [axes.title, axes.xaxis.label, axes.yaxis.label]
    texts += [*axes.get_xticklabels(), *axes.get_yticklabels()]
    texts += [*legend.get_texts(), legend.get_title()]
    assert min(text.get_fontsize() for text in texts) >= 10
    assert tuple(figure.get_size_inches()) == (6, 3.6)
    assert to_rgb(figure.get_facecolor()) == (1, 1, 1)


def test_lines_differ_without_colour():
    plt.style.use("teachtorch.viz.book")
    lines = list(plt.rcParams["axes.prop_cycle"])
    assert len(lines) >= 6

    def luminance(colour):
        parts = [
            c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4
            for c in to_rgb(colour)
        ]
        red, green, blue = parts
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    for one, two in combinations(lines, 2):
        if one["linestyle"] == two["linestyle"]:
            bright, dark = sorted(
                (luminance(one["color"]), luminance(two["color"])), reverse=True
            )
            assert (bright + 0.05) / (dark + 0.05) > 1.5


# ---- The same on PyTorch ----------------------------------------------------


@pytest.mark.torch
def test_all_of_this_on_pytorch():
    pytest.importorskip("torch")
    program = (
        "import runpy, sys, pytest\n"
        f"runpy.run_path({str(ROOT / 'tools' / 'torch_stand_in.py')!r})\n"
        "import teachtorch, torch\n"
        "assert teachtorch.ones is torch.ones\n"
        "sys.exit(pytest.main(sys.argv[1:]))"
    )
    options = ["-q", "-p", "no:cacheprovider", "-c", "/dev/null"]
    options += ["--noconftest", "-k", "not on_pytorch"]
    options += ["-W", "ignore::pytest.PytestUnknownMarkWarning"]
    done = subprocess.run(
        [sys.executable, "-c", program, *options, __file__],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert " passed" in done.stdout and " skipped" not in done.stdout
