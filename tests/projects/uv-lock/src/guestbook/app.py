"""The pages."""

from flask import Flask, render_template

from guestbook import __version__

app = Flask(__name__)


@app.get("/")
def index():
    return render_template("visitor.html", name="Nobody", version=__version__)


@app.get("/visitors/<name>")
def visitor(name):
    return render_template("visitor.html", name=name, version=__version__)


def main():
    app.run(port=8000)
