"""A shelf of books."""

from importlib.metadata import version

from flask import Flask, abort, render_template

BOOKS = {1: "The Time Machine", 2: "Middlemarch"}
app = Flask(__name__)


@app.get("/")
def index():
    return BOOKS


@app.get("/books/<int:number>")
def book(number):
    if number not in BOOKS:
        abort(404)
    return render_template("book.html", title=BOOKS[number], version=version("bookshelf"))
