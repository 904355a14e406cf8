"""The pages."""

from importlib.metadata import version
from pathlib import Path

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse
from starlette.routing import Route
from starlette.templating import Jinja2Templates

TOWNS = {"Oslo": 4, "Lima": 19}
templates = Jinja2Templates(directory=Path(__file__).parent / "templates")


async def index(request):
    return JSONResponse(sorted(TOWNS))


async def town(request):
    name = request.path_params["name"]
    if name not in TOWNS:
        raise HTTPException(404)
    facts = {"name": name, "degrees": TOWNS[name], "version": version("weather-board")}
    return templates.TemplateResponse(request, "town.html", facts)


app = Starlette(routes=[Route("/", index), Route("/towns/{name}", town)])
