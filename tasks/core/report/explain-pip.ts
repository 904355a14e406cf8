// The words for every reason for which pip fails.

import type { FailureOf, PipReason } from '../terms/failure.js';

type Facts = FailureOf<'pip-failed'>;

interface PipWords {
  readonly title: (facts: Facts) => string;
  readonly fix: (facts: Facts) => string;
}

function quoted(subject: string): string {
  return subject === '' ? '' : `'${subject}'`;
}

/** ` 'flask==9'`, or nothing when pip named nothing. */
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

const NO_WHEEL = ({ python, glibc }: Facts): string =>
  `pip found no wheel of it for Python ${python} and glibc ${glibc}, so it tried to build it from source.`;

export const PIP_WORDS: Record<PipReason, PipWords> = {
  'not-found': {
    title: ({ subject }) => `pip found no distribution for${named(subject) || ' a requirement'}.`,
    fix: ({ python, glibc }) =>
      `Check the name and the version. If it comes from a private feed, run PipAuthenticate@1 before this task. If it exists as wheels only, it may have none for Python ${python} on x86_64 with glibc ${glibc} or older: choose another version.`,
  },
  'no-version-for-python': {
    title: ({ subject, python }) =>
      `${quoted(subject) || 'A requirement'} has no version for Python ${python}.`,
    fix: () =>
      'Choose a version that does, or another Python for runtimeStack and UsePythonVersion@0.',
  },
  'no-fitting-version': {
    title: ({ subject }) => `No version fits the requirement${named(subject)}.`,
    fix: ({ python, glibc }) =>
      `Choose one of the versions that pip lists above. Only those with a wheel for Python ${python} and glibc ${glibc} or older, or with sources, are among them.`,
  },
  'hash-mismatch': {
    title: ({ subject }) =>
      `What pip downloaded for${named(subject) || ' a requirement'} is not what its hash says.`,
    fix: () =>
      'If the file was really published anew, lock the requirements again. If not, do not install it: somebody changed it on the way.',
  },
  'hash-missing': {
    title: ({ subject }) =>
      `The requirements ask for hashes, but${named(subject) || ' a requirement'} has none.`,
    fix: () =>
      'Lock the requirements again with hashes for all of them: pip-compile --generate-hashes',
  },
  'index-refused': {
    title: ({ subject }) => `The package index${named(subject)} refused us (401 or 403).`,
    fix: () =>
      "Run PipAuthenticate@1 before this task and give the build service 'Feed and Upstream Reader (Collaborator)' on the feed.",
  },
  'compiler-missing': {
    title: ({ subject }) =>
      `A requirement must be compiled, but${named(subject) || ' the compiler'} is missing on this agent.`,
    fix: (facts) =>
      `${NO_WHEEL(facts)} Choose a version that has a wheel, or install the build tools in a step before this task: sudo apt-get install ${BUILD_TOOLS[facts.subject] ?? 'build-essential'}`,
  },
  'header-missing': {
    title: ({ subject }) =>
      `A requirement must be compiled, but the header${named(subject)} is missing on this agent.`,
    fix: (facts) =>
      `${NO_WHEEL(facts)} Choose a version that has a wheel, or install the package with that header in a step before this task: ${HEADERS[facts.subject] ?? 'usually the library with -dev behind its name'}`,
  },
  'build-failed': {
    title: ({ subject }) => `Building${named(subject) || ' a requirement'} from source failed.`,
    fix: (facts) => `${NO_WHEEL(facts)} Choose a version that has a wheel, or mend the build.`,
  },
  conflict: {
    title: ({ subject }) =>
      subject === ''
        ? 'The requirements contradict each other.'
        : `The requirements contradict each other: ${subject}.`,
    fix: () =>
      'Loosen one of the versions that pip names above, or lock the requirements with pip-compile.',
  },
  network: {
    title: () => 'The connection to the package index failed.',
    fix: () =>
      'Run the task again. If it stays so, check the proxy (HTTPS_PROXY), the firewall and PIP_INDEX_URL of this agent.',
  },
  certificate: {
    title: () => "pip does not trust the package index's certificate.",
    fix: () =>
      'Give pip the certificate of your proxy or feed: set the variable PIP_CERT to its file.',
  },
  'invalid-requirement': {
    title: ({ subject }) => `pip cannot read the requirement${named(subject)}.`,
    fix: () => 'Correct that line. Relative paths are taken from the app root.',
  },
  'git-missing': {
    title: ({ subject }) =>
      `A requirement comes from version control, but${named(subject) || ' its program'} is missing on this agent.`,
    fix: ({ subject }) =>
      `Install it in a step before this task: sudo apt-get install ${subject || 'git'}`,
  },
  'clone-failed': {
    title: ({ subject }) => `The repository${named(subject)} could not be fetched.`,
    fix: () =>
      'Check its address and that this job may read it. A private one needs a token in the URL, from a secret variable, or a checkout of its own and a path in its place.',
  },
  'disk-full': {
    title: () => 'The disk became full while pip installed.',
    fix: () =>
      'Free space on the agent, or set Agent.TempDirectory (on a laptop TMPDIR) to a larger disk.',
  },
  unknown: {
    title: () => 'pip could not install the requirements.',
    fix: () => 'Read what pip says above; the log has the whole of it.',
  },
};
