// The variables of one job: names ignore case, and a secret stays a secret.
import { expandMacros } from './macros.js';
import { readOnlyNames } from './read-only-names.js';

/** One variable of the job. */
export interface Variable {
  readonly name: string;
  readonly value: string;
  readonly secret: boolean;
  readonly readOnly: boolean;
  /** The environment name keeps the case of `name`. */
  readonly preserveCase: boolean;
}

/** What may be said when a variable is set; everything absent is `false`. */
export type VariableFlags = Partial<Pick<Variable, 'secret' | 'readOnly' | 'preserveCase'>>;

/** Variables refer to each other at most this deep. Source: azure-pipelines-agent, Variables.cs:486. */
const maxDepth = 50;

/** A variable refers to itself, or refers on too deep: its text is left as written. */
class Unexpandable extends Error {}

/** The job's variables. `onSecret` hears each secret value, so that the log can hide it. */
export class Variables {
  readonly #written = new Map<string, Variable>();
  #expanded = new Map<string, Variable>();
  readonly #onSecret: (value: string) => void;

  constructor(onSecret: (value: string) => void = () => {}) {
    this.#onSecret = onSecret;
  }

  /** The variable with its value as a task sees it. */
  find(name: string): Variable | undefined {
    return this.#expanded.get(keyOf(name));
  }

  /** The value as a task sees it, secret or not. */
  get(name: string): string | undefined {
    return this.find(name)?.value;
  }

  /** Sets a value. What was secret or read-only before stays so. */
  set(name: string, value: string, flags: VariableFlags = {}): void {
    const before = this.find(name);
    const variable: Variable = {
      name,
      value,
      secret: (flags.secret ?? false) || (before?.secret ?? false),
      readOnly: (flags.readOnly ?? false) || (before?.readOnly ?? false),
      preserveCase: flags.preserveCase ?? false,
    };
    if (variable.secret) {
      this.#onSecret(value);
    }
    this.#written.set(keyOf(name), variable);
    this.#expanded.set(keyOf(name), variable);
  }

  unset(name: string): void {
    this.#written.delete(keyOf(name));
    this.#expanded.delete(keyOf(name));
  }

  /** Whether setting it makes the agent complain: flagged so, or one of the agent's own names. */
  isReadOnly(name: string): boolean {
    return (this.find(name)?.readOnly ?? false) || readOnlyNames.has(keyOf(name));
  }

  /** Every variable with its value as a task sees it. */
  all(): Variable[] {
    return [...this.#expanded.values()];
  }

  /**
   * Expands variables that refer to variables, as the agent does before each step. Returns what the
   * agent warns of. A variable that refers to a secret becomes one.
   */
  expand(): string[] {
    const warnings: string[] = [];
    this.#expanded = new Map(this.#written);
    for (const [key, variable] of this.#written) {
      try {
        this.#keepExpanded(key, variable);
      } catch (error) {
        if (!(error instanceof Unexpandable)) {
          throw error;
        }
        warnings.push(error.message);
      }
    }
    return warnings;
  }

  #keepExpanded(key: string, variable: Variable): void {
    const { value, secret } = this.#resolve(variable, [key]);
    if (value === variable.value) {
      return;
    }
    if (secret) {
      this.#onSecret(value);
    }
    this.#expanded.set(key, { ...variable, value, secret });
  }

  #resolve(variable: Variable, path: readonly string[]): { value: string; secret: boolean } {
    let secret = variable.secret;
    const value = expandMacros(variable.value, (name) => {
      const nested = this.#written.get(keyOf(name));
      if (nested === undefined) {
        return undefined;
      }
      if (path.includes(keyOf(name))) {
        throw new Unexpandable(`variable '${path[0]}' refers to itself`);
      }
      if (path.length >= maxDepth) {
        throw new Unexpandable(`variable '${path[0]}' refers on more than ${maxDepth} deep`);
      }
      const inner = this.#resolve(nested, [...path, keyOf(name)]);
      secret ||= inner.secret;
      return inner.value;
    });
    return { value, secret };
  }
}

function keyOf(name: string): string {
  return name.toLowerCase();
}
