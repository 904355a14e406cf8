// Words for inputs that cannot be used: the app root, choices, numbers, the package or site to judge.

import { stackName } from '../../runtime/images.js';
import { isArchiveName } from '../../terms/archive-name.js';
import { list, sentence, UNPACK_IT, words, type Explain } from './words.js';

/** Of the packages that fit a pattern; nobody reads more. */
const MOST_FOUND = 10;

export const INPUT_WORDS = {
  'app-root-missing': ({ path }, input) =>
    words(
      'The app root does not exist.',
      [input.with('appRoot', `'${path}'`)],
      'Give the folder that holds the app, relative to the sources or absolute. In a job without checkout, download the artifact first.',
    ),
  'app-root-not-a-folder': ({ path }, input) =>
    words(
      'The app root is not a folder.',
      [input.with('appRoot', `'${path}'`)],
      isArchiveName(path) ? UNPACK_IT : 'Give the folder that the file is in.',
    ),
  'app-root-empty': ({ path }, input) =>
    words(
      'The app root is empty.',
      [input.with('appRoot', `'${path}'`)],
      'Give the folder that holds the app. A deployment job checks nothing out by itself: add `- checkout: self`.',
    ),
  'unresolved-variable': ({ input: name, value }, input) =>
    words(
      `${sentence(input.called(name))} still holds a variable that has no value here.`,
      [input.with(name, `'${value}'`)],
      `Define the variable, or give no ${input.name(name)}. Build.* variables do not exist in a classic release.`,
    ),
  'unknown-choice': ({ input: name, value, allowed }, input) =>
    words(
      `${sentence(input.called(name))} does not take this value.`,
      [input.with(name, `'${value}'`)],
      `Choose one of ${list(allowed)}.`,
    ),
  'no-such-number': ({ input: name, value, least, most }, input) =>
    words(
      `${sentence(input.called(name))} takes a whole number.`,
      [input.with(name, `'${value}'`)],
      `Give a number from ${least} to ${most}.`,
    ),
  'no-site-path': ({ input: name, value }, input) =>
    words(
      `${sentence(input.called(name))} takes a path of the site.`,
      [input.with(name, `'${value}'`)],
      `Give what stands behind the web app's name in an address, percent-encoded: ${input.with(name, sitePathIn(value))}`,
    ),
  'unknown-runtime-stack': ({ value, known }, input) =>
    words(
      'This runtime stack is not known.',
      [input.with('runtimeStack', `'${value}'`)],
      `Choose one of ${list(known.map(stackName))}. In YAML quote a bare version: 3.10 without quotes is 3.1.`,
    ),
  'settings-unreadable': ({ path, reason }) =>
    words(
      'The file with the app settings cannot be read.',
      [`'${path}': ${reason}`],
      'Give the path of a UTF-8 text file of at most 8 MB that the agent may read, or the settings themselves.',
    ),
  'package-not-found': ({ pattern, found }, input) =>
    words(
      found.length === 0 ? 'No package is there.' : 'More than one package fits.',
      [input.with('package', `'${pattern}'`), ...foundLines(found)],
      'Give the path of one zip; in a pipeline that is $(pack.packagePath), where the step that packs is named pack.',
    ),
  'package-in-folder': ({ folder, found }, input) =>
    words(
      'This folder is no app, but holds a package.',
      [input.with('package', `'${folder}'`), ...foundLines(found)],
      `Give the path of the zip: ${folder.replace(/[/\\]+$/, '')}/${found[0]}`,
    ),
  'package-folder-empty': ({ folder }, input) =>
    words(
      'This folder is empty.',
      [input.with('package', `'${folder}'`)],
      'Give the package, or the folder of an app. If it should be here, look at the step that brings it, such as DownloadPipelineArtifact@2.',
    ),
  'nothing-to-judge': (_, input) =>
    words(
      'There is nothing to judge.',
      [
        `None of ${input.name('package')}, ${input.name('startupCommand')}, ${input.name('appSettings')}, ${input.name('runtimeStack')} and ${input.name('appName')} is given.`,
      ],
      'Give at least one of them.',
    ),
  'site-app-missing': ({ given }, input) =>
    words(
      'It is not said which web app is to be asked.',
      given.map(([name, value]) => input.with(name, `'${value}'`)),
      `Give its name by ${input.name('appName')}, or take the others away.`,
    ),
  // Where nobody is named who signs in, the command line takes whoever is signed in.
  'site-connection-missing': () =>
    words(
      'A web app is named, but no service connection to ask it with.',
      ['azureSubscription is empty.'],
      'Give the name of a service connection of the kind Azure Resource Manager in azureSubscription, or leave appName empty.',
    ),
  'package-unreadable': ({ path, reason }) =>
    words(
      'This is not a package that can be read.',
      [`'${path}': ${reason}`],
      'Give a zip that this task or another tool has made.',
    ),
  usage: ({ message }) => words(message, [], 'antenv COMMAND --help tells what a command takes.'),
} satisfies Partial<Explain>;

/** `/health` of `health` or `https://shop.azurewebsites.net/health`. */
function sitePathIn(value: string): string {
  const path = value.replace(/^\w+:\/\/[^/]*/, '').replace(/^\/*/, '/');
  return path.replace(/[^!-~]+/g, encodeURIComponent);
}

function foundLines(found: readonly string[]): string[] {
  const more = found.length - MOST_FOUND;
  const lines = found.slice(0, MOST_FOUND).map((name) => `found '${name}'`);
  return more > 0 ? [...lines, `and ${more} more`] : lines;
}
