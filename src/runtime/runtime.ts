/** The port behind which services run. `embedded` and `containers` pass one contract suite; both are driven by this. */

import type { Failure } from '../kernel/index.ts'
import type { Exit } from '../ledger/index.ts'
import type { Link, Remote, Run, Service, Surroundings, Topology, Volume } from '../site/index.ts'
import type { Capability } from './capabilities.ts'
import type { End } from './end.ts'
import type { Journal } from './journal.ts'
import type { Usage } from './usage.ts'

export interface Runtime {
  readonly name: 'embedded' | 'containers' | 'external'
  readonly capabilities: ReadonlySet<Capability>
  /** What takes long and outlives runs, such as images: told of what is being made. `open` does it too. */
  readonly prepare?: (topology: Topology, tell: (what: string) => void) => Promise<void>
  /** One thing of each kind that it makes, in a throwaway run, for the reaper's proof of life; how many. */
  readonly makeDummies?: (journal: Journal) => Promise<number>
  /** Makes volumes and links; starts no service yet. Everything is journalled before it is made. */
  open(topology: Topology, room: Room): Promise<RunningSite>
}

/** Where a run may write, and who is told. */
export interface Room {
  readonly run: string
  /** Told of everything before it is made. */
  readonly journal: Journal
  /** Where relative paths in commands are looked up: where the drill file stands. */
  readonly drillFolder?: string
  /** For the logs of services, one file each; made when missing. */
  readonly logs: string
  /** Told, at most once, that the ground is gone, and what is done then: what is read from now on says nothing. */
  readonly onLost?: (failure: Failure, then: string) => void
  /** Told of every change of a service's state, for the ledger. */
  readonly onService?: (change: ServiceChange) => void
  /** Told of every line that a service of the site prints; clean rooms are not heard. */
  readonly onLine?: (service: Service, line: string) => void
}

export interface ServiceChange {
  readonly service: string
  readonly version: string
  /** `given up`: its supervisor starts it no more. */
  readonly state: 'started' | 'stopped' | 'killed' | 'paused' | 'resumed' | 'replaced' | 'failed' | 'given up'
  readonly because?: string
  /** Who started it, where no step of the drill did. */
  readonly by?: 'supervisor'
  /** `started`: what it runs from, by the engine's own identity of it: `sha256:...`. */
  readonly image?: string
  /** Of one that ended by itself. */
  readonly exit?: Exit
  /** The last lines of its log, where it failed. */
  readonly tail?: readonly string[]
}

/** A site while it runs: its services, its links, its volumes, and rooms beside it. */
export interface RunningSite extends Services, Observation, Network, Links, Volumes, Beside, AsyncDisposable {}

interface Services extends Supervision {
  /** Starts in the version given, else the last one, else the declared first; resolves once it is ready. */
  start(service: Service, options?: StartOptions): Promise<void>
  /** Asks it to end (SIGTERM), and kills it after a grace of 10 s. Its supervisor leaves it so. */
  stop(service: Service): Promise<void>
  /**
   * SIGKILL to it and its children; resolves once they are gone. Killing what is not running is no error. Its
   * supervisor leaves it so.
   */
  kill(service: Service): Promise<void>
  pause(service: Service): Promise<void>
  resume(service: Service): Promise<void>
}

/** Of services that declare `restart`. */
interface Supervision {
  /** The same as `kill`, but that it looks to its supervisor, where it has one, as if the service had crashed. */
  crash(service: Service): Promise<void>
  /** Resolves once its supervisor has nothing under way: the service is up, or nobody starts it again. */
  settled(service: Service): Promise<void>
}

interface Observation {
  state(service: Service): ServiceState
  /**
   * Of each service that was seen at work, by name: all its starts together, each as it was last seen, which may be a
   * moment before it was killed. Never waits, never fails: what cannot be told is left out.
   */
  usage(): ReadonlyMap<string, Usage>
  /** Resolves when a log line from now on matches, with that line; rejects when `signal` aborts. */
  says(service: Service, pattern: RegExp, signal: AbortSignal): Promise<string>
}

interface Network {
  /** Off every network: nobody reaches the service, and it reaches nobody. It goes on running. */
  disconnect(service: Service): Promise<void>
  connect(service: Service): Promise<void>
  /** As the engine sees it, not as it was told. */
  isConnected(service: Service): Promise<boolean>
}

interface Links {
  /** What devices and callers connect to: never moves. */
  address(link: Link): Address
  /** The service itself, past every link: for the harness's own administration. Moves with each start. */
  direct(service: Remote): Address
  link(link: Link): LinkControl
}

interface Volumes {
  volume(volume: Volume): VolumeAccess
  /** Kills nothing: whoever calls has done so. The old content is kept under the name that is returned. */
  replaceVolume(volume: Volume): Promise<{ readonly asideAs: string }>
  /** Volumes that `replaceVolume` set aside, by the name it returned. */
  aside(name: string): VolumeAccess
}

interface Beside {
  /** A folder of the run on the harness's own machine, and gone with it. */
  scratch(): Promise<Scratch>
  /**
   * argv, never a shell. A command that takes too long is killed, and its code is 124. Throws an environment `Failure`
   * where it cannot be begun at all, such as inside a service that does not run.
   */
  execute(argv: readonly string[], options: ExecuteOptions): Promise<Executed>
  /**
   * Noted before something is done to this machine that no run has of its own: run once the run has ended, however it
   * did, unless it was cancelled by then. What fails then is said to be left behind.
   */
  atEnd(argv: readonly string[]): Undo
  /** A service of the same kind in a clean room: its own volumes, no links, gone when disposed. */
  cleanRoom(service: Service, furniture?: Furniture): Promise<CleanRoom>
  /** Where a program of somebody's is run: a laptop, with a home of its own. Gone when disposed. */
  machine(name: string, run: Run): Promise<Machine>
}

