// Whether a start may need what the image brings beside Python: what is costly to bring is brought only then.

import { imageRequirements } from './image-environment.js';

/** What is known of the package and of its start. */
export interface Needs {
  /** Names of the venv's distributions, normalised. */
  readonly installed: readonly string[];
  /** `undefined` when nobody said what the startup command is. */
  readonly startup:
    | {
        readonly text: string;
        readonly scripts: readonly { readonly text: string }[];
        readonly file?: { readonly text: string | undefined };
      }
    | undefined;
}

/**
 * Whether the start may use a package of the image that the venv does not have.
 * @param minor such as `3.12`
 */
export function needsImagePackages(minor: string, { installed, startup }: Needs): boolean {
  const lacking = imageRequirements(minor)
    .map((requirement) => requirement.split('==')[0] ?? '')
    .filter((name) => !installed.includes(name));
  // Without a command the platform starts the app with gunicorn.
  if (!startup || startup.text === '') return lacking.length > 0;
  const { text, scripts, file } = startup;
  const said = [text, file?.text ?? '', ...scripts.map((script) => script.text)].join('\n');
  return lacking.some((name) => said.includes(name));
}
