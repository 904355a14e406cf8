// The reader's last part, in Python: what is written and mentioned, all facts of a module, and the loop.

/** Python source; see `reader.ts`. */
export const FACTS = String.raw`
ODBC = re.compile(r"ODBC[ +]Driver[ +](\d{2})(?:\.\d)?[ +]for[ +]SQL[ +]Server", re.I)
SQLITE = re.compile(r"sqlite(?:\+\w+)?:///(.*)$", re.S)
KEY = re.compile(r"-----BEGIN ((?:[A-Z]+ )?PRIVATE KEY)-----(?:\s*[A-Za-z0-9+/=]{30,80}){3}")
HANDLERS = ("FileHandler", "handlers.RotatingFileHandler", "handlers.TimedRotatingFileHandler", "handlers.WatchedFileHandler")
FOLDERS = ("UPLOAD_FOLDER", "UPLOAD_DIR", "MEDIA_ROOT")
SAVERS = ("write_text", "write_bytes", "touch", "mkdir")
EXPORTS = ("to_csv", "to_excel", "to_parquet", "to_json", "to_pickle", "savefig", "save")
LINED = ("ALLOWED_HOSTS", "DEBUG", "MIDDLEWARE", "SECRET_KEY", "STATIC_ROOT")
MOST = 300


class Facts(SettingsElsewhere):
    def below(self, value):
        """A path that would be written beside the app, or nothing."""
        if not isinstance(value, str) or isinstance(value, Variable) or not value or "://" in value or len(value) > 200:
            return None
        if value.startswith(("/", "~", "..", "\\", "file:")) or value[1:2] == ":" or "\n" in value:
            return None
        return value[2:] if value.startswith("./") else value

    def write_of(self, call, scope):
        name = self.dotted(call.func, scope) or ""
        first = call.args[0] if call.args else None
        method = call.func.attr if isinstance(call.func, ast.Attribute) else ""
        if name in ("open", "io.open", "codecs.open"):
            return self.below(self.value(first, scope)) if self.writes_to(call, scope, 1) else None
        if name in ("os.makedirs", "os.mkdir") or (name.startswith("logging.") and name[8:] in HANDLERS):
            return self.below(self.value(first, scope))
        if name == "logging.basicConfig":
            return self.below(self.argument(call, scope, "filename", None, UNKNOWN))
        if method in SAVERS or (method == "open" and self.writes_to(call, scope, 0)):
            value = self.value(call.func.value, scope)
            return self.below(value) if isinstance(value, Below) else None
        if method in EXPORTS and first is not None:
            value = self.value(first, scope)
            fine = isinstance(value, Below) or (isinstance(value, str) and "." in value)
            return self.below(value) if fine else None
        return None

    def writes_to(self, call, scope, place):
        mode = self.argument(call, scope, "mode", place, "r")
        return isinstance(mode, str) and any(letter in mode for letter in "wax+")

    def texts_of(self, node, scope):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            for match in list(ODBC.finditer(node.value))[:5]:
                yield "ODBC Driver %s for SQL Server" % match.group(1)
            key = KEY.search(node.value)
            if key:
                yield "BEGIN " + key.group(1)
        if isinstance(node, (ast.Constant, ast.BinOp, ast.JoinedStr)):
            found = self.sqlite_address(node, scope)
            if found:
                yield "sqlite:///" + found
        if isinstance(node, ast.Dict):
            found = self.sqlite_of_django(node, scope)
            if found:
                yield "django.db.backends.sqlite3 " + found
        if isinstance(node, ast.Call):
            for text in self.call_texts(node, scope):
                yield text

    def kept(self, value):
        """The name of a database file, unless it is in memory or in a temporary folder."""
        if not isinstance(value, str) or isinstance(value, Variable) or not value or len(value) > 200:
            return None
        if ":memory:" in value or "mode=memory" in value or value.startswith(("/tmp/", "/dev/shm/", "~", "file:")):
            return None
        return value.split("?")[0]

    def sqlite_address(self, node, scope):
        if isinstance(node, ast.Constant):
            match = SQLITE.match(node.value) if isinstance(node.value, str) else None
            return self.kept(match.group(1)) if match and "{" not in match.group(1) and "%" not in match.group(1) else None
        if isinstance(node, ast.BinOp):
            head, rest = node.left, node.right
        else:
            head = node.values[0] if node.values else None
            rest = node.values[1] if len(node.values) > 1 else None
            rest = getattr(rest, "value", None) if isinstance(rest, ast.FormattedValue) else None
        if not (isinstance(head, ast.Constant) and isinstance(head.value, str) and SQLITE.match(head.value)) or head.value.split("///")[1]:
            return None
        value = self.value(rest, scope)
        if isinstance(node, ast.JoinedStr) and isinstance(value, str) and len(node.values) == 3:
            tail = self.value(node.values[2], scope)
            value = Below(posixpath.normpath(value + tail).lstrip("/") if isinstance(value, Below) else value + tail) if type(tail) is str else UNKNOWN
        return self.kept(value)

    def sqlite_of_django(self, node, scope):
        keys = {key.value: value for key, value in zip(node.keys, node.values) if isinstance(key, ast.Constant)}
        if self.value(keys.get("ENGINE"), scope) != "django.db.backends.sqlite3":
            return None
        return self.kept(self.value(keys.get("NAME"), scope))

    def call_texts(self, call, scope):
        name = self.dotted(call.func, scope)
        if name == "sqlite3.connect" and call.args:
            found = self.kept(self.value(call.args[0], scope))
            if found:
                yield "sqlite3.connect " + found
        for function, switch in (("load_dotenv", "override"), ("read_env", "overwrite")):
            last = call.func.attr if isinstance(call.func, ast.Attribute) else (name or "").split(".")[-1]
            if last == function and any(k.arg == switch and getattr(k.value, "value", None) is True for k in call.keywords):
                yield "%s(%s=True)" % (function, switch)

    def collect(self):
        runs, writes, texts, tested = [], [], [], set()
        for node, scope, flags in self.nodes:
            if isinstance(node, ast.Call):
                run = self.find_run(node, scope, flags)
                if run:
                    runs.append(run)
                path = self.write_of(node, scope)
                if path:
                    writes.append({"path": path, "line": node.lineno})
            for text in self.texts_of(node, scope):
                fact = {"text": text, "line": node.lineno}
                if flags & (BRANCH | DEFAULT | DRAFT):
                    fact["optional"] = True
                texts.append(fact)
            if isinstance(node, ast.Compare) and any(isinstance(op, (ast.In, ast.NotIn)) for op in node.ops):
                tested.add(self.value(node.left, scope) if isinstance(node.left, ast.Constant) else None)
            writes.extend(self.folder_of(node, scope))
        return runs, writes, texts, tested

    def find_environment(self, tested):
        """The variables that it cannot do without, what it asks of other modules, and whether it may set any."""
        found, asks, fills = [], [], False
        for node, scope, flags in self.nodes:
            fills = self.fills(node, scope) or fills
            if isinstance(node, ast.With):
                self.mark_prefixes(node)
            read = self.read_of(node, scope, flags)
            if read and not flags & TRIED:
                found.append({"name": read, "line": node.lineno})
            found.extend(self.reads_of_class(node, scope, flags))
            asks.extend(ask for ask in [self.ask_of(node, scope, flags)] if ask and ask.get("variable") not in tested)
        found = [e for e in found if e["name"] not in tested and e["name"] not in self.sets]
        return found, {"asks": asks[:MOST], "offers": self.offers(), "fills": fills}

    def folder_of(self, node, scope):
        if not isinstance(node, ast.Assign) or len(node.targets) != 1:
            return
        target = node.targets[0]
        name = getattr(target, "id", None)
        if isinstance(target, ast.Subscript):
            name = self.value(index_of(target), scope)
            name = name if isinstance(name, str) else None
        path = self.below(self.value(node.value, scope)) if name in FOLDERS else None
        if path:
            yield {"path": path, "line": node.lineno}

    def fixed(self):
        constants, paths = {}, {}
        for name in list(self.module.bound)[:5000]:
            value = self.value(ast.Name(id=name, ctx=ast.Load()), self.module)
            if isinstance(value, Below):
                if not value.partial and not value.startswith(".."):
                    paths[name] = "" if value == "." else value.lstrip("/")
            elif value is not UNKNOWN and not isinstance(value, Variable) and not (isinstance(value, str) and len(value) > 500):
                constants[name] = value
        return constants, paths

    def lines(self):
        """Where a module assigns what rules about settings speak of."""
        values = {name: self.module.bound[name][0] for name in LINED if len(self.module.bound.get(name, [])) == 1}
        return {name: value.lineno for name, value in values.items() if hasattr(value, "lineno")}

    def facts(self):
        apps, aliases, factories = self.find_apps()
        runs, writes, texts, tested = self.collect()
        environment, settings = self.find_environment(tested)
        constants, paths = self.fixed()
        is_dynamic = self.is_dynamic or "__getattr__" in self.module.bound or len(self.module.bound) > 5000
        is_moving = "__path__" in self.module.bound or "__path__" in self.referenced
        return {
            **{name: fact for name, fact in {**settings, **self.manners(), "dynamic": is_dynamic or is_moving, "lines": self.lines()}.items() if fact},
            "names": list(self.module.bound)[:5000], "open": self.is_open or is_dynamic,
            "imports": list(self.imports.values())[:MOST], "apps": apps[:MOST], "environment": environment[:MOST],
            "runs": runs[:MOST], "writes": writes[:MOST], "constants": constants, "texts": texts[:MOST],
            "factories": factories[:MOST], "aliases": aliases[:MOST], "stars": self.stars[:MOST],
            "sets": dict(list(self.sets.items())[:MOST]), "paths": paths,
        }


def source_of(job):
    if "file" in job:
        with open(job["file"], "rb") as f:
            return f.read(job["limit"] + 1)
    data = job["text"].encode("utf-8")
    tokenize.detect_encoding(io.BytesIO(data).readline)
    return job["text"]


def broken(error):
    words = getattr(error, "msg", None) or str(error)
    line = getattr(error, "lineno", None)
    line = line if isinstance(line, int) and line > 0 else 1
    return {"line": line, "message": str(words)[:300], "python": "%d.%d" % sys.version_info[:2]}


def read(job):
    try:
        source = source_of(job)
        if len(source) > job["limit"]:
            return {}
        tree = ast.parse(source)
    except (SyntaxError, ValueError, LookupError) as error:
        return {"broken": broken(error)}
    except (OSError, RecursionError, MemoryError, OverflowError):
        # Another Python, or one with more room, may well read it.
        return {}
    try:
        return {"facts": Facts(job["path"], tree).facts()}
    except Exception:
        # Such as a tree that is too deep to look through: it is valid Python all the same.
        return {}


def bound_memory(limit):
    try:
        import resource
        resource.setrlimit(resource.RLIMIT_DATA, (limit, limit))
    except (ImportError, ValueError, OSError):
        pass


def main():
    bound_memory(int(sys.argv[2]))
    nothing = open(os.devnull, "w")
    sys.stdout.reconfigure(newline="\n")
    for line in sys.stdin.buffer:
        job = json.loads(line.decode("ascii"))
        # A watch of the interpreter's own: it ends the process also while the parser is busy.
        faulthandler.dump_traceback_later(float(sys.argv[3]), exit=True, file=nothing)
        answer = read(job)
        faulthandler.cancel_dump_traceback_later()
        answer["index"] = job["index"]
        print(json.dumps(answer), flush=True)


main()
`;
