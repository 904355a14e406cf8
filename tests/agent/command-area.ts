// The shape of the command tables.
import type { Command } from './command.js';
import type { HostType } from './layout.js';
import type { Step } from './step.js';

/** One kind of command. */
export interface CommandEvent {
  /** Whether restricted mode lets it through. */
  readonly whenRestricted: boolean;
  /** Carries it out. @throws Error when it cannot be: the step then fails. */
  apply(step: Step, command: Command): void;
}

/** The commands of one area, by lower-case name. */
export interface CommandArea {
  /** Where the area exists at all. */
  readonly hosts: readonly HostType[];
  readonly events: ReadonlyMap<string, CommandEvent> | 'noted';
}

/** The value of a property. @throws Error when it is absent. */
export function required(command: Command, name: string): string {
  const value = command.properties.get(name);
  if (value === undefined || value === '') {
    throw new Error(`The command needs the property '${name}'.`);
  }
  return value;
}
