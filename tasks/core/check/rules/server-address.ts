// Where the server listens: it has to be where the platform asks.

import { rule, type Rule } from '../rule.js';
import {
  effectivePort,
  isReachable,
  unreachableFronts,
  type Front,
} from '../startup/served-address.js';
import { hostArgument, portArgument } from '../sources/call-arguments.js';
import { lacksOs, withOs } from '../sources/import-os.js';
import { runsProgram } from '../sources/runs-of.js';
import { valueOf } from '../settings/setting-values.js';
import { placeOfOption, writeThere } from '../startup/option-places.js';
import type { Bind } from '../startup/startup.js';

const HOST_OPTIONS: Readonly<Record<string, string>> = {
  uvicorn: '--host 0.0.0.0',
  gunicorn: '--bind 0.0.0.0:$PORT',
  hypercorn: '--bind 0.0.0.0:$PORT',
  daphne: '-b 0.0.0.0 -p $PORT',
  waitress: '--host=0.0.0.0',
  django: 'runserver 0.0.0.0:$PORT',
  streamlit: '--server.address 0.0.0.0',
  panel: '--address 0.0.0.0',
  bokeh: '--address 0.0.0.0',
  voila: '--Voila.ip=0.0.0.0',
};

const PORT_OPTIONS: Readonly<Record<string, string>> = {
  gunicorn: '--bind 0.0.0.0:$PORT',
  hypercorn: '--bind 0.0.0.0:$PORT',
  daphne: '-p $PORT',
  waitress: '--port=$PORT',
  django: 'runserver 0.0.0.0:$PORT',
  streamlit: '--server.port $PORT',
};

/** waitress ends with an error when --listen stands beside --host or --port (waitress/adjustments.py). */
function optionOf({ server }: Front, options: typeof HOST_OPTIONS): string | undefined {
  const listens = server.command.words.some((word) => word.startsWith('--listen'));
  return server.server === 'waitress' && listens
    ? '--listen=0.0.0.0:$PORT'
    : options[server.server];
}

/** Where the settings say nothing of use (contract part D). */
const DEFAULT_PORT = 8000;

/** The same for gunicorn where the address is not on the command line. */
function bindThere({ server }: Front, port: number): string | undefined {
  const address = `0.0.0.0:${port}`;
  return writeThere(server, '--bind', `--bind=${address}`, `bind = "${address}"`);
}

function hostFix(front: Front, port: number): string {
  const { server, name } = front;
  const there = bindThere(front, port);
  if (there !== undefined) return there;
  if (runsProgram(server)) return `Hand it the host in ${name}: ${hostArgument(name)}`;
  return `Bind all addresses: ${optionOf(front, HOST_OPTIONS) ?? '--host 0.0.0.0'}`;
}

function portFix(front: Front, port: number, lacking: string | undefined): string {
  const { server, name } = front;
  const there = bindThere(front, port);
  if (there !== undefined) return there;
  if (runsProgram(server)) {
    return withOs(lacking, `Hand it the port in ${name}: ${portArgument(name)}`);
  }
  return `Bind the platform's port: ${optionOf(front, PORT_OPTIONS) ?? '--port $PORT'}`;
}

export const boundToLoopback: Rule = rule({
  code: 'server/bound-to-loopback',
  severity: 'error',
  why: 'The platform asks from outside of the container; 127.0.0.1, the default of many servers, and a socket file answer inside of it only.',
  source: 'F88: OSS support blog 2023-04-17; contract part D',
  example: {
    bad: 'python -m uvicorn main:app',
    good: 'python -m uvicorn main:app --host 0.0.0.0',
  },
  needs: ['startup'],
  *find(evidence) {
    for (const front of unreachableFronts(evidence, isReachable)) {
      const host = front.binds[0]?.host;
      const expected = effectivePort(evidence.settings) ?? DEFAULT_PORT;
      if (host !== undefined) yield { front, host, expected, where: front.where };
    }
  },
  message: ({ front, host }) =>
    `${front.name} listens on ${host}, where only the container itself can reach it.`,
  fix: ({ front, expected }) => hostFix(front, expected),
});

