// What the entry point and the shells make of the startup command and of the scripts that it calls.

import { shellWord } from '../../terms/shell-word.js';
import { rule, type Rule } from '../rule.js';
import { appCandidates, startupCommandFor } from '../sources/app-candidates.js';
import { isSource } from '../startup/startup-init.js';
import { systemInstallOf } from '../startup/system-packages.js';
import { quote } from '../startup/startup-words.js';
import { programName } from '../startup/shell/wrappers.js';
import type { Startup } from '../startup/startup.js';
import { STARTUP_COMMAND } from '../places.js';

/** Lines that do something. */
function effectiveLines(text: string): readonly { text: string; line: number }[] {
  return text
    .split(/\r?\n/)
    .map((line, index) => ({ text: line.trim(), line: index + 1 }))
    .filter(({ text: line }) => line !== '' && !line.startsWith('#'));
}

/** The texts that a shell reads, by file, as they are in the package. */
function shellTexts({ text, file, scripts }: Startup): { file: string; text: string }[] {
  const isShell = file?.text !== undefined && !isSource(file.path);
  const own = isShell ? [{ file: file.path, text: file.text }] : [];
  return [
    { file: STARTUP_COMMAND.file, text: text.trim() },
    ...own,
    ...scripts.map((script) => ({ file: script.path, text: script.text })),
  ];
}

/** Texts that dash cannot do without, at the start of a command of the startup command itself. */
function bashWords({
  commands,
  bashisms = [],
}: Startup): { word: string; isCertain: boolean; line: number }[] {
  return bashisms.map(({ text, line }) => {
    const command = commands.find(
      ({ words, where, shell }) =>
        words[0] === text && shell === 'sh' && (where.line ?? 1) === line,
    );
    // `source x; gunicorn app:app` says that source is not found, and goes on.
    const goesOn = command !== undefined && command.gate !== true && commands.at(-1) !== command;
    return { word: text, isCertain: !goesOn || command.background, line };
  });
}

/** Whether the startup command itself takes the line ends out: `sed -i "s/\\r$//" startup.sh && bash startup.sh`. */
function isConverted(file: string, { commands }: Startup): boolean {
  const has = commands.some((one) => systemInstallOf(one)?.packages.includes('dos2unix') === true);
  return commands.some(({ words, conditional }) => {
    const [program = '', ...rest] = words;
    const isNamed = rest.some((word) => word === file || word.endsWith(`/${file}`));
    const isSed = program === 'sed' && rest.some((word) => word.startsWith('-i'));
    const takesOut = isSed && rest.some((word) => word.includes('\\r'));
    return !conditional && isNamed && (takesOut || (program === 'dos2unix' && has));
  });
}

export const crlf: Rule = rule({
  code: 'startup/crlf',
  severity: 'error',
  why: "With Windows line ends the shell looks for an interpreter named 'bash\\r' or hands '\\r' to programs as part of the last word: the script is 'not found', though it is there.",
  source: 'F72: OSS support blog 2023-04-17; measured with dash and bash',
  example: { bad: 'startup.sh saved with CRLF', good: '*.sh text eol=lf in .gitattributes' },
  needs: ['startup'],
  *find({ startup }) {
    for (const { file, text } of shellTexts(startup)) {
      const at = text.search(/\r(?=\n|$)/);
      if (at !== -1 && !isConverted(file, startup))
        yield { file, where: { file, line: text.slice(0, at).split('\n').length } };
    }
  },
  message: ({ file }) =>
    file === STARTUP_COMMAND.file
      ? 'The startup command has Windows line ends (CRLF).'
      : `'${file}' has Windows line ends (CRLF).`,
  fix: ({ file }) =>
    file === STARTUP_COMMAND.file
      ? 'Write it with LF alone, best on one line.'
      : `Save it with LF, and keep it so by a line in .gitattributes: ${/\s/.test(file) ? `"${file}"` : file} text eol=lf`,
});

