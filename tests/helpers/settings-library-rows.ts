// Small programs that read their settings by a library, and the variables that each cannot start without: what the
// reader says of them is compared with it, and what the real libraries do.

/** What is installed for each library. */
export const LIBRARIES = {
  'django-environ': 'django-environ==0.12.0',
  environs: 'environs==14.2.0',
  'pydantic-settings': 'pydantic-settings==2.10.1',
  'pydantic 1': 'pydantic[dotenv]==1.10.22',
} as const;

export interface SettingsRow {
  readonly name: string;
  readonly text: string;
  /** `NAME:line`; `NAME|OTHER:line` where either is enough; `name:line` in small letters where case does not count. */
  readonly told: readonly string[];
  /** What it needs besides, of which nothing is told. */
  readonly untold?: Readonly<Record<string, string>>;
  /** Values of what is told, where `1` does not do. */
  readonly values?: Readonly<Record<string, string>>;
}

const DJANGO_ENVIRON: readonly SettingsRow[] = [
  {
    name: 'variables by calls and by methods',
    text: `import environ
env = environ.Env()
A = env("A")
B = env.str("B")
C = env.bool("C")
D = env.list("D", int)
E = env("E", cast=int)
F = env.get_value("F")`,
    told: ['A:3', 'B:4', 'C:5', 'D:6', 'E:7', 'F:8'],
  },
  {
    name: 'addresses of services, by their usual names and by others',
    text: `from environ import Env
env = Env()
DATABASES = {"default": env.db(), "other": env.db_url("OTHER_DB")}
CACHES = {"default": env.cache()}
EMAIL = env.email_url()`,
    told: ['DATABASE_URL:3', 'OTHER_DB:3', 'CACHE_URL:4', 'EMAIL_URL:5'],
    values: {
      DATABASE_URL: 'sqlite:///x.db',
      OTHER_DB: 'sqlite:///y.db',
      CACHE_URL: 'locmemcache://',
      EMAIL_URL: 'smtp://h:25',
    },
  },
  {
    name: 'defaults, by keyword, by place and in the scheme',
    text: `import environ
env = environ.Env(DEBUG=(bool, False), KEY=str, TOKEN=(str, None))
DEBUG = env("DEBUG")
DEBUG = env.bool("DEBUG")
TOKEN = env("TOKEN")
A = env.str("A", "x")
B = env("B", str, "x")
C = env("C", default=None)
D = env.db("D", default="sqlite:///x.db")
E = env.list("E", default=[])
KEY = env("KEY")`,
    told: ['KEY:11'],
  },
  {
    name: 'a scheme that is not written there',
    text: `import environ
SCHEME = {"A": (str, "x")}
KIND = (str, "x")
first = environ.Env(**SCHEME)
second = environ.Env(B=KIND)
first("A"), second("B")`,
    told: [],
  },
  {
    name: 'another prefix, given later',
    text: `import environ
env = environ.Env()
env.prefix = "APP_"
env("KEY")`,
    told: [],
    untold: { APP_KEY: '1' },
  },
  {
    name: 'an answer to what is not there, and what only some ways come to',
    text: `import environ, contextlib
from environ import ImproperlyConfigured
env = environ.Env()
try:
    A = env("A")
except ImproperlyConfigured:
    A = None
with contextlib.suppress(ImproperlyConfigured):
    B = env("B")
if env.bool("USE_C", default=False):
    C = env("C")
if "D" in env.ENVIRON:
    D = env("D")
E = env("E") if A else None
F = A and env("F")
for name in []:
    env(name), env("G")
if __name__ == "other":
    env("H")`,
    told: [],
  },
  {
    name: 'a file beside the settings, and one that is not there',
    text: `import environ
from pathlib import Path
BASE_DIR = Path(__file__).resolve().parent
env = environ.Env()
environ.Env.read_env()
env.read_env(BASE_DIR / ".env.none")
env.read_env(str(BASE_DIR / "no.env"), overwrite=True)
env("KEY")`,
    told: ['KEY:8'],
  },
  {
    name: 'a class of its own, an object of somewhere else, and another thing of that name',
    text: `import environ
class Mine(environ.Env):
    def __call__(self, name): return name
env = Mine()
env("A")
def f(env):
    return env("B")
f(str)
env = dict
env()`,
    told: [],
  },
];

