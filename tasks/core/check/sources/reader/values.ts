// The reader's first part, in Python: scopes, imports, and what an expression is worth where that is certain.

/** Python source; see `reader.ts`. */
export const VALUES = String.raw`
import ast, faulthandler, io, json, os, posixpath, re, sys, tokenize

UNKNOWN = object()
DEEP = 40
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
# The platform gives these to every site: who asks for them asks whether this is App Service.
OF_EVERY_SITE = ("WEBSITE_HOSTNAME", "WEBSITE_INSTANCE_ID", "WEBSITE_SITE_NAME")


def index_of(node):
    """Python 3.8 wraps what stands between the brackets."""
    return node.slice.value if type(node.slice).__name__ == "Index" else node.slice


class Below(str):
    """A path below the app root; partial when something unknown follows."""
    partial = False


class Variable(str):
    """A value that follows an environment variable, as a shell writes it."""


class Scope:
    def __init__(self, kind, name, parent):
        self.kind, self.name, self.parent = kind, name, parent
        self.bound, self.open, self.unsure = {}, set(), set()

    def bind(self, name, value, certain):
        if certain:
            self.bound[name] = [value]
            self.unsure.discard(name)
        else:
            self.unsure.add(name)
            self.bound.setdefault(name, []).append(value)

    def find(self, name):
        scope = self
        while scope is not None:
            if name in scope.bound:
                return scope, scope.bound[name]
            scope = scope.parent
            while scope is not None and scope.kind == "class":
                scope = scope.parent
        return None, None


def partly(path):
    path = Below(path)
    path.partial = True
    return path


def joined(parts):
    first = parts[0]
    if not isinstance(first, str) or isinstance(first, Variable):
        return UNKNOWN
    path = str(first)
    for part in parts[1:]:
        if not isinstance(part, str) or isinstance(part, Variable):
            return partly(posixpath.join(path, "")) if path else UNKNOWN
        path = posixpath.join(path, part)
    return Below(posixpath.normpath(path)) if not path.startswith("/") else path


def parent(path):
    if not isinstance(path, Below):
        return UNKNOWN
    return Below(posixpath.dirname("" if path == "." else path))


def variable(name, default):
    if not isinstance(name, str):
        return UNKNOWN
    plain = isinstance(default, (str, int)) and not isinstance(default, (bool, Variable))
    return Variable("$" + "{%s%s}" % (name, ":-%s" % default if plain else ""))


class Values:
    """What expressions of one module are worth."""

    def __init__(self, path):
        self.path = path
        self.package = posixpath.dirname(path).split("/") if "/" in path else []

    def absolute(self, module, level):
        if not level:
            return module or ""
        base = self.package[: len(self.package) - level + 1]
        return ".".join(base + ([module] if module else []))

    def dotted(self, node, scope):
        """The full name of what an expression means, through imports."""
        tail = []
        while isinstance(node, ast.Attribute) and len(tail) < DEEP:
            tail.append(node.attr)
            node = node.value
        if not isinstance(node, ast.Name):
            return None
        _, values = scope.find(node.id)
        if values is None:
            head = node.id
        else:
            head = next((v[1] for v in values if isinstance(v, tuple) and v[0] == "import"), None)
            if head is None:
                return None
        return ".".join([head] + tail[::-1])

    def value(self, node, scope, depth=0):
        if node is None or depth > DEEP:
            return UNKNOWN
        method = getattr(self, "of_" + type(node).__name__, None)
        return UNKNOWN if method is None else method(node, scope, depth + 1)

    def of_Constant(self, node, scope, depth):
        value = node.value
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            return value if abs(value) < 2 ** 53 else UNKNOWN
        return value if value is None or isinstance(value, (str, bool)) else UNKNOWN

    def of_Name(self, node, scope, depth):
        where, values = scope.find(node.id)
        if values is None:
            return Below(self.path) if node.id == "__file__" else UNKNOWN
        if node.id in where.unsure or node.id in where.open or not isinstance(values[0], ast.AST):
            return UNKNOWN
        return self.value(values[0], where, depth + 5)

    def of_List(self, node, scope, depth):
        items = [self.value(item, scope, depth) for item in node.elts[:500]]
        return [str(i) for i in items] if all(isinstance(i, str) and not isinstance(i, Variable) for i in items) else UNKNOWN

    of_Tuple = of_Set = of_List

    def of_UnaryOp(self, node, scope, depth):
        value = self.value(node.operand, scope, depth)
        if isinstance(node.op, ast.USub) and isinstance(value, (int, float)):
            return -value
        return not value if isinstance(node.op, ast.Not) and isinstance(value, bool) else UNKNOWN

    def of_BoolOp(self, node, scope, depth):
        first = self.value(node.values[0], scope, depth)
        if isinstance(node.op, ast.Or) and isinstance(first, Variable) and ":-" not in first:
            return variable(first[2:-1], self.value(node.values[1], scope, depth))
        return UNKNOWN

    def of_IfExp(self, node, scope, depth):
        test = self.is_site(self.value(node.test, scope, depth))
        return UNKNOWN if test is UNKNOWN else self.value(node.body if test else node.orelse, scope, depth)

    def is_site(self, value):
        """What a test is worth on a site: that of a variable which every site has is true."""
        if isinstance(value, Variable):
            return True if value[2:-1].split(":-")[0] in OF_EVERY_SITE else UNKNOWN
        return value if isinstance(value, bool) else UNKNOWN

    def of_Compare(self, node, scope, depth):
        if len(node.ops) != 1 or not isinstance(node.ops[0], (ast.In, ast.NotIn)):
            return UNKNOWN
        if self.dotted(node.comparators[0], scope) != "os.environ" or self.value(node.left, scope, depth) not in OF_EVERY_SITE:
            return UNKNOWN
        return isinstance(node.ops[0], ast.In)

    def of_BinOp(self, node, scope, depth):
        left, right = self.value(node.left, scope, depth), self.value(node.right, scope, depth)
        if isinstance(node.op, ast.Div):
            return joined([left, right])
        if not isinstance(node.op, ast.Add):
            return UNKNOWN
        if isinstance(left, Below) and isinstance(right, str):
            return Below(left + right) if right.startswith("/") else UNKNOWN
        if type(left) is str and type(right) is str and len(left) + len(right) < 10000:
            return left + right
        return left + right if isinstance(left, list) and isinstance(right, list) else UNKNOWN

    def of_JoinedStr(self, node, scope, depth):
        whole = ""
        for index, part in enumerate(node.values[:50]):
            value = self.value(getattr(part, "value", part) if isinstance(part, ast.FormattedValue) else part, scope, depth)
            if isinstance(value, Variable) or not isinstance(value, (str, int)):
                folder = posixpath.dirname(whole)
                return partly(folder + "/") if folder and not folder.startswith("/") else UNKNOWN
            whole = (Below if index == 0 and isinstance(value, Below) else type(whole))(whole + str(value))
        return whole

    def of_Attribute(self, node, scope, depth):
        if node.attr == "parent":
            return parent(self.value(node.value, scope, depth))
        return UNKNOWN

    def of_Subscript(self, node, scope, depth):
        index = self.value(index_of(node), scope, depth)
        if self.dotted(node.value, scope) == "os.environ":
            return variable(index, UNKNOWN)
        if isinstance(node.value, ast.Attribute) and node.value.attr == "parents" and isinstance(index, int) and 0 <= index < 20:
            path = self.value(node.value.value, scope, depth)
            for _ in range(index + 1):
                path = parent(path)
            return path
        return UNKNOWN

    def of_Call(self, node, scope, depth):
        name = self.dotted(node.func, scope)
        args = [UNKNOWN if isinstance(arg, ast.Starred) else self.value(arg, scope, depth) for arg in node.args[:20]]
        first = args[0] if args else UNKNOWN
        if name in ("os.environ.get", "os.getenv"):
            default = next((k.value for k in node.keywords if k.arg == "default"), None)
            return variable(first, args[1] if len(args) > 1 else self.value(default, scope, depth))
        if name in ("int", "str", "os.fspath", "os.path.abspath", "os.path.realpath", "os.path.normpath"):
            return Below(posixpath.normpath(first)) if isinstance(first, Below) and not first.partial and first else first
        if name in ("pathlib.Path", "pathlib.PurePath", "os.path.join") and args:
            return joined(args)
        if name == "os.path.dirname":
            return parent(first)
        if name in ("os.getcwd", "pathlib.Path.cwd"):
            return Below("")
        if isinstance(node.func, ast.Attribute):
            return self.method(node, scope, depth, args)
        return UNKNOWN

    def method(self, node, scope, depth, args):
        if node.func.attr in ("resolve", "absolute", "as_posix", "joinpath"):
            path = self.value(node.func.value, scope, depth)
            if isinstance(path, str) and not isinstance(path, Variable):
                return joined([path] + args) if node.func.attr == "joinpath" else path
        return UNKNOWN
`;
