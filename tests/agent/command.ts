// A logging command, `##vso[area.event key=value;…]data`, read out of a line as the agent reads it.

/** One command. Property names are lower-case, because the agent ignores their case. */
export interface Command {
  readonly area: string;
  readonly event: string;
  readonly properties: ReadonlyMap<string, string>;
  readonly data: string;
}

/**
 * The command that a line holds, wherever in the line it begins, or `undefined` when there is none
 * or it is malformed. Source: azure-pipelines-agent, Command.cs:32-103.
 */
export function parseCommand(line: string): Command | undefined {
  const start = line.indexOf('##vso[');
  const end = start < 0 ? -1 : line.indexOf(']', start);
  if (end < 0) {
    return undefined;
  }
  const header = line.slice(start + '##vso['.length, end);
  const space = header.indexOf(' ');
  const names = (space < 0 ? header : header.slice(0, space)).split('.').filter((n) => n !== '');
  const [area, event] = names;
  if (area === undefined || event === undefined || names.length !== 2) {
    return undefined;
  }
  const properties = parseProperties(space < 0 ? '' : header.slice(space + 1));
  return { area, event, properties, data: unescapeCommand(line.slice(end + 1)) };
}

/** Properties without a name or without a value are dropped, as the agent drops them. */
function parseProperties(text: string): Map<string, string> {
  const properties = new Map<string, string>();
  for (const part of text.split(';')) {
    const pair = /^=*([^=]+)=+([^=].*)$/s.exec(part);
    if (pair?.[1] !== undefined && pair[2] !== undefined) {
      properties.set(pair[1].toLowerCase(), unescapeCommand(pair[2]));
    }
  }
  return properties;
}

/**
 * Undoes the escaping of data and property values, in the agent's order: `%` comes last.
 * Source: azure-pipelines-agent, CommandStringConvertor.cs:36-66.
 */
export function unescapeCommand(text: string): string {
  return text
    .replaceAll('%3B', ';')
    .replaceAll('%0D', '\r')
    .replaceAll('%0A', '\n')
    .replaceAll('%5D', ']')
    .replaceAll('%AZP25', '%');
}

/** `true` in any case, with blanks around it; everything else is `false`. Source: .NET Boolean. */
export function isTrue(text: string | undefined): boolean {
  return text?.trim().toLowerCase() === 'true';
}
