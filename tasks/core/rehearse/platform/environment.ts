// The environment of a container: what the image and the platform set, and the site's app settings (platform contract A6).

import { availableParallelism } from 'node:os';

import { SITE_ROOT } from '../../terms/layout.js';
import { minorOf } from '../../terms/python-minor.js';

/** What an app may know its site by. */
export interface SiteNames {
  /** Of the web app. */
  readonly name: string;
  /** Its default host name, or its slot's. */
  readonly host: string;
}

/** Of a site that is none: harmless, and of the form that they have on the platform. */
const NAME = 'antenv-rehearsal';
const NO_SITE: SiteNames = { name: NAME, host: `${NAME}.azurewebsites.net` };
const ID = '0123456789abcdef'.repeat(4);

/** At which the platform knocks when no `PORT` is set; `WEBSITES_PORT` is for other containers. */
const DEFAULT_PORT = 8000;

/** Where the image's Python has its own libraries: the image names this folder to its loader. */
const LIBRARIES = '/opt/python/3/lib';

export interface ContainerFacts {
  /** Of the image's Python, all three numbers. */
  readonly pythonVersion: string;
  /** App settings: name to value. */
  readonly settings: Readonly<Record<string, string>>;
  /** Where they are known. */
  readonly site?: SiteNames | undefined;
}

/**
 * The variables with which the entry point starts the site. App settings win over all but
 * `PYTHONPATH` and `LD_LIBRARY_PATH`, where they come first.
 */
export function containerEnvironment({
  pythonVersion,
  settings,
  site,
}: ContainerFacts): Record<string, string> {
  const given = Object.entries(settings).filter(([name]) => isPossible(name));
  const own = Object.fromEntries(given.map(([name, value]) => [variableName(name), value]));
  const prefixed = given.map(([name, value]) => [`APPSETTING_${variableName(name)}`, value]);
  return {
    ...imageVariables(pythonVersion),
    ...platformVariables(pythonVersion, site ?? NO_SITE),
    ...(Object.fromEntries(prefixed) as Record<string, string>),
    ...own,
    PYTHONPATH: before(own['PYTHONPATH'], '/opt/startup/app_logs'),
    LD_LIBRARY_PATH: before(own['LD_LIBRARY_PATH'], LIBRARIES),
  };
}

/** The port at which the platform knocks; `undefined` when `PORT` is set to what is none. */
export function containerPort(environment: Readonly<Record<string, string>>): number | undefined {
  const text = environment['PORT'] || String(DEFAULT_PORT);
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  return port > 0 && port < 65_536 ? port : undefined;
}

/** The name under which the app finds a setting: a dot becomes an underscore. */
export function variableName(setting: string): string {
  return setting.replaceAll('.', '_');
}

/** No process can be given any other name. */
function isPossible(name: string): boolean {
  return name !== '' && !/[=\0]/.test(name);
}

function before(value: string | undefined, ours: string): string {
  return value === undefined || value === '' ? ours : `${value}:${ours}`;
}

function imageVariables(pythonVersion: string): Record<string, string> {
  return {
    HOME: '/root',
    LANG: 'C.UTF-8',
    PATH: '/opt/python/3/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
    PYTHON_VERSION: pythonVersion,
    PYTHON_USE_GUNICORN_CONFIG_FROM_PATH: '/opt/startup/gunicorn.conf.py',
    APP_PATH: SITE_ROOT,
    PORT: String(DEFAULT_PORT),
    SSH_PORT: '2222',
    ORYX_ENV_TYPE: 'AppService',
  };
}

function platformVariables(
  pythonVersion: string,
  { name, host }: SiteNames,
): Record<string, string> {
  return {
    HOSTNAME: ID.slice(0, 12),
    COMPUTERNAME: ID.slice(0, 12),
    NUM_CORES: String(availableParallelism()),
    REGION_NAME: 'West Europe',
    WEBSITE_AUTH_ENABLED: 'False',
    WEBSITE_HOME_STAMPNAME: 'waws-prod-am2-000',
    WEBSITE_HOSTNAME: host,
    WEBSITE_INSTANCE_ID: ID,
    WEBSITE_OS: 'linux',
    WEBSITE_OWNER_NAME: `00000000-0000-0000-0000-000000000000+${NAME}-WestEuropewebspace-Linux`,
    WEBSITE_RESOURCE_GROUP: NAME,
    WEBSITE_ROLE_INSTANCE_ID: '0',
    WEBSITE_SITE_NAME: name,
    WEBSITE_SKU: 'Basic',
    WEBSITE_SLOT_NAME: 'Production',
    WEBSITE_STACK: 'PYTHON',
    WEBSITE_PYTHON_VERSION: minorOf(pythonVersion),
  };
}
