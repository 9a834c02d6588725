/** The one network of a run: services find each other on it by alias, and can be taken off it. */

import type Docker from 'dockerode'
import type { Container } from './container.ts'
import { endpointOf } from './placed.ts'
import type { Yard } from './engine/yard.ts'

export class Network {
  readonly yard: Yard
  readonly name: string
  readonly #network: Docker.Network
  #callers = 0

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

  /** An address of one more container that reaches links by their own: both have to be link-local. */
  localOfCaller(): string {
    const place = this.#callers++
    return `169.254.${8 + Math.floor(place / 250)}.${1 + (place % 250)}`
  }

  async disconnect({ id }: Container): Promise<void> {
    if (await this.holds({ id })) await this.#network.disconnect({ Container: id, Force: true })
  }

  /** Under its alias; what it publishes gets other ports than before. */
  async connect(container: Container): Promise<void> {
    if (await this.holds(container)) return
    await this.#network.connect({ Container: container.id, EndpointConfig: endpointOf(container.placement) })
    await container.look()
  }

  async holds({ id }: { readonly id: string }): Promise<boolean> {
    const { NetworkSettings } = await this.yard.engine.docker.getContainer(id).inspect()
    return this.name in NetworkSettings.Networks
  }
}
