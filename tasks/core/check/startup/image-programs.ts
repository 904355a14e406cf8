// Python programs that the images hold without a venv (contract A14).

/** Whether images of a Python minor hold uvicorn and uvicorn-worker, as those from 3.14 on do. */
export function imageHasUvicorn(python: string): boolean {
  return Number(python.split('.')[1] ?? 0) >= 14;
}
