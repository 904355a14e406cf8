from pathlib import Path

import markdown
from bottle import Bottle, abort, template

VIEWS = Path(__file__).parent / "views"
PAGES = {"about": "# About us\n\nWe write *pages*."}
app = Bottle()


@app.get("/")
def index():
    return {"pages": sorted(PAGES)}


@app.get("/pages/<name>")
def page(name):
    if name not in PAGES:
        abort(404, "There is no such page.")
    return template("page", body=markdown.markdown(PAGES[name]), template_lookup=[str(VIEWS)])
