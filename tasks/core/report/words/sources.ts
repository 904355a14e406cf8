// Words for what declares the dependencies: requirements, locks and projects.

import { isArchiveName } from '../../terms/archive-name.js';
import { SOURCE_FORMATS } from '../../terms/dependencies.js';
import type { InputWords } from '../../terms/input-name.js';
import { list, UNPACK_IT, words, type Explain } from './words.js';

/** A project can declare what it lacks, in tables of several tools; a requirements file has no place for it. */
function declareOrChoose(path: string, what: 'groups' | 'extras', input: InputWords): string {
  return /(?:^|[/\\])pyproject\.toml$/.test(path)
    ? 'or declare it in that file.'
    : `or set ${input.called('requirements')} to a file that has ${what}, such as pyproject.toml.`;
}

export const SOURCE_WORDS = {
  'requirements-missing': ({ appRoot, seen }, input) =>
    words(
      'Nothing in the app root says what to install.',
      [
        `Looked in '${appRoot}' for ${list(SOURCE_FORMATS)}.`,
        ...(seen.length > 0 ? [`Found ${list(seen)}.`] : []),
      ],
      seen.length > 0 && seen.every(isArchiveName)
        ? UNPACK_IT
        : `Set ${input.called('requirements')} to the file that does, or ${input.name('appRoot')} to the folder that holds it. An app without dependencies has an empty requirements.txt.`,
    ),
  'requirements-not-found': ({ path, askedBy, beside }, input) =>
    words(
      'A requirements file does not exist.',
      [
        `'${path}', named by ${askedBy ?? input.called('requirements')}`,
        ...(beside === undefined ? [] : [`The app root has '${beside}'.`]),
      ],
      beside === undefined
        ? 'Correct the name. Files named in a requirements file are taken relative to that file.'
        : `Give that one: ${input.with('requirements', beside)}`,
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
      `Save it as UTF-8.${looksLike.startsWith('UTF-16') ? inPowerShell(path) : ''}`,
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
  'lock-missing': ({ path, reason, command, lock }, input) =>
    words(
      'The dependencies cannot be told without a lock.',
      [`'${path}': ${reason}.`],
      lock === undefined
        ? `Lock them and commit the result: ${command}`
        : `They are locked in '${lock}': set ${input.called('requirements')} to that file.`,
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
  'unknown-group': ({ path, name, known }, input) =>
    words(
      `There is no dependency group '${name}'.`,
      [`'${path}' has ${known.length === 0 ? 'no groups' : list(known)}.`],
      known.length === 0
        ? `Give no ${input.name('groups')}, ${declareOrChoose(path, 'groups', input)}`
        : `Correct ${input.called('groups')}.`,
    ),
  'unknown-extra': ({ path, name, known }, input) =>
    words(
      `There is no extra '${name}'.`,
      [`'${path}' has ${known.length === 0 ? 'no extras' : list(known)}.`],
      known.length === 0
        ? `Give no ${input.name('extras')}, ${declareOrChoose(path, 'extras', input)}`
        : `Correct ${input.called('extras')}.`,
    ),
  'python-excluded': ({ path, requires, python }, input) =>
    words(
      `The project is not for Python ${python}.`,
      [`'${path}' wants Python '${requires}'; the package is for ${python}.`],
      `Choose another ${input.name('runtimeStack')} and Python, or widen what the project allows and lock anew.`,
    ),
  'environment-excluded': ({ path, environments, python }) =>
    words(
      'The lock is not for App Service.',
      [
        `'${path}' is for ${environments.map((one) => `"${one}"`).join(', ')}; App Service is Linux on x86_64, here with CPython ${python}.`,
      ],
      'Lock anew for that environment, too.',
    ),
} satisfies Partial<Explain>;

/** What the file holds stays as it is: another `pip freeze` would write what one machine happens to have. */
function inPowerShell(path: string): string {
  // A name that a shell would take apart is for the reader to quote.
  const name = /(?:^|[\\/])([\w.-]+)$/.exec(path)?.[1];
  return name === undefined
    ? ''
    : ` In PowerShell: (Get-Content ${name}) | Set-Content -Encoding utf8 ${name}`;
}
