// Environment variables that are there without an app setting: from the platform, the image and the shell.

/** Contract A6, A7, A11 and F106; the rest is what any process in a container has. */
const NAMES = [
  'APP_PATH',
  'COMPUTERNAME',
  'HOME',
  'HOST',
  'HOSTNAME',
  'LANG',
  'LC_ALL',
  'LD_LIBRARY_PATH',
  'LOGNAME',
  'OLDPWD',
  'PATH',
  'PORT',
  'PWD',
  'PYTHONPATH',
  'PYTHON_VERSION',
  'PYTHON_USE_GUNICORN_CONFIG_FROM_PATH',
  'REGION_NAME',
  'SHELL',
  'SHLVL',
  'SSH_PORT',
  'TERM',
  'TMPDIR',
  'USER',
  'VIRTUAL_ENV',
];

const PREFIXES = [
  'APPSETTING_',
  'APPSVC_',
  'CONTAINER_',
  'IDENTITY_',
  'KUDU_',
  'MSI_',
  'ORYX_',
  'SCM_',
  'WEBSITE_',
  'WEBSITES_',
];

/** Whether the platform sets the variable itself; connection strings are settings of another kind. */
export function isPlatformName(name: string): boolean {
  return (
    NAMES.includes(name) ||
    PREFIXES.some((prefix) => name.startsWith(prefix)) ||
    name.includes('CONNSTR_')
  );
}
