// The call by which the app's own program started a server: there it is said where that listens.

import { readSoundToml, tableAt, type Table } from '../../tools/toml.js';
import type { Tree } from '../evidence.js';
import { hostArgument, portArgument } from '../sources/call-arguments.js';
import { lacksOs, withOs } from '../sources/import-os.js';
import { findModule, moduleFiles } from '../sources/find-module.js';
import type { ModuleFact } from '../sources/python-sources.js';
import { runsOf, runsProgram } from '../sources/runs-of.js';
import type { Story } from './story.js';

export interface OwnServer {
  /** As written: `demo.launch`. */
  readonly call: string;
  /** Relative to the app root. */
  readonly path: string;
  readonly line: number;
  /** The path, where `os` is to be imported before the port can be read. */
  readonly lacking: string | undefined;
}

/** What takes the address when it is made, and none when it is run. */
const TOLD_WHEN_MADE: Readonly<Record<string, string>> = { 'mcp.server.fastmcp': 'FastMCP' };

/** The one call of the program that the startup command runs, as `python app.py` or by a script of the project. */
export function findOwnServer(story: Story): OwnServer | undefined {
  const { startup, sources } = story;
  if (startup === undefined || sources === undefined) return undefined;
  const path = runsOf(startup, sources)[0]?.path ?? moduleOfScript(story);
  const fact = path === undefined ? undefined : sources.modules.get(path);
  const [run, ...others] = fact?.runs ?? [];
  if (fact === undefined || run === undefined || others.length > 0) return undefined;
  return {
    call: makerOf(fact, run.of) ?? run.call,
    path: fact.path,
    line: run.line,
    lacking: lacksOs(sources, fact.path),
  };
}

function makerOf({ aliases }: ModuleFact, name: string | undefined): string | undefined {
  const module = aliases?.find((alias) => alias.name === name)?.module;
  return module === undefined ? undefined : TOLD_WHEN_MADE[module];
}

/** Where a script of the project is: `my-web = "my_web.main:run"` of its `pyproject.toml`. */
function moduleOfScript({ startup, sources, app }: Story): string | undefined {
  const [command, ...others] = startup?.commands ?? [];
  const name = command?.words[0];
  if (name === undefined || others.length > 0 || sources === undefined) return undefined;
  const script = scriptsOf(app)[name];
  if (typeof script !== 'string') return undefined;
  const [module = ''] = script.split(':');
  const found = findModule(module, ['', 'src'], moduleFiles(sources.modules.keys()));
  return found.kind === 'source' ? found.path : undefined;
}

function scriptsOf(app: Tree | undefined): Table {
  const text = app?.files.get('pyproject.toml')?.text;
  const project = (text === undefined ? undefined : readSoundToml(text)) ?? {};
  return {
    ...tableAt(project, 'tool', 'poetry', 'scripts'),
    ...tableAt(project, 'project', 'scripts'),
  };
}

/** Whether the startup command runs programs alone, of which no option says where they listen. */
export function runsProgramsOnly({ startup }: Story): boolean {
  const servers = startup?.servers ?? [];
  return servers.length > 0 && servers.every(runsProgram);
}

/** What to hand over there: the host, and the port where that is another one. */
export function handOver(
  { call, lacking }: OwnServer,
  isPortRight: boolean,
  isHostRight: boolean,
): string {
  const parts = [
    ...(isHostRight ? [] : [hostArgument(call)]),
    ...(isPortRight ? [] : [portArgument(call)]),
  ];
  const advice = `Hand it where to listen in ${call}: ${parts.join(', ')}`;
  return isPortRight ? advice : withOs(lacking, advice);
}
