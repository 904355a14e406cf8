// The reader's part about pydantic-settings, and pydantic's own of version 1, in Python: what a settings class cannot be made without.

/** Python source; see `reader.ts`. */
export const SETTINGS_CLASSES = String.raw`
# The version of pydantic whose manners a class has.
SETTINGS = {"pydantic_settings.BaseSettings": 2, "pydantic.BaseSettings": 1, "pydantic.v1.BaseSettings": 1}
MODELS = {"pydantic.BaseModel": 2, "pydantic.v1.BaseModel": 1}
FIELDS = ("pydantic.Field", "pydantic.fields.Field", "pydantic.v1.Field")
# What of a class's configuration changes no name, no default and no source.
FINE = ("env_file_encoding", "env_ignore_empty", "extra", "frozen", "allow_mutation", "arbitrary_types_allowed", "validate_default", "validate_all",
        "validate_assignment", "str_strip_whitespace", "anystr_strip_whitespace", "use_enum_values", "protected_namespaces", "from_attributes",
        "orm_mode", "title", "json_schema_extra", "schema_extra", "hide_input_in_errors", "populate_by_name", "validate_by_name", "allow_population_by_field_name")
BY_NAME = {"populate_by_name", "validate_by_name"}
# What gives a field another variable, by version, and what means nothing there.
ALIASES, OTHER_ALIAS = {1: ("env",), 2: ("validation_alias", "alias")}, {1: "validation_alias", 2: "env"}
# Methods by which a class takes its values from elsewhere.
OWN_WAYS = ("__init__", "__new__", "__init_subclass__", "settings_customise_sources", "customise_sources", "parse_env_var", "prepare_field")
SCALARS = ("str", "bytes", "bool", "int", "float")
COMPLEX = ("list", "tuple", "dict", "set", "frozenset")
TYPING = ("typing.List", "typing.Dict", "typing.Set", "typing.Tuple", "typing.Sequence", "typing.Mapping")
MAYBE = ("typing.Optional", "typing.Union", "typing.Any")
# Modules whose names are types without a default.
TYPED = ("pydantic", "datetime", "decimal", "uuid", "pathlib", "ipaddress")


def is_ellipsis(node):
    return isinstance(node, ast.Constant) and node.value is Ellipsis


class Model:
    """A class's own and inherited fields and configuration, each with its scope."""

    def __init__(self, version, is_settings, fields, config):
        self.version, self.is_settings = version, is_settings
        self.fields, self.config = dict(fields), dict(config)


class SettingsClasses(SettingsLibraries):
    def reads_of_class(self, call, scope, flags):
        """The variables that a settings class cannot do without, where it is certainly made and given no values."""
        if not isinstance(call, ast.Call) or not self.is_certain(scope, flags) or not self.is_bare(call, scope):
            return []
        model = self.model_named(call.func, scope)
        return list(self.reads_of_model(model, 0)) if model and model.is_settings else []

    def is_bare(self, call, scope):
        """Whether a settings class is given no values, and no file from elsewhere."""
        known = ("_env_file", "_env_file_encoding")
        return not call.args and all(k.arg in known and (k.arg != known[0] or self.is_packed(k.value, scope)) for k in call.keywords)

    def reads_of_model(self, model, depth):
        prefix = self.setting(model, "env_prefix")
        for name, (field, scope) in model.fields.items():
            factory = self.factory_of(field, scope)
            inner = self.model_named(factory, scope) if factory is not None and depth < 4 else None
            if inner and inner.is_settings:
                yield from self.reads_of_model(inner, depth + 1)
            names = self.names_of((prefix or "") + name, field, model, scope)
            if names:
                yield from self.asked(names, field, model, scope)

    def asked(self, names, field, model, scope):
        """The variables of a required field: its own, or those of the model that it holds."""
        inner = self.model_named(field.annotation, scope)
        delimiter = self.setting(model, "env_nested_delimiter")
        if inner is None:
            if self.is_plain(field.annotation, scope, bool(delimiter)):
                yield self.fact(names, field, model)
        elif not inner.is_settings and not delimiter:
            yield self.fact(names, field, model)
        elif not inner.is_settings and len(names) == 1:
            for name, (part, where) in inner.fields.items():
                below = self.names_of(name, part, model, where)
                if below == [self.cased(name, model)] and self.is_plain(part.annotation, where, True):
                    # The parent's own variable may hold all of it as JSON.
                    yield self.fact([names[0] + delimiter + below[0], names[0]], field, model)

    def fact(self, names, field, model):
        fact = {"name": names[0], "line": field.lineno}
        if names[1:]:
            fact["others"] = names[1:]
        if not self.setting(model, "case_sensitive"):
            fact["anyCase"] = True
        return fact

    def setting(self, model, key):
        node, scope = model.config.get(key, (None, None))
        return self.value(node, scope) if node is not None else None

    def cased(self, name, model):
        return name if self.setting(model, "case_sensitive") else name.upper()

    def names_of(self, name, field, model, scope):
        """The variables of which a field needs one; nothing where it has a default, or that is not known."""
        own, value = [self.cased(name, model)], field.value
        is_maybe = model.version == 1 and self.is_maybe(field.annotation, scope)
        if value is None or is_ellipsis(value):
            return None if value is None and is_maybe else own
        if not isinstance(value, ast.Call) or self.dotted(value.func, scope) not in FIELDS:
            return None
        keywords = {k.arg: k.value for k in value.keywords}
        first = value.args[0] if value.args else keywords.pop("default", None)
        if (is_maybe if first is None else not is_ellipsis(first)) or {None, "default_factory", OTHER_ALIAS[model.version]} & set(keywords):
            return None
        given = next((keywords[key] for key in ALIASES[model.version] if key in keywords), None)
        if given is None:
            return own
        return None if BY_NAME & set(model.config) and model.version == 2 else self.aliases(given, scope)

    def aliases(self, node, scope):
        if isinstance(node, ast.Call) and self.dotted(node.func, scope) in ("pydantic.AliasChoices", "pydantic.aliases.AliasChoices"):
            names = [self.value(part, scope) for part in node.args]
        else:
            names = self.value(node, scope)
            names = names if isinstance(names, list) else [names]
        return names if names and all(isinstance(n, str) and not isinstance(n, Variable) and NAME.match(n) for n in names) else None

    def factory_of(self, node, scope):
        value = node.value
        if not isinstance(value, ast.Call) or self.dotted(value.func, scope) not in FIELDS:
            return None
        return next((k.value for k in value.keywords if k.arg == "default_factory"), None)

    def is_maybe(self, annotation, scope):
        """Whether version 1 takes None for a default: also where that cannot be known."""
        parts = list(ast.walk(annotation))
        return any((isinstance(part, ast.Constant) and (part.value is None or isinstance(part.value, str)))
                   or (isinstance(part, (ast.Name, ast.Attribute)) and self.dotted(part, scope) in MAYBE) for part in parts)

    def is_plain(self, annotation, scope, is_nested):
        """Whether a type holds no default of its own, and its value is one variable."""
        if isinstance(annotation, ast.Subscript):
            return self.is_plain_of(self.dotted(annotation.value, scope), index_of(annotation), scope, is_nested)
        if isinstance(annotation, ast.BinOp):
            return all(self.is_plain(part, scope, is_nested) for part in (annotation.left, annotation.right))
        if isinstance(annotation, ast.Constant):
            return annotation.value is None or annotation.value is Ellipsis
        if isinstance(annotation, ast.Name) and scope.find(annotation.id)[1] is None:
            return annotation.id in SCALARS or (not is_nested and annotation.id in COMPLEX)
        return self.is_enum(annotation, scope) or (self.dotted(annotation, scope) or "").split(".")[0] in TYPED

    def is_plain_of(self, name, inside, scope, is_nested):
        if name == "typing.Literal":
            return True
        parts = inside.elts if isinstance(inside, ast.Tuple) else [inside]
        is_known = name in MAYBE or (not is_nested and (name in COMPLEX or name in TYPING))
        return is_known and all(self.is_plain(part, scope, is_nested) for part in parts)

    def is_enum(self, node, scope):
        value = self.only(node.id, scope) if isinstance(node, ast.Name) else None
        bases = value[1].bases if isinstance(value, tuple) and value[0] == "class" else []
        return any((self.dotted(base, value[1].outer) or "").startswith("enum.") for base in bases)

    def model_named(self, node, scope):
        value = self.only(node.id, scope) if isinstance(node, ast.Name) else None
        return self.model_of(value[1], 0) if isinstance(value, tuple) and value[0] == "class" else None

    def model_of(self, node, depth):
        """A class of pydantic as it is written in this module; nothing where any of it is not known."""
        if node not in self.models:
            self.models[node] = None
            self.models[node] = self.read_model(node, depth)
        return self.models[node]

    def read_model(self, node, depth):
        model = self.base_of(node, depth) if depth < 8 and len(node.bases) == 1 and not node.decorator_list else None
        if model is None:
            return None
        model.config.update((keyword.arg, (keyword.value, node.scope)) for keyword in node.keywords)
        is_known = all([self.take(part, model, node.scope) for part in node.body])
        return model if is_known and self.is_known_config(model) else None

    def base_of(self, node, depth):
        base = node.bases[0]
        value = self.only(base.id, node.outer) if isinstance(base, ast.Name) else None
        if isinstance(value, tuple) and value[0] == "class":
            model = self.model_of(value[1], depth + 1)
            return model and Model(model.version, model.is_settings, model.fields, model.config)
        name = self.dotted(base, node.outer) if value or isinstance(base, ast.Attribute) else None
        version = SETTINGS.get(name) or MODELS.get(name)
        return Model(version, name in SETTINGS, {}, {}) if version else None

    def take(self, part, model, scope):
        """Adds what stands in a class's body; false where it is something unknown."""
        if isinstance(part, ast.AnnAssign) and isinstance(part.target, ast.Name):
            return self.take_field(part.target.id, part, model, scope)
        if isinstance(part, ast.Assign):
            names = [target.id for target in part.targets if isinstance(target, ast.Name)]
            for name in names:
                model.fields.pop(name, None)
            return self.take_config(part.value, model, scope) if "model_config" in names else "Config" not in names
        if isinstance(part, FUNCTIONS):
            return part.name not in OWN_WAYS and not any(self.comes_before(one) for one in part.decorator_list)
        if isinstance(part, ast.ClassDef):
            return part.name != "Config" or self.take_class(part, model)
        return isinstance(part, ast.Pass) or (isinstance(part, ast.Expr) and isinstance(part.value, ast.Constant))

    def take_field(self, name, part, model, scope):
        if name == "model_config":
            return self.take_config(part.value, model, scope)
        model.fields.pop(name, None)
        if not name.startswith("_"):
            model.fields[name] = (part, scope)
        return True

    def take_config(self, value, model, scope):
        if isinstance(value, ast.Dict):
            pairs = [(self.value(key, scope), item) for key, item in zip(value.keys, value.values)]
        elif isinstance(value, ast.Call) and (self.dotted(value.func, scope) or "").split(".")[-1] in ("SettingsConfigDict", "ConfigDict") and not value.args:
            pairs = [(keyword.arg, keyword.value) for keyword in value.keywords]
        else:
            return False
        model.config.update((key, (item, scope)) for key, item in pairs)
        return True

    def take_class(self, node, model):
        for part in node.body:
            if isinstance(part, ast.Assign) and len(part.targets) == 1 and isinstance(part.targets[0], ast.Name):
                model.config[part.targets[0].id] = (part.value, node.scope)
            elif isinstance(part, ast.AnnAssign) and isinstance(part.target, ast.Name) and part.value is not None:
                model.config[part.target.id] = (part.value, node.scope)
            elif not isinstance(part, ast.Pass) and not (isinstance(part, ast.Expr) and isinstance(part.value, ast.Constant)):
                return False
        return not node.bases

    def comes_before(self, decorator):
        """Whether a validator of the whole class may give values to fields."""
        call = decorator if isinstance(decorator, ast.Call) else None
        name = call.func if call else decorator
        name = name.attr if isinstance(name, ast.Attribute) else getattr(name, "id", "")
        keywords = {k.arg: getattr(k.value, "value", None) for k in call.keywords} if call else {}
        if name == "model_validator":
            return keywords.get("mode") != "after"
        return name == "root_validator" and bool({"pre", None} & set(keywords))

    def is_known_config(self, model):
        for key, (node, scope) in model.config.items():
            if key == "env_file":
                is_known = self.is_packed(node, scope)
            elif key in ("env_prefix", "env_nested_delimiter", "case_sensitive"):
                value = self.value(node, scope)
                is_known = value is None or (isinstance(value, (str, bool)) and not isinstance(value, Variable))
            else:
                is_known = key in FINE
            if not is_known:
                return False
        return True

`;
