// Programs of the venv in a package whose venv the platform does not activate.

import type { Evidence } from '../evidence.js';
import { imageHasUvicorn } from '../startup/image-programs.js';
import { rule, type Rule } from '../rule.js';
import { withoutLaunchers } from '../startup/servers/launchers.js';
import { isPython, programName } from '../startup/shell/wrappers.js';
import { quote } from '../startup/startup-words.js';
import type { ShellCommand, Startup } from '../startup/startup.js';

/** Whether the platform puts the venv's `bin` on PATH; `undefined` when nobody can know (contract A9). */
function isActivated({ layout, manifest, package: zip, venv }: Evidence): boolean | undefined {
  if (layout !== undefined && layout !== 'flat') return true;
  // A package that is yet to be made gets its manifest from us.
  if (zip === undefined || venv === undefined || layout === undefined) return undefined;
  const keys = Object.entries(manifest ?? {});
  return keys.some(
    ([key, value]) => key.toLowerCase() === 'sourcedirectoryinbuildcontainer' && value !== '',
  );
}

function activatesItself(command: ShellCommand, { commands }: Startup): boolean {
  if (/antenv\/bin/.test(command.environment['PATH'] ?? '')) return true;
  const before = commands.slice(0, commands.indexOf(command));
  return before.some(
    ({ words: [program = '', file = ''] }) =>
      (program === '.' || program === 'source') && file.endsWith('/activate'),
  );
}

export const scriptNotOnPath: Rule = rule({
  code: 'startup/script-not-on-path',
  severity: 'error',
  why: 'Without SourceDirectoryInBuildContainer in the manifest the platform does not activate the venv: its packages are importable, but its console scripts are not on PATH.',
  source: 'F53: Oryx python/scriptgenerator.go:290-296; Oryx#2703; measured with the generator',
  example: {
    bad: 'uvicorn main:app --host 0.0.0.0',
    good: 'python -m uvicorn main:app --host 0.0.0.0',
  },
  needs: ['startup', 'venv', 'package'],
  *find(evidence) {
    const { startup, venv, image } = evidence;
    if (isActivated(evidence) !== false) return;
    for (const command of startup.commands) {
      const [program = '', ...rest] = withoutLaunchers(command.words);
      const owner = venv.distributions.find(({ scripts }) => scripts.includes(program));
      if (owner === undefined || program === 'gunicorn' || isPython(program)) continue;
      if (program === 'uvicorn' && (image === undefined || imageHasUvicorn(image.python))) continue;
      if (command.conditional || activatesItself(command, startup)) continue;
      const isModule = owner.topLevel.length === 0 || owner.topLevel.includes(program);
      yield { program, isModule, rest, where: command.where };
    }
  },
  message: ({ program }) =>
    `${quote(program)} is a console script of the venv, and this package's venv is not put on PATH.`,
  fix: ({ program, isModule }) =>
    isModule ? `Write: python -m ${program} …` : `Write its path: antenv/bin/${program} …`,
});

export const gunicornOfImage: Rule = rule({
  code: 'startup/gunicorn-of-image',
  severity: 'note',
  why: "Without an activated venv, 'gunicorn' is the image's own, of whatever version it has.",
  source: 'F55: contract A14',
  example: { bad: 'gunicorn app:app', good: 'python -m gunicorn app:app' },
  needs: ['startup', 'venv', 'package'],
  *find(evidence) {
    const { startup, venv } = evidence;
    const own = venv.distributions.find(({ name }) => name === 'gunicorn');
    if (own === undefined || isActivated(evidence) !== false) return;
    for (const { server, viaModule, command } of startup.servers) {
      const isPlain = programName(command.words[0] ?? '') === command.words[0];
      if (server !== 'gunicorn' || viaModule || !isPlain || activatesItself(command, startup))
        continue;
      yield { version: own.version, where: command.where };
    }
  },
  message: ({ version }) => `'gunicorn' is the image's own here, not the ${version} of the venv.`,
  fix: () => 'Write: python -m gunicorn …',
});
