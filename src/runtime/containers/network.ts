/** The one network of a run: services find each other on it by alias, and can be taken off it. */

import type Docker from 'dockerode'
import type { Container } from './container.ts'
import type { Yard } from './engine/yard.ts'

export class Network {
  readonly yard: Yard
  readonly name: string
  readonly #network: Docker.Network

  private constructor(yard: Yard, name: string, network: Docker.Network) {
    this.yard = yard
    this.name = name
    this.#network = network
  }

  static async make(yard: Yard): Promise<Network> {
    const name = `syncdrill-${yard.run}`
    yard.journal.planned({ kind: 'network', name })
    const network = await yard.engine.client.network.create({
      Name: name,
      Driver: 'bridge',
      CheckDuplicate: true,
      Labels: { ...yard.labels },
    })
    yard.journal.made({ kind: 'network', name, id: network.id })
    return new Network(yard, name, network)
  }

  async disconnect({ id }: Container): Promise<void> {
    if (await this.holds({ id })) await this.#network.disconnect({ Container: id, Force: true })
  }

  /** Under its alias; what it publishes gets other ports than before. */
  async connect(container: Container): Promise<void> {
    if (await this.holds(container)) return
    const EndpointConfig = { Aliases: [container.placement.alias] }
    await this.#network.connect({ Container: container.id, EndpointConfig })
    await container.look()
  }

  async holds({ id }: { readonly id: string }): Promise<boolean> {
    const { NetworkSettings } = await this.yard.engine.docker.getContainer(id).inspect()
    return this.name in NetworkSettings.Networks
  }
}
