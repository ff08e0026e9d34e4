"""Two directives for the API pages.

``.. names:: teachtorch.nn`` documents the functions and classes that
``teachtorch.nn`` offers and that are written in its own files. ``:from:``
names other files to take them from: the operations are spread over files by
subject, and all of them are names of ``teachtorch`` itself. ``:except:``
leaves names out. The order is that of the source, and ``:by-file:`` puts the
first line of each file over the names from it.

``.. methods:: teachtorch.Tensor`` lists the methods of a class that are
functions of its package as well, each with a link to the function.
"""

from __future__ import annotations

import importlib
import inspect
import sys

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


class Names(Generated):
    option_spec = {
        "from": directives.unchanged_required,
        "except": directives.unchanged_required,
        "by-file": directives.flag,
    }

    def lines(self):
        package_name = self.arguments[0]
        files = self.options.get("from", package_name).split()
        left_out = self.options.get("except", "").split()
        found = []
        for name, value in public_names(importlib.import_module(package_name)):
            for place, file in enumerate(files):
                inside = (value.__module__ + ".").startswith(file + ".")
                if inside and name not in left_out:
                    where = (place, value.__module__, line(value))
                    found.append((where, name, inspect.isclass(value)))
        if not found:
            raise self.error(f"nothing to document: {' '.join(files)}")
        last_file = None
        for (_, file, _), name, is_class in sorted(found):
            if "by-file" in self.options and file != last_file:
                subject = inspect.getdoc(sys.modules[file]).splitlines()[0]
                yield from (f".. rubric:: {subject}", "")
                last_file = file
            kind = "autoclass" if is_class else "autofunction"
            yield from (f".. {kind}:: {package_name}.{name}", "")


class Methods(Generated):
    def lines(self):
        package_name, _, class_name = self.arguments[0].rpartition(".")
        package = importlib.import_module(package_name)
        methods = dir(getattr(package, class_name))
        functions = dict(inspect.getmembers(package, inspect.isfunction))
        links = []
        for name in sorted(functions.keys() & set(methods)):
            if name.startswith("_"):
                continue
            # A second name, such as absolute for abs, links to the first;
            # if that belongs to another package, there is nothing to link to.
            first = functions[name].__name__
            if functions.get(first) is functions[name]:
                links.append(f":func:`{name} <{package_name}.{first}>`")
            else:
                links.append(f"``{name}``")
        return [", ".join(links) + "."]


def public_names(package):
    """Yields the functions and classes of ``package`` by their first names."""
    for name in getattr(package, "__all__", dir(package)):
        value = getattr(package, name)
        documented = inspect.isfunction(value) or inspect.isclass(value)
        if documented and value.__name__ == name and not name.startswith("_"):
            yield name, value


def line(value):
    """Returns the line in which a function or class begins."""
    try:
        return inspect.getsourcelines(inspect.unwrap(value))[1]
    except OSError:  # made by code, not written
        return 0


def setup(app):
    app.add_directive("names", Names)
    app.add_directive("methods", Methods)
    return {"parallel_read_safe": True}
