// Words for inputs that cannot be used: the app root, choices, numbers, the package or site to judge.

import { stackName } from '../../runtime/images.js';
import { list, words, type Explain } from './words.js';

export const INPUT_WORDS = {
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
  'settings-unreadable': ({ path, reason }) =>
    words(
      'The file with the app settings cannot be read.',
      [`'${path}': ${reason}`],
      'Give the path of a UTF-8 text file of at most 8 MB that the agent may read, or the settings themselves.',
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
  'package-unreadable': ({ path, reason }) =>
    words(
      'This is not a package that can be read.',
      [`'${path}': ${reason}`],
      'Give a zip that this task or another tool has made.',
    ),
  usage: ({ message }) => words(message, [], 'antenv COMMAND --help tells what a command takes.'),
} satisfies Partial<Explain>;
