/** testcontainers as its users write it: ports are exposed, and it waits for them. Its own reaper is switched off. */

import { GenericContainer } from 'testcontainers'
import { uniqueName } from '../../src/kernel/index.ts'
import { stopwatch } from '../stopwatch.ts'
import { numbersTo, type Life, type Subject } from './life.ts'

export async function testcontainersLife({ ground, image, port, count }: Subject): Promise<Life> {
  const { engine, labels, run } = ground.yard
  const name = `syncdrill-${run}-tc-${uniqueName(2)}`
  const lap = stopwatch()
  const network = await engine.client.network.create({
    Name: name,
    Driver: 'bridge',
    CheckDuplicate: true,
    Labels: { ...labels },
  })
  const openMs = lap()
  const up = () =>
    new GenericContainer(image.name)
      .withAutoCleanup(false)
      .withLabels({ ...labels })
      .withNetworkMode(name)
      .withEnvironment({ PORT: String(port) })
      .withExposedPorts(port)
      .start()
  const containers = await Promise.all(numbersTo(count).map(up))
  const upMs = lap()
  await Promise.all(containers.map((container) => container.stop()))
  const downMs = lap()
  await network.remove()
  return { openMs, upMs, downMs, closeMs: lap() }
}
