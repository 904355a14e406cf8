// A layout: what the package holds and from where it runs on App Service.

export const LAYOUTS = ['venvTarball', 'venvZip', 'appTarball', 'flat'] as const;
export type Layout = (typeof LAYOUTS)[number];

export const COMPRESSIONS = ['gzip', 'zstd'] as const;
export type Compression = (typeof COMPRESSIONS)[number];

/** Where Kudu puts the files of a package. */
export const SITE_ROOT = '/home/site/wwwroot';

/** The name that App Service hands to its start script: `-virtualEnvName antenv`. */
export const VENV_NAME = 'antenv';

/** The image's own Python; `/opt/python/3` follows patch upgrades (contract A14). */
export const IMAGE_PYTHON_HOME = '/opt/python/3';

/** The addresses of one package at run time, absolute and without a trailing slash. */
export interface Addresses {
  /** The app root, `$APP_PATH`. */
  readonly app: string;
  /** The venv, `$VIRTUAL_ENV`. */
  readonly venv: string;
  /** `SourceDirectoryInBuildContainer` of the manifest, where the layout has one. */
  readonly buildContainer: string | undefined;
}

/** The facts that differ between layouts. */
export interface LayoutFacts {
  readonly layout: Layout;
  /** Whether links survive the way to the venv's address (contract A2, A10). */
  readonly venvKeepsLinks: boolean;
  /** Whether the app's files are edited in place on the site, so that bytecode must be checked. */
  readonly appIsEditedOnSite: boolean;
  /** Whether the venv's files are entries of the zip, on a share that may ignore case. */
  readonly venvOnShare: boolean;
  addresses(id: string): Addresses;
}

const onSite = { app: SITE_ROOT, venv: `/${VENV_NAME}`, buildContainer: undefined };

const FACTS: Record<Layout, LayoutFacts> = {
  venvTarball: {
    layout: 'venvTarball',
    venvKeepsLinks: true,
    appIsEditedOnSite: true,
    venvOnShare: false,
    addresses: () => onSite,
  },
  venvZip: {
    layout: 'venvZip',
    venvKeepsLinks: true,
    appIsEditedOnSite: true,
    venvOnShare: false,
    addresses: () => onSite,
  },
  appTarball: {
    layout: 'appTarball',
    venvKeepsLinks: false,
    appIsEditedOnSite: false,
    venvOnShare: false,
    addresses: (id) => ({
      app: `/tmp/${id}`,
      venv: `/tmp/${id}/${VENV_NAME}`,
      buildContainer: `/tmp/${id}`,
    }),
  },
  flat: {
    layout: 'flat',
    venvKeepsLinks: false,
    appIsEditedOnSite: true,
    venvOnShare: true,
    addresses: (id) => ({
      app: SITE_ROOT,
      venv: `${SITE_ROOT}/${VENV_NAME}`,
      buildContainer: `/tmp/${id}`,
    }),
  },
};

/** The facts of a layout. */
export function layoutFacts(layout: Layout): LayoutFacts {
  return FACTS[layout];
}

/** The name of the tarball inside the package, fixed by the start-script generator (contract A8, A9). */
export function innerArchiveName(layout: Layout, compression: Compression): string | undefined {
  const tar = compression === 'zstd' ? 'tar.zst' : 'tar.gz';
  if (layout === 'venvTarball') return `${VENV_NAME}.${tar}`;
  if (layout === 'venvZip') return `${VENV_NAME}.zip`;
  if (layout === 'appTarball') return `output.${tar}`;
  return undefined;
}
