// The secret variables of the job, read before task-lib moves them away: to ask task-lib for them would
// print them as debug lines. Must be imported before task-lib.

/** The values of all secret variables (azure-pipelines.md 2.2). */
export const JOB_SECRETS: readonly string[] = Object.entries(process.env).flatMap(
  ([name, value]) => (name.startsWith('SECRET_') && value ? [value] : []),
);

/** The input `appSettings` as typed in: values of settings may be secrets that are no secret variables. */
export const APP_SETTINGS: string | undefined = process.env['INPUT_APPSETTINGS'];
