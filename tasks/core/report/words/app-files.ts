// Words for the app's own files that cannot be packed as they are.

import { words, type Explain } from './words.js';

export const APP_FILE_WORDS = {
  'django-missing': ({ found }, input) =>
    words(
      `${input.name('collectStatic')} is true, but this is no Django app that we can see.`,
      [`${found[0]?.toUpperCase() ?? ''}${found.slice(1)}.`],
      `Set ${input.name('collectStatic')} to 'auto', or ${input.name('appRoot')} to the folder that holds manage.py.`,
    ),
  'static-files-cross': (_, input) =>
    words(
      `${input.name('collectStatic')} is true, but the environment is for another machine and cannot be run here.`,
      [],
      `Run \`python manage.py collectstatic --noinput\` ${input.beforehand}, and set ${input.name('collectStatic')} to 'false'.`,
    ),
  'names-clash': ({ first, second }, input) =>
    words(
      'Two names differ only in case, and may become one file on the share under /home.',
      [`'${first}' and '${second}'`],
      `Rename one of them, or leave one out by ${input.name('excludes')}. With the layout appTarball they stay two.`,
    ),
  'name-with-backslash': ({ name }, input) =>
    words(
      'A name has a backslash, and would become a strange file on the site.',
      [`'${name}'`],
      `Rename it, or leave it out by ${input.name('excludes')}. An archive that was packed on Windows and unpacked on Linux makes such names.`,
    ),
  'name-not-utf8': ({ name }) =>
    words(
      'A name is not UTF-8 and cannot be packed.',
      [`'${name}', where \ufffd stands for each byte that is not`],
      'Rename it.',
    ),
  'link-leaves-app-root': ({ link, target }, input) =>
    words(
      'A link leads out of the app root, where the package ends.',
      [`'${link}' -> '${target}'`],
      `Copy the target into the app root, or leave the link out by ${input.name('excludes')}.`,
    ),
  'link-dangling': ({ link, target }, input) =>
    words(
      'A link leads nowhere; the deployment would stop at it.',
      [`'${link}' -> '${target}'`],
      `Remove it, or leave it out by ${input.name('excludes')}.`,
    ),
  'link-to-itself': ({ link, target }, input) =>
    words(
      'A link leads to a folder that it lies in, so following it would never end.',
      [`'${link}' -> '${target}'`],
      `Remove it, or leave it out by ${input.name('excludes')}.`,
    ),
  'app-has-antenv': ({ path }, input) =>
    words(
      "The app has an 'antenv' of its own, where the platform puts the virtual environment.",
      [`'${path}'`],
      `Rename it, or leave it out by ${input.name('excludes')}.`,
    ),
  'nothing-to-pack': ({ appRoot }, input) =>
    words(
      'Nothing of the app is left to pack.',
      [`Everything in '${appRoot}' is left out.`],
      `Check ${input.name('excludes')} and .antenvignore.`,
    ),
  'file-changed': ({ path }) =>
    words(
      'A file changed while it was packed.',
      [`'${path}'`],
      'Let no other step write there, and run the task again.',
    ),
  'file-unreadable': ({ path, reason }, input) =>
    words(
      'A file cannot be read.',
      [`'${path}': ${reason}`],
      `Give the agent the right to read it, or leave it out by ${input.name('excludes')}.`,
    ),
} satisfies Partial<Explain>;
