// The words for every reason for which an installer fails.

import type { FailureOf, InstallReason } from '../../terms/failure.js';
import { readFeed } from '../../terms/feed.js';
import type { InputWords } from '../../terms/input-name.js';
import { whenNotToInstall } from './not-to-install.js';

type Facts = FailureOf<'pip-failed' | 'uv-failed'>;

interface InstallWords {
  readonly title: (facts: Facts) => string;
  readonly fix: (facts: Facts, input: InputWords) => string;
}

/** The installer that failed, as its user calls it. */
export function installerOf({ code }: Facts): 'pip' | 'uv' {
  return code === 'uv-failed' ? 'uv' : 'pip';
}

/** An index by what its users call it: a feed of Azure Artifacts by its names, another one by its address. */
function indexName(subject: string): string {
  const feed = readFeed(subject);
  if (!feed) return `The package index${named(subject)}`;
  const project = feed.project === undefined ? '' : ` of the project '${feed.project}'`;
  return `The feed '${feed.name}'${project} in the organisation '${feed.organisation}'`;
}

function quoted(subject: string): string {
  return subject === '' ? '' : `'${subject}'`;
}

/** ` 'flask==9'`, or nothing when the installer named nothing. */
function named(subject: string): string {
  return subject === '' ? '' : ` ${quoted(subject)}`;
}

/** Debian's packages of programs that builds ask for; most are in build-essential. */
const BUILD_TOOLS: Readonly<Record<string, string>> = {
  pg_config: 'libpq-dev',
  mysql_config: 'default-libmysqlclient-dev',
  mariadb_config: 'libmariadb-dev',
  'xml2-config': 'libxml2-dev libxslt1-dev',
  'pkg-config': 'pkg-config',
  cmake: 'cmake',
  CMake: 'cmake',
  ninja: 'ninja-build',
  gfortran: 'gfortran',
  swig: 'swig',
  clang: 'clang',
  Rust: 'rustc cargo',
  rustc: 'rustc cargo',
  cargo: 'rustc cargo',
  Cargo: 'rustc cargo',
};

/** Lines to paste for headers that builds ask for most. */
const HEADERS: Readonly<Record<string, string>> = {
  'Python.h': 'sudo apt-get install python3-dev',
  'libpq-fe.h': 'sudo apt-get install libpq-dev',
  'mysql.h': 'sudo apt-get install default-libmysqlclient-dev',
  'ffi.h': 'sudo apt-get install libffi-dev',
  'openssl/ssl.h': 'sudo apt-get install libssl-dev',
  'libxml/xmlversion.h': 'sudo apt-get install libxml2-dev libxslt1-dev',
  'lber.h': 'sudo apt-get install libldap-dev libsasl2-dev',
  'sql.h': 'sudo apt-get install unixodbc-dev',
};

/** Debian's packages of programs for version control, where they are called otherwise. */
const VERSION_CONTROL: Readonly<Record<string, string>> = {
  hg: 'mercurial',
  svn: 'subversion',
  bzr: 'brz',
};

