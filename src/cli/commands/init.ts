/** `syncdrill init`: a first drill that runs at once, and the places to put one's own service into. */

import { mkdir, open, readFile, stat } from 'node:fs/promises'
import { dirname, isAbsolute, join, normalize, resolve } from 'node:path'
import { createInterface } from 'node:readline/promises'
import { EXIT, Failure, reasonOf } from '../../kernel/index.ts'
import { filesOf, type NewFile, type Wanted } from '../init/files.ts'
import { askFor, ciIn, DEFAULT_FOLDER, likelyCi } from '../init/questions.ts'

export interface InitFlags {
  readonly folder?: string
  readonly ci?: string
  readonly yes?: true
}

export async function init(flags: InitFlags, project = process.cwd()): Promise<number> {
  const wanted = await wantedOf(flags, project)
  const files = filesOf(wanted)
  const there = await Promise.all(files.map(({ path }) => isThere(join(project, path))))
  const blocking = files.filter(({ instead }, place) => there[place] && instead === undefined)
  if (blocking.length > 0) {
    const choices = blocking.map(({ path }) => path)
    throw new Failure('usage', 'init: nothing is overwritten, and nothing was written; there already:', { choices })
  }
  for (const [place, file] of files.entries()) {
    const isNew = !there[place] && (await written(join(project, file.path), file))
    const words = isNew ? file.purpose : (file.instead ?? '')
    process.stdout.write(`${isNew ? 'wrote' : 'kept '}  ${file.path.padEnd(36)}  ${words}\n`)
  }
  process.stdout.write(await nextSteps(wanted, project))
  return EXIT.pass
}

/** Of what is not given, a person is asked; nobody is asked with --yes. */
async function wantedOf({ folder, ci: said, yes }: InitFlags, project: string): Promise<Wanted> {
  const ci = said === undefined ? undefined : ciIn(said)
  if (said !== undefined && !ci) throw new Failure('usage', `--ci: expected github, gitlab or none, got '${said}'`)
  const given = { ...(folder !== undefined && { folder }), ...(ci && { ci }) }
  if (yes || (folder !== undefined && ci)) {
    return inside({ folder: DEFAULT_FOLDER, ci: likelyCi(project), ...given }, project)
  }
  if (!process.stdin.isTTY) {
    throw new Failure('usage', 'init: expected a terminal to ask at, or --yes for the defaults (or --folder and --ci)')
  }
  using asking = createInterface({ input: process.stdin, output: process.stdout })
  return inside(await askFor(given, project, asking), project)
}

function inside({ folder, ci }: Wanted, project: string): Wanted {
  const path = normalize(folder).replace(/[\\/]+$/, '')
  if (isAbsolute(path) || /^\.\.(?:$|[\\/])/.test(path)) {
    throw new Failure('usage', `--folder: expected a folder in ${project}, got '${folder}'`)
  }
  return { folder: path, ci }
}

const isThere = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  )

/** False where somebody else has written it meanwhile. */
async function written(path: string, { text }: NewFile): Promise<boolean> {
  try {
    await mkdir(dirname(path), { recursive: true })
    await using file = await open(path, 'wx')
    await file.writeFile(await text())
    return true
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw new Failure('environment', `${path}: cannot be written: ${reasonOf(thrown)}`, { cause: thrown })
  }
}

async function nextSteps({ folder }: Wanted, project: string): Promise<string> {
  const drill = folder === DEFAULT_FOLDER ? 'crash' : `${folder}/crash.drill.ts`
  const manifest = await readFile(resolve(project, 'package.json'), 'utf8').catch(() => '')
  const isModule = /"type"\s*:\s*"module"/.test(manifest)
  return [
    '',
    ...(isModule ? [] : [`First: package.json needs "type": "module".`, '']),
    'Next:',
    `  npx syncdrill run ${drill}      both arms end as expected`,
    '  npx syncdrill report         look at what happened',
    `  npx syncdrill check ${drill}    is the adapter right? for after you have put your own service into it`,
    '',
  ].join('\n')
}
