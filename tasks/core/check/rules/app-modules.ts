// Rules about the modules that the startup command loads: that they are there, are Python, and make the app.

import { readRuntimeStack } from '../../runtime/images.js';
import { shellWord } from '../../terms/shell-word.js';
import { below } from '../sources/find-module.js';
import {
  missingCallables,
  missingModules,
  writtenTarget,
  type MissingModule,
} from '../sources/loaded-app.js';
import { unparsableModules } from '../sources/unparsable-modules.js';
import { rule, type Rule } from '../rule.js';
import type { ServerCommand } from '../startup/startup.js';

export const appModuleRules: readonly Rule[] = [
  rule({
    code: 'app/callable-missing',
    severity: 'error',
    why: "The server imports the module and takes the named object from it. Where the module makes no such name, the server ends at once: \"Failed to find attribute 'app' in 'app'\".",
    source: 'F82: OSS support blog 2023-01-30',
    example: {
      bad: 'gunicorn app:server  (app.py has app = Flask(__name__))',
      good: 'gunicorn app:app',
    },
    needs: ['startup', 'sources'],
    *find(evidence) {
      for (const facts of missingCallables(evidence)) {
        yield { ...facts, where: facts.server.command.where };
      }
    },
    message: ({ target, path, callable, kind, server }) => {
      if (kind === 'bracketed') {
        return `The startup command loads '${target}', but ${server.server} calls nothing in a name: it looks for '${callable}()' in ${path}.`;
      }
      return kind === 'missing'
        ? `The startup command loads '${target}', but ${path} makes no name '${callable}'.`
        : `The startup command loads '${target}', a function of ${path} that returns the app; gunicorn takes it for the app itself, and every request fails.`;
    },
    fix: ({ path, nearest, kind, server }) => {
      if (kind === 'uncalled') {
        return `Call it, in double quotes: "${server.module ?? ''}:${server.callable ?? ''}()"`;
      }
      if (kind === 'bracketed' && nearest !== undefined) return `Have it called: ${nearest}`;
      return nearest === undefined
        ? `Name the variable of ${path} that holds the app.`
        : `Load what the module has: ${nearest}`;
    },
  }),

  rule({
    code: 'app/module-missing',
    severity: 'error',
    why: 'The server imports the module by its name, from the app root unless --chdir or --app-dir say otherwise. Names are case-sensitive. Without it the server ends at once: "No module named …".',
    source: 'F83: OSS support blog 2022-02-20, 2023-01-30',
    example: {
      bad: 'gunicorn main:app  (the file is src/main.py)',
      good: 'gunicorn --chdir src main:app',
    },
    needs: ['startup', 'app'],
    *find(evidence) {
      for (const facts of missingModules(evidence)) {
        const where = facts.server.command.where;
        yield facts.isUnsure
          ? { ...facts, where, severity: 'warning' as const }
          : { ...facts, where };
      }
    },
    message: ({ target, part, within, isUnsure, root, dotted, server }) => {
      if (dotted !== undefined)
        return `The startup command loads '${target}', a path; ${server.server} takes the name of a module.`;
      return within === undefined
        ? `The startup command loads '${target}', but the app has no module '${part}'${root === '' ? '' : ` in ${root}/`}${isUnsure ? ', and no requirement is called so' : ''}.`
        : `The startup command loads '${target}', but ${within} has no module '${part}' below it.`;
    },
    fix: fixOfModule,
  }),

  rule({
    code: 'app/module-unparsable',
    severity: 'error',
    why: 'The server imports the module, or Python runs it, and ends at a syntax error. What one Python cannot read a newer one may.',
    source: 'F83: the same end, "SyntaxError" in place of "No module named"; measured with CPython',
    example: {
      bad: 'gunicorn app:app  (app.py: def create_app(:)',
      good: 'gunicorn app:app  (app.py: def create_app():)',
    },
    needs: ['startup', 'sources'],
    *find(evidence) {
      const minor = evidence.image?.python ?? readRuntimeStack(evidence.runtimeStack ?? '');
      for (const { server, source } of unparsableModules(evidence)) {
        const { path, line, message, python } = source;
        const isSame = python !== undefined && python === minor;
        const severity = isSame ? ('error' as const) : ('warning' as const);
        const target = writtenTarget(server);
        yield { target, path, line, message, python, severity, where: { file: path, line } };
      }
    },
    message: ({ target, path, line, message, python }) =>
      `The startup command loads '${target}', but Python${python === undefined ? '' : ` ${python}`} cannot read line ${line} of ${path}: ${message}.`,
    fix: ({ path, python }) =>
      `Correct it, and check it with: python${python ?? ''} -m py_compile ${shellWord(path)}`,
  }),
];

/** Option of each server that imports from another folder. */
const FOLDER_OPTIONS: Readonly<Record<string, string>> = {
  gunicorn: '--chdir',
  uvicorn: '--app-dir',
  granian: '--working-dir',
};

function fixOfModule({ server, root, folder, nearest, part, dotted }: MissingModule): string {
  if (dotted !== undefined) return `Write it with dots and without .py: ${dotted}`;
  if (folder === '') return 'Run it from the app root, where the module is: without cd and --chdir';
  if (folder !== undefined) return `Say where it is: ${folderOption(server, folder)}`;
  if (nearest !== undefined) return `Load what the app has: ${nearest}`;
  const file = below(root, `${part.replaceAll('.', '/')}.py`);
  return `Add ${file} to the app, or name the module that makes the app.`;
}

function folderOption({ server }: ServerCommand, folder: string): string {
  const option = FOLDER_OPTIONS[server];
  return option === undefined ? `cd ${shellWord(folder)} && …` : `${option} ${shellWord(folder)}`;
}