/** Where conda builds its packages, which its pip takes for their origin, and paths of Windows. */
const OF_ANOTHER_MACHINE =
  /^(?:file:\/*)?\/?(?:croot\/|tmp\/build\/|home\/conda\/|work\/ci_|[a-z]:[\\/])/i;

const NO_WHEEL = (facts: Facts): string =>
  `${installerOf(facts)} found no wheel of it for Python ${facts.python} and glibc ${facts.glibc}, so it tried to build it from source.`;

const NO_INDEX = {
  setting:
    "pip's setting no-index is on, so no package index was asked: unset PIP_NO_INDEX (or no-index in pip.conf), or put a wheel of it where PIP_FIND_LINKS leads.",
  requirements:
    'The requirements say --no-index, so no package index was asked: put a wheel of it where their --find-links leads, or take --no-index out.',
};

/** Of a project whose dependencies are declared where they can be read, and of one whose build tells them. */
const PROJECT_FIX = {
  known:
    "Mend its build. An app that runs from its own folder needs none: with 'package = false' under [tool.uv] in pyproject.toml only its dependencies are installed, by pip as well.",
  built: 'Mend its build, which also tells its dependencies.',
};

export const INSTALL_WORDS: Record<InstallReason, InstallWords> = {
  'not-found': {
    title: (facts) =>
      `${installerOf(facts)} found no distribution for${named(facts.subject) || ' a requirement'}.`,
    fix: ({ subject, python, glibc, noIndex }) =>
      noIndex !== undefined
        ? NO_INDEX[noIndex]
        : (whenNotToInstall(subject, python) ??
          `Check the name and the version. If it comes from a private feed, run PipAuthenticate@1 before this task. If it exists as wheels only, it may have none for Python ${python} on x86_64 with glibc ${glibc} or older: choose another version.`),
  },
  'no-version-for-python': {
    title: ({ subject, python }) =>
      `${quoted(subject) || 'A requirement'} has no version for Python ${python}.`,
    fix: (_, input) =>
      `Choose a version that does, or another Python for ${input.name('runtimeStack')} and UsePythonVersion@0.`,
  },
  'no-fitting-version': {
    title: ({ subject }) => `No version fits the requirement${named(subject)}.`,
    fix: ({ python, glibc }) =>
      `Choose a version that is there. Only those with a wheel for Python ${python} and glibc ${glibc} or older, or with sources, are looked at.`,
  },
  'no-wheel': {
    title: ({ subject, python, glibc }) =>
      `${quoted(subject) || 'A requirement'} has no wheel for Python ${python} and glibc ${glibc} or older, and no sources.`,
    fix: ({ subject, python }, input) =>
      whenNotToInstall(subject, python) ??
      `Choose a version that has one, or another Python for ${input.name('runtimeStack')} and UsePythonVersion@0.`,
  },
  'invalid-metadata': {
    title: (facts) =>
      `${installerOf(facts)} cannot read the metadata of${named(facts.subject) || ' a requirement'}.`,
    fix: (_, input) =>
      `Choose a newer version of it. Where there is none, install a pip that reads it ${input.beforehand}: python3 -m pip install 'pip<24.1'`,
  },
  'hash-mismatch': {
    title: ({ subject }) =>
      `What was downloaded for${named(subject) || ' a requirement'} is not what its hash says.`,
    fix: () =>
      'Run it again: a download that broke off has another hash, too. If it stays so and the file was really published anew, lock the requirements again. If it was not, do not install it: somebody changed it on the way.',
  },
  'hash-missing': {
    title: ({ subject }) =>
      `The requirements ask for hashes, but${named(subject) || ' a requirement'} has none.`,
    fix: () =>
      'Lock the requirements again with hashes for all of them: pip-compile --generate-hashes',
  },
  'index-refused': {
    title: ({ subject }) => `${indexName(subject)} refused us (401 or 403).`,
    fix: () =>
      "Run PipAuthenticate@1 before this task and give the build service 'Feed and Upstream Reader (Collaborator)' on the feed. On a laptop put user and token into ~/.netrc or pip.conf.",
  },
  'index-busy': {
    title: ({ subject }) => `${indexName(subject)} was asked too often (429 Too Many Requests).`,
    fix: (_, input) =>
      `Run it again later. If it stays so, keep what is installed between runs: set ${input.name('cacheFolder')}.`,
  },
  'index-without-scheme': {
    title: ({ subject }) => `The address of a package index has no scheme:${named(subject)}.`,
    fix: () =>
      'Write https:// before it where it is set: in PIP_INDEX_URL, PIP_EXTRA_INDEX_URL, pip.conf or the requirements.',
  },
  'index-page': {
    title: ({ subject }) =>
      `The package index answered with a page that names no file:${named(subject)}.`,
    fix: () =>
      'Look at that page from this machine. If it asks to sign in, run PipAuthenticate@1 before this task, or give the index a user and token; if it is of a proxy, let the index through; if it is of the index, that has no such name.',
  },
  'compiler-missing': {
    title: ({ subject }) =>
      `A requirement must be compiled, but${named(subject) || ' the compiler'} is missing here.`,
    fix: (facts, input) =>
      `${NO_WHEEL(facts)} Choose a version that has a wheel, or install the build tools ${input.beforehand}: sudo apt-get install ${BUILD_TOOLS[facts.subject] ?? 'build-essential'}`,
  },
  'header-missing': {
    title: ({ subject }) =>
      `A requirement must be compiled, but the header${named(subject)} is missing here.`,
    fix: (facts, input) =>
      `${NO_WHEEL(facts)} Choose a version that has a wheel, or install the package with that header ${input.beforehand}: ${HEADERS[facts.subject] ?? 'usually the library with -dev behind its name'}`,
  },
  'build-failed': {
    title: ({ subject, project }) =>
      project === undefined
        ? `Building${named(subject) || ' a requirement'} from source failed.`
        : `Building the project in '${project.root}' failed.`,
    fix: (facts) =>
      facts.project === undefined
        ? `${NO_WHEEL(facts)} Choose a version that has a wheel, or mend the build.`
        : PROJECT_FIX[facts.project.dependenciesKnown ? 'known' : 'built'],
  },
  conflict: {
    title: ({ subject }) =>
      subject === ''
        ? 'The requirements contradict each other.'
        : `The requirements contradict each other: ${subject}.`,
    fix: () =>
      'Loosen one of the versions that are named above, or lock the requirements with a tool of your choice.',
  },
  network: {
    title: ({ subject }) =>
      subject === ''
        ? 'The connection to the package index failed.'
        : `The connection to '${subject}' failed, which the requirements name as an address.`,
    fix: ({ subject }) =>
      subject === ''
        ? 'Run it again. If it stays so, check the proxy (HTTPS_PROXY), the firewall and PIP_INDEX_URL of this machine.'
        : 'Run it again. If it stays so, check the proxy (HTTPS_PROXY) and the firewall of this machine, or name a version from the package index or a file of the app in its place: for an address no index is asked.',
  },
  slow: {
    title: ({ subject }) =>
      subject === '' ? 'The package index was too slow.' : `${indexName(subject)} was too slow.`,
    fix: (facts) =>
      `Run it again. If it stays so, give ${installerOf(facts)} more time: set the variable PIP_DEFAULT_TIMEOUT of the job to the seconds that it may wait, such as 120.`,
  },
  certificate: {
    title: (facts) => `${installerOf(facts)} does not trust the package index's certificate.`,
    fix: () =>
      'Give it the certificate of your proxy or feed: set the variable PIP_CERT to its file.',
  },
  'certificate-file': {
    title: ({ subject }) => `The file of certificates${named(subject)} does not exist here.`,
    fix: () =>
      'Correct the variable that names it, or unset that: PIP_CERT, PIP_CLIENT_CERT, REQUESTS_CA_BUNDLE or CURL_CA_BUNDLE.',
  },
  'constraint-file': {
    title: ({ subject }) =>
      `The file${named(subject)}, which a setting of this job names, does not exist here.`,
    fix: (facts) =>
      `Correct the variable that names it, or unset that: PIP_CONSTRAINT, PIP_BUILD_CONSTRAINT${installerOf(facts) === 'uv' ? ', UV_CONSTRAINT, UV_BUILD_CONSTRAINT or UV_OVERRIDE' : ' or PIP_REQUIREMENT'}. A relative path is taken from the app root.`,
  },
  'invalid-requirement': {
    title: (facts) => `${installerOf(facts)} cannot read the requirement${named(facts.subject)}.`,
    fix: ({ subject }) =>
      OF_ANOTHER_MACHINE.test(subject)
        ? "That path is of the machine where 'pip freeze' wrote the list. Write it there again, with versions in the place of paths: pip list --format=freeze > requirements.txt"
        : 'Correct that line. Relative paths are taken from the app root.',
  },
  'git-missing': {
    title: ({ subject }) =>
      `A requirement comes from version control, but${named(subject) || ' its program'} is missing here.`,
    fix: ({ subject }, input) =>
      `Install it ${input.beforehand}: sudo apt-get install ${VERSION_CONTROL[subject] ?? 'git'}`,
  },
  'clone-failed': {
    title: ({ subject }) => `The repository${named(subject)} could not be fetched.`,
    fix: () =>
      'Check its address and that this job may read it. A private one needs a token in the URL, from a secret variable, or a checkout of its own and a path in its place.',
  },
  'disk-full': {
    title: (facts) => `The disk became full while ${installerOf(facts)} installed.`,
    fix: (_, input) => input.moreRoom,
  },
  unknown: {
    title: (facts) => `${installerOf(facts)} could not install the requirements.`,
    fix: (facts) => `Read what ${installerOf(facts)} says above; the log has the whole of it.`,
  },
};
