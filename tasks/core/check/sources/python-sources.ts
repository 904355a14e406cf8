// The app's Python sources as their syntax trees say, read by a Python that is at hand; never by importing them.

/** An environment variable that a module cannot do without. */
export interface VariableFact {
  readonly name: string;
  readonly line: number;
  /** Variables of which one is enough in its place. */
  readonly others?: readonly string[];
  /** Whether upper and lower case are the same to what reads it. */
  readonly anyCase?: boolean;
}

/** A name that a module makes: by assignment, definition or import. */
export interface ModuleFact {
  /** Relative to the app root. */
  readonly path: string;
  /** Names bound at the top of the module. */
  readonly names: readonly string[];
  /** A star import or a module-level `__getattr__`: then any name may be there. */
  readonly open: boolean;
  /** What it has depends on more than star imports: on `globals()`, `sys.modules`, its `__path__`. */
  readonly dynamic?: boolean;
  /** Top-level modules that it imports, with the line; those inside `try` or functions are marked. */
  readonly imports: readonly {
    readonly module: string;
    readonly line: number;
    readonly optional: boolean;
  }[];
  /** Calls worth knowing: `Flask(…)` and the like assigned to a top-level name. */
  readonly apps: readonly {
    readonly name: string;
    readonly framework: string;
    readonly line: number;
  }[];
  /** Environment variables read without a default: `os.environ['X']`, or by a library for settings. */
  readonly environment: readonly VariableFact[];
  /**
   * `app.run(host=…, port=…)` and the like outside of what is never run, with the tool's own defaults. A value
   * that follows a variable is written as a shell has it, `${HOST:-127.0.0.1}`; `default` stands for the
   * framework's own where `of` names what is run.
   */
  readonly runs: readonly {
    readonly call: string;
    readonly host: string | undefined;
    readonly port: number | string | undefined;
    readonly debug: boolean;
    readonly line: number;
    /** The top-level name that is run, where this module does not say what framework it is of. */
    readonly of?: string;
    /** Only one of several ways through the module comes here. */
    readonly optional?: boolean;
  }[];
  /** Relative paths that are opened for writing. */
  readonly writes: readonly { readonly path: string; readonly line: number }[];
  /** Top-level assignments of constants: strings, numbers, booleans, lists of strings. */
  readonly constants: Readonly<Record<string, unknown>>;
  /** Texts worth looking into: connection strings and drivers. Never more than the word that matters. */
  readonly texts: readonly {
    readonly text: string;
    readonly line: number;
    /** A default of something else, or one of several branches. */
    readonly optional?: boolean;
  }[];
  /** Functions that return an app. */
  readonly factories?: readonly {
    readonly name: string;
    readonly framework: string;
    readonly line: number;
    /** An `async def`: no server but aiohttp's worker class awaits it. */
    readonly awaited?: true;
  }[];
  /** Top-level names that another module makes: imported from there, or what a call of it returns. */
  readonly aliases?: readonly {
    readonly name: string;
    /** Dotted; of a relative import, from the app root. */
    readonly module: string;
    readonly attribute: string;
    readonly called: boolean;
  }[];
  /** Modules that it star-imports, dotted; relative ones from the app root. */
  readonly stars?: readonly string[];
  /** Environment variables that it sets, such as `DJANGO_SETTINGS_MODULE`; `null` for what is no constant. */
  readonly sets?: Readonly<Record<string, string | null>>;
  /** Those of them that it sets once, and whenever it is loaded. */
  readonly setsAlways?: readonly string[];
  /** Those of them that it sets by `setdefault` alone: what is set already stays. */
  readonly setsDefault?: readonly string[];
  /** What it asks of something imported from a module: a variable, or to be made. */
  readonly asks?: readonly {
    readonly module: string;
    readonly of: string;
    readonly variable?: string;
    readonly line: number;
  }[];
  /** Top-level objects that read variables, with those that have a default, and settings classes with what they read. */
  readonly offers?: Readonly<
    Record<
      string,
      {
        readonly prefix?: string;
        readonly defaults?: readonly string[];
        readonly reads?: readonly VariableFact[];
      }
    >
  >;
  /** Whether it sets variables whose names the sources do not have, such as those of a file elsewhere. */
  readonly fills?: boolean;
  /** Top-level names that hold a path below the app root, such as `STATIC_ROOT`. */
  readonly paths?: Readonly<Record<string, string>>;
  /** Where it assigns those of Django's settings that rules speak of. */
  readonly lines?: Readonly<Record<string, number>>;
}

export interface PythonSources {
  readonly modules: ReadonlyMap<string, ModuleFact>;
  /** Sources that do not parse, with the reason. */
  readonly broken: readonly {
    readonly path: string;
    readonly line: number;
    readonly message: string;
    /** The minor of the Python that said so, such as `3.12`. */
    readonly python?: string | undefined;
  }[];
  /** Sources that are too large or too deep to be looked into: nothing is known of them. */
  readonly unread?: readonly string[];
}