export const wrongPort: Rule = rule({
  code: 'server/wrong-port',
  severity: 'error',
  why: 'The platform waits for an answer on the port that PORT says, 8000 by default, and stops the container when none comes.',
  source: 'F89: OSS support blog 2023-03-24, 2024-04-18; contract part D',
  example: {
    bad: 'streamlit run app.py',
    good: 'streamlit run app.py --server.port $PORT',
  },
  needs: ['startup'],
  *find(evidence) {
    // A setting PORT that differs is setting/port-mismatch.
    if (valueOf(evidence.settings ?? [], 'PORT') !== undefined) return;
    const expected = effectivePort(evidence.settings);
    const isReached = ({ host, port }: Bind): boolean =>
      !(host?.startsWith('unix:') ?? false) &&
      (port === undefined || port === '$PORT' || port === expected);
    const isSet = evidence.startup.commands.some(({ words }) =>
      words.some((word) => /^PORT=\d/.test(word)),
    );
    for (const front of unreachableFronts(evidence, isReached)) {
      const port = front.binds.find((bind) => typeof bind.port === 'number')?.port;
      const lacking = lacksOs(evidence.sources, front.where.file);
      if (port !== undefined) yield { front, port, expected, isSet, lacking, where: front.where };
    }
  },
  message: ({ front, port, expected }) =>
    `${front.name} listens on port ${port}, but the platform waits for an answer on ${expected}.`,
  fix: ({ front, expected, isSet, lacking }) =>
    isSet
      ? 'Set no PORT of your own: the platform sets it.'
      : portFix(front, expected ?? DEFAULT_PORT, lacking),
});

/** A variable that only an app setting of that name brings: the platform sets PORT. */
const UNSET = /^\$\{?WEBSITES_PORT\}?$/;

export const noPort: Rule = rule({
  code: 'server/no-port',
  severity: 'error',
  why: 'A shell replaces $PORT and ${PORT}. The variables of other languages reach the server as they are written, and one that nobody sets as nothing; the server ends with words such as: not a valid port number.',
  source: 'contract A11; measured with gunicorn, uvicorn, hypercorn, daphne and waitress',
  example: {
    bad: 'gunicorn --bind=0.0.0.0:%PORT% app:app',
    good: 'gunicorn --bind=0.0.0.0:$PORT app:app',
  },
  needs: ['startup'],
  *find({ startup, settings, askedSite, siteSettings }) {
    const isKnown = askedSite === undefined || siteSettings !== undefined;
    const isUnset = isKnown && settings && valueOf(settings, 'WEBSITES_PORT') === undefined;
    for (const server of startup.servers) {
      const { words, conditional, background, environment, where } = server.command;
      if (conditional || background) continue;
      const given = (server.binds ?? []).flatMap(({ notPort }) => notPort ?? []);
      // What a file says may be put together there.
      const written = given.find((text) => words.some((word) => word.includes(text)));
      const parts = words.map((word) => word.replace(/^.*[:=]/, ''));
      const isNowhere = isUnset && environment['WEBSITES_PORT'] === undefined;
      const unset = isNowhere ? parts.find((part) => UNSET.test(part)) : undefined;
      const text = written ?? unset;
      if (text !== undefined)
        yield { server: server.server, text, isWritten: written !== undefined, where };
    }
  },
  message: ({ server, text, isWritten }) =>
    isWritten
      ? `${server} is given '${text}' as its port, which is no number to it.`
      : `${server} is given ${text} as its port, which no app setting sets.`,
  fix: ({ text }) => `Write $PORT in place of ${text}: the platform sets it.`,
});

export const tls: Rule = rule({
  code: 'server/tls',
  severity: 'error',
  why: 'The platform ends TLS itself and speaks plain HTTP to the container; a server that wants TLS never answers.',
  source: 'F92: OSS support blog 2023-04-17',
  example: {
    bad: 'gunicorn --certfile cert.pem --keyfile key.pem app:app',
    good: 'gunicorn app:app',
  },
  needs: ['startup'],
  *find({ startup: { servers } }) {
    for (const server of servers) {
      if (!server.tls || server.command.conditional) continue;
      const option = server.origins?.['--certfile'] === undefined ? '--keyfile' : '--certfile';
      const origin = server.origins?.[option];
      const file = origin?.kind === 'file' ? origin.path : origin?.name;
      yield { server: server.server, file, where: placeOfOption(server, option) };
    }
  },
  message: ({ server }) => `${server} expects HTTPS, but the platform speaks plain HTTP to it.`,
  fix: ({ file }) =>
    `Remove the options for certificate and key${file === undefined ? '' : ` from ${file}`}: the platform's front end does TLS.`,
});
