"""Each room knows only the rooms below it, costs nothing to enter, and is signposted."""

import ast
import functools
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
HELPERS = ROOT / "helpers"
# The bank is the questions' own lower room; its tests stand with theirs.
TESTED_WITH = {
    "bank": "questions",
    "boards": "questions",
    "judging": "questions",
    "packing": "site",
    "serving": "site",
}
MODULES = {
    ".".join(path.relative_to(ROOT).with_suffix("").parts): path
    for path in sorted(HELPERS.rglob("*.py"))
    if path.name != "__init__.py"
}


CONTRACTS = "from importlinter.cli import lint_imports_command as run; run(['--no-cache'])"


def breaches(house):
    """What of a checkout breaks the contracts of pyproject.toml, in words; '' if nothing does."""
    done = subprocess.run(
        [sys.executable, "-c", CONTRACTS], cwd=house, capture_output=True, text=True, check=False
    )
    return done.stdout + done.stderr if done.returncode else ""


def test_the_contracts_on_imports_are_kept():
    assert breaches(ROOT) == ""


@pytest.fixture
def house(tmp_path):
    """A copy of the helpers, to be spoilt."""
    shutil.copytree(HELPERS, tmp_path / "helpers", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("module", "source", "contract"),
    [
        ("data", "def late():\n    import helpers.questions as q", "No import runs upwards"),
        ("journal", "from . import explorers", "No import runs upwards"),
        ("topics/china", "from .views import spectrum", "No topic imports another"),
        ("topics/china", "from ..editions import render", "Nothing imports what renders"),
        ("measures/china", "from helpers import figures", "Measures neither draw"),
        ("judging", "def box():\n    import ipywidgets as w", "Judging, keeping and measuring"),
        ("attic", "import helpers.data", "No import runs upwards"),
    ],
)
def test_a_breach_of_a_contract_is_seen(house, module, source, contract):
    with (house / f"helpers/{module}.py").open("a", encoding="utf-8") as file:
        file.write(f"\n{source}\n")
    broken = breaches(house).partition("Broken contracts")[2]
    assert contract in broken


def python(program):
    """Run a program in a Python of its own and return what it printed on both channels."""
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False
    )
    return done.stdout + done.stderr


def test_importing_the_package_imports_nothing_from_outside():
    shown = python(
        "import sys; before = set(sys.modules); import helpers\n"
        "new = {name.split('.')[0] for name in set(sys.modules) - before}\n"
        "print(sorted(new - set(sys.stdlib_module_names) - {'helpers'}))"
    )
    assert shown == "[]\n"


def test_importing_the_rooms_prints_nothing_and_reads_no_table():
    shown = python(
        "import importlib, os, sys\n"
        f"folder = {str(ROOT / 'data')!r}\n"
        "def look(event, args):\n"
        "    if event == 'open' and str(args[0]).startswith(folder): print('reads', args[0])\n"
        "sys.addaudithook(look)\n"
        f"for name in {list(MODULES)!r}: importlib.import_module(name)"
    )
    assert shown == ""


def public(tree):
    """Functions and classes that a module offers: all without a leading underscore."""
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    return [n for n in tree.body if isinstance(n, kinds) and not n.name.startswith("_")]


def parameters_of(function, is_method):
    """Names of a function's parameters, without `self`."""
    given = function.args
    names = [a.arg for a in [*given.posonlyargs, *given.args, *given.kwonlyargs]]
    names += [a.arg for a in (given.vararg, given.kwarg) if a]
    static = any(
        isinstance(d, ast.Name) and d.id == "staticmethod" for d in function.decorator_list
    )
    return names[1:] if is_method and not static else names


def gives_something(function):
    """Say whether a function returns or yields a value (functions inside it apart)."""
    todo = list(function.body)
    while todo:
        node = todo.pop()
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)):
            continue
        if isinstance(node, (ast.Yield, ast.YieldFrom)):
            return True
        if isinstance(node, ast.Return) and node.value is not None:
            return not (isinstance(node.value, ast.Constant) and node.value.value is None)
        todo += ast.iter_child_nodes(node)
    return False


def unsaid(function, is_method, doc):
    """What of a function neither its annotations nor its docstring say."""
    given = function.args
    every = [*given.posonlyargs, *given.args, *given.kwonlyargs]
    every += [given.vararg] if given.vararg else []  # more keywords: those of matplotlib, mostly
    typed = {a.arg for a in [*every, given.kwarg] if a and (a.annotation or a is given.kwarg)} | {
        a.arg
        for a, default in zip(given.args[::-1], given.defaults[::-1], strict=False)
        if getattr(default, "value", "") is not None
    }
    words = set(re.findall(r"\w+", doc))
    for name in parameters_of(function, is_method):
        if name not in typed | words:
            yield f"{function.name} does not explain {name}"
    if gives_something(function) and not function.returns and not GIVES.search(doc):
        yield f"{function.name} does not say what it returns"


