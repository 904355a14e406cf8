// The step while its task runs: it takes what commands do, and becomes the run's record.
import { existsSync, statSync } from 'node:fs';
import type { Command } from './command.js';
import type { Restrictions } from './definition.js';
import { findGroups } from './groups.js';
import type { Job } from './job.js';
import { commandAllowed, variableSettable } from './restrictions.js';
import { mergeResults } from './task-run.js';
import type { Attachment, Issue, TaskResult, TaskRun } from './task-run.js';

/** Errors, and warnings, that a step's record keeps. Source: ExecutionContext.cs:106. */
const issueCap = 10;

/** The attachment type of a summary. Source: azure-pipelines-agent, TaskCommandExtension.cs:249. */
const summaryType = 'Distributedtask.Core.Summary';

/** One step of a job, while it runs. */
export class Step {
  readonly job: Job;
  /** The name by which other steps know its output variables. */
  readonly refName: string;
  result: TaskResult | undefined;
  resultMessage = '';
  exitCode: number | null = null;
  signals: readonly NodeJS.Signals[] = [];
  orphans: readonly string[] = [];
  /** Called when the task says that it is done although its process still runs. */
  onDone: () => void = () => {};
  readonly lines: string[] = [];
  readonly commands: Command[] = [];
  readonly progress: { percent: number; operation: string }[] = [];
  readonly taskVariables: Record<string, string> = {};
  #commandFailed = false;
  readonly #log: string[] = [];
  readonly #issues: Issue[] = [];
  readonly #issuesBeyondCap: Issue[] = [];
  readonly #warningsOfAgent: string[] = [];
  readonly #errorsOfAgent: string[] = [];
  readonly #outputs: Record<string, string> = {};
  readonly #setVariables: Record<string, string> = {};
  readonly #attachments: Attachment[] = [];
  readonly #outputNames: ReadonlySet<string>;
  readonly #restrictions: readonly Restrictions[];

  constructor(
    job: Job,
    options: {
      refName: string;
      outputVariables: readonly string[];
      restrictions: readonly Restrictions[];
    },
  ) {
    this.job = job;
    this.refName = options.refName;
    this.#outputNames = new Set(options.outputVariables.map((name) => name.toLowerCase()));
    this.#restrictions = options.restrictions;
  }

  /** Writes to the log, secrets masked; a text of several lines becomes several. */
  write(text: string): void {
    this.#log.push(...this.job.masker.mask(text).split(/\r\n|\r|\n/));
  }

  /** Writes to the log when the job runs with `System.Debug`. */
  debug(text: string): void {
    if (this.job.debug) {
      this.write(`##[debug]${text}`);
    }
  }

  /** An issue counts even beyond the cap, and always reaches the log unless its text is empty. */
  addIssue(given: Issue): void {
    const issue = { ...given, message: this.job.masker.mask(given.message) };
    if (issue.message !== '') {
      this.write(`##[${issue.type}]${issue.message}`);
    }
    const ofType = this.#issues.filter(({ type }) => type === issue.type).length;
    (ofType < issueCap ? this.#issues : this.#issuesBeyondCap).push(issue);
  }

  /** The agent itself warns. */
  warning(message: string): void {
    this.#warningsOfAgent.push(this.job.masker.mask(message));
    this.addIssue({ type: 'warning', message });
  }

  /** The agent itself reports an error; that alone does not fail the step. */
  error(message: string): void {
    this.#errorsOfAgent.push(this.job.masker.mask(message));
    this.addIssue({ type: 'error', message });
  }

  /** A command could not be carried out: the step fails when its task has ended. */
  failCommand(...messages: string[]): void {
    for (const message of messages) {
      this.error(message);
    }
    this.#commandFailed = true;
  }

  /** The task did not run, did not end well, or was cancelled: this result replaces any other. */
  end(result: 'Failed' | 'Canceled', message: string): void {
    this.error(message);
    this.result = result;
  }

  mayRun(allowedWhenRestricted: boolean): boolean {
    return commandAllowed(this.#restrictions, allowedWhenRestricted);
  }

  maySet(name: string): boolean {
    if (variableSettable(this.#restrictions, name)) {
      return true;
    }
    this.warning(`Variable '${name}' was not set: it is not among the settable variables.`);
    return false;
  }

  /**
   * A declared output variable lands as `<step>.<name>` only, as does one sent with `isoutput`.
   * Source: azure-pipelines-agent, ExecutionContext.cs:395-415.
   */
  setVariable(
    name: string,
    value: string,
    flags: { secret: boolean; output: boolean; readOnly: boolean; preserveCase: boolean },
  ): void {
    if (flags.output || this.#outputNames.has(name.toLowerCase())) {
      this.#outputs[name] = value;
      const readOnly = flags.output || flags.readOnly;
      this.job.variables.set(`${this.refName}.${name}`, value, { ...flags, readOnly });
    } else {
      this.#setVariables[name] = value;
      this.job.variables.set(name, value, flags);
    }
  }

  /** Queues a file for upload. @throws Error when it does not exist now. */
  attach(attachment: Attachment): void {
    if (attachment.path === '' || !isFile(attachment.path)) {
      throw new Error(`The file to upload does not exist: '${attachment.path}'.`);
    }
    this.#attachments.push(attachment);
  }

  attachSummary(name: string, path: string): void {
    this.attach({ type: summaryType, name, path });
  }

  /** The record of the run. Files are uploaded only now, so one that has gone is told. */
  finish(): TaskRun {
    for (const { path } of this.#attachments.filter((one) => !existsSync(one.path))) {
      this.warning(`The file to upload was deleted before it could be uploaded: '${path}'.`);
    }
    const result = this.#commandFailed ? mergeResults(this.result, 'Failed') : this.result;
    const summaries = this.#attachments.filter(({ type }) => type === summaryType);
    return {
      result: result ?? 'Succeeded',
      resultMessage: this.resultMessage,
      exitCode: this.exitCode,
      lines: this.lines,
      log: this.#log,
      commands: this.commands,
      issues: this.#issues,
      issuesBeyondCap: this.#issuesBeyondCap,
      warningsOfAgent: this.#warningsOfAgent,
      errorsOfAgent: this.#errorsOfAgent,
      outputs: this.#outputs,
      setVariables: this.#setVariables,
      taskVariables: this.taskVariables,
      progress: this.progress,
      summaries: summaries.map(({ path }) => path),
      attachments: this.#attachments,
      groups: findGroups(this.#log),
      signals: this.signals,
      orphans: this.orphans,
    };
  }
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}
