/** A site of a compose file in words, for whoever reads what became of it: one line for each thing. */

import type { Service, Site } from '../../site/index.ts'

const isService = (one: Site['services'][string]): one is Service => one.is === 'service'

export function described({ services, volumes = {}, composed }: Site): string {
  const nameOf = (all: object, wanted: unknown) =>
    Object.entries(all).find(([, one]) => one === wanted)?.[0] ?? 'a volume of its own'
  const lines = Object.entries(services).flatMap(([name, service]) => {
    if (!isService(service)) return []
    const { made, origin, data, ready, links, withinMs } = service
    const { image, build, ...run } = service.versions[service.start] ?? {}
    const restart = 'restart' in service ? service.restart : undefined
    const mounts = Object.entries(data).map(([path, volume]) => {
      const { folder } = volume
      const begins = folder && (folder.from === undefined ? 'an empty folder' : 'a copy of a folder')
      return `${path} = ${begins ?? nameOf(volumes, volume)}`
    })
    const entries: readonly (readonly [string, unknown])[] = [
      ['image', build ? 'built' : image],
      ['run', run],
      ['environment', service.env({})],
      ['data', mounts],
      ['files', made?.files.map(({ path, mode }) => ((mode & 0o100) > 0 ? `${path}, executable` : path))],
      ['entrypoint', made?.entrypoint],
      ['also called', made?.aliases],
      ['container', made?.config],
      ['host', made?.host],
      ['ready', [ready].flat().map((sign) => JSON.stringify(sign, spelled))],
      ['within', `${withinMs / 1_000}s`],
      ['restart', restart],
      ['after', Object.entries(origin?.after ?? {}).map(([other, how]) => `${other} ${how}`)],
      ['completes', made?.completes || undefined],
      ['calls', Object.keys(links)],
    ]
    return [name, ...entries.filter(([, value]) => !isNothing(value)).map(([key, value]) => `  ${key}: ${text(value)}`)]
  })
  return [...lines, `left out: ${composed?.ignored.join(', ') || 'nothing'}`].join('\n')
}

const spelled = (_: string, value: unknown) => (value instanceof RegExp ? String(value) : value)

const isNothing = (value: unknown): boolean =>
  value === undefined || (typeof value === 'object' && value !== null && Object.keys(value).length === 0)

const text = (value: unknown): string =>
  Array.isArray(value) ? value.join(', ') : typeof value === 'string' ? value : JSON.stringify(value)
