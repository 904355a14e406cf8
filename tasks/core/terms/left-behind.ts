// What builds and tools leave in the folder of a project: it is neither built from nor looked at for changes.

const CACHES = /(?:^|\/)(?:__pycache__|\.(?:mypy|pytest|ruff)_cache|\.tox|\.nox|[^/]+\.egg-info)$/;

/** setuptools takes what an earlier build left in its folders into the wheel. */
const EARLIER_BUILDS = /^build\/(?:lib|bdist\.[^/]*|temp\.[^/]*|lib\.[^/]*)$/;

/**
 * Whether builds and tools left it behind, and no build reads it. The copy that is built and the digest that stands
 * for it both ask here: what is left out of the digest alone could change unseen.
 * @param path relative to the project, with forward slashes
 */
export function isLeftBehind(path: string): boolean {
  return CACHES.test(path) || EARLIER_BUILDS.test(path);
}
