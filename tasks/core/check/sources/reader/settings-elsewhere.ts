// The reader's part about settings that one module makes and another asks, in Python.

/** Python source; see `reader.ts`. */
export const SETTINGS_ELSEWHERE = String.raw`
# Any call of what is imported may be one of these; only names that look like it are kept.
LIKELY = re.compile("env|settings|config", re.I)


class SettingsElsewhere(SettingsClasses):
    def origin_of(self, node, scope):
        """The module that makes what a name stands for, and its name there."""
        if not isinstance(node, ast.Name) or not LIKELY.search(node.id) or node.id in self.changed():
            return None
        value = self.only(node.id, scope)
        if isinstance(value, tuple) and value[0] == "import":
            return (value[2], value[3]) if value[2] and value[3] else None
        return (self.stars[0], node.id) if len(self.stars) == 1 and scope.find(node.id)[1] is None else None

    def ask_of(self, call, scope, flags):
        """What is asked of something imported: for a variable, or to be made."""
        if not isinstance(call, ast.Call) or not self.is_certain(scope, flags):
            return None
        method = call.func.attr if isinstance(call.func, ast.Attribute) else ""
        env = call.func.value if method else call.func
        origin = self.origin_of(env, scope)
        if origin is None:
            return None
        ask = {"module": origin[0], "of": origin[1], "line": call.lineno}
        if not method and self.is_bare(call, scope):
            return ask
        row = DJANGO_ENVIRON.get(method) or ENVIRONS.get(method)
        # The second argument is a default for one of the libraries.
        name = self.variable_of(call, (row[0], 1), scope) if row else None
        prefix = self.prefix_of(call, env, None, scope)
        return dict(ask, variable=prefix + name) if name and prefix is not None else None

    def offers(self):
        """Top-level objects that read variables, and settings classes."""
        found = {name: self.offer_of(ast.Name(id=name, ctx=ast.Load())) for name in list(self.module.bound)}
        return {name: offer for name, offer in found.items() if offer}

    def offer_of(self, node):
        model = self.model_named(node, self.module)
        if model:
            return {"reads": list(self.reads_of_model(model, 0))} if model.is_settings else None
        kind, made = self.env_of(node, self.module)
        if kind == "environ.Env" and not made.args and all(k.arg for k in made.keywords):
            return {"prefix": "", "defaults": [k.arg for k in made.keywords if not self.scheme_asks(k.arg, made, self.module)]}
        prefix = self.prefix_of(made, node, made, self.module) if kind == "environs.Env" and made is not None else None
        return None if prefix is None else {"prefix": prefix, "defaults": []}
`;
