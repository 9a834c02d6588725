/**
 * Makes a checkout ready to run: installs what package-lock.json pins, Node 24 included, and links `syncdrill`.
 * Plain JavaScript that Node 20 can run and that imports no package, because it runs before anything is installed.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, lstatSync, readFileSync, readlinkSync, rmSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const BIN = join(ROOT, 'node_modules', '.bin')
const OLDEST_NODE = 24
const ENVIRONMENT_ERROR = 4
const onWindows = process.platform === 'win32'

// `npm ci` runs this with `link` at its end; without an argument it first checks whether `npm ci` is due.
if (process.argv[2] === 'link') link()
else setUp()

function setUp() {
  const wanted = packagesOf('package-lock.json')
  if (wanted === undefined) stop('package-lock.json is missing or not JSON, and a checkout has it')
  const isNodeOld = Number.parseInt(process.versions.node, 10) < OLDEST_NODE
  if (isNodeOld && !(`node_modules/${nodePackage()}` in wanted)) stop(`${needsNode()}: npm has no package of it here`)
  const reason = whyInstall(wanted, packagesOf(join('node_modules', '.package-lock.json')))
  if (reason !== undefined) install(reason)
  link()
  if (isNodeOld) requireInstalledNode()
}

/** Says how node_modules differs from the lock file, by the list that npm keeps of what it installed. */
function whyInstall(wanted, found) {
  if (found === undefined) return 'nothing is installed yet'
  for (const path of new Set([...Object.keys(wanted), ...Object.keys(found)])) {
    if (path === '') continue
    const [want, have] = [wanted[path], found[path]]
    if (want === undefined) return `${path} is installed, and package-lock.json does not name it`
    if (have === undefined && want.optional) continue
    if (have?.version !== want.version || have?.integrity !== want.integrity) {
      return `${path} should be ${want.version} and is ${have?.version ?? 'missing'}`
    }
  }
  return undefined
}

function packagesOf(file) {
  try {
    return JSON.parse(readFileSync(join(ROOT, file), 'utf8')).packages
  } catch {
    return undefined
  }
}

/**
 * Development and optional packages (Node 24 is one) are asked for by name: a user's npm settings may omit them. No
 * package's own scripts: one would compile for ten seconds what it works without. That is a flag and no setting of the
 * checkout, for npm would then leave out the `pretest` that runs this.
 */
function install(reason) {
  say(`${reason}. Running \`npm ci\`: it fetches the packages that package-lock.json pins,`)
  say(`Node ${OLDEST_NODE} among them, into ./node_modules and nowhere else ...`)
  const begin = performance.now()
  const flags = [
    '--include=dev',
    '--include=optional',
    '--ignore-scripts',
    '--loglevel=error',
    '--no-audit',
    '--no-fund',
  ]
  const options = { cwd: ROOT, stdio: ['ignore', 'ignore', 'inherit'], shell: onWindows }
  const npm = spawnSync('npm', ['ci', ...flags], options)
  if (npm.error) stop(`npm did not start: ${npm.error.message}`)
  if (npm.status !== 0) stop(`\`npm ci\` failed (${npm.signal ?? `exit ${npm.status}`}); its own words are above`)
  say(`installed in ${((performance.now() - begin) / 1000).toFixed(1)} s`)
}

/** The package may be there and still not run: it is built against glibc, which Alpine, for one, does not have. */
function requireInstalledNode() {
  const answer = spawnSync(join(BIN, 'node'), ['--version'], { encoding: 'utf8', shell: onWindows })
  if (answer.status === 0) return
  stop(`${needsNode()}: the one of npm (${nodePackage()}) is not installed or does not run here`)
}

function nodePackage() {
  return `node-${onWindows ? 'win' : process.platform}-${process.arch}`
}

function needsNode() {
  const here = `Node ${process.versions.node} on ${process.platform}-${process.arch}`
  return `Node ${OLDEST_NODE} or newer is needed and this is ${here}; install it from https://nodejs.org and try again`
}

/**
 * npm links no program of the very package it installs for, and `npx syncdrill` in a checkout needs the link.
 * npm 10 installs the package of Node and skips its link, as several packages for other platforms carry the same name.
 */
function link() {
  if (onWindows || !existsSync(BIN)) return
  symlinkOnce(join('..', '..', 'src', 'cli', 'main.ts'), join(BIN, 'syncdrill'))
  const node = join('..', nodePackage(), 'bin', 'node')
  if (existsSync(join(BIN, node))) symlinkOnce(node, join(BIN, 'node'))
}

function symlinkOnce(target, path) {
  const there = lstatSync(path, { throwIfNoEntry: false })
  if (there?.isSymbolicLink() && readlinkSync(path) === target) return
  if (there) rmSync(path)
  symlinkSync(target, path)
}

function say(text) {
  process.stderr.write(`syncdrill: ${text}\n`)
}

function stop(text) {
  say(text)
  process.exit(ENVIRONMENT_ERROR)
}
