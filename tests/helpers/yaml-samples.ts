// The YAML samples of a page, as the steps in them.

import { parse } from 'yaml';

export interface Step {
  readonly task?: string;
  readonly inputs?: Readonly<Record<string, string>>;
}

/** The steps of each YAML sample in a page, in their order, from whatever depth they lie at. */
export function yamlSamples(page: string): Step[][] {
  const blocks = [...page.matchAll(/^```yaml\n([^]*?)^```$/gm)];
  return blocks.map(([, yaml = '']) => stepsIn(parse(yaml) as unknown));
}

function stepsIn(value: unknown): Step[] {
  if (typeof value !== 'object' || value === null) return [];
  if ('task' in value) return [value as Step];
  return Object.values(value).flatMap(stepsIn);
}
