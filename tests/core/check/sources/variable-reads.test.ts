// Which variables a source reads, by its text.

import assert from 'node:assert/strict';
import {
  readStatements,
  readVariables,
  variablesSetIn,
} from '../../../../tasks/core/check/sources/variable-reads.js';

interface Row {
  readonly name: string;
  readonly source: string;
  /** `NAME`, or `NAME in holder`. */
  readonly expect: readonly string[];
}

const rows: readonly Row[] = [
  {
    name: 'the ways of the module os',
    source: `A = os.environ["ONE"]
B = os.environ.get('TWO', "")
C = os.getenv(
    "THREE",
)
d = environ.pop("FOUR", None)
start(getenv("FIVE"))`,
    expect: ['ONE in A', 'TWO in B', 'THREE in C', 'FOUR in d', 'FIVE'],
  },
  {
    name: 'keys of a configuration',
    source: `app.config["URI"] = os.environ.get("DATABASE_URL")
app.config.from_mapping(SECRET_KEY=os.getenv("KEY"), DEBUG=False)
app.config.update({"CACHE": os.getenv("REDIS_URL")})
class Config:
    TOKEN: str = os.getenv("API_TOKEN") or os.getenv("TOKEN")`,
    expect: [
      'DATABASE_URL in URI',
      'KEY in SECRET_KEY',
      'REDIS_URL in CACHE',
      'API_TOKEN in TOKEN',
      'TOKEN in TOKEN',
    ],
  },
  {
    name: 'django-environ, environs, python-decouple and Starlette',
    source: `A = env("ONE")
B = env.int("TWO", 3)
C = config("THREE", cast=int)
D = app.config.get("NO")`,
    expect: ['ONE in A', 'TWO in B', 'THREE in C'],
  },
  {
    name: 'the fields of pydantic-settings',
    source: `class Settings(BaseSettings):
    """What the shop needs."""
    database_url: str = ""
    key: SecretStr = Field(default="", alias="API_KEY")
    model_config = SettingsConfigDict(env_prefix="shop_")

    def url(self):
        other: str = ""

class Item(BaseModel):
    price: float`,
    expect: ['SHOP_DATABASE_URL in database_url', 'API_KEY in key'],
  },
  {
    name: 'a text with a variable in it',
    source: `url = f"https://{os.environ['ACCOUNT']}.example.org"`,
    expect: ['ACCOUNT in url'],
  },
  {
    name: 'comments, documentation and what the app sets itself',
    source: `# os.environ["NO"]
"""os.environ["NO"]"""
os.environ["NO"] = "1"
os.environ.setdefault("NO", "1")`,
    expect: [],
  },
];

describe('the variables that a source reads', () => {
  for (const { name, source, expect } of rows) {
    it(name, () => {
      const found = readVariables(source);
      assert.deepEqual(
        found.map((one) => (one.holder === undefined ? one.name : `${one.name} in ${one.holder}`)),
        expect,
      );
    });
  }

  it('are told with the lines of their statement', () => {
    const source = 'import os\n\nclient = Client(\n    # where\n    os.getenv("URL"),\n)\nrun()';
    assert.deepEqual(readVariables(source), [{ name: 'URL', holder: 'client', from: 3, to: 6 }]);
    const lines = readStatements(source).map(({ from, to }) => [from, to]);
    assert.deepEqual(lines, [
      [1, 1],
      [3, 6],
      [7, 7],
    ]);
  });

  it('are not those that it sets', () => {
    const source = 'os.environ["A"] = "1"\nos.environ.setdefault("B", "1")\nos.environ["C"] == "1"';
    assert.deepEqual(variablesSetIn(source), ['A', 'B']);
  });

  it('are found where a source is cut, and its brackets and quotes stay open', () => {
    assert.deepEqual(
      readVariables('A = os.getenv("A")\nfoo(\n"""').map(({ name }) => name),
      ['A'],
    );
  });
});
