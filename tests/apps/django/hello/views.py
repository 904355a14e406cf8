import sys

from django.http import JsonResponse
from django.db import connection
from django.templatetags.static import static


def index(request):
    return JsonResponse(
        {
            "greeting": "django one",
            "file": __file__,
            "prefix": sys.prefix,
            "tables": sorted(connection.introspection.table_names()),
            "style": static("hello/style.css"),
        }
    )
