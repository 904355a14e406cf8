"""The pages, and the server that is behind the console script."""

import os
from importlib.metadata import version

from flask import Flask, abort, render_template
from waitress import serve

ITEMS = {1: "Buy milk", 2: "Water the plants"}
app = Flask(__name__)


@app.get("/")
def index():
    return ITEMS


@app.get("/items/<int:number>")
def item(number):
    if number not in ITEMS:
        abort(404)
    return render_template("item.html", text=ITEMS[number], version=version("todo-web"))


def main():
    serve(app, host="0.0.0.0", port=int(os.environ.get("PORT", "8000")))
