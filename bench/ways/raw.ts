/** The engine's own API, with nothing between: the floor that every way stands on. */

import { uniqueName } from '../../src/kernel/index.ts'
import { untilReady } from '../../src/runtime/readiness.ts'
import { stopwatch } from '../stopwatch.ts'
import { numbersTo, type Life, type Subject } from './life.ts'

export async function rawLife({ ground, image, port, count }: Subject): Promise<Life> {
  const { engine, labels, run } = ground.yard
  const name = `syncdrill-${run}-raw-${uniqueName(2)}`
  const lap = stopwatch()
  const network = await engine.docker.createNetwork({
    Name: name,
    Driver: 'bridge',
    CheckDuplicate: true,
    Labels: { ...labels },
  })
  const openMs = lap()
  const up = async (number: number) => {
    const container = await engine.docker.createContainer({
      name: `${name}-${number}`,
      Image: image.name,
      Labels: { ...labels },
      Env: [`PORT=${port}`],
      ExposedPorts: { [`${port}/tcp`]: {} },
      HostConfig: {
        NetworkMode: name,
        PortBindings: { [`${port}/tcp`]: [{ HostIp: '127.0.0.1', HostPort: '' }] },
      },
      NetworkingConfig: { EndpointsConfig: { [name]: { Aliases: [`service${number}`] } } },
    })
    await container.start()
    const { NetworkSettings } = await container.inspect()
    const published = Number(NetworkSettings.Ports[`${port}/tcp`]?.[0]?.HostPort)
    await untilReady({
      name,
      ready: { http: '/health' },
      withinMs: 60_000,
      exit: () => undefined,
      address: () => ({ host: engine.reach.host, port: published }),
      hasSaid: () => false,
      tail: () => [],
      run: () => Promise.reject(new Error('it is asked over HTTP alone')),
    })
    return container
  }
  const containers = await Promise.all(numbersTo(count).map(up))
  const upMs = lap()
  await Promise.all(containers.map((container) => Promise.all([container.wait(), container.kill()])))
  await Promise.all(containers.map((container) => container.remove({ force: true, v: true })))
  const downMs = lap()
  await network.remove()
  return { openMs, upMs, downMs, closeMs: lap() }
}
