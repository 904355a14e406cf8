// The reader's second part, in Python: one walk over the tree that binds every name in its scope.

/** Python source; see `reader.ts`. */
export const BINDINGS = String.raw`
BRANCH, TRIED, DEFAULT, DRAFT = 1, 2, 4, 8
COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
CHANGES = ("append", "extend", "insert", "update", "remove", "setdefault", "pop", "clear")
DRAFTS = re.compile("test|dev|local|debug", re.I)


def is_main(test):
    return (isinstance(test, ast.Compare) and isinstance(test.left, ast.Name) and test.left.id == "__name__"
            and len(test.ops) == 1 and isinstance(test.ops[0], ast.Eq))


def is_never(test):
    name = test.attr if isinstance(test, ast.Attribute) else getattr(test, "id", None)
    return name == "TYPE_CHECKING" or (isinstance(test, ast.Constant) and not test.value)


class Bindings(Values):
    """Walks a module once; nodes keeps every expression and statement with its scope and flags."""

    def __init__(self, path, tree):
        Values.__init__(self, path)
        self.module = Scope("module", "", None)
        self.nodes, self.imports, self.stars, self.sets = [], {}, [], {}
        self.referenced, self.is_open, self.is_dynamic, self.made = set(), False, False, {}
        self.models, self.changes = {}, None
        self.ways, self.times = {}, {}
        stack = [(node, self.module, 0) for node in reversed(tree.body)]
        while stack:
            node, scope, flags = stack.pop()
            self.nodes.append((node, scope, flags))
            children = self.visit(node, scope, flags)
            stack.extend(reversed(children))

    def visit(self, node, scope, flags):
        method = getattr(self, "visit_" + type(node).__name__, None)
        children = None if method is None else method(node, scope, flags)
        return [(child, scope, flags) for child in ast.iter_child_nodes(node)] if children is None else children

    def bind(self, target, value, scope, flags):
        while scope.kind == "comprehension":
            scope = scope.parent
        if isinstance(target, str):
            scope.bind(target, value, not flags & BRANCH)
        elif isinstance(target, ast.Name):
            scope.bind(target.id, value, not flags & BRANCH)
        elif isinstance(target, ast.Starred):
            self.bind(target.value, UNKNOWN, scope, flags)
        elif isinstance(target, (ast.Tuple, ast.List)):
            values = value.elts if isinstance(value, (ast.Tuple, ast.List)) else []
            for index, item in enumerate(target.elts):
                self.bind(item, values[index] if len(values) == len(target.elts) else UNKNOWN, scope, flags)
        elif isinstance(target, ast.Subscript):
            self.set_item(target, value, scope, flags)

    def set_item(self, target, value, scope, flags):
        if isinstance(target.value, ast.Name):
            where, _ = scope.find(target.value.id)
            (where or scope).open.add(target.value.id)
        elif self.dotted(target.value, scope) == "os.environ":
            self.set_variable(self.value(index_of(target), scope), value, scope, "always" if self.is_top(scope, flags) else "")

    def is_top(self, scope, flags):
        """Whether whoever imports the module comes by."""
        return scope.kind == "module" and not flags & (BRANCH | TRIED)

    def set_variable(self, name, value, scope, way):
        value = self.value(value, scope) if isinstance(value, ast.AST) else UNKNOWN
        if isinstance(name, str) and not isinstance(name, Variable):
            self.sets.setdefault(name, str(value) if isinstance(value, str) and not isinstance(value, Variable) else None)
            self.ways.setdefault(str(name), []).append(way)

    def visit_Assign(self, node, scope, flags):
        for target in node.targets:
            self.bind(target, node.value, scope, flags)

    def visit_AnnAssign(self, node, scope, flags):
        if node.value is not None:
            self.bind(node.target, node.value, scope, flags)

    def visit_NamedExpr(self, node, scope, flags):
        self.bind(node.target, node.value, scope, flags | BRANCH)

    def visit_AugAssign(self, node, scope, flags):
        if not isinstance(node.target, ast.Name):
            return
        name = node.target.id
        before = scope.bound.get(name, [])
        if not flags & BRANCH and len(before) == 1 and isinstance(before[0], ast.AST):
            scope.bind(name, ast.BinOp(left=before[0], op=node.op, right=node.value), True)
        else:
            scope.open.add(name)
            scope.bind(name, UNKNOWN, False)

    def visit_TypeAlias(self, node, scope, flags):
        self.bind(node.name, UNKNOWN, scope, flags)

    def visit_Import(self, node, scope, flags):
        for alias in node.names:
            self.add_import(alias.name.split(".")[0], node.lineno, scope, flags)
            meant = alias.name if alias.asname else alias.name.split(".")[0]
            self.bind(alias.asname or meant, ("import", meant, "", ""), scope, flags)

    def visit_ImportFrom(self, node, scope, flags):
        module = self.absolute(node.module, node.level)
        if not node.level and node.module:
            self.add_import(node.module.split(".")[0], node.lineno, scope, flags)
        elif self.path.endswith("__init__.py") and node.level == 1 and node.module:
            self.bind(node.module.split(".")[0], UNKNOWN, scope, flags)
        for alias in node.names:
            if alias.name == "*":
                self.stars.append(module)
                self.is_open = True
                continue
            meant = ("import", (module + "." if module else "") + alias.name, module, alias.name)
            self.bind(alias.asname or alias.name, meant, scope, flags)

    def add_import(self, name, line, scope, flags):
        optional = bool(flags & BRANCH) or scope.kind != "module"
        known = self.imports.get(name)
        if known is None or (known["optional"] and not optional):
            self.imports[name] = {"module": name, "line": line, "optional": optional}

    def visit_FunctionDef(self, node, scope, flags):
        self.bind(node.name, ("def", node), scope, flags)
        inner = Scope("function", node.name, scope)
        inner.called = bool(node.decorator_list) or node.name.startswith("__")
        self.bind_parameters(node.args, inner)
        node.scope = inner
        outside = node.decorator_list + node.args.defaults + [d for d in node.args.kw_defaults if d is not None]
        return [(c, scope, flags) for c in outside] + [(c, inner, flags & ~BRANCH & ~TRIED) for c in node.body]

    visit_AsyncFunctionDef = visit_FunctionDef

    def bind_parameters(self, args, scope):
        names = getattr(args, "posonlyargs", []) + args.args + args.kwonlyargs + [args.vararg, args.kwarg]
        for name in names:
            if name is not None:
                scope.bind(name.arg, UNKNOWN, True)

    def visit_Lambda(self, node, scope, flags):
        inner = Scope("lambda", "", scope)
        self.bind_parameters(node.args, inner)
        return [(node.body, inner, flags)]

    def visit_ClassDef(self, node, scope, flags):
        self.bind(node.name, ("class", node), scope, flags)
        node.outer = scope
        node.scope = inner = Scope("class", node.name, scope)
        draft = DRAFT if DRAFTS.search(node.name) else 0
        return [(c, scope, flags) for c in node.decorator_list + node.bases] + [(c, inner, flags | draft) for c in node.body]

    def visit_Global(self, node, scope, flags):
        for name in node.names:
            self.module.bind(name, UNKNOWN, False)

    def visit_If(self, node, scope, flags):
        other = [(c, scope, flags | BRANCH) for c in node.orelse]
        if is_never(node.test):
            return [(c, scope, flags) for c in node.orelse]
        if is_main(node.test):
            main = Scope("main", "", scope)
            return [(c, main, flags) for c in node.body] + other
        return [(node.test, scope, flags)] + [(c, scope, flags | BRANCH) for c in node.body] + other

    def visit_IfExp(self, node, scope, flags):
        return [(node.test, scope, flags), (node.body, scope, flags | BRANCH), (node.orelse, scope, flags | BRANCH)]

    def visit_BoolOp(self, node, scope, flags):
        return [(c, scope, flags | (BRANCH if i else 0)) for i, c in enumerate(node.values)]

    def visit_Try(self, node, scope, flags):
        tried = flags | BRANCH | TRIED if node.handlers else flags
        rest = node.handlers + node.orelse
        return ([(c, scope, tried) for c in node.body] + [(c, scope, flags | BRANCH) for c in rest]
                + [(c, scope, flags) for c in node.finalbody])

    visit_TryStar = visit_Try

    def visit_ExceptHandler(self, node, scope, flags):
        if node.name:
            self.bind(node.name, UNKNOWN, scope, flags)

    def visit_For(self, node, scope, flags):
        self.bind(node.target, UNKNOWN, scope, flags)
        return [(node.iter, scope, flags)] + [(c, scope, flags | BRANCH) for c in node.body + node.orelse]

    visit_AsyncFor = visit_For

    def visit_While(self, node, scope, flags):
        if is_never(node.test):
            return [(c, scope, flags) for c in node.orelse]
        return [(node.test, scope, flags)] + [(c, scope, flags | BRANCH) for c in node.body + node.orelse]

    def visit_Match(self, node, scope, flags):
        return [(node.subject, scope, flags)] + [(c, scope, flags | BRANCH) for c in node.cases]

    def visit_MatchAs(self, node, scope, flags):
        if node.name:
            self.bind(node.name, UNKNOWN, scope, flags)

    visit_MatchStar = visit_MatchAs

    def visit_MatchMapping(self, node, scope, flags):
        if node.rest:
            self.bind(node.rest, UNKNOWN, scope, flags)

    def visit_With(self, node, scope, flags):
        calls = [item.context_expr.func for item in node.items if isinstance(item.context_expr, ast.Call)]
        quiet = BRANCH | TRIED if any(self.dotted(call, scope) == "contextlib.suppress" for call in calls) else 0
        return [(item, scope, flags) for item in node.items] + [(c, scope, flags | quiet) for c in node.body]

    def visit_withitem(self, node, scope, flags):
        if node.optional_vars is not None:
            self.bind(node.optional_vars, node.context_expr, scope, flags)

    def visit_comprehension_of(self, node, scope, flags):
        inner = Scope("comprehension", "", scope)
        for part in node.generators:
            for name in ast.walk(part.target):
                if isinstance(name, ast.Name):
                    inner.bind(name.id, UNKNOWN, True)
        return [(child, inner, flags) for child in ast.iter_child_nodes(node)]

    visit_ListComp = visit_SetComp = visit_DictComp = visit_GeneratorExp = visit_comprehension_of

    def visit_Expr(self, node, scope, flags):
        if isinstance(node.value, ast.Constant):
            return []
        call = node.value
        if not (isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute)):
            return None
        name = call.func.value
        if isinstance(name, ast.Name) and call.func.attr in CHANGES:
            where, _ = scope.find(name.id)
            (where or scope).open.add(name.id)
        if self.dotted(call.func, scope) == "os.environ.setdefault" and len(call.args) == 2:
            self.set_variable(self.value(call.args[0], scope), call.args[1], scope, "always default" if self.is_top(scope, flags) else "default")
        return None

    def visit_Delete(self, node, scope, flags):
        for target in node.targets:
            if isinstance(target, ast.Name):
                self.bind(target, UNKNOWN, scope, BRANCH)

    def visit_Name(self, node, scope, flags):
        if isinstance(node.ctx, ast.Load):
            self.referenced.add(node.id)
            if node.id in ("globals", "exec") or (node.id in ("locals", "vars") and scope.kind != "function"):
                self.is_open = self.is_dynamic = True

    def visit_Attribute(self, node, scope, flags):
        self.referenced.add(node.attr)
        if node.attr == "modules" and self.dotted(node, scope) == "sys.modules":
            self.is_open = self.is_dynamic = True

    def visit_Call(self, node, scope, flags):
        name = self.dotted(node.func, scope) or ""
        method = node.func.attr if isinstance(node.func, ast.Attribute) else name.split(".")[-1]
        inside = flags | BRANCH | DEFAULT if name in ("os.environ.get", "os.getenv") or method in ("get", "config", "env", "pop", "setdefault") else flags
        first = [(c, scope, flags) for c in [node.func] + node.args[:1]]
        return first + [(c, scope, inside) for c in node.args[1:]] + [(k.value, scope, inside) for k in node.keywords]
`;
