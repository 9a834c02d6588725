/**
 * Builds what is published: `dist/`, compiled from the doors and the programs down, so that nothing else gets in.
 * Node strips no types under node_modules, hence JavaScript; declarations are kept where a door leads to them.
 */
import { copyFileSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { builtinModules } from 'node:module'
import { dirname, posix } from 'node:path'
import { execa } from 'execa'
import { readModule } from './module.ts'
import { ROOT } from './repository.ts'

/** What compiled code reads beside it: the contexts of its images, and what `init` writes. */
const READ_AS_THEY_ARE = ['src/runtime/**/image/*', 'src/cli/init/template/**/*.*']

/** A folder of one language, as files import each other. */
interface Compiled {
  readonly path: string
  readonly imports: readonly string[]
}

/** Writes `dist/` anew, and answers with the packages that it imports, by name. */
export async function build(): Promise<readonly string[]> {
  rmSync(`${ROOT}dist`, { recursive: true, force: true })
  await execa('tsc', ['-p', 'src/house/tsconfig.build.json'], { cwd: ROOT, preferLocal: true, stdio: 'inherit' })
  const declared = globSync('dist/**/*.d.ts', { cwd: ROOT }).map(unixPath)
  for (const path of declared) writeFileSync(ROOT + path, asCompiled(readFileSync(ROOT + path, 'utf8')))
  const shown = reachable(declared.map(read), (path) => path.startsWith('dist/doors/'))
  for (const path of declared.filter((each) => !shown.has(each))) rmSync(ROOT + path)
  const programs = globSync('dist/**/*.js', { cwd: ROOT }).map(unixPath)
  for (const path of globSync(READ_AS_THEY_ARE, { cwd: ROOT, exclude: ['**/testing/**'] }).map(unixPath)) {
    const target = ROOT + path.replace(/^src\//, 'dist/')
    mkdirSync(dirname(target), { recursive: true })
    copyFileSync(ROOT + path, target)
  }
  return packagesIn([...programs, ...shown].map(read))
}

const unixPath = (path: string): string => path.replaceAll('\\', '/')

function read(path: string): Compiled {
  const { imports } = readModule({ path, text: readFileSync(ROOT + path, 'utf8') })
  return { path, imports: imports.map(({ name }) => name) }
}

/** The compiler writes what a declaration imports as it stands in the source, and `.ts` files are not published. */
export function asCompiled(declaration: string): string {
  return declaration.replaceAll(/((?:from|import\() ?['"]\.[^'"]+)\.ts(['"])/g, '$1.js$2')
}

/** Declarations that can be reached from some of them, these included. */
export function reachable(files: readonly Compiled[], isFirst: (path: string) => boolean): ReadonlySet<string> {
  const known = new Map(files.map(({ path, imports }) => [path, imports]))
  const reached = new Set(files.map(({ path }) => path).filter(isFirst))
  for (const path of reached) {
    for (const name of known.get(path) ?? []) {
      const target = posix.join(posix.dirname(path), name).replace(/\.js$/, '.d.ts')
      if (name.startsWith('.') && known.has(target)) reached.add(target)
    }
  }
  return reached
}

/** `@scope/name` of `@scope/name/part`, and so on; none of Node's own. */
export function packagesIn(files: readonly Compiled[]): readonly string[] {
  const names = files.flatMap(({ imports }) => imports).filter((name) => !/^(\.|node:)/.test(name))
  const packages = names.map((name) => /^(@[^/]+\/)?[^/]+/.exec(name)?.[0] ?? name)
  return [...new Set(packages)].filter((name) => !builtinModules.includes(name)).toSorted()
}