export const bashismWithoutShebang: Rule = rule({
  code: 'startup/bashism-without-shebang',
  severity: 'warning',
  why: "A script without a '#!' line is read by sh, which is dash on the images; it does not know what only bash knows.",
  source: 'F73: measured with dash; generator runs the command in /bin/sh',
  example: {
    bad: 'startup.sh: [[ -f x ]] && …',
    good: 'startup.sh: #!/bin/bash, then [[ -f x ]] && …',
  },
  needs: ['startup'],
  *find({ startup }) {
    for (const { path, shell, bashisms = [], interpreter } of startup.scripts) {
      const [first] = bashisms;
      if (shell !== 'sh' || first === undefined) continue;
      const words = [...new Set(bashisms.map(({ text }) => text))].slice(0, 3);
      yield { path, words, interpreter, where: { file: path, line: first.line } };
    }
  },
  message: ({ path, words, interpreter }) =>
    `'${path}' uses ${words.map(quote).join(', ')}, which only bash understands, but sh reads it${interpreter === undefined ? ": it has no '#!' line" : ''}.`,
  fix: ({ path, interpreter }) =>
    interpreter === undefined
      ? 'Make this its first line: #!/bin/bash'
      : `Make #!/bin/bash its first line, and call it by its name or with: bash ${shellWord(path)}`,
});

export const onlyFirstLine: Rule = rule({
  code: 'startup/only-first-line',
  severity: 'error',
  why: "Of a startup file that does not end in '.sh' the entry point takes the first line and nothing else.",
  source: 'F76: App Service image, init_container.sh:42-52',
  example: { bad: 'startup.txt with two commands', good: 'startup.sh with two commands' },
  needs: ['startup'],
  *find({ startup: { file } }) {
    if (file?.text === undefined || isSource(file.path)) return;
    const lost = effectiveLines(file.text).find(({ line }) => line > 1);
    if (lost !== undefined)
      yield { file: file.path, lost, where: { file: file.path, line: lost.line } };
  },
  message: ({ file, lost }) =>
    `Only the first line of '${file}' is run; line ${lost.line} and what follows is not.`,
  fix: ({ file }) =>
    `Write all on the first line, or rename the file and use it as startup command: ${file.replace(/\.\w+$/, '')}.sh`,
});

export const sourceFileAsCommand: Rule = rule({
  code: 'startup/source-file-as-command',
  severity: 'error',
  why: 'The entry point takes the first line of the file as the command: an import statement, for the shell an unknown program.',
  source: 'F77: App Service image, init_container.sh:42-52; Oryx#1968',
  example: { bad: 'app.py', good: 'python app.py' },
  needs: ['startup'],
  *find({ startup: { text, kind, file }, app, sources }) {
    const word = text.trim();
    if (kind === 'none' || !/^\S+\.py$/.test(word)) return;
    // A file that is missing is another finding.
    if (file === undefined && app?.complete === true) return;
    const candidates = sources === undefined ? [] : appCandidates(sources);
    const served = candidates.find(({ path }) => path === file?.path);
    yield { word, served, where: STARTUP_COMMAND };
  },
  message: ({ word }) =>
    `The startup command is the source file '${word}'; its first line would be run as a shell command.`,
  // Many a file that makes an app does not run it, or only for its developer.
  fix: ({ word, served }) =>
    served === undefined
      ? `Run it with Python: python ${shellWord(word)}`
      : `Serve the app that it makes: ${startupCommandFor(served)}`,
});

export const singleQuotes: Rule = rule({
  code: 'startup/single-quotes',
  severity: 'error',
  why: 'The entry point puts the command between single quotes and evaluates it, so that a single quote inside ends the text: what was quoted is split, expanded or no shell any more.',
  source: 'F78, F79: App Service image, init_container.sh:56-59,86; measured with bash',
  example: { bad: "gunicorn 'app:create_app()'", good: 'gunicorn "app:create_app()"' },
  needs: ['startup'],
  *find({ startup }) {
    const { quoting, file } = startup;
    const where = file === undefined ? STARTUP_COMMAND : { file: file.path, line: 1 };
    if (quoting === undefined) return;
    const text = file?.text?.split('\n', 1)[0] ?? startup.text;
    const isWhole = /^'[^']*'$/.test(text.trim());
    yield { quoting, isWhole, isNested: text.includes('"'), where };
  },
  message: ({ quoting }) => {
    if (quoting.effect === 'broken') {
      return `The single quotes of the startup command break the platform's own script: ${quoting.message}.`;
    }
    if (quoting.effect === 'cut') {
      return `The single quotes of the startup command cut it off: ${quote(quoting.kept)} is all that is run.`;
    }
    if (quoting.becomes !== undefined && quote(quoting.word) === quote(quoting.becomes)) {
      return `The single quotes of the startup command are lost, and the value in ${quote(quoting.word)} becomes another one.`;
    }
    return quoting.becomes === undefined
      ? `The single quotes of the startup command are lost, and ${quote(quoting.word)} becomes the names of files.`
      : `The single quotes of the startup command are lost, and ${quote(quoting.word)} becomes ${quote(quoting.becomes)}.`;
  },
  fix: ({ quoting, isWhole, isNested }) => {
    if (isWhole) return 'Remove the quotes around it.';
    // Double quotes in double quotes would end them.
    if (isNested)
      return 'Put the command into a script of the app, where quotes stay as they are: startup.sh';
    if (quoting.effect === 'broken' && quoting.isUnbalanced)
      return 'Balance the quotes, and use double ones in place of single ones.';
    return quoting.effect === 'cut'
      ? 'Use double quotes, or put the commands into a startup.sh.'
      : 'Use double quotes in place of single ones.';
  },
});

