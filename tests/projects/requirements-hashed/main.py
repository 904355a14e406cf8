from fastapi import FastAPI

app = FastAPI()


@app.get("/")
async def index() -> dict[str, str]:
    return {"see": "/status"}


@app.get("/status")
async def status() -> dict[str, str]:
    return {"status": "fine"}
