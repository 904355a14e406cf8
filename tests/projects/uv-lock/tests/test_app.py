from guestbook.app import app


def test_visitor():
    answer = app.test_client().get("/visitors/Ada")
    assert b"Ada signed guestbook" in answer.data
