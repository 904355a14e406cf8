// The reader's part about what sets variables, in Python: their names, or that nobody can know them from the sources.

import { ENVIRONMENT_FILES, SAMPLES } from '../../settings/environment-files.js';

/** Python source; see `reader.ts`. */
export const VARIABLES_SET = String.raw`
# Who reads a file of variables, and how the argument is called that says which; the others that change no name.
LOADERS = {"load_dotenv": "dotenv_path", "read_env": "env_file"}
LOADER_MANNERS = ("override", "overwrite", "verbose", "interpolate", "encoding", "recurse", "parse_comments")
# The files whose names count as set where they are packaged: of any other that is loaded nobody knows what is in it.
PACKED = re.compile(r"${ENVIRONMENT_FILES.source}")
SAMPLES = re.compile(r"${SAMPLES.source}", re.I)


class VariablesSet(Apps):
    def fills(self, node, scope):
        """Whether it sets variables whose names nobody can know from the sources; notes those that it does know."""
        if isinstance(node, ast.For):
            self.mark_names(node, scope)
        if isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store) and self.dotted(node.value, scope) == "os.environ":
            return not self.noted(self.names_in(index_of(node), scope))
        if isinstance(node, ast.AugAssign) and self.dotted(node.target, scope) == "os.environ":
            return not self.noted(self.keys_of(node.value, scope))
        return isinstance(node, ast.Call) and self.call_fills(node, scope)

    def call_fills(self, call, scope):
        name = self.dotted(call.func, scope)
        if name == "os.environ.update":
            return not self.noted(self.keys_given(call, scope))
        if name in ("os.environ.setdefault", "os.putenv"):
            return not call.args or not self.noted(self.names_in(call.args[0], scope))
        last = call.func.attr if isinstance(call.func, ast.Attribute) else (name or "").split(".")[-1]
        return last in LOADERS and not self.loads_packed(call, LOADERS[last], scope)

    def loads_packed(self, call, argument, scope):
        others = [k for k in call.keywords if k.arg not in LOADER_MANNERS]
        files = call.args[:1] + [k.value for k in others]
        return all(k.arg in (argument, "path") for k in others) and all(self.is_packed(file, scope) for file in files)

    def noted(self, names):
        """Keeps names as set; false where there are none to keep, since they are not known."""
        for name in names or []:
            self.sets.setdefault(name, None)
            self.times[name] = self.times.get(name, 0) + 1
        return names is not None

    def manners(self):
        """The variables set once, by who imports the module in any case, and those set where nobody did before."""
        seen = {name: ways for name, ways in self.ways.items() if self.times.get(name) == len(ways)}
        return {
            "setsAlways": [name for name, ways in seen.items() if len(ways) == 1 and "always" in ways[0]],
            "setsDefault": [name for name, ways in seen.items() if all("default" in way for way in ways)],
        }

    def names_in(self, node, scope):
        """The names that an expression may be, or nothing."""
        value = self.value(node, scope)
        if isinstance(value, str):
            return None if isinstance(value, Variable) else [str(value)]
        return getattr(node, "names", None)

    def mark_names(self, loop, scope):
        """Tells a name that goes through written ones in a loop, and gets no other value there, what it may be."""
        target, names = loop.target, self.looped_names(loop.iter, scope)
        if isinstance(loop.iter, ast.Call) and isinstance(target, (ast.Tuple, ast.List)) and target.elts:
            target = target.elts[0]
        if names is None or not isinstance(target, ast.Name):
            return
        inside = [inner for child in loop.body for inner in ast.walk(child)]
        uses = [inner for inner in inside if isinstance(inner, ast.Name) and inner.id == target.id]
        if any(isinstance(inner, ast.arg) and inner.arg == target.id for inner in inside):
            return
        if all(isinstance(use.ctx, ast.Load) for use in uses):
            for use in uses:
                use.names = names

    def looped_names(self, node, scope):
        """What a loop goes through: a list of names, or the items of a dictionary."""
        if isinstance(node, ast.Call):
            is_items = isinstance(node.func, ast.Attribute) and node.func.attr == "items" and not node.args
            return self.keys_of(node.func.value, scope) if is_items else None
        value = self.value(node, scope)
        return value if isinstance(value, list) else None

    def keys_of(self, node, scope):
        """The keys of a dictionary that is written there, made of a packaged file, or nothing."""
        if isinstance(node, ast.Dict):
            parts = [self.keys_of(value, scope) if key is None else self.names_in(key, scope) for key, value in zip(node.keys, node.values)]
            return None if None in parts else [name for part in parts for name in part]
        if not isinstance(node, ast.Call):
            return None
        name = self.dotted(node.func, scope)
        if name == "dict":
            return self.keys_given(node, scope)
        # Its names are those of the file.
        return [] if name == "dotenv.dotenv_values" and self.loads_packed(node, "dotenv_path", scope) else None

    def keys_given(self, call, scope):
        """The keys that update(...) or dict(...) is given."""
        parts = [self.keys_of(part, scope) for part in call.args]
        parts += [self.keys_of(k.value, scope) if k.arg is None else [k.arg] for k in call.keywords]
        return None if None in parts else [name for part in parts for name in part]

    def is_packed(self, file, scope):
        """Whether a file of variables, if it is there at all, is one of the app's own."""
        if isinstance(file, (ast.Tuple, ast.List)):
            return all(self.is_packed(one, scope) for one in file.elts)
        if isinstance(file, ast.Call) and (self.dotted(file.func, scope) or "").split(".")[-1] == "find_dotenv":
            return all(self.is_packed(one, scope) for one in file.args[:1])
        path = self.value(file, scope)
        if path is None or self.is_one_of_many(file, scope):
            return True
        return self.is_inside(path) and bool(PACKED.search(path)) and not SAMPLES.search(posixpath.basename(path))

    def is_inside(self, path):
        return (isinstance(path, str) and not isinstance(path, Variable) and not path.startswith(("/", "~", ".."))
                and not getattr(path, "partial", False))

    def is_one_of_many(self, file, scope):
        """Whether it is .env.production or its like, of which nobody knows the end."""
        if isinstance(file, ast.BinOp) and isinstance(file.op, ast.Div):
            return self.is_inside(self.value(file.left, scope)) and self.is_one_of_many(file.right, scope)
        head = file.values[0] if isinstance(file, ast.JoinedStr) and file.values else getattr(file, "left", None)
        return isinstance(head, ast.Constant) and isinstance(head.value, str) and head.value.startswith(".env.")
`;