/** What a clean room has in it. */
export interface Furniture {
  /** A mounted path begins with a copy of that volume's content; every other one begins empty. */
  readonly data?: ReadonlyMap<string, VolumeAccess>
  /** Other clean rooms in the place of the services that it calls, by the names that it calls them. */
  readonly calls?: { readonly [name: string]: CleanRoom }
  /** Done before its service starts, with a way to run commands beside it. What it throws, nobody starts. */
  readonly prepare?: (execute: Execute) => Promise<void>
}

export interface Undo {
  cancel(): void
}

export interface StartOptions {
  readonly version?: string
  /** Added to the command line, for a service that knows them. */
  readonly args?: readonly string[]
  /** Why it is started, for the ledger, where no step says so. */
  readonly because?: string
  readonly by?: 'supervisor'
  /** In place of the one before: nothing is there that that one had written outside its volumes. */
  readonly fresh?: boolean
}

export interface Scratch extends VolumeAccess, AsyncDisposable {
  readonly path: string
}

export interface CleanRoom extends AsyncDisposable {
  /** As the harness reaches it. */
  readonly address: Address
  /** As other clean rooms reach it. */
  readonly neighbour: Address
  volume(path: string): VolumeAccess
  /** Inside it; argv, never a shell. */
  readonly execute: Execute
  /** Next to it, on its volumes. */
  readonly executeBeside: Execute
}

export type Execute = (argv: readonly string[], options: { readonly atMostMs: number }) => Promise<Executed>

export interface Machine extends AsyncDisposable {
  /** A folder of its own, at `/home` where paths are its own. */
  readonly home: VolumeAccess
  /** What a program on it connects to. */
  address(link: Link): Address
  readonly execute: Execute
}

export interface Address {
  readonly host: string
  readonly port: number
  /** Of one where TLS is spoken: the authority that vouches for it, in PEM. */
  readonly authority?: string
  /** Of a service that somebody else runs, whatever way leads there: how it is known. */
  readonly known?: Known
}

/** By what name a service answers, and in which certificate; whether TLS is spoken with it. */
export interface Known {
  readonly host: string
  readonly port: number
  readonly isSecure: boolean
}

export interface ServiceState {
  /** `restarting`: it is not up, and its supervisor starts it again. */
  readonly status: 'absent' | 'running' | 'paused' | 'ended' | 'restarting'
  readonly version: string
  /** Identity of this incarnation: changes with every start. Undefined when it is not running. */
  readonly incarnation?: string
  readonly exit?: string
  /** It is not running, and nobody asked it to end: it ended by itself, or did not come up. */
  readonly failed?: End
}

export interface Toxic {
  readonly type: 'latency' | 'timeout' | 'reset_peer' | 'limit_data' | 'bandwidth' | 'slow_close' | 'slicer'
  readonly stream: 'upstream' | 'downstream'
  readonly attributes: Readonly<Record<string, number>>
}

export interface LinkControl extends Toxics {
  disable(): Promise<void>
  enable(): Promise<void>
  /**
   * Points the link at another service, whose starts it follows from now on, whether or not that one runs already.
   * Until then it follows the service that it was declared to lead to.
   */
  repoint(service: Service): Promise<void>
  counters(): Promise<LinkCounters>
  /** Enabled, without toxics. */
  isClean(): Promise<boolean>
}

interface Toxics {
  /** Added, read back and in force on new and live connections when it resolves. */
  add(name: string, toxic: Toxic): Promise<void>
  remove(name: string): Promise<void>
}

/** A runbook's command: how it ended, and what it printed. */
export interface Executed {
  readonly code: number
  /** Of both its streams, as it came. */
  readonly output: string
  /** Of the first stream alone: its answer, without what it complained of. */
  readonly stdout: string
}

export interface ExecuteOptions extends Surroundings {
  readonly atMostMs: number
  /** What it reads on its standard input; only of one on the harness's own machine. */
  readonly input?: string | undefined
}

/** Sums since the link was made; differences are witnesses. What a proxy does not count stays 0. */
export interface LinkCounters {
  readonly accepted: number
  readonly refused: number
  readonly reset: number
  readonly bytesUp: number
  readonly bytesDown: number
}

/** The files of a volume, as paths relative to its root. */
export interface VolumeAccess extends Files {
  readonly name: string
  /** Removes everything in it; the empty volume stays. */
  clear(): Promise<void>
  exists(): Promise<boolean>
  /** Removes the volume itself, with everything in it. */
  remove(): Promise<void>
  /** Which of these texts stand in the raw bytes of its files, whether or not anything still reads them there. */
  search(texts: readonly string[]): Promise<readonly string[]>
  /** A copy of the whole volume in a folder of the harness's own machine, which the caller owns; for witnesses. */
  copyTo(folder: string): Promise<void>
}

interface Files {
  list(): Promise<readonly { readonly path: string; readonly bytes: number }[]>
  read(path: string, from?: number, bytes?: number): Promise<Buffer>
  /** Overwrites in place; never changes the file's length. */
  overwrite(path: string, from: number, content: Uint8Array): Promise<void>
  /** Cuts a file down to its first bytes; never lengthens one. */
  truncate(path: string, bytes: number): Promise<void>
  /** A file whole, in place of what was there; folders on the way are made. */
  write(path: string, content: Uint8Array): Promise<void>
  /** One file; no error when there is none. */
  delete(path: string): Promise<void>
}
