"""Three directives for the page "The calculus of teachtorch".

``.. primitives:: arithmetic powers`` makes a table of all primitives of these
files of ``teachtorch/_ops``: what they compute, their derivative, and why they
are primitives. All words are those of the docstrings. Each name leads to its
source. ``.. composed::`` lists the functions that are made of primitives, and
``.. primitives-count::`` counts both. ``tools/calculus.py`` reads the
docstrings, and has measured which function uses what.
"""

from __future__ import annotations

import json
import sys
from collections import Counter, defaultdict
from functools import cache
from pathlib import Path

from docutils import nodes
from sphinx import addnodes
from sphinx.ext.viewcode import viewcode_anchor
from sphinx.pycode import ModuleAnalyzer
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

sys.path.append(str(Path(__file__).parent.parent.parent / "tools"))

import calculus  # noqa: E402

# What the names in the table stand for, in the pages made from the docstrings.
SPACES = {
    "torch": "teachtorch",
    "F": "teachtorch.nn.functional",
    "nn": "teachtorch.nn",
    "Tensor": "teachtorch.Tensor",
}
# The files of primitives that are not in teachtorch/_ops.
ELSEWHERE = {"views": "teachtorch.autograd.views"}
ELSEWHERE["shared"] = "teachtorch._random.shared"

FOR_THE_GRAPH = "PyTorch"  # a reason that begins so is the look of the graph


@cache
def measured():
    return json.loads(calculus.STORED.read_text(encoding="utf-8"))


@cache
def by_name():
    return {p.op.__name__: p for p in calculus.primitives()}


@cache
def users():
    """Maps each primitive to the functions that may record it alone."""
    found = defaultdict(list)
    for function, names in measured()["alone"].items():
        for name in names:
            found[name].append(function)
    return found


def is_composed(function):
    """Tells whether some call of a function records several primitives."""
    return measured()["alone"][function] != measured()["functions"][function]


@cache
def helps():
    """Maps each primitive to those whose derivative it takes part in."""
    found = defaultdict(list)
    for name, parts in measured()["derivatives"].items():
        for part in parts:
            found[part].append(name)
    return found


def refuses(name):
    """Tells whether an op has no derivative, as its node in the graph says."""
    shown = measured()["shown"].get(name, [])
    return any("NotImplemented" in node for node in shown)


class Directive(SphinxDirective):
    """What the directives share: small pieces of the document."""

    def paragraph(self, *parts, kind=None):
        paragraph = nodes.paragraph("", "", *map(as_node, parts))
        if kind:
            paragraph["classes"].append(kind)
        return paragraph

    def function(self, name):
        """Shows the name of a public function, with a link if there is one."""
        literal = nodes.literal("", name)
        space, _, last = name.partition(".")
        if space not in SPACES:
            return literal
        return addnodes.pending_xref(
            "",
            literal,
            refdomain="py",
            reftype="obj",
            refexplicit=True,
            refdoc=self.env.docname,
            reftarget=f"{SPACES[space]}.{last}",
        )

    def table(self, heads, widths, rows, kind):
        group = nodes.tgroup(cols=len(heads))
        group += [nodes.colspec(colwidth=width) for width in widths]
        head = nodes.row("", *(entry(self.paragraph(h)) for h in heads))
        group += nodes.thead("", head)
        group += nodes.tbody("", *rows)
        return nodes.table("", group, classes=["calculus", kind])