const ENVIRONS: readonly SettingsRow[] = [
  {
    name: 'variables by calls and by methods',
    text: `from environs import Env
env = Env()
env.read_env()
A = env("A")
B = env.str("B")
C = env.int("C", validate=lambda n: n > 0)
D = env.list("D", subcast=int)
E = env.url("E")`,
    told: ['A:4', 'B:5', 'C:6', 'D:7', 'E:8'],
    values: { E: 'https://example.com' },
  },
  {
    name: 'the object of the library',
    text: `from environs import env
env.str("A")
env("B", None)`,
    told: ['A:2'],
  },
  {
    name: 'defaults, by keyword and by place',
    text: `import environs
env = environs.Env(expand_vars=True)
env("A", "x"), env("B", None), env.int("C", 5), env.bool("D", default=False), env.list("E", [])`,
    told: [],
  },
  {
    name: 'prefixes, one in another',
    text: `from environs import Env
env = Env()
with env.prefixed("APP_"):
    HOST = env("HOST")
    with env.prefixed("DB_"):
        NAME = env.str("NAME")
        PORT = env.int("PORT", 5432)
KEY = env("KEY")`,
    told: ['APP_HOST:4', 'APP_DB_NAME:6', 'KEY:8'],
  },
  {
    name: 'a prefix from the start',
    text: `from environs import Env
env = Env(prefix="APP_")
env("KEY")`,
    told: ['APP_KEY:3'],
  },
  {
    name: 'a prefix that nobody knows',
    text: `import os
from environs import Env
env = Env()
with env.prefixed(os.getenv("PREFIX", "APP_")):
    env("KEY")`,
    told: [],
    untold: { APP_KEY: '1' },
  },
  {
    name: 'all at once later, and never',
    text: `from environs import Env
env = Env(eager=False)
env("KEY")`,
    told: [],
  },
  {
    name: 'parsers of its own',
    text: `from environs import Env
env = Env()
@env.parser_for("mine")
def mine(value, default=None): return value
env.mine("A", default="x")`,
    told: [],
  },
];

const HEAD = `import enum, os
from typing import Any, ClassVar, Dict, List, Literal, Optional, Union
from pydantic import AliasChoices, BaseModel, Field, PostgresDsn, SecretStr, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict
`;

const PYDANTIC_SETTINGS: readonly SettingsRow[] = [
  {
    name: 'fields without a default, also those that may be None',
    text: `${HEAD}class Settings(BaseSettings):
    key: str
    secret: SecretStr = Field(..., description="x")
    maybe: Optional[str]
    other: str | None
    hosts: List[str] = Field(min_length=1)
    level: Literal["a", "b"]
    debug: bool = False
    size: int = Field(5, gt=1)
    names: list = Field(default_factory=list)
    kind: ClassVar[str]
    _own: str
settings = Settings()`,
    told: ['key:6', 'secret:7', 'maybe:8', 'other:9', 'hosts:10', 'level:11'],
    values: { hosts: '["a"]', level: 'a' },
  },
  {
    name: 'a prefix',
    text: `${HEAD}class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="APP_", env_file=(".env", "prod.env"), extra="ignore")
    key: str
Settings()`,
    told: ['app_key:7'],
  },
  {
    name: 'a prefix in a class Config, in a dict and behind the class',
    text: `${HEAD}class A(BaseSettings):
    key: str
    class Config:
        env_prefix = "a_"
class B(BaseSettings):
    key: str
    model_config = {"env_prefix": "B_"}
class C(BaseSettings, env_prefix="C_"):
    key: str
A(), B(), C()`,
    told: ['a_key:6', 'b_key:10', 'c_key:13'],
  },
  {
    name: 'other names, which have no prefix',
    text: `${HEAD}class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="APP_")
    a: str = Field(alias="FIRST")
    b: str = Field(validation_alias="SECOND")
    c: str = Field(validation_alias=AliasChoices("THIRD", "C3"))
    d: str = Field(serialization_alias="no")
Settings()`,
    told: ['first:7', 'second:8', 'third|c3:9', 'app_d:10'],
  },
  {
    name: 'other names beside the fields',
    text: `${HEAD}class Settings(BaseSettings):
    model_config = SettingsConfigDict(populate_by_name=True)
    a: str = Field(alias="FIRST")
    b: str
Settings()`,
    told: ['b:8'],
    untold: { FIRST: '1' },
  },
  {
    name: 'names in which case counts',
    text: `${HEAD}class Settings(BaseSettings):
    model_config = SettingsConfigDict(case_sensitive=True)
    KEY: str
Settings()`,
    told: ['KEY:7'],
  },
  {
    name: 'models inside',
    text: `${HEAD}class Database(BaseModel):
    host: str
    user: Optional[str]
    port: int = 5432
class Plain(BaseSettings):
    first: Database
class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="APP_", env_nested_delimiter="__")
    db: Database
    other: Database = Database(host="x", user=None)
Plain(), Settings()`,
    told: ['first:10', 'app_db__host|app_db:13', 'app_db__user|app_db:13'],
    values: { first: '{"host": "x", "user": "y"}' },
  },
  {
    name: 'settings inside',
    text: `${HEAD}class Database(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="DB_")
    host: str
class Cache(BaseSettings):
    url: str
class Settings(BaseSettings):
    db: Database = Field(default_factory=Database)
    cache: Cache = Cache()
Settings()`,
    told: ['url:9', 'db_host:7'],
  },
  {
    name: 'classes that follow others',
    text: `${HEAD}class Base(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="APP_")
    key: str
    token: str
class Settings(Base):
    model_config = SettingsConfigDict(env_file=".env")
    token: str = "x"
    more: int
Settings()`,
    told: ['app_key:7', 'app_more:12'],
  },
  {
    name: 'a function that makes it, as an app calls it',
    text: `${HEAD}import functools
class Settings(BaseSettings):
    key: str
    @field_validator("key", mode="before")
    @classmethod
    def short(cls, value): return value
    @model_validator(mode="after")
    def whole(self): return self
    @property
    def upper(self): return self.key.upper()
@functools.lru_cache
def get_settings():
    return Settings(_env_file=".env")
get_settings()`,
    told: ['key:7'],
  },
  {
    name: 'what nobody makes, or makes with values',
    text: `${HEAD}class Settings(BaseSettings):
    key: str
class Other(BaseSettings):
    key: str
class Data(BaseModel):
    key: str
Other(key="x")
Other(**{"key": "x"})
Data(key="x")
if os.getenv("OTHER"):
    Settings()
try:
    Settings()
except ValueError:
    pass`,
    told: [],
  },
  {
    name: 'values from elsewhere',
    text: `${HEAD}class First(BaseSettings):
    key: str
    @model_validator(mode="before")
    @classmethod
    def fill(cls, values): return {"key": "x"}
class Second(BaseSettings):
    key: str
    @classmethod
    def settings_customise_sources(cls, settings_cls, **sources): return (lambda: {"key": "x"},)
class Third(BaseSettings):
    key: str
    def __init__(self): super().__init__(key="x")
class Fourth(BaseSettings):
    model_config = SettingsConfigDict(secrets_dir="secrets")
    key: str
open("some.env", "w").write("key=1")
class Fifth(BaseSettings):
    model_config = SettingsConfigDict(env_file=os.path.abspath(os.getenv("FILE", "some.env")))
    key: str
First(), Second(), Third(), Fifth()
os.mkdir("secrets")
open("secrets/key", "w").write("x")
Fourth()`,
    told: [],
  },
  {
    name: 'types that may hold a default, and those of somewhere else',
    text: `${HEAD}from typing import Annotated
import collections as unknown
Name = Annotated[str, Field(default="x")]
class Colour(str, enum.Enum):
    RED = "red"
class Settings(BaseSettings):
    a: Annotated[str, Field(default="x")]
    b: Name
    c: "Name"
    colour: Colour
    url: PostgresDsn
Settings()`,
    told: ['colour:14', 'url:15'],
    values: { colour: 'red', url: 'postgresql://h/d' },
  },
  {
    name: 'a base of which nothing is known, and two of them',
    text: `${HEAD}class Mixin:
    pass
class Two(Mixin, BaseSettings):
    key: str
def base(): return BaseSettings
Unknown = base()
class One(Unknown):
    key: str
Two(), One()`,
    told: [],
    untold: { KEY: '1' },
  },
];

