from pathlib import Path

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse
from fastapi.templating import Jinja2Templates

app = FastAPI()
templates = Jinja2Templates(directory=Path(__file__).parent / "templates")


@app.get("/")
async def index() -> dict[str, str]:
    return {"greet": "/hello/{name}"}


@app.get("/hello/{name}", response_class=HTMLResponse)
async def hello(request: Request, name: str) -> HTMLResponse:
    return templates.TemplateResponse(request, "hello.html", {"name": name})
