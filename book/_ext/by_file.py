"""A directive that documents the public names of one source file.

The operations are spread over files by subject, and all of them are names of
``teachtorch`` itself. ``.. by-file:: teachtorch._ops.reduce`` documents the
functions and classes that are written in that file, in the order of the
source, under the names that users call them by. ``:package:`` names another
package than ``teachtorch`` to look for them in.

``.. methods:: teachtorch.Tensor`` lists the methods of a class that are
functions of the package as well, each with a link to the function.
"""

from __future__ import annotations

import importlib
import inspect

from docutils import nodes
from docutils.parsers.rst import directives
from docutils.statemachine import StringList
from sphinx.util.docutils import SphinxDirective


class Generated(SphinxDirective):
    """Puts lines of reStructuredText in its own place."""

    required_arguments = 1

    def lines(self):
        raise NotImplementedError

    def run(self):
        try:
            lines = list(self.lines())
        except ImportError as error:
            raise self.error(str(error)) from error
        container = nodes.Element()
        content = StringList(lines, self.arguments[0])
        self.state.nested_parse(content, self.content_offset, container)
        return container.children


class ByFile(Generated):
    option_spec = {"package": directives.unchanged}

    def lines(self):
        module = importlib.import_module(self.arguments[0])
        package_name = self.options.get("package", "teachtorch")
        package = importlib.import_module(package_name)
        for name, value in vars(module).items():
            written_here = getattr(value, "__code__", None)
            if inspect.isclass(value):
                kind, here = "autoclass", value.__module__ == module.__name__
            elif written_here is not None:
                kind = "autofunction"
                here = written_here.co_filename == module.__file__
            else:
                continue
            # Some functions are offered in a wrapper that adds ``out=``.
            offered = inspect.unwrap(getattr(package, name, None))
            if here and offered is value:
                yield from (f".. {kind}:: {package_name}.{name}", "")


class Methods(Generated):
    def lines(self):
        package_name, _, class_name = self.arguments[0].rpartition(".")
        package = importlib.import_module(package_name)
        methods = dir(getattr(package, class_name))
        functions = dict(inspect.getmembers(package, inspect.isfunction))
        links = []
        for name in sorted(functions.keys() & set(methods)):
            # A second name, such as absolute for abs, links to the first.
            target = f"{package_name}.{functions[name].__name__}"
            links.append(f":func:`{name} <{target}>`")
        return [", ".join(links) + "."]


def setup(app):
    app.add_directive("by-file", ByFile)
    app.add_directive("methods", Methods)
    return {"parallel_read_safe": True}
