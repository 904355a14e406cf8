// Causes by how it ended, where the log names no other: at once, by a signal, without an answer, in bad health.

import { appCandidates, likelyCommand } from '../../sources/app-candidates.js';
import { addition } from '../../sources/dependencies-of.js';
import { askedInstall } from '../asked-install.js';
import { cause, type Cause } from './cause.js';
import { reachableAt } from '../listening.js';
import { findLine, lastWords, placeOf, quoteException, secondsText, type Story } from '../story.js';
import { CONTAINER_LOG, STARTUP_COMMAND } from '../../places.js';

/** The exit code of a shell for a program that a signal ended is the signal's number and this. */
const BY_SIGNAL = 128;
const SIGNALS: Readonly<Record<number, string>> = {
  4: 'SIGILL',
  6: 'SIGABRT',
  7: 'SIGBUS',
  8: 'SIGFPE',
  9: 'SIGKILL',
  11: 'SIGSEGV',
  15: 'SIGTERM',
};

/** No fault of a program ends it by one of these: they are sent. */
const ALWAYS_SENT = ['SIGHUP', 'SIGINT', 'SIGTERM'];

const onlyFirstLine = cause({
  code: 'rehearsal/only-first-line',
  severity: 'error',
  why: 'Of a startup command that is the name of a file, but not of a .sh file, the platform takes the first line only.',
  source: 'F76: contract A6',
  example: { bad: 'startup.txt with three lines', good: 'startup.sh' },
  find(story) {
    if (story.ending !== 'ended') return undefined;
    const file = story.rehearsal.startupCommand.trim();
    if (/\s/.test(file) || file.endsWith('.sh')) return undefined;
    const text = story.app?.files.get(file.replace(/^(?:\.\/|\/home\/site\/wwwroot\/)/, ''))?.text;
    const lines = text?.split('\n').filter((line) => line.trim() !== '') ?? [];
    const [first = ''] = lines;
    return lines.length < 2 ? undefined : { file, first: first.trim(), where: { file } };
  },
  message: ({ file, first }) =>
    `The platform runs the first line of '${file}' only, which is '${first}'; no server was started.`,
  fix: ({ file }) =>
    `Name it ${file.replace(/\.\w+$/, '')}.sh, begin it with #!/bin/bash, and set that as the startup command.`,
});

const background = cause({
  code: 'rehearsal/background',
  severity: 'error',
  why: 'The container lives as long as its command: a server in the background dies with it.',
  source: 'F95: contract A11',
  example: { bad: 'gunicorn --daemon app:app', good: 'gunicorn app:app' },
  find(story) {
    const { exit, command } = story.rehearsal;
    if ((story.ending !== 'ended' && story.ending !== 'crashed') || exit?.code !== 0)
      return undefined;
    const word = /(?:^|\s)(--daemon|-D|nohup|&)(?=\s|$)/.exec(command.replaceAll('&&', ' ; '))?.[1];
    return word === undefined ? undefined : { word, where: STARTUP_COMMAND };
  },
  message: ({ word }) =>
    `'${word}' puts the server into the background, and the container ended with exit code 0.`,
  fix: ({ word }) => `Let the server run in the foreground: remove ${word}.`,
});

const endedWell = cause({
  code: 'rehearsal/ended-at-once',
  severity: 'error',
  why: 'The container lives as long as its command; one that has done its work and ends is no server.',
  source: 'F95: contract A11',
  example: { bad: 'python app.py, which only defines the app', good: 'gunicorn app:app' },
  find(story) {
    const { exit } = story.rehearsal;
    if (story.ending !== 'ended' || exit?.code !== 0) return undefined;
    return {
      seconds: secondsText(exit.seconds),
      likely: likelyCommand(story.sources),
      command: story.rehearsal.startupCommand.trim(),
      isMcp: isMcp(story),
      end: lastWords(story),
      where: STARTUP_COMMAND,
    };
  },
  message: ({ seconds, end }) =>
    `The startup command ended with exit code 0 after ${seconds}, and no server was left; ${end}.`,
  fix: ({ likely, command, isMcp: isOfMcp }) => {
    const start = 'Start a server that stays in the foreground';
    if (isOfMcp) return speakHttp(command);
    if (likely === undefined) return `${start}, such as: gunicorn app:app`;
    return likely === command ? `${start}: the program ends without one.` : `${start}: ${likely}`;
  },
  seen: ({ seconds }) => `it ended with exit code 0 after ${seconds}`,
});

