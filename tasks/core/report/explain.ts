// The words for every failure: what happened, what we found, the one thing to do.

import { SOURCE_FORMATS } from '../terms/dependencies.js';
import { isFullDisk, messageOf, Stopped, type Failure, type FailureOf } from '../terms/failure.js';
import { stackName } from '../runtime/images.js';
import { counted } from '../terms/counted.js';
import { INSTALL_WORDS, installerOf } from './explain-install.js';
import { wheelWords } from './explain-wheels.js';

export interface Words {
  /** What happened, in the user's terms. */
  readonly title: string;
  /** What we found, quoted; a line each. */
  readonly found: readonly string[];
  /** The one thing to do. */
  readonly fix: string;
}

type Explain = {
  [Code in Failure['code']]: (facts: Extract<Failure, { code: Code }>) => Words;
};

function words(title: string, found: readonly string[], fix: string): Words {
  return { title, found, fix };
}

function list(names: readonly string[]): string {
  return names.map((name) => `'${name}'`).join(', ');
}

const WORDS: Explain = {
  'app-root-missing': ({ path }) =>
    words(
      'The app root does not exist.',
      [`appRoot: '${path}'`],
      'Give the folder that holds the app, relative to the sources or absolute. In a job without checkout, download the artifact first.',
    ),
  'app-root-not-a-folder': ({ path }) =>
    words(
      'The app root is not a folder.',
      [`appRoot: '${path}'`],
      'Give the folder that the file is in.',
    ),
  'app-root-empty': ({ path }) =>
    words(
      'The app root is empty.',
      [`appRoot: '${path}'`],
      'Give the folder that holds the app. A deployment job checks nothing out by itself: add `- checkout: self`.',
    ),
  'unresolved-variable': ({ input, value }) =>
    words(
      `The input ${input} still holds a variable that has no value here.`,
      [`${input}: '${value}'`],
      'Define the variable, or leave the input empty. Build.* variables do not exist in a classic release.',
    ),
  'unknown-choice': ({ input, value, allowed }) =>
    words(
      `The input ${input} does not take this value.`,
      [`${input}: '${value}'`],
      `Choose one of ${list(allowed)}.`,
    ),
  'no-such-number': ({ input, value, least, most }) =>
    words(
      `The input ${input} takes a whole number.`,
      [`${input}: '${value}'`],
      `Give a number from ${least} to ${most}.`,
    ),
  'unknown-runtime-stack': ({ value, known }) =>
    words(
      'This runtime stack is not known.',
      [`runtimeStack: '${value}'`],
      `Choose one of ${list(known.map(stackName))}. In YAML quote a bare version: 3.10 without quotes is 3.1.`,
    ),
  'requirements-missing': ({ appRoot, seen }) =>
    words(
      'Nothing in the app root says what to install.',
      [
        `Looked in '${appRoot}' for ${list(SOURCE_FORMATS)}.`,
        ...(seen.length > 0 ? [`Found ${list(seen)}.`] : []),
      ],
      'Set the requirements input to the file that does, or appRoot to the folder that holds it. An app without dependencies has an empty requirements.txt.',
    ),
  'requirements-not-found': ({ path, askedBy }) =>
    words(
      'A requirements file does not exist.',
      [`'${path}', named by ${askedBy}`],
      'Correct the name. Files named in a requirements file are taken relative to that file.',
    ),
  'requirements-unreadable': ({ path, reason }) =>
    words(
      'A requirements file cannot be read.',
      [`'${path}': ${reason}`],
      'Give the path of a file that the agent may read.',
    ),
  'requirements-not-utf8': ({ path, looksLike }) =>
    words(
      'A requirements file is not UTF-8.',
      [`'${path}' looks like ${looksLike}.`],
      'Save it as UTF-8. In PowerShell: pip freeze | Out-File -Encoding utf8 requirements.txt',
    ),
  'requirements-editable': ({ where, line, target }) =>
    words(
      'An editable install cannot be packaged: it points at a folder of this machine.',
      [`${where}: ${line}`],
      `Install it as it is: write '${target}' in place of '${line}'.`,
    ),
  'dependencies-unreadable': ({ path, reason }) =>
    words(
      'A file that declares dependencies does not say what it should.',
      [`'${path}': ${reason}`],
      'Correct it; if it is a lock, let the tool that wrote it write it anew.',
    ),
  'lock-version-unknown': ({ path, found, known }) =>
    words(
      'The lock is of a format that is not known here.',
      [`'${path}' has lock-version ${found}; ${known} is known.`],
      'Take a later version of this task, or lock with a version of the tool that writes the known format.',
    ),
  'lock-outdated': ({ path, project, command }) =>
    words(
      'The lock is older than its project.',
      [`'${path}' was not made from '${project}' as it is now.`],
      `Lock anew and commit the result: ${command}`,
    ),
  'lock-missing': ({ path, reason, command }) =>
    words(
      'The dependencies cannot be told without a lock.',
      [`'${path}': ${reason}.`],
      `Lock them and commit the result: ${command}`,
    ),
  'lock-without-project': ({ path, project }) =>
    words(
      'The lock is there without its project.',
      [`'${path}' needs '${project}', which does not exist.`],
      'Put the two side by side, as they were when it was locked.',
    ),
  'locked-unusable': ({ path, name, reason }) =>
    words(
      `The lock has '${name}' in a form that cannot be installed here.`,
      [`'${path}': ${reason}.`],
      'Declare it by a version, a URL, a commit or a folder of the sources, not editable, and lock anew.',
    ),
  'uv-export-failed': ({ path, lastLines }) =>
    words(
      'uv cannot read its lock.',
      [`'${path}'`, 'uv says:', ...lastLines],
      'Mend what uv complains of; this shows it without the task: uv export --locked',
    ),
  'unknown-group': ({ path, name, known }) =>
    words(
      `There is no dependency group '${name}'.`,
      [`'${path}' has ${known.length === 0 ? 'no groups' : list(known)}.`],
      known.length === 0
        ? 'Leave the groups input empty, or set the requirements input to a file that has groups, such as uv.lock.'
        : 'Correct the groups input.',
    ),
  'unknown-extra': ({ path, name, known }) =>
    words(
      `There is no extra '${name}'.`,
      [`'${path}' has ${known.length === 0 ? 'no extras' : list(known)}.`],
      known.length === 0
        ? 'Leave the extras input empty, or set the requirements input to a file that has extras, such as uv.lock.'
        : 'Correct the extras input.',
    ),
  'python-excluded': ({ path, requires, python }) =>
    words(
      `The project is not for Python ${python}.`,
      [`'${path}' wants Python '${requires}'; the package is for ${python}.`],
      'Choose another runtimeStack and Python, or widen what the project allows and lock anew.',
    ),
  'environment-excluded': ({ path, environments, python }) =>
    words(
      'The lock is not for App Service.',
      [
        `'${path}' is for ${environments.map((one) => `"${one}"`).join(', ')}; App Service is Linux on x86_64, here with CPython ${python}.`,
      ],
      'Lock anew for that environment, too.',
    ),
  'editable-installed': ({ distribution }) =>
    words(
      'An editable install cannot be packaged: it points at a folder of this machine.',
      [`'${distribution}' was installed editable.`],
      'Take the -e away where it is required.',
    ),
  'python-missing': ({ asked, tried }) =>
    words(
      asked === '' ? 'No Python is on PATH.' : 'That Python does not exist.',
      [`Looked for ${list(tried)}.`],
      "Install one, or name it by pythonPath (--python). In a pipeline add a step before this task:\n  - task: UsePythonVersion@0\n    inputs: { versionSpec: '3.12' }",
    ),
  'python-unusable': ({ program, lastLines }) =>
    words(
      'The Python that was found does not run.',
      [`'${program}'`, ...lastLines],
      'Choose another by pythonPath, or add UsePythonVersion@0 before this task.',
    ),
  'python-not-cpython': ({ program, implementation }) =>
    words(
      `App Service runs CPython, not ${implementation}.`,
      [`'${program}'`],
      'Choose a CPython by pythonPath, or add UsePythonVersion@0 before this task.',
    ),
  'python-too-old': ({ program, found, needed, minor }) =>
    words(
      `Python ${found} is too old to build for another Python.`,
      [`'${program}' is Python ${found}; ${needed} or later is needed.`],
      `Add a step before this task:\n  - task: UsePythonVersion@0\n    inputs: { versionSpec: '${minor}' }`,
    ),
  'cross-needs-uv': ({
    program,
    found,
    platform,
    samePlatform,
    stack,
    minor,
    because,
    lastLines,
  }) =>
    words(
      because === 'not to be had'
        ? `This Python can build for ${stack} with uv only, and there is no uv.`
        : `This Python can build for ${stack} with uv only, and the installer is pip.`,
      [
        `'${program}' is Python ${found} for ${platform}; App Service is Linux on x86_64 with glibc. pip cannot choose what another Python needs.`,
        ...lastLines,
      ],
      (samePlatform
        ? `Add a step before this task:\n  - task: UsePythonVersion@0\n    inputs: { versionSpec: '${minor}' }\n`
        : `Run the job on such an agent: pool: { vmImage: 'ubuntu-latest' }\n`) +
        (because === 'not to be had'
          ? 'Or install uv in a step before this task: pip install uv'
          : "Or set installer to 'auto'."),
    ),
  'wheels-missing': (facts) => wheelWords(facts),
  'sdist-not-pure': ({ name, version, tags }) =>
    words(
      'What was built here from sources runs here, and not on App Service.',
      [`${name} ${version}`.trim() + ` gave a wheel for ${tags.join(', ')}, not for any platform.`],
      `Take '${name}' out of allowSdist, and choose a version with a wheel for App Service; or run the job on Linux with the Python of the runtime stack.`,
    ),
  'python-minor-unknown': ({ program, found, known }) =>
    words(
      `App Service has no image for Python ${found}.`,
      [`'${program}' is Python ${found}.`],
      `Use one of ${known.join(', ')}:\n  - task: UsePythonVersion@0\n    inputs: { versionSpec: '3.12' }`,
    ),
  'venv-module-missing': ({ program, minor }) =>
    words(
      'This Python has no venv module.',
      [`'${program}'`],
      `Install it in a step before this task: sudo apt-get install python${minor}-venv`,
    ),
  'pip-missing': ({ program }) =>
    words(
      'This Python has no pip.',
      [`'${program}'`],
      `Install it in a step before this task: sudo apt-get install python3-pip, or ${program} -m ensurepip --upgrade`,
    ),
  'pip-too-old': ({ program, found, needed }) =>
    words(
      `pip ${found} is too old to fill a venv from outside.`,
      [`'${program}' has pip ${found}; ${needed} or later is needed.`],
      `Add a step before this task: ${program} -m pip install --upgrade pip`,
    ),
  'venv-failed': ({ program, lastLines }) =>
    words(
      'The virtual environment could not be made.',
      [`'${program} -m venv' says:`, ...lastLines],
      'Mend what Python complains of. On Debian and Ubuntu the package python3-venv is often missing.',
    ),
  'uv-missing': ({ program, fetched, oldest, lastLines }) =>
    words(
      'uv is needed, and there is none.',
      [
        `PATH has no uv ${oldest} or later, and '${program}' could not fetch uv ${fetched} with pip:`,
        ...lastLines,
      ],
      `Add a step before this task: ${program} -m pip install uv==${fetched}`,
    ),
  'uv-moved': ({ path, setting }) =>
    words(
      "uv's configuration would put the packages elsewhere.",
      [`'${path}' sets '${setting}' in its table 'pip'.`],
      `Remove '${setting}' from it, set UV_NO_CONFIG to 1 for this task, or use installer: pip.`,
    ),
  'pip-failed': installWords,
  'uv-failed': installWords,
  'django-missing': ({ found }) =>
    words(
      'collectStatic is true, but this is no Django app that we can see.',
      [`${found[0]?.toUpperCase() ?? ''}${found.slice(1)}.`],
      "Set collectStatic to 'auto', or appRoot to the folder that holds manage.py.",
    ),
  'static-files-cross': () =>
    words(
      'collectStatic is true, but the environment is for another machine and cannot be run here.',
      [],
      "Run `python manage.py collectstatic --noinput` in a step before this task, and set collectStatic to 'false'.",
    ),
  'names-clash': ({ first, second }) =>
    words(
      'Two names differ only in case, and may become one file on the share under /home.',
      [`'${first}' and '${second}'`],
      'Rename one of them, or leave one out by excludes. With the layout appTarball they stay two.',
    ),
  'name-with-backslash': ({ name }) =>
    words(
      'A name has a backslash, and would become a strange file on the site.',
      [`'${name}'`],
      'Rename it, or leave it out by excludes. An archive that was packed on Windows and unpacked on Linux makes such names.',
    ),
  'name-not-utf8': ({ name }) =>
    words(
      'A name is not UTF-8 and cannot be packed.',
      [`'${name}', where \ufffd stands for each byte that is not`],
      'Rename it.',
    ),
  'link-leaves-app-root': ({ link, target }) =>
    words(
      'A link leads out of the app root, where the package ends.',
      [`'${link}' -> '${target}'`],
      'Copy the target into the app root, or leave the link out by excludes.',
    ),
  'link-dangling': ({ link, target }) =>
    words(
      'A link leads nowhere; the deployment would stop at it.',
      [`'${link}' -> '${target}'`],
      'Remove it, or leave it out by excludes.',
    ),
  'link-to-itself': ({ link, target }) =>
    words(
      'A link leads to a folder that it lies in, so following it would never end.',
      [`'${link}' -> '${target}'`],
      'Remove it, or leave it out by excludes.',
    ),
  'app-has-antenv': ({ path }) =>
    words(
      "The app has an 'antenv' of its own, where the platform puts the virtual environment.",
      [`'${path}'`],
      'Rename it, or leave it out by excludes.',
    ),
  'nothing-to-pack': ({ appRoot }) =>
    words(
      'Nothing of the app is left to pack.',
      [`Everything in '${appRoot}' is left out.`],
      'Check excludes and .antenvignore.',
    ),
  'file-changed': ({ path }) =>
    words(
      'A file changed while it was packed.',
      [`'${path}'`],
      'Let no other step write there, and run the task again.',
    ),
  'file-unreadable': ({ path, reason }) =>
    words(
      'A file cannot be read.',
      [`'${path}': ${reason}`],
      'Give the agent the right to read it, or leave it out by excludes.',
    ),
  'settings-unreadable': ({ path, reason }) =>
    words(
      'The file with the app settings cannot be read.',
      [`'${path}': ${reason}`],
      'Give the path of a UTF-8 text file of at most 8 MB that the agent may read, or the settings themselves.',
    ),
  'zstd-missing': () =>
    words(
      'compression is zstd, but nothing on this agent can write it.',
      ['Node.js has it from version 24 on; the program zstd is not on PATH.'],
      "Add a step before this task: sudo apt-get install zstd, or set compression to 'gzip'.",
    ),
  'zstd-failed': ({ lastLines }) =>
    words('zstd failed.', lastLines, "Set compression to 'gzip' if it stays so."),
  'zstd-never-read': ({ stack }) =>
    words(
      `The image of ${stack} never unpacks a venv that is compressed with zstd.`,
      [],
      "Set compression to 'gzip', or layout to 'appTarball'.",
    ),
  'bytecode-failed': ({ lastLines }) =>
    words(
      'Compiling the bytecode failed.',
      ['Python says:', ...lastLines],
      'Run the task again; if it stays so, please report it.',
    ),
  'output-is-folder': ({ path }) =>
    words(
      'There is a folder where the package should be.',
      [`packagePath: '${path}'`],
      'Give the path of a file, such as a name that ends in .zip.',
    ),
  'output-not-writable': ({ path, reason, input = 'packagePath' }) =>
    words(
      `The ${input === 'packagePath' ? 'package' : 'file'} cannot be written.`,
      [`${input}: '${path}'`, reason],
      `Give the agent the right to write there, or choose another ${input}.`,
    ),
  'output-busy': ({ path, lock, pid }) =>
    words(
      'Another run is writing this package.',
      [`packagePath: '${path}'`, `Process ${pid} holds '${lock}'.`],
      'Wait for it, or give each run a packagePath of its own.',
    ),
  'disk-full': ({ path }) =>
    words(
      'The disk is full.',
      path === '' ? [] : [`while writing '${path}'`],
      'Free space on that disk, or choose a larger one: by packagePath for the package, by cacheFolder for the cache, by TMPDIR for all else.',
    ),
  'temp-folder-unusable': ({ path, reason }) =>
    words(
      'The folder for temporary files cannot be used.',
      [`'${path}': ${reason}`],
      'Set TMPDIR to a folder that exists and that you may write to.',
    ),
  'cache-folder-unusable': ({ path, reason }) =>
    words(
      'The cache folder cannot be used.',
      [`cacheFolder: '${path}'`, reason],
      'Give a folder in which this user, and nobody else, may write: one below $(Pipeline.Workspace). Without cacheFolder nothing is kept.',
    ),
  'package-not-found': ({ pattern, found }) =>
    words(
      found.length === 0 ? 'No package is there.' : 'More than one package fits.',
      [`package: '${pattern}'`, ...found.map((name) => `found '${name}'`)],
      'Give the path of one zip, such as $(pack.packagePath).',
    ),
  'package-in-folder': ({ folder, found }) =>
    words(
      'This folder is no app, but holds a package.',
      [`package: '${folder}'`, ...found.map((name) => `found '${name}'`)],
      `Give the path of the zip: ${folder.replace(/[/\\]+$/, '')}/${found[0]}`,
    ),
  'nothing-to-judge': () =>
    words(
      'There is nothing to judge.',
      ['package, startupCommand, appSettings, runtimeStack and appName are all empty.'],
      'Give at least one of them.',
    ),
  'site-app-missing': ({ given }) =>
    words(
      'It is not said which web app is to be asked.',
      given,
      'Give its name in appName (--app), or leave the others empty, too.',
    ),
  'site-connection-missing': () =>
    words(
      'A web app is named, but no service connection to ask it with.',
      ['azureSubscription is empty.'],
      'Give the name of a service connection of the kind Azure Resource Manager in azureSubscription, or leave appName empty.',
    ),
  'rehearsal-impossible': ({ reason, alone }) =>
    words(
      'The start cannot be rehearsed.',
      [reason],
      alone
        ? 'Mend that; docs/rehearse.md of the project tells what a rehearsal needs.'
        : 'Mend that, or use rehearse: auto, which goes on without.',
    ),
  'judged-bad': ({ failOn, errors, warnings, report }) =>
    words(
      'The app would not run well as it is, so there is no package.',
      [
        `Found ${counted(errors, 'error')} and ${counted(warnings, 'warning')}; failOn is '${failOn}'.`,
        `The report is '${report}'.`,
      ],
      'Mend what the findings in the log say, or name a rule in suppress if it is wrong here.',
    ),
  'package-unreadable': ({ path, reason }) =>
    words(
      'This is not a package that can be read.',
      [`'${path}': ${reason}`],
      'Give a zip that this task or another tool has made.',
    ),
  usage: ({ message }) => words(message, [], 'antenv COMMAND --help tells what a command takes.'),
  cancelled: () => words('Cancelled.', [], 'Nothing was left behind; run it again when you like.'),
};

