// The service connections of the job, read before task-lib moves them away: to ask task-lib for a part of one would
// print it as a debug line. Must be imported after job-secrets.ts and before task-lib.

/** The variables by which the agent hands over service connections (azure-pipelines.md 2.2), by upper-case name. */
export const JOB_CONNECTIONS: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(process.env).flatMap(([name, value]) =>
    name.startsWith('ENDPOINT_') && value !== undefined ? [[name.toUpperCase(), value]] : [],
  ),
);

/** The password of the agent's proxy, a secret variable. */
export const PROXY_PASSWORD: string | undefined = process.env['SECRET_AGENT_PROXYPASSWORD'];

// task-lib looks for these as soon as it is loaded, for a client of its own, and prints them.
delete process.env['SECRET_AGENT_PROXYPASSWORD'];
delete process.env['SECRET_AGENT_CLIENTCERTPASSWORD'];
