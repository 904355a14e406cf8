// Variables that one module of an app asks of what another makes: told by both modules' sources together.

import assert from 'node:assert/strict';
import { neededVariables } from '../../../../tasks/core/check/settings/needed-variables.js';
import { sourcesOf } from '../../../helpers/app-evidence.js';

const BASE = `import environ
env = environ.Env(DEBUG=(bool, False))
KEY = env("KEY")
`;
const CONFIG = `from pydantic_settings import BaseSettings
class Settings(BaseSettings):
    api_key: str
`;

const ROWS: readonly {
  readonly name: string;
  readonly files: Readonly<Record<string, string>>;
  readonly needed: readonly string[];
}[] = [
  {
    name: 'an object that reads variables, imported',
    files: {
      'web/base.py': BASE,
      'web/production.py':
        'from .base import *\nfrom .base import env\nDATABASES = {"default": env.db()}\nDEBUG = env.bool("DEBUG")\nA = env("A", "x")\nB = env.str("B")\nif DEBUG:\n    C = env("C")\n',
    },
    needed: ['KEY web/base.py:3', 'DATABASE_URL web/production.py:3', 'B web/production.py:6'],
  },
  {
    name: 'an object that comes with a star, and on through another module',
    files: {
      'web/__init__.py': '',
      'web/base.py': BASE,
      'web/common.py': 'from web.base import *\n',
      'web/production.py': 'from .common import *\nA = env("A")\n',
    },
    needed: ['KEY web/base.py:3', 'A web/production.py:2'],
  },
  {
    name: 'prefixes of both modules',
    files: {
      'conf.py': 'from environs import Env\nenv = Env(prefix="APP_")\n',
      'main.py': 'from conf import env\nwith env.prefixed("DB_"):\n    HOST = env("HOST")\n',
    },
    needed: ['APP_DB_HOST main.py:3'],
  },
  {
    name: 'a settings class, made by another module, and one that is imported through a package',
    files: {
      'app/config.py': CONFIG,
      'app/core/__init__.py': 'from app.core.settings import CoreSettings\n',
      'app/core/settings.py':
        'from pydantic_settings import BaseSettings\nclass CoreSettings(BaseSettings):\n    token: str\n',
      'app/main.py':
        'from functools import lru_cache\nfrom .config import Settings\nfrom .core import CoreSettings\n@lru_cache\ndef get_settings():\n    return Settings()\ncore = CoreSettings()\n',
    },
    needed: ['API_KEY app/config.py:3', 'TOKEN app/core/settings.py:3'],
  },
  {
    name: 'a settings class that nobody makes, or with values, or perhaps',
    files: {
      'config.py': CONFIG,
      'main.py':
        'from config import Settings\nSettings(api_key="x")\ntry:\n    Settings()\nexcept ValueError:\n    pass\n',
    },
    needed: [],
  },
  {
    name: 'what only looks like either',
    files: {
      'conf.py': 'def env(name): return None\nclass Settings: pass\n',
      'main.py':
        'from conf import env, Settings\nfrom other import get_env\nenv("A"), Settings(), get_env("B")\n',
    },
    needed: [],
  },
  {
    name: 'modules that import each other',
    files: {
      'a.py': 'from b import *\nenv("A")\n',
      'b.py': 'from a import *\nenv("B")\n',
    },
    needed: [],
  },
];

describe('variables that a module asks of what another makes', () => {
  for (const { name, files, needed } of ROWS) {
    it(`are those of ${name}`, async () => {
      const sources = await sourcesOf(files);
      const found = neededVariables({
        settings: [],
        sources,
        startup: undefined,
        app: undefined,
      }).map((one) => `${one.name} ${one.where.file}:${one.where.line}`);
      assert.deepEqual(found, needed);
    });
  }
});
