"""The pages."""

from importlib.metadata import version

from starlette.applications import Starlette
from starlette.responses import PlainTextResponse, RedirectResponse
from starlette.routing import Route

LINKS = {"docs": "https://docs.python.org/3/"}


async def about(request):
    return PlainTextResponse(f"short-links {version('short-links')}\n")


async def follow(request):
    address = LINKS.get(request.path_params["name"])
    if address is None:
        return PlainTextResponse("There is no such link.\n", status_code=404)
    return RedirectResponse(address)


app = Starlette(routes=[Route("/about", about), Route("/{name}", follow)])
