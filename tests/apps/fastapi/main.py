import sys

from fastapi import FastAPI

app = FastAPI()


@app.get("/")
async def index() -> dict:
    return {"greeting": "fastapi one", "file": __file__, "prefix": sys.prefix}
