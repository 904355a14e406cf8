// A path in a command that is to be copied.

import assert from 'node:assert/strict';

import { shellWord } from '../../../tasks/core/terms/shell-word.js';

describe('shellWord', () => {
  const rows: readonly (readonly [name: string, path: string, word: string])[] = [
    ['a plain path', 'src/my-app_2/main.py', 'src/my-app_2/main.py'],
    ['a path that begins with a variable', '$APP_PATH/run.sh', '$APP_PATH/run.sh'],
    ['a space', 'my site', '"my site"'],
    ['a variable and a space', '$APP_PATH/my site', '"$APP_PATH/my site"'],
    ['a sign of the shell', 'app (old)/main.py', '"app (old)/main.py"'],
    ['a single quote', "bob's/main.py", '"bob\'s/main.py"'],
    ['a command in a name', 'a$(id)${b:-$(id)}.py', '"a\\$(id)\\${b:-\\$(id)}.py"'],
    ['what double quotes do not hold', 'a"b`c\\d', '"a\\"b\\`c\\\\d"'],
  ];
  for (const [name, path, word] of rows) {
    it(name, () => {
      assert.equal(shellWord(path), word);
    });
  }
});
