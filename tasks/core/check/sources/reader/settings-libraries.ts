// The reader's part about django-environ, environs and python-decouple, in Python: which variables an app cannot start without.

/** Python source; see `reader.ts`. */
export const SETTINGS_LIBRARIES = String.raw`
NAME = re.compile(r"[A-Za-z_]\w*\Z")
# By method: the variable by default, and how many arguments may come before the default.
DJANGO_ENVIRON = dict(
    {method: (None, 1) for method in ("str", "bytes", "bool", "int", "float", "json", "url", "path")},
    **{method: (None, 2) for method in ("", "get_value", "list", "tuple", "dict")},
    **{method: ("DATABASE_URL", 1) for method in ("db", "db_url")},
    **{method: ("CACHE_URL", 1) for method in ("cache", "cache_url")},
    **{method: ("EMAIL_URL", 1) for method in ("email", "email_url")},
    **{method: ("SEARCH_URL", 1) for method in ("search_url",)},
    **{method: ("CHANNELS_URL", 1) for method in ("channels", "channels_url")})
ENVIRONS = {method: (None, 1) for method in (
    "", "str", "bool", "int", "float", "decimal", "list", "dict", "json", "datetime", "date", "time", "timedelta", "path",
    "log_level", "uuid", "url", "enum", "dj_db_url", "dj_email_url", "dj_cache_url")}
# Keywords that are no default.
MANNERS = ("cast", "subcast", "subcast_keys", "subcast_values", "delimiter", "validate", "engine", "backend", "multiline", "type", "enum", "ssl_require")
TYPES = ("str", "bytes", "bool", "int", "float", "list", "tuple", "dict")
ENV_STATE = ("prefix", "_prefix", "scheme", "eager", "ENVIRON")


class SettingsLibraries(VariablesSet):
    def read_of(self, node, scope, flags):
        """The variable that an expression cannot do without."""
        if isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Load) and self.dotted(node.value, scope) == "os.environ":
            found = self.value(node, scope)
            return found[2:-1] if isinstance(found, Variable) else None
        if not isinstance(node, ast.Call):
            return None
        if self.dotted(node.func, scope) == "decouple.config" and len(node.args) == 1:
            found = self.value(node.args[0], scope)
            return found if isinstance(found, str) and not any(k.arg in ("default", None) for k in node.keywords) else None
        return self.read_by_env(node, scope) if self.is_certain(scope, flags) else None

    def is_certain(self, scope, flags):
        """Whether it is done wherever the module, or its function, is gone through."""
        while scope is not None and scope.kind != "main":
            scope = scope.parent
        return scope is None and not flags & (BRANCH | TRIED)

    def only(self, name, scope):
        """The one thing that a name stands for, or nothing."""
        where, values = scope.find(name)
        return values[0] if values and len(values) == 1 and name not in where.unsure else None

    def read_by_env(self, call, scope):
        method = call.func.attr if isinstance(call.func, ast.Attribute) else ""
        env = call.func.value if method else call.func
        kind, made = self.env_of(env, scope)
        row = {"environ.Env": DJANGO_ENVIRON, "environs.Env": ENVIRONS}.get(kind, {}).get(method)
        name = self.variable_of(call, row, scope) if row else None
        if name is None:
            return None
        if kind == "environs.Env":
            prefix = self.prefix_of(call, env, made, scope)
            return None if prefix is None else prefix + name
        return name if self.scheme_asks(name, made, scope) else None

    def variable_of(self, call, row, scope):
        """The name that is asked for without a default."""
        if len(call.args) > row[1] or any(k.arg not in MANNERS for k in call.keywords):
            return None
        name = self.value(call.args[0], scope) if call.args else row[0]
        return name if isinstance(name, str) and not isinstance(name, Variable) and NAME.match(name) else None

    def env_of(self, node, scope):
        """The class of what reads variables, and the call that made it."""
        if not isinstance(node, ast.Name) or node.id in self.changed():
            return None, None
        value = self.only(node.id, scope)
        if isinstance(value, tuple) and value[:2] == ("import", "environs.env"):
            return "environs.Env", None
        return (self.dotted(value.func, scope), value) if isinstance(value, ast.Call) else (None, None)

    def changed(self):
        """Names of objects that get another prefix and the like."""
        if self.changes is None:
            stores = [node for node, _, _ in self.nodes if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store)]
            self.changes = {node.value.id for node in stores if node.attr in ENV_STATE and isinstance(node.value, ast.Name)}
        return self.changes

    def scheme_asks(self, name, made, scope):
        """Whether Env(NAME=...) gives the variable no default."""
        if made.args or any(k.arg is None for k in made.keywords):
            return False
        kinds = [k.value for k in made.keywords if k.arg == name]
        return all(isinstance(kind, ast.Name) and kind.id in TYPES and scope.find(kind.id)[1] is None for kind in kinds)

    def prefix_of(self, call, env, made, scope):
        """What comes before the names that an Env of environs is asked for; nothing where that is not known."""
        own = UNKNOWN if made is not None and made.args else ""
        for keyword in made.keywords if made is not None else []:
            if keyword.arg == "prefix":
                own = self.value(keyword.value, scope)
            elif keyword.arg != "expand_vars":
                own = UNKNOWN
        parts = [own] + [self.value(part, scope) for name, part in getattr(call, "prefixes", ()) if name == env.id]
        return "".join(parts) if all(isinstance(part, str) and not isinstance(part, Variable) for part in parts) else None

    def mark_prefixes(self, node):
        """Tells the calls in a with block of env.prefixed(...) what comes before their names."""
        for item in node.items:
            call = item.context_expr
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr == "prefixed" and isinstance(call.func.value, ast.Name):
                part = (call.func.value.id, call.args[0] if call.args else None)
                for inner in (inner for child in node.body for inner in ast.walk(child)):
                    if isinstance(inner, ast.Call):
                        inner.prefixes = getattr(inner, "prefixes", ()) + (part,)
`;
