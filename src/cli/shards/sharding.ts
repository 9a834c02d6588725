/** A run of one shard: which arms fall to it, and the record that it leaves for `merge`. */

import { rm } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import { compile, load } from '../../drill/index.ts'
import { ownPackage } from '../../kernel/own-package.ts'
import { counted, Failure, reasonOf, writeWhole } from '../../kernel/index.ts'
import type { NotHosted } from '../../report/index.ts'
import { drillName, type Orders } from '../../vitest/index.ts'
import { recordName, type PlannedArm, type ShardRecord } from './record.ts'
import { shardAt, shardOf, type Shard } from './shard.ts'

interface Asked {
  readonly files: readonly string[]
  readonly orders: Orders
}

export class Sharding {
  readonly #shard: Shard
  readonly #arms: readonly PlannedArm[]
  /** With the arms of this shard only. */
  readonly orders: Orders

  private constructor(shard: Shard, arms: readonly PlannedArm[], orders: Orders) {
    this.#shard = shard
    this.#arms = arms
    this.orders = orders
  }

  /** Compiles every arm of every shard: all must come to the same plans. Throws a usage `Failure`. */
  static async of(text: string, seed: number | undefined, { files, orders }: Asked): Promise<Sharding> {
    const shard = shardOf(text, process.env)
    if (seed === undefined) {
      throw new Failure('usage', `--shard ${text}: expected --seed too: all shards must plan the same edits`)
    }
    if (orders.arm !== undefined) throw new Failure('usage', `--shard ${text}: expected no --arm beside it`)
    const arms: PlannedArm[] = []
    const own: Record<string, string[]> = {}
    for (const file of files) {
      const { drill } = await load(file)
      for (const arm of Object.keys(drill.arms)) {
        const { planHash } = compile(drill, { file, arm, seed })
        const at = shardAt(arms.length, shard)
        const path = relative(process.cwd(), file).split(sep).join('/')
        arms.push({ drill: drillName(file), file: path, arm, planHash, shard: at })
        if (at === shard.index) (own[file] ??= []).push(arm)
      }
    }
    return new Sharding(shard, arms, { ...orders, arms: own })
  }

  /** An older record says nothing of a run that is only beginning. */
  async begin(): Promise<void> {
    const { index, of } = this.#shard
    const own = this.#arms.filter(({ shard }) => shard === index).length
    process.stdout.write(`syncdrill: shard ${index} of ${of}: ${own} of ${counted(this.#arms.length, 'arm')}\n`)
    await rm(this.#path, { force: true })
  }

  /** Throws an environment `Failure` where the record cannot be written. */
  async end({ code, left }: { readonly code: number; readonly left: readonly NotHosted[] }): Promise<void> {
    const { index, of } = this.#shard
    const { seed, run } = this.orders
    const record: ShardRecord = {
      format: 1,
      version: ownPackage().version,
      shard: index,
      of,
      seed,
      run,
      exitCode: code,
      arms: [...this.#arms],
      left: left.map(({ drill, because }) => ({ drill, because })),
    }
    try {
      await writeWhole([[this.#path, `${JSON.stringify(record, null, 2)}\n`]])
    } catch (thrown) {
      throw new Failure('environment', `${this.#path}: cannot be written: ${reasonOf(thrown)}`, { cause: thrown })
    }
  }

  get #path(): string {
    return join(this.orders.reports, recordName(this.#shard.index, this.#shard.of))
  }
}
