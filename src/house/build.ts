/**
 * Builds the package that is published: `dist/` is a whole package of its own, so the checkout's package.json, which
 * points to sources, never has to be rewritten. Node strips no types under node_modules, hence compiled JavaScript.
 */
import { copyFileSync, existsSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { execa } from 'execa'
import { z } from 'zod'
import { ROOT } from './repository.ts'

const Package = z.looseObject({ exports: z.record(z.string(), z.string()) })

const CHECKOUT_ONLY = new Set(['private', 'scripts', 'devDependencies', 'optionalDependencies'])

/** The package.json of `dist/`: compiled doors, the program, and nothing that only a checkout needs. */
export function publishedPackage(checkout: string): Readonly<Record<string, unknown>> {
  const { exports, ...rest } = Package.parse(JSON.parse(checkout))
  const kept = Object.entries(rest).filter(([key]) => !CHECKOUT_ONLY.has(key))
  const doors = Object.entries(exports).map(([door, target]) => [door, compiled(target)] as const)
  return {
    ...Object.fromEntries<unknown>(kept),
    bin: { syncdrill: 'cli/main.js' },
    exports: Object.fromEntries<unknown>(doors),
  }
}

function compiled(target: string): unknown {
  const path = target.replace(/^\.\/src\//, './')
  if (!path.endsWith('.ts')) return path
  return { types: path.replace(/\.ts$/, '.d.ts'), default: path.replace(/\.ts$/, '.js') }
}

if (import.meta.main) {
  rmSync(`${ROOT}dist`, { recursive: true, force: true })
  await execa('tsc', ['-p', 'src/house/tsconfig.build.json'], { cwd: ROOT, preferLocal: true, stdio: 'inherit' })
  const text = JSON.stringify(publishedPackage(readFileSync(`${ROOT}package.json`, 'utf8')), undefined, 2)
  writeFileSync(`${ROOT}dist/package.json`, `${text}\n`)
  // What compiled code reads beside it: the contexts of its images.
  for (const file of globSync('src/**/image/*', { cwd: ROOT }).filter((path) => !path.includes('/testing/'))) {
    const target = `${ROOT}dist/${file.replace(/^src\//, '')}`
    mkdirSync(dirname(target), { recursive: true })
    copyFileSync(ROOT + file, target)
  }
  const documents = ['README.md', 'LICENSE', 'CHANGELOG.md'].filter((name) => existsSync(ROOT + name))
  for (const name of documents) copyFileSync(ROOT + name, `${ROOT}dist/${name}`)
  process.stdout.write('built dist/, a package of its own: `npm pack ./dist`\n')
}
