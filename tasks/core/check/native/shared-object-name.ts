// Which files are shared objects, by their names.

/** Libraries and extension modules of Linux, macOS and Windows, also with a version behind: `libssl.so.1.1.1k`. */
const SHARED_OBJECT = /\.(?:so(?:\.\d\w*)*|dylib|pyd|dll)$/;

/** Whether a path is one of a shared object, by its name. */
export function isSharedObjectName(path: string): boolean {
  return SHARED_OBJECT.test(path);
}
