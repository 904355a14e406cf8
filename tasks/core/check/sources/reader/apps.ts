// The reader's third part, in Python: which names are apps, of which framework, and where they are run.

/** Python source; see `reader.ts`. */
export const APPS = String.raw`
FRAMEWORKS = {
    "flask.Flask": "flask", "flask.app.Flask": "flask", "apiflask.APIFlask": "flask",
    "flask_openapi3.OpenAPI": "flask", "flask_socketio.SocketIO": "flask-socketio",
    "quart.Quart": "quart", "fastapi.FastAPI": "fastapi", "fastapi.applications.FastAPI": "fastapi",
    "starlette.applications.Starlette": "starlette", "litestar.Litestar": "litestar", "litestar.app.Litestar": "litestar",
    "sanic.Sanic": "sanic", "blacksheep.Application": "blacksheep", "blacksheep.server.Application": "blacksheep",
    "fasthtml.common.FastHTML": "fasthtml", "gradio.mount_gradio_app": "fastapi",
    "django.core.wsgi.get_wsgi_application": "django", "django.core.asgi.get_asgi_application": "django-asgi",
    "channels.routing.ProtocolTypeRouter": "channels", "socketio.ASGIApp": "asgi", "socketio.WSGIApp": "wsgi",
    "asgiref.wsgi.WsgiToAsgi": "asgi", "a2wsgi.WSGIMiddleware": "asgi", "a2wsgi.ASGIMiddleware": "wsgi",
    "bottle.Bottle": "bottle", "bottle.default_app": "bottle", "bottle.app": "bottle",
    "falcon.App": "falcon", "falcon.API": "falcon", "falcon.asgi.App": "falcon-asgi",
    "werkzeug.middleware.dispatcher.DispatcherMiddleware": "wsgi", "whitenoise.WhiteNoise": "wsgi",
    "dash.Dash": "dash", "dash_extensions.enrich.DashProxy": "dash", "aiohttp.web.Application": "aiohttp", "tornado.web.Application": "tornado",
    "gradio.Blocks": "gradio", "gradio.Interface": "gradio", "gradio.ChatInterface": "gradio", "gradio.TabbedInterface": "gradio",
}
LOOPBACK, ALL = "127.0.0.1", "0.0.0.0"
# Function or framework.method: host and port by default, their names, and their places among the arguments.
RUNS = {
    "uvicorn.run": (LOOPBACK, 8000, "host", "port", None, None), "uvicorn.Config": (LOOPBACK, 8000, "host", "port", None, None),
    "waitress.serve": (ALL, 8080, "host", "port", None, None), "bottle.run": (LOOPBACK, 8080, "host", "port", None, None),
    "aiohttp.web.run_app": (ALL, 8080, "host", "port", None, None), "nicegui.ui.run": (ALL, 8080, "host", "port", None, None),
    "wsgiref.simple_server.make_server": (UNKNOWN, UNKNOWN, "host", "port", 0, 1),
    "werkzeug.serving.run_simple": (UNKNOWN, UNKNOWN, "hostname", "port", 0, 1),
    "flask:run": (LOOPBACK, 5000, "host", "port", 0, 1), "quart:run": (LOOPBACK, 5000, "host", "port", 0, 1),
    "flask-socketio:run": (LOOPBACK, 5000, "host", "port", 1, 2), "bottle:run": (LOOPBACK, 8080, "host", "port", None, None),
    "sanic:run": (LOOPBACK, 8000, "host", "port", 0, 1), "tornado:listen": (ALL, UNKNOWN, "address", "port", 1, 0),
    "dash:run": (variable("HOST", LOOPBACK), variable("PORT", 8050), "host", "port", 0, 1),
    "dash:run_server": (variable("HOST", LOOPBACK), variable("PORT", 8050), "host", "port", 0, 1),
    "gradio:launch": (variable("GRADIO_SERVER_NAME", LOOPBACK), variable("GRADIO_SERVER_PORT", 7860), "server_name", "server_port", None, None),
}
PAIRS = ("eventlet.listen", "gevent.pywsgi.WSGIServer", "gevent.WSGIServer", "http.server.HTTPServer", "http.server.ThreadingHTTPServer")
ABSENT = object()


class Apps(Bindings):
    def framework(self, value, scope, depth=0):
        """A framework's name, ("alias", module, attribute, called), or nothing."""
        if depth > DEEP:
            return None
        if isinstance(value, tuple) and value[0] == "import":
            return ("alias", value[2], value[3], False) if value[3] and value[1] not in FRAMEWORKS else None
        if isinstance(value, ast.Name):
            return self.of_bound(value.id, scope, depth + 1)
        if isinstance(value, ast.Attribute):
            inner = self.framework(value.value, scope, depth + 1)
            return "flask" if inner == "dash" and value.attr == "server" else self.alias(value, scope, False)
        return self.of_app_call(value, scope, depth + 1) if isinstance(value, ast.Call) else None

    def of_bound(self, name, scope, depth):
        where, values = scope.find(name)
        if values is None or UNKNOWN in values or len(values) > 4:
            return None
        kinds = [self.framework(value, where, depth + 4) for value in values]
        return kinds[0] if all(kind == kinds[0] for kind in kinds) else None

    def of_app_call(self, call, scope, depth):
        name = self.dotted(call.func, scope)
        if name == "dash.Dash" and any(k.arg in ("backend", None) for k in call.keywords):
            return None
        if name in FRAMEWORKS:
            return FRAMEWORKS[name]
        if isinstance(call.func, ast.Attribute) and call.func.attr == "queue":
            return self.framework(call.func.value, scope, depth)
        if isinstance(call.func, ast.Name):
            where, values = scope.find(call.func.id)
            if values and len(values) == 1 and isinstance(values[0], tuple):
                return self.of_definition(values[0], depth)
        return self.alias(call.func, scope, True)

    def alias(self, node, scope, called):
        if isinstance(node, ast.Name):
            _, values = scope.find(node.id)
            known = values and len(values) == 1 and isinstance(values[0], tuple) and values[0][0] == "import" and values[0][3]
            return ("alias", values[0][2], values[0][3], called) if known else None
        name = self.dotted(node, scope) if isinstance(node, ast.Attribute) else None
        if not name or "." not in name:
            return None
        module, attribute = name.rsplit(".", 1)
        return ("alias", module, attribute, called)

    def of_definition(self, value, depth):
        if value[0] == "import":
            return ("alias", value[2], value[3], True) if value[3] else None
        node = value[1]
        if isinstance(node, ast.ClassDef):
            bases = [self.dotted(base, node.outer) for base in node.bases]
            return next((FRAMEWORKS[base] for base in bases if base in FRAMEWORKS), None)
        return self.factory(node, depth)

    def factory(self, node, depth=0):
        if depth > DEEP or node.decorator_list:
            return None
        if node not in self.made:
            self.made[node] = None
            self.made[node] = self.returned(node, depth)
        return self.made[node]

    def returned(self, node, depth):
        kinds, stack = [], list(node.body)
        while stack:
            part = stack.pop()
            if isinstance(part, FUNCTIONS + (ast.ClassDef, ast.Lambda)):
                continue
            if isinstance(part, (ast.Yield, ast.YieldFrom)):
                return None
            if isinstance(part, ast.Return) and part.value is not None:
                kinds.append(self.framework(part.value, node.scope, depth + 5))
            stack.extend(ast.iter_child_nodes(part))
        return kinds[0] if kinds and isinstance(kinds[0], str) and all(k == kinds[0] for k in kinds) else None

    def line_of(self, value):
        node = value[1] if isinstance(value, tuple) and isinstance(value[1], ast.AST) else value
        return getattr(node, "lineno", 1)

    def find_apps(self):
        apps, aliases, factories = [], [], []
        for name, values in self.module.bound.items():
            value = values[-1]
            if isinstance(value, tuple) and value[0] == "def":
                kind = self.factory(value[1]) if len(values) == 1 else None
                if kind:
                    awaited = {"awaited": True} if isinstance(value[1], ast.AsyncFunctionDef) else {}
                    factories.append({"name": name, "framework": kind, "line": self.line_of(value), **awaited})
                continue
            kind = self.of_bound(name, self.module, 0)
            if isinstance(kind, str):
                apps.append({"name": name, "framework": kind, "line": self.line_of(value)})
            elif kind:
                aliases.append({"name": name, "module": kind[1], "attribute": kind[2], "called": kind[3]})
        return apps, aliases, factories

    def alive(self, scope):
        while scope is not None:
            if scope.kind == "function" and not scope.called and scope.name not in self.referenced:
                return False
            scope = scope.parent
        return True

    def find_run(self, call, scope, flags):
        name = self.dotted(call.func, scope)
        row, of = RUNS.get(name), None
        if row is None and name in PAIRS and call.args:
            pair = call.args[0]
            if not isinstance(pair, ast.Tuple) or len(pair.elts) != 2:
                return None
            row, call = (UNKNOWN, UNKNOWN, "", "", 0, 1), ast.Call(func=call.func, args=pair.elts, keywords=[], lineno=call.lineno)
        if row is None and isinstance(call.func, ast.Attribute) and call.func.attr in ("run", "run_server", "launch", "listen"):
            kind = self.framework(call.func.value, scope)
            row = RUNS.get("%s:%s" % (kind, call.func.attr)) if isinstance(kind, str) else None
            if row is None and isinstance(kind, tuple) and call.func.attr in ("run", "run_server"):
                row, of = ("default", "default", "host", "port", 0, 1), call.func.value
        if row is None or not self.alive(scope):
            return None
        return self.run_fact(call, scope, flags, row, of)

    def run_fact(self, call, scope, flags, row, of):
        unsure = any(k.arg is None for k in call.keywords) or any(isinstance(a, ast.Starred) for a in call.args)
        host = self.argument(call, scope, row[2], row[4], UNKNOWN if unsure else row[0])
        port = self.argument(call, scope, row[3], row[5], UNKNOWN if unsure else row[1])
        listen = self.argument(call, scope, "listen", None, ABSENT)
        if listen is not ABSENT:
            host, port = self.split_address(listen)
        fact = {"call": self.spelled(call.func), "host": host if isinstance(host, str) else None,
                "port": port if isinstance(port, (str, int)) else None, "line": call.lineno,
                "debug": any(k.arg == "debug" and getattr(k.value, "value", None) is True for k in call.keywords)}
        if fact["host"] == "":
            fact["host"] = ALL
        if isinstance(port, str) and port.isdigit():
            fact["port"] = int(port)
        if isinstance(of, ast.Name):
            fact["of"] = of.id
        if flags & BRANCH:
            fact["optional"] = True
        return fact

    def split_address(self, listen):
        if not isinstance(listen, str) or isinstance(listen, Variable) or " " in listen or ":" not in listen:
            return UNKNOWN, UNKNOWN
        host, port = listen.rsplit(":", 1)
        return (ALL if host == "*" else host), (int(port) if port.isdigit() else UNKNOWN)

    def argument(self, call, scope, name, place, default):
        node = next((k.value for k in call.keywords if k.arg == name), ABSENT)
        if node is ABSENT and place is not None and place < len(call.args):
            node = call.args[place]
        if node is ABSENT:
            return default
        value = self.value(node, scope)
        return default if value is None else value

    def spelled(self, node):
        text = ""
        while isinstance(node, (ast.Attribute, ast.Call)) and len(text) < 60:
            text = "()" + text if isinstance(node, ast.Call) else "." + node.attr + text
            node = node.func if isinstance(node, ast.Call) else node.value
        return (node.id + text) if isinstance(node, ast.Name) else text.lstrip(".")
`;
