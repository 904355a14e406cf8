from todo_web.server import app


def test_item():
    assert b"Buy milk" in app.test_client().get("/items/1").data
