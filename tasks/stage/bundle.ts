// One task's programs and the packages they use, each as one file that Node 20 and Node 24 run.

import { build, type Metafile } from 'esbuild';

/** What esbuild read to make a bundle; paths are relative to the project's root. */
export type Bundle = Metafile;

/**
 * Bundles each of a task's programs with all it imports into one file of `folder`, minified, without a source map.
 * CommonJS, because task-lib's dynamic require does not survive in an ES module; names are kept, because
 * errors are told apart by their class's name. From the TypeScript, whose modules become one: each as CommonJS of its
 * own takes a tenth more.
 * @param programs their sources, by the names of the files to write, without `.js`
 * @throws Error when esbuild fails, and also when it warns: its warnings are code that breaks when bundled
 */
export async function bundleTask(
  root: string,
  programs: Readonly<Record<string, string>>,
  folder: string,
): Promise<Bundle> {
  const result = await build({
    absWorkingDir: root,
    entryPoints: programs,
    outdir: folder,
    bundle: true,
    format: 'cjs',
    platform: 'node',
    target: 'node20',
    minify: true,
    keepNames: true,
    sourcemap: false,
    legalComments: 'eof',
    metafile: true,
    logLevel: 'warning',
  });
  if (result.warnings.length > 0) throw new Error(`esbuild warns about ${folder}, see above.`);
  return result.metafile;
}
