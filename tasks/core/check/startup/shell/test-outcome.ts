// The outcome of a test at one place of a shell text, from what runs before it and what it lets run.

import type { Viewpoint } from '../app-paths.js';
import { worldAt, type Maker } from '../first-start.js';
import { outputs } from './nodes.js';
import type { ShellSite } from './reading.js';
import type { Scope } from './scope.js';
import { testOutcome } from './test-expression.js';
import { expandWord } from './words.js';
import { unwrap } from './wrappers.js';
import type { CompoundList, PipelineNode, ShellParser } from './shell.js';
import type { ShellCommand } from '../startup.js';
import type { Truth } from './truth.js';

/** The place of a test. */
export interface TestPlace {
  readonly site: ShellSite;
  readonly scope: Scope;
  readonly view: Viewpoint;
  readonly before: readonly ShellCommand[];
  /** What runs if the test holds. */
  readonly behind: readonly (CompoundList | PipelineNode)[];
}

/** What a test comes to at the first start of a container; `undefined` where nobody can know. */
export function outcomeOf(
  test: CompoundList | PipelineNode,
  { site: { app, parser, isBeforeVenv = false }, scope, view, before, behind }: TestPlace,
): Truth | undefined {
  const world = worldAt({
    app,
    view,
    isBeforeVenv,
    before: before.filter(({ reach }) => reach !== 'never'),
    behind: makersIn(behind, scope, parser),
  });
  return testOutcome(test, scope.variables, world);
}

/** Every simple command of a part that might make something, whatever branch of it it is in. */
function makersIn(
  nodes: TestPlace['behind'],
  scope: Scope,
  { visit }: ShellParser,
): readonly Maker[] {
  const makers: Maker[] = [];
  for (const tree of nodes) {
    visit(tree, (node) => {
      if (node.type !== 'Command' || node.name === undefined) return;
      const words = [node.name, ...node.args].flatMap((word) =>
        word.type === 'Word' ? expandWord(word, scope.variables) : [],
      );
      makers.push({ words: unwrap(words).words, writesTo: outputs(node.redirects, scope) });
    });
  }
  return makers;
}