/** Libraries whose servers read requests from stdin unless they are told otherwise. */
const MCP = /^(?:mcp|fastmcp)(?:\.|$)/;

/** Beside an app that gunicorn or uvicorn serves it is no server of its own. */
function isMcp({ sources }: Story): boolean {
  if (sources === undefined || appCandidates(sources).length > 0) return false;
  const modules = [...sources.modules.values()];
  return modules.some(({ imports }) => imports.some(({ module }) => MCP.test(module)));
}

function speakHttp(command: string): string {
  return /^fastmcp run [^;&|]*$/.test(command) && !command.includes('--transport')
    ? `Let the MCP server speak HTTP: ${command} --transport http --host 0.0.0.0 --port $PORT`
    : 'Let the MCP server speak HTTP, as mcp.run(transport="streamable-http") does: stdio is for a client that starts it.';
}

const killed = cause({
  code: 'rehearsal/killed',
  severity: 'error',
  why: "A start that a signal ends has mostly taken too much memory, or a compiled module has failed; one that ends the platform's own shell was sent to all processes.",
  source: 'contract A1',
  example: { bad: 'a model that does not fit into the memory', good: 'a smaller model' },
  find(story) {
    const { exit } = story.rehearsal;
    if (story.ending !== 'ended' || exit === undefined) return undefined;
    const signal = exit.signal ?? SIGNALS[(exit.code ?? 0) - BY_SIGNAL];
    if (signal === undefined) return undefined;
    // The first process is the platform's shell, which is too small to be ended for want of memory.
    const isSent = ALWAYS_SENT.includes(signal) || exit.signal === 'SIGKILL';
    return {
      signal,
      isSent,
      seconds: secondsText(exit.seconds),
      end: lastWords(story),
      where: placeOf(story, CONTAINER_LOG),
    };
  },
  message: ({ signal, seconds, end }) =>
    `The start was ended by ${signal} after ${seconds}; ${end}.`,
  fix: ({ signal, isSent }) => {
    if (isSent) {
      return `Look for what sends ${signal} to more than its own processes, such as kill -1, kill 0, pkill or os.killpg.`;
    }
    return signal === 'SIGKILL'
      ? 'See how much memory the app takes at its start, and let it take less.'
      : 'Find the compiled module that fails: python -X faulthandler';
  },
});

const exited = cause({
  code: 'rehearsal/ended',
  severity: 'error',
  why: 'The container ended before it answered.',
  source: 'contract A1',
  example: { bad: 'a start that ends with exit code 1', good: 'a server that stays' },
  find(story) {
    const { exit } = story.rehearsal;
    if (story.ending !== 'ended' || exit === undefined) return undefined;
    return {
      code: exit.code,
      seconds: secondsText(exit.seconds),
      end: lastWords(story),
      asked: askedInstall(story),
      story,
      where: CONTAINER_LOG,
    };
  },
  message: ({ code, seconds, end }) =>
    `The container ended with exit code ${code} after ${seconds}, before it answered; ${end}.`,
  fix: ({ asked, story }) =>
    asked === undefined
      ? 'See the container log for what was said before.'
      : `Add what it asks for to ${addition(story, asked)}`,
});

