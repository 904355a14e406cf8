// Rules about secrets that travel in the package. No message quotes one.

import { packagedSecrets, type PackagedSecret } from '../sources/packaged-secrets.js';
import { rule, type Rule } from '../rule.js';

const FIXES: Readonly<Record<PackagedSecret['fix'], (path: string) => string>> = {
  'leave-out': (path) =>
    `Leave it out with a line in .antenvignore, and keep its values in app settings or a key vault: /${path}`,
  feed: () =>
    'Replace the password, and sign in on the agent: task PipAuthenticate@1, with the address but no password in the file.',
  variable: () =>
    'Withdraw it, and let the file name a variable in its place, which pip reads from the environment of the step: ${NAME}',
};

export const secretRules: readonly Rule[] = [
  rule({
    code: 'secret/packaged',
    severity: 'note',
    why: 'Everybody who may read the artifact, the site’s files or its backups can read what is packaged. It is an error for private keys and for passwords, signatures and tokens in addresses, a note for files that usually hold secrets.',
    source: 'F116: general knowledge',
    example: {
      bad: '--index-url https://build:hunter2@host/simple in requirements.txt',
      good: 'task PipAuthenticate@1',
    },
    needs: ['app'],
    *find({ app, sources }) {
      for (const secret of packagedSecrets(app, sources)) {
        const { path, line, isCertain } = secret;
        const where = line === undefined ? { file: path } : { file: path, line };
        yield isCertain ? { ...secret, where, severity: 'error' as const } : { ...secret, where };
      }
    },
    message: ({ path, holds }) => `The package holds ${path}, with ${holds}.`,
    fix: ({ path, fix }) => FIXES[fix](path),
  }),

  rule({
    code: 'secret/dotenv-overrides',
    severity: 'warning',
    why: 'load_dotenv(override=True) lets a packaged .env win over the app settings of the site, and nothing says so.',
    source: 'F117: general knowledge',
    example: { bad: 'load_dotenv(override=True) with .env in the package', good: 'load_dotenv()' },
    needs: ['app', 'sources'],
    *find({ app, sources }) {
      const dotenv = [...app.files.keys()].find((path) => /(?:^|\/)\.env$/.test(path));
      if (dotenv === undefined) return;
      for (const { path, texts } of sources.modules.values()) {
        const found = texts.find(({ text }) => /^(?:load_dotenv|read_env)\(/.test(text));
        if (found === undefined) continue;
        yield { dotenv, path, text: found.text, where: { file: path, line: found.line } };
      }
    },
    message: ({ dotenv, path, text }) =>
      `${path} calls '${text}', so the packaged ${dotenv} wins over the app settings.`,
    fix: ({ dotenv }) => `Leave ${dotenv} out of the package, and call it without override.`,
  }),
];