GIVES = re.compile(r"Returns?\b|Yields?\b|^\w+ (whether|if|how|which|what|where)\b")


def complaints(node, is_method=False):
    """What the docstring of a public function or class leaves out, as far as a machine can see."""
    doc = ast.get_docstring(node) or ""
    if not doc:
        return [f"{node.name} has no docstring"]
    if not isinstance(node, ast.ClassDef):
        return list(unsaid(node, is_method, doc))
    found = []
    for part in node.body:
        if isinstance(part, (ast.FunctionDef, ast.AsyncFunctionDef)):
            if part.name == "__init__":
                both = doc + "\n" + (ast.get_docstring(part) or "")
                found += [f"{node.name}: {text}" for text in unsaid(part, True, both)]
            elif not part.name.startswith("_"):
                found += [f"{node.name}.{text}" for text in complaints(part, is_method=True)]
    return found


@pytest.mark.parametrize("module", MODULES)
def test_public_functions_explain_what_their_annotations_do_not(module):
    tree = ast.parse(MODULES[module].read_text("utf-8"))
    assert ast.get_docstring(tree)
    assert not [text for node in public(tree) for text in complaints(node)]


def test_a_poor_docstring_is_seen():
    poor = '''
def nothing(a): return a
def bare(a):
    """Add."""
    return a
def half(a, b: int, c=3) -> int:
    """Add to a."""
    return a
def typed(a: int, b: int = 2) -> int:
    """Add."""
    return a
class Box:
    """Hold."""
    def open(self, key):
        """Open."""
'''
    assert [text for node in public(ast.parse(poor)) for text in complaints(node)] == [
        "nothing has no docstring",
        "bare does not explain a",
        "bare does not say what it returns",
        "Box.open does not explain key",
    ]


@functools.cache
def names_used(folder):
    """Every name that the tests in a folder use or import; comments and texts do not count."""
    used = set()
    for path in folder.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Name):
                used.add(node.id)
            elif isinstance(node, ast.Attribute):
                used.add(node.attr)
            elif isinstance(node, ast.ImportFrom):
                used |= {alias.name for alias in node.names}
    return used


@pytest.mark.parametrize("module", [m for m in MODULES if not m.startswith("helpers.measures")])
def test_public_functions_have_a_test_in_their_room(module):
    room = module.split(".")[1]
    folder = ROOT / "tests" / TESTED_WITH.get(room, room)
    offered = {node.name for node in public(ast.parse(MODULES[module].read_text("utf-8")))}
    if room == "topics":  # tests/topics/test_every_state.py finds each of these by its name
        offered = {name for name in offered if not name.startswith(("draw_", "explore_"))}
    missing = sorted(offered - names_used(folder))
    assert not missing, f"no test under {folder.relative_to(ROOT)} uses {', '.join(missing)}"


@functools.cache
def named_in_texts():
    """Every name that a lesson, a question, a page or a tool uses, with a word before it or not."""
    places = [*ROOT.glob("notebooks/**/*.ipynb"), *ROOT.glob("data/**/*.toml"), ROOT / "start.py"]
    places += [*ROOT.glob("data/*.py"), *ROOT.glob("tests/lessons/*.toml"), *ROOT.glob("*.md")]
    text = "\n".join(path.read_text("utf-8") for path in places)
    return set(re.findall(r"[.:](\w+)", text)) | set(re.findall(r"\b(\w+)\(", text))


@pytest.mark.parametrize("module", MODULES)
def test_nothing_stands_for_its_test_alone(module):
    offered = {node.name for node in public(ast.parse(MODULES[module].read_text("utf-8")))}
    called_by_others = {"load_ipython_extension", "drift"}  # IPython; who translates the bank
    unused = sorted(offered - names_used(HELPERS) - named_in_texts() - called_by_others)
    assert not unused, f"only tests use {', '.join(unused)}"


def test_a_name_in_a_comment_is_no_test(tmp_path):
    (tmp_path / "test_x.py").write_text("# draw_ladder\nx = 'draw_ladder'\nfrom a import seen\n")
    assert names_used(tmp_path) == {"x", "seen"}
