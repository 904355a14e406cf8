import markdown
from flask import Flask, abort, render_template

RECIPES = {"tea": "# Tea\n\n1. Boil water.\n2. Wait for *three* minutes."}
app = Flask(__name__)


@app.get("/")
def index():
    return sorted(RECIPES)


@app.get("/recipes/<name>")
def recipe(name):
    if name not in RECIPES:
        abort(404)
    return render_template("recipe.html", body=markdown.markdown(RECIPES[name]))
