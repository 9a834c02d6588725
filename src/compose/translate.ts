/** One service of a compose file, as all that is known of it before there are handles. */

import type { Awaited, Build, Made, Volume } from '../site/index.ts'
import { buildOf } from './build.ts'
import { healthOf, type Health } from './health.ts'
import { checkKeys } from './keys.ts'
import { OF_CONTAINER, OF_HOST } from './members.ts'
import { grantedFiles, type Volumes } from './mounts.ts'
import { isUnsaid, membersOf, mergedOf, textOf, textsOf, type Members, type Reading } from './reading.ts'
import { aliasesOf, awaitedBy, deployed, linkedNames, portsOf, restartOf } from './surroundings.ts'

export interface Translated {
  readonly image: string
  readonly build: Build | undefined
  /** In place of the image's own; undefined: the image's own. */
  readonly args: readonly string[] | undefined
  readonly env: { readonly [name: string]: string }
  readonly data: { readonly [path: string]: Volume }
  readonly made: Omit<Made, 'completes'>
  readonly ports: readonly number[]
  readonly health: Health | undefined
  readonly awaited: { readonly [service: string]: Awaited }
  readonly restart: ReturnType<typeof restartOf>
  /** Names that it gives to others. */
  readonly linked: ReturnType<typeof linkedNames>
}

export interface Model {
  readonly services: Members
  readonly networks: Members
  readonly volumes: Members
  readonly secrets: Members
  readonly configs: Members
}

export function translate(
  name: string,
  model: Model,
  volumes: Volumes,
  fresh: readonly string[],
  reading: Reading,
): Translated {
  const where = `services.${name}`
  const service = membersOf(model.services[name])
  checkKeys(where, service, reading)
  const { data, files, tmpfs } = volumes.mountsOf(where, service['volumes'], fresh)
  const build = buildOf(`${where}.build`, service['build'], reading)
  const host = {
    ...membersIn(service, OF_HOST),
    ...deployed(`${where}.deploy`, service['deploy'], reading),
  }
  const put = [
    ...files,
    ...grantedFiles('configs', where, service['configs'], model.configs, reading),
    ...grantedFiles('secrets', where, service['secrets'], model.secrets, reading),
  ]
  if (put.length > 0 && service['read_only'] === true) {
    reading.refuse(`${where}.read_only`, 'false beside files, which are copied into the container', true)
  }
  const own = service['entrypoint']
  return {
    image: build ? `syncdrill/compose-${name.toLowerCase()}:file` : (textOf(service['image']) ?? ''),
    build,
    args: isUnsaid(service['command']) ? undefined : textsOf(service['command']),
    env: environmentOf(service['environment']),
    data,
    made: {
      ...(!isUnsaid(own) && { entrypoint: textsOf(own) }),
      aliases: [...new Set(aliasesOf(where, service, model.networks, reading))],
      files: put,
      config: membersIn(service, OF_CONTAINER),
      host: { ...host, ...tmpfsWith(host, tmpfs) },
    },
    ports: portsOf(service),
    health: healthOf(service['healthcheck']),
    awaited: awaitedBy(where, service['depends_on'], (other) => other in model.services, reading),
    restart: restartOf(service),
    linked: linkedNames(service['links']),
  }
}

function membersIn(service: Members, turns: typeof OF_HOST): Members {
  const found = Object.entries(turns).filter(([key]) => !isUnsaid(service[key]))
  return mergedOf(found.map(([key, turn]) => turn(service[key])))
}

/** Of the key `tmpfs`, and of mounts of that type. */
function tmpfsWith({ Tmpfs: own }: Members, mounted: { readonly [path: string]: string }): Members {
  return Object.keys(mounted).length === 0 ? {} : { Tmpfs: { ...membersOf(own), ...mounted } }
}

/** A variable that nobody has set is not there. */
function environmentOf(environment: unknown): { readonly [name: string]: string } {
  const all = Object.entries(membersOf(environment)).filter(([, value]) => value !== null)
  return Object.fromEntries(all.map(([name, value]) => [name, String(value)]))
}
