// Which files of an app hold environment variables that it may load itself.

/** `.env`, `.env.production`, `prod.env`, `.flaskenv` and the files of a folder `.envs`. */
export const ENVIRONMENT_FILES =
  /(?:^|\/)(?:\.env(?:\.[\w-]+)*|[\w.-]+\.env|\.flaskenv)$|(?:^|\/)\.envs\/(?:[^/]+\/)*[^/]+$/;

/** They are there to be copied. */
export const SAMPLES = /(?:example|sample|template|dist|tmpl|default)/i;

/** Whether a program may load the file; samples are loaded by nobody. */
export function isEnvironmentFile(path: string): boolean {
  return ENVIRONMENT_FILES.test(path) && !SAMPLES.test(path.split('/').at(-1) ?? '');
}