class Primitives(Directive):
    has_content = False
    optional_arguments = 1
    final_argument_whitespace = True

    def run(self):
        rows = []
        for file in self.arguments[0].split():
            module = ELSEWHERE.get(file, f"teachtorch._ops.{file}")
            found = [p for p in by_name().values() if p.op.__module__ == module]
            if not found:
                raise self.error(f"no primitives in {module}")
            rows += map(self.row, found)
            listed(self.env).update(
                (p.op.__name__, self.env.docname) for p in found
            )
        heads = ("primitive", "value", "derivative")
        return [self.table(heads, (30, 35, 35), rows, "primitives")]

    def row(self, primitive):
        op = primitive.op
        name = op.__name__
        value = [self.paragraph(primitive.value, kind="formula")]
        slope = [self.paragraph(primitive.derivative, kind="formula")]
        if refuses(name):
            slope.append(self.paragraph("No derivative.", kind="refusal"))
        elif any(map(refuses, measured()["derivatives"].get(name, []))):
            slope.append(
                self.paragraph("No second derivative.", kind="refusal")
            )
        if primitive.reason:
            reason = f"A primitive because {primitive.reason}"
            slope.append(self.paragraph(*in_code(reason), kind="reason"))
        return nodes.row(
            "", entry(*self.title(op)), entry(*value), entry(*slope)
        )

    def title(self, op):
        """Says how the graph shows an op, where it is and who uses it."""
        name = op.__name__
        title = self.paragraph(nodes.strong("", name), " ", self.source(op))
        # The page of the source leads back to one of these.
        title["ids"] += [anchor(op)]
        title["ids"] += [
            f"teachtorch.{place}{name}" for place in ("", "nn.functional.")
        ]
        yield title
        shown = measured()["shown"].get(name, [])
        if shown and shown != [f"{name}Backward0"]:
            shown = [node.removeprefix("torch::autograd::") for node in shown]
            yield self.paragraph(
                "in the graph: ", *listing(map(code, shown)), kind="small"
            )
        functions = users()[name]
        if functions:
            links = map(self.function, functions)
            yield self.paragraph(*listing(links), kind="small")
        elif not any(name in made for made in measured()["functions"].values()):
            links = [link_to(n) for n in helps()[name] if n != name]
            yield self.paragraph(
                "in the derivative of ", *listing(links), kind="small"
            )

    def source(self, op):
        """Makes a link to the source, as sphinx.ext.viewcode does."""
        env, module = self.env, op.__module__
        if not hasattr(env, "_viewcode_modules"):
            env._viewcode_modules = {}
        if not env._viewcode_modules.get(module):
            analyzer = ModuleAnalyzer.for_module(module)
            analyzer.find_tags()
            known = analyzer.code, analyzer.tags, {}, module
            env._viewcode_modules[module] = known
        env._viewcode_modules[module][2][op.__qualname__] = env.docname
        return viewcode_anchor(
            reftarget="_modules/" + module.replace(".", "/"),
            refid=op.__qualname__,
            refdoc=env.docname,
        )


class Composed(Directive):
    def run(self):
        rows = []
        for function, names in measured()["functions"].items():
            if not is_composed(function):
                continue
            links = map(link_to, names)
            rows.append(
                nodes.row(
                    "",
                    entry(self.paragraph(self.function(function))),
                    entry(self.paragraph(*listing(links))),
                )
            )
        heads = ("function", "what its calls have recorded")
        return [self.table(heads, (35, 65), rows, "composed")]


class Count(Directive):
    def run(self):
        kinds = Counter(
            "elementary"
            if p.reason is None
            else "graph"
            if p.reason.startswith(FOR_THE_GRAPH)
            else "numbers"
            for p in by_name().values()
        )
        total, functions = sum(kinds.values()), measured()["functions"]
        composed = sum(map(is_composed, functions))
        words = {
            "elementary": "cannot be composed of others",
            "numbers": "save digits, memory or time",
            "graph": "are there because PyTorch's graph shows them",
        }
        bars = "".join(
            f'<span class="bar {kind}" style="flex-grow: {kinds[kind]}">'
            f"{kinds[kind]}</span>"
            for kind in words
        )
        legend = "".join(
            f'<li><span class="bar {kind}"></span> {kinds[kind]} {text}</li>'
            for kind, text in words.items()
        )
        return [
            self.paragraph(
                f"{len(functions)} functions that can be differentiated stand "
                f"on {total} primitives. {composed} of the functions compose "
                "several, in some calls at least; each call of the others is "
                "one primitive."
            ),
            nodes.raw(
                "",
                '<div class="calculus-count"><div class="bars" '
                f'aria-hidden="true">{bars}</div><ul>{legend}</ul></div>',
                format="html",
            ),
        ]


def as_node(part):
    return nodes.Text(part) if isinstance(part, str) else part


def entry(*children):
    return nodes.entry("", *children)


def code(text):
    return nodes.literal("", text)


def in_code(text):
    """Sets what stands between double backticks as code."""
    parts = text.split("``")
    return [code(part) if i % 2 else part for i, part in enumerate(parts)]


def listing(parts):
    """Puts commas between."""
    listed = []
    for part in parts:
        listed += [", ", part] if listed else [part]
    return listed


def anchor(op):
    return f"{op.__module__}.{op.__qualname__}"


def link_to(name):
    """Leads to a primitive's row in the table."""
    if name not in by_name():
        return nodes.Text(name)
    target = anchor(by_name()[name].op)
    return nodes.reference("", name, refid=target, internal=True)


def listed(env):
    """Remembers which primitives are in a table, and on which page."""
    if not hasattr(env, "calculus_listed"):
        env.calculus_listed = {}
    return env.calculus_listed


def check(app, env):
    """Complains of a primitive that no table lists."""
    missing = by_name().keys() - listed(env).keys()
    if missing:
        words = ", ".join(sorted(missing))
        logging.getLogger(__name__).warning(
            f"in no table of primitives: {words}"
        )


def setup(app):
    app.add_directive("primitives", Primitives)
    app.add_directive("composed", Composed)
    app.add_directive("primitives-count", Count)
    app.connect("env-check-consistency", check)
    return {"parallel_read_safe": True}