/** Words with which the shell begins a compound command; their fix is the same. */
export const compoundStart: Rule = rule({
  code: 'startup/compound-start',
  severity: 'error',
  why: "The start script puts PATH=… before the command, after which the shell takes a simple command only; '(', '{', 'if' and the like are syntax errors, and '!' is not found.",
  source: 'F80: Oryx fsvalidation.go:110-115; measured with dash',
  example: { bad: 'if [ -f x ]; then …; fi', good: 'startup.sh, which holds the if' },
  needs: ['startup'],
  *find({ startup: { startsWith, kind } }) {
    if (startsWith !== undefined && kind !== 'script') yield { startsWith, where: STARTUP_COMMAND };
  },
  message: ({ startsWith }) =>
    `The startup command begins with ${quote(startsWith)}; the start script takes only a simple command there.`,
  fix: () => 'Put it into a script of the app and use that as the startup command: startup.sh',
});

export const bashBuiltin: Rule = rule({
  code: 'startup/bash-builtin',
  severity: 'error',
  why: "The startup command is run by sh, which is dash on the images; 'source' and '[[' are not found there.",
  source: 'F81: measured with dash',
  example: { bad: 'source antenv/bin/activate && gunicorn app:app', good: 'gunicorn app:app' },
  needs: ['startup'],
  *find({ startup }) {
    const seen = new Set<string>();
    for (const { word, isCertain, line } of bashWords(startup)) {
      if (seen.has(word)) continue;
      seen.add(word);
      const isLong = startup.text.trim().includes('\n');
      const where = isLong ? { ...STARTUP_COMMAND, line } : STARTUP_COMMAND;
      yield { word, where, severity: isCertain ? 'error' : 'warning' };
    }
  },
  message: ({ word }) =>
    `The startup command uses ${quote(word)}, which only bash understands; sh runs it.`,
  fix: ({ word }) =>
    word === 'source'
      ? "Leave it out: the venv is active already. Or write '.' in place of 'source'."
      : 'Put it into a script of the app that begins with #!/bin/bash.',
});

export const unparsable: Rule = rule({
  code: 'startup/unparsable',
  severity: 'error',
  why: 'The shell stops at a syntax error, and the container with it.',
  source: 'A11: measured with bash and dash',
  example: { bad: 'gunicorn "app:create_app()', good: 'gunicorn "app:create_app()"' },
  needs: ['startup'],
  *find({ startup: { problem, text } }) {
    if (problem === undefined) return;
    const { isLimit = false, message, where } = problem;
    const name =
      where.file === STARTUP_COMMAND.file ? 'the startup command' : quote(programName(where.file));
    const advice = isLimit ? 'Make it shorter and less nested' : adviceOn(message, text);
    yield { name, isLimit, message, advice, where, severity: isLimit ? 'warning' : 'error' };
  },
  message: ({ name, isLimit, message }) =>
    isLimit
      ? `${name.replace(/^the/, 'The')} could not be read here, and nothing in it was checked: ${message}.`
      : `The shell cannot read ${name}: ${message}.`,
  fix: ({ advice, where }) => {
    if (where.file !== STARTUP_COMMAND.file)
      return `${advice}, and check it with: bash -n ${shellWord(where.file)}`;
    return advice.endsWith('"') ? advice : `${advice}.`;
  },
});

/** The one thing to do about a syntax error. */
function adviceOn(message: string, command: string): string {
  if (/^unterminated|to close/.test(message)) return 'Balance quotes and brackets';
  if (/[\u201C-\u201F]/u.test(command)) return 'Type the quotes anew, as plain double ones';
  const factory = /(?<![\w"'])[A-Za-z_][\w.]*:[A-Za-z_]\w*\([^()"']*\)/.exec(command)?.[0];
  if (message === "unexpected token '('" && factory !== undefined)
    return `Put the call into double quotes: "${factory}"`;
  return 'Correct it there';
}
