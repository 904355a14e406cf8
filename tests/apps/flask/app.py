import os
import subprocess
import sys

from flask import Flask, jsonify

app = Flask(__name__)
GREETING = "flask one"


@app.get("/")
def index():
    return jsonify(
        greeting=GREETING,
        file=__file__,
        prefix=sys.prefix,
        executable=sys.executable,
        app_path=os.environ.get("APP_PATH"),
        child=subprocess.check_output([sys.executable, "-c", "import flask, sys; print(sys.prefix)"], text=True).strip(),
    )