const noHttpAnswer = cause({
  code: 'rehearsal/no-http-answer',
  severity: 'error',
  why: 'The server takes connections and answers none: the app is still loading, is stuck, or wants HTTPS.',
  source: 'F92, F97: OSS support blog 2023-04-17',
  example: { bad: 'gunicorn --certfile cert.pem app:app', good: 'gunicorn app:app' },
  find(story) {
    const { port, listening } = story.rehearsal;
    if (story.ending !== 'silent' || !reachableAt(listening).includes(port)) return undefined;
    const own = servesItself(story);
    const isTls = findLine(story, /https:\/\/\S+:\d+|HTTP_REQUEST|SSL/) !== undefined;
    return {
      port,
      isTls,
      ...limitOf(story),
      end: lastWords(story),
      own,
      where: own === undefined ? placeOf(story, CONTAINER_LOG) : STARTUP_COMMAND,
    };
  },
  message: ({ port, limit, end, own }) =>
    own === undefined
      ? `Port ${port} takes connections, but no request was answered in ${limit}; ${end}.`
      : `Port ${port} takes connections, but no request was answered in ${limit}: the app that is loaded serves itself, on ${own.at}.`,
  fix: ({ isTls, own }) => {
    if (own !== undefined) return `Start it without another server: ${own.command}`;
    return isTls
      ? "Remove the options for certificate and key: the platform's front end does TLS."
      : 'Load less before the first request: what takes long belongs into the pipeline, or behind the start.';
  },
});

/** An app that starts its own server when it is imported never comes back to the one that imports it. */
function servesItself({ rehearsal: { port, listening }, sources }: Story) {
  const command = likelyCommand(sources);
  const other = listening.find((socket) => socket.port !== port);
  return other === undefined ||
    command?.startsWith('python ') !== true ||
    command.startsWith('python -m')
    ? undefined
    : { at: `${other.address}:${other.port}`, command };
}

const noAnswer = cause({
  code: 'rehearsal/no-answer',
  severity: 'error',
  why: 'The platform waits 230 seconds for an answer, or as long as WEBSITES_CONTAINER_START_TIME_LIMIT says, and stops the container.',
  source: 'F97, F101: contract A1',
  example: {
    bad: 'python manage.py migrate, for minutes, before the server',
    good: 'a migration as a step of the pipeline',
  },
  find(story) {
    if (story.ending !== 'silent') return undefined;
    const { port } = story.rehearsal;
    return { port, ...limitOf(story), end: lastWords(story), where: STARTUP_COMMAND };
  },
  message: ({ port, limit, end }) => `Nothing listened on port ${port} within ${limit}; ${end}.`,
  fix: () => 'Start the server first; let work that takes long run in the pipeline.',
});

/** A shorter wait than the platform's proves nothing. */
function limitOf({ rehearsal: { limit, limitIsOurs } }: Story) {
  return { limit: secondsText(limit), ...(limitIsOurs ? { severity: 'warning' as const } : {}) };
}

const healthFails = cause({
  code: 'rehearsal/health-fails',
  severity: 'error',
  why: "The app answers, but says on its health path that it is not well; App Service's health check takes such an instance out and replaces it.",
  source: 'Microsoft Learn: health check for App Service, statuses 200 to 299 are healthy',
  example: { bad: '/health, which answers 500', good: '/health, which answers 200' },
  find(story) {
    const { health } = story.rehearsal;
    if (story.ending !== 'answered' || health === undefined) return undefined;
    const { path, status } = health;
    if (status !== null && status < 500) return undefined;
    return { path, status, quote: quoteException(story), where: placeOf(story, CONTAINER_LOG) };
  },
  message: ({ path, status, quote }) =>
    `The health path ${path} ${status === null ? 'is not answered' : `answers with ${status}`}${quote === '' ? '' : `: ${quote}`}.`,
  fix: ({ path }) => `Let ${path} answer with 200 when the app is ready for requests.`,
});

/** In their order: what is certain first, and last what takes everything. */
export const endingCauses: readonly Cause[] = [
  onlyFirstLine,
  background,
  killed,
  endedWell,
  exited,
  noHttpAnswer,
  noAnswer,
  healthFails,
];