const PYDANTIC_1: readonly SettingsRow[] = [
  {
    name: 'fields without a default, not those that may be None',
    text: `from typing import Any, List, Optional, Union
from pydantic import BaseSettings, Field, SecretStr
class Settings(BaseSettings):
    key: str
    secret: SecretStr = Field(...)
    wanted: Optional[str] = Field(...)
    maybe: Optional[str]
    other: Union[str, None]
    both: str | None
    text: "Optional[str]"
    some: Any
    described: Optional[str] = Field(description="x")
    none: str = None
    class Config:
        env_prefix = "app_"
        env_file = ".env"
Settings()`,
    told: ['app_key:4', 'app_secret:5', 'app_wanted:6'],
  },
  {
    name: 'other names: by env, which has no prefix, never by alias',
    text: `from pydantic import BaseSettings, Field
class Settings(BaseSettings):
    a: str = Field(env="FIRST")
    b: str = Field(..., env=["SECOND", "B2"])
    c: str = Field(alias="THIRD")
    class Config:
        env_prefix = "app_"
Settings()`,
    told: ['first:3', 'second|b2:4', 'app_c:5'],
  },
  {
    name: 'names in its configuration, and a check of the whole',
    text: `from pydantic import BaseSettings, Field, root_validator
class First(BaseSettings):
    a: str
    class Config:
        fields = {"a": {"env": "OTHER"}}
class Second(BaseSettings):
    key: str
    @root_validator(pre=True)
    def fill(cls, values): return {"key": "x"}
First(), Second()`,
    told: [],
    untold: { OTHER: '1' },
  },
];

/** Of each library, its programs. */
export const SETTINGS_ROWS: Readonly<Record<keyof typeof LIBRARIES, readonly SettingsRow[]>> = {
  'django-environ': DJANGO_ENVIRON,
  environs: ENVIRONS,
  'pydantic-settings': PYDANTIC_SETTINGS,
  'pydantic 1': PYDANTIC_1,
};
