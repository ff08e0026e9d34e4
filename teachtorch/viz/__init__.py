"""Pictures of what the package does: its source, its graphs, its layers.

``viz.source`` shows the code of a function or class, ``viz.graph`` draws the
graph that a computation has left behind, and ``viz.summary`` tabulates the
layers of a module. Everything here uses the public interface only, so it
works as well on PyTorch's tensors and modules. Drawing needs matplotlib and
igraph: ``pip install "teachtorch[notebooks]"``.

``plt.style.use("teachtorch.viz.book")`` sets the style of the book's figures.
"""

from ._graph import alt_text, graph, graphs
from ._source import Source, source
from ._summary import Summary, summary

__all__ = [
    "Source",
    "Summary",
    "alt_text",
    "graph",
    "graphs",
    "source",
    "summary",
]
