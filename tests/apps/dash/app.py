import sys

import pandas as pd
import plotly.express as px
from dash import Dash, dcc, html

frame = pd.DataFrame({"fruit": ["apples", "oranges", "bananas"], "amount": [4, 1, 2]})
figure = px.bar(frame, x="fruit", y="amount")

app = Dash(__name__, title="dash one")
app.layout = html.Div([html.H1("Fruit"), dcc.Graph(figure=figure)])
server = app.server


@server.get("/about")
def about():
    return {"greeting": "dash one", "file": __file__, "prefix": sys.prefix, "rows": len(frame)}
