// Commands that install system packages, which library a package probably is there for, and what to do instead.

import { programName } from './shell/wrappers.js';
import type { ShellCommand } from './startup.js';

/** A system package by what its name begins with. */
interface SystemPackage {
  readonly name: RegExp;
  /** The shared library or the program that it brings. */
  readonly brings: string;
  readonly instead: string;
}

const ODBC =
  'The images up to Python 3.13 hold ODBC Driver 17 and 18, 3.14 holds 18: name the one that is there, or use pymssql.';
const OPENCV = 'Replace opencv-python by opencv-python-headless in the requirements.';

/** Contract A14 says what the images hold; the first row that fits counts. */
const PACKAGES: readonly SystemPackage[] = [
  { name: /^libgl1|^libgl-dev|^mesa-/, brings: 'libGL.so.1', instead: OPENCV },
  { name: /^libglib2/, brings: 'libgthread-2.0.so.0', instead: OPENCV },
  { name: /^libsm6/, brings: 'libSM.so.6', instead: OPENCV },
  { name: /^libxext6/, brings: 'libXext.so.6', instead: OPENCV },
  { name: /^libxrender/, brings: 'libXrender.so.1', instead: OPENCV },
  {
    name: /^libgomp1/,
    brings: 'libgomp.so.1',
    instead: 'The images up to Python 3.14 hold it; take wheels that bring their own.',
  },
  {
    name: /^libpq|^postgresql/,
    brings: 'libpq.so.5',
    instead: 'Use psycopg2-binary or psycopg[binary]; the images hold libpq.so.5 as well.',
  },
  { name: /^msodbcsql/, brings: 'libmsodbcsql', instead: ODBC },
  { name: /^unixodbc|^libodbc/, brings: 'libodbc.so.2', instead: ODBC },
  {
    name: /^(?:default-)?libmysqlclient|^libmariadb/,
    brings: 'libmysqlclient.so',
    instead: 'Use PyMySQL in place of mysqlclient.',
  },
  {
    name: /^ffmpeg/,
    brings: 'ffmpeg',
    instead:
      'Take it from the wheel imageio-ffmpeg, and call the path that imageio_ffmpeg.get_ffmpeg_exe() gives.',
  },
  {
    name: /^libsndfile/,
    brings: 'libsndfile.so.1',
    instead: 'Use the wheel of soundfile, which brings it.',
  },
  {
    name: /^wkhtmltopdf/,
    brings: 'wkhtmltopdf',
    instead: 'Make the PDF in Python, with xhtml2pdf or fpdf2.',
  },
  {
    name: /^poppler-utils/,
    brings: 'pdftoppm',
    instead: 'Use pypdfium2 or PyMuPDF in place of pdf2image.',
  },
  {
    name: /^tesseract/,
    brings: 'tesseract',
    instead: 'Use a container image of your own, or an OCR service.',
  },
  {
    name: /^chromium|^google-chrome|^libnss3/,
    brings: 'a browser',
    instead: 'Use a container image of your own that holds the browser.',
  },
  {
    name: /^libpango|^libcairo|^libgdk-pixbuf/,
    brings: 'libpango-1.0.so.0',
    instead: 'Use a container image of your own, or xhtml2pdf in place of WeasyPrint.',
  },
  {
    name: /^libmagic/,
    brings: 'libmagic.so.1',
    instead: 'Use puremagic or filetype in place of python-magic.',
  },
  { name: /^libzbar/, brings: 'libzbar.so.0', instead: 'Use zxing-cpp in place of pyzbar.' },
  {
    name: /^libaio/,
    brings: 'libaio.so.1',
    instead: 'Use oracledb, which needs no Oracle client.',
  },
  {
    name: /^python3?-tk|^tk$/,
    brings: 'libtk8.6.so',
    instead: "Use matplotlib's Agg backend.",
  },
  {
    name: /^build-essential|^gcc|^g\+\+|^make$|^python3?-dev/,
    brings: 'a compiler',
    instead: 'Package the compiled packages: nothing is to be built when the container starts.',
  },
];

const OTHERWISE = 'Take wheels that bring their libraries, or use a container image of your own.';

/** A command that installs system packages. */
export interface SystemInstall {
  /** As the command begins: `apt-get install`. */
  readonly command: string;
  readonly packages: readonly string[];
  /** What the first package that is known brings. */
  readonly brings: string | undefined;
  readonly instead: string;
}

const MANAGERS: Readonly<Record<string, readonly string[]>> = {
  apt: ['install'],
  'apt-get': ['install', 'build-dep'],
  aptitude: ['install'],
  apk: ['add'],
  dpkg: ['-i', '--install'],
  yum: ['install'],
  dnf: ['install'],
};

/** What a command installs; also `curl … | bash`. */
export function systemInstallOf(
  command: Pick<ShellCommand, 'words' | 'pipedInto'>,
): SystemInstall | undefined {
  const [program = '', ...args] = command.words;
  const name = programName(program);
  const into = programName(command.pipedInto ?? '');
  if (['curl', 'wget'].includes(name) && /^(?:sh|bash|dash|python\d*)$/.test(into)) {
    return { command: `${name} … | ${into}`, packages: [], brings: undefined, instead: OTHERWISE };
  }
  const verbs = Object.hasOwn(MANAGERS, name) ? MANAGERS[name] : undefined;
  const at = args.findIndex((word) => verbs?.includes(word));
  if (at === -1) return undefined;
  const packages = args.slice(at + 1).filter((word) => !word.startsWith('-'));
  const known = packages
    .map((text) => PACKAGES.find((row) => row.name.test(text)))
    .find((row) => row !== undefined);
  return {
    command: `${name} ${args[at]}`,
    packages,
    brings: known?.brings,
    instead: known?.instead ?? OTHERWISE,
  };
}
