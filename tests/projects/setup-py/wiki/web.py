"""The pages."""

from pathlib import Path

from bottle import Bottle, abort, template

from wiki.version import VERSION

VIEWS = Path(__file__).parent / "views"
PAGES = ["Home"]
app = Bottle()


@app.get("/")
def index():
    return {"pages": PAGES}


@app.get("/wiki/<name>")
def page(name):
    if name not in PAGES:
        abort(404, "There is no such page.")
    return template("page", name=name, version=VERSION, template_lookup=[str(VIEWS)])


def main():
    app.run(server="waitress", port=8000)
