// What one run of a task came to: its result, its log, and everything that it asked of the agent.
import type { Command } from './command.js';

/** Results from good to bad, in the agent's spelling: `Canceled` has one l. */
export const taskResults = [
  'Succeeded',
  'SucceededWithIssues',
  'Failed',
  'Canceled',
  'Skipped',
  'Abandoned',
] as const;

export type TaskResult = (typeof taskResults)[number];

/**
 * Two results become one: the worse, except that nothing replaces one beyond `Failed`.
 * Source: azure-pipelines-agent, TaskResultUtil.cs:37-66.
 */
export function mergeResults(current: TaskResult | undefined, coming: TaskResult): TaskResult {
  if (current === undefined) {
    return coming;
  }
  const rank = (result: TaskResult): number => taskResults.indexOf(result);
  const final = rank(current) > rank('Failed');
  return final || rank(coming) < rank(current) ? current : coming;
}

/** An error or a warning on the run's page. Secrets in `message` are masked. */
export interface Issue {
  readonly type: 'error' | 'warning';
  readonly message: string;
  readonly code?: string;
  readonly sourcepath?: string;
  readonly line?: number;
}

/** A file that the agent was asked to upload. */
export interface Attachment {
  readonly type: string;
  readonly name: string;
  readonly path: string;
}

/** A foldable part of the log. */
export interface LogGroup {
  readonly name: string;
  readonly lines: readonly string[];
  /** Whether the task ended it. */
  readonly closed: boolean;
}

/** Everything that is left of one run of a task. */
export interface TaskRun {
  readonly result: TaskResult;
  /** The text of the last `task.complete`, as sent: not masked. */
  readonly resultMessage: string;
  /** 128 + signal number for a process that a signal ended; `null` when it never started or ended. */
  readonly exitCode: number | null;
  /** Lines of both streams as received: commands included, nothing masked. */
  readonly lines: readonly string[];
  /** What a reader of the log sees: no commands, no debug lines (unless asked for), no secrets. */
  readonly log: readonly string[];
  /** Every well-formed command in the order received, also those refused. */
  readonly commands: readonly Command[];
  /** What the run's page shows, the agent's own included: the first ten errors and ten warnings. */
  readonly issues: readonly Issue[];
  /** The issues after the tenth of a type: a reader finds them in the log only. */
  readonly issuesBeyondCap: readonly Issue[];
  /** The agent's own complaints among the issues, for example of a refused variable. */
  readonly warningsOfAgent: readonly string[];
  readonly errorsOfAgent: readonly string[];
  /** Output variables by the name that the task used; other steps read `<step>.<name>`. */
  readonly outputs: Readonly<Record<string, string>>;
  /** Variables of the job that the task set under their plain name. */
  readonly setVariables: Readonly<Record<string, string>>;
  /** Variables that only this task's own pre- and post-job parts would see. */
  readonly taskVariables: Readonly<Record<string, string>>;
  /** Percent from 0 to 100, as sent: a later one may be smaller. */
  readonly progress: readonly { readonly percent: number; readonly operation: string }[];
  /** Files for the summary page; each was there when the task named it. */
  readonly summaries: readonly string[];
  /** Every file to upload, the summaries included. */
  readonly attachments: readonly Attachment[];
  readonly groups: readonly LogGroup[];
  /** The signals sent to cancel the task, in order. */
  readonly signals: readonly NodeJS.Signals[];
  /** Command lines of processes that the task left running; they were killed afterwards. */
  readonly orphans: readonly string[];
}