function installWords(facts: FailureOf<'pip-failed' | 'uv-failed'>): Words {
  const { title, fix } = INSTALL_WORDS[facts.reason];
  return words(title(facts), [`${installerOf(facts)} says:`, ...facts.lastLines], fix(facts));
}

/** The words for a failure. */
export function explain(failure: Failure): Words {
  // Each entry takes the facts of its own code; TypeScript cannot tie the two through an index.
  const say = WORDS[failure.code] as (facts: Failure) => Words;
  return say(failure);
}

/** A failure as plain text: what happened, what we found, what to do. */
export function explainAsText(failure: Failure): string {
  const { title, found, fix } = explain(failure);
  return [title, ...found.map((line) => `  ${line}`), fix].join('\n');
}

/**
 * Any error as plain text; one that no stage foresaw by what it says of itself.
 * @param hint what to do then
 */
export function explainError(error: unknown, hint: string): string {
  if (error instanceof Stopped) return explainAsText(error.failure);
  if (isFullDisk(error)) {
    return explainAsText({ code: 'disk-full', path: pathOf(error) });
  }
  const message = messageOf(error);
  return `Something that we did not expect: ${message}\n${hint}`;
}

function pathOf(error: unknown): string {
  const path = error instanceof Error && 'path' in error ? error.path : undefined;
  return typeof path === 'string' ? path : '';
}
