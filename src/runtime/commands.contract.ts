/** What commands of somebody's own find on every runtime: in a service, beside it, and in a clean room. */

import { expect, test } from 'vitest'
import type { RunningSite } from './runtime.ts'
import { ask, type declared } from './testing/front-and-back.ts'

interface Opened {
  readonly made: ReturnType<typeof declared>
  readonly running: RunningSite
}

/** A part of the runtime's contract, which opens a site for each test. */
export function keepsTheContractOfCommands(site: () => Opened): void {
  test('a command tells how it ended, and is killed in time; beside a service it sees its data', async () => {
    const { made, running } = site()
    await running.start(made.front)
    await running.volume(made.data).write('note', Buffer.from('of the service'))
    for (const where of [{}, { inside: made.front }, { beside: made.front }]) {
      const print = ['node', '-e', 'console.error("done"); process.exit(process.argv.length)', 'b c', 'd']
      expect(await running.execute(print, { ...where, atMostMs: 60_000 })).toEqual({
        code: 3,
        output: 'done',
        stdout: '',
      })
      expect((await running.execute(['sleep', '60'], { ...where, atMostMs: 500 })).code).toBe(124)
    }
    for (const where of [{ inside: made.front }, { beside: made.front }]) {
      const read = await running.execute(['sh', '-c', 'cat /data/note'], { ...where, atMostMs: 60_000 })
      expect(read).toEqual({ code: 0, output: 'of the service', stdout: 'of the service' })
    }
  })

  test('a script that stands beside the drill runs wherever a command does, as it stands there', async () => {
    const { made, running } = site()
    await running.start(made.front)
    await running.volume(made.data).write('note', Buffer.from('a note'))
    const argv = ['./own-script.sh', '/data/note']
    const said = { code: 0, stdout: 'a note, read by own-script.sh' }
    for (const where of [{ inside: made.front }, { beside: made.front }]) {
      expect(await running.execute(argv, { ...where, atMostMs: 60_000 })).toMatchObject(said)
      const read = ['sh', 'own-script.sh', '/data/note']
      expect(await running.execute(read, { ...where, atMostMs: 60_000 })).toMatchObject(said)
    }
    await using room = await running.cleanRoom(made.front, {
      data: new Map([['/data', running.volume(made.data)]]),
    })
    expect(await room.execute(argv, { atMostMs: 60_000 })).toMatchObject(said)
  })

  test('a command in a service or beside it has its environment and finds it at its address', async () => {
    const { made, running } = site()
    await running.start(made.back)
    await running.start(made.front)
    const asking = (what: string) =>
      `fetch(${what}).then((said) => said.json()).then(({ count }) => console.log(count + 41))`
    const own = ['node', '-e', asking('`http://${process.env.SYNCDRILL_ADDRESS}/count`')]
    const peer = ['node', '-e', asking('`http://${process.env.PEER}/count`')]
    for (const where of [{ inside: made.front }, { beside: made.front }]) {
      const said = [await running.execute(own, { ...where, atMostMs: 60_000 })]
      said.push(await running.execute(peer, { ...where, atMostMs: 60_000 }))
      expect(said.map(({ stdout }) => stdout)).toEqual('inside' in where ? ['42', '42'] : ['43', '43'])
    }
  })

  test('beside a service that does not run a command works on its volumes; inside one it cannot be begun', async () => {
    const { made, running } = site()
    await running.start(made.front)
    await running.stop(made.front)
    const write = ['sh', '-c', 'echo "${SYNCDRILL_ADDRESS:-nobody}" > /data/note']
    expect(await running.execute(write, { beside: made.front, atMostMs: 60_000 })).toMatchObject({ code: 0 })
    expect((await running.volume(made.data).read('note')).toString()).toBe('nobody\n')
    const inside = { inside: made.front, atMostMs: 60_000 }
    await expect(running.execute(write, inside)).rejects.toThrow("service 'front' does not run")
  })

  test('what a service wrote outside its volumes stays until another takes its place', async () => {
    const { made, running } = site()
    const inside = { inside: made.front, atMostMs: 60_000 }
    const places = ['"$HOME"/left', '"${TMPDIR:-/tmp}"/left', './left', '/data/kept']
    const write = ['sh', '-euc', places.map((place) => `echo here > ${place}`).join('; ')]
    const look = ['sh', '-c', `for one in ${places.join(' ')}; do test -e "$one" && printf 1 || printf 0; done`]
    const seen = async () => (await running.execute(look, inside)).stdout
    await running.start(made.front)
    expect(await running.execute(write, inside)).toMatchObject({ code: 0 })
    await running.kill(made.front)
    await running.start(made.front)
    expect(await seen()).toBe('1111')
    await running.kill(made.front)
    await running.start(made.front, { fresh: true })
    expect(await seen()).toBe('0001')
    // In another version, and in a clean room.
    expect(await running.execute(write, inside)).toMatchObject({ code: 0 })
    await running.stop(made.front)
    await running.start(made.front, { version: '2', fresh: true })
    expect(await seen()).toBe('0001')
    await using room = await running.cleanRoom(made.front)
    expect(await room.execute(look, { atMostMs: 60_000 })).toMatchObject({ stdout: '0000' })
  })

  test('in a clean room commands run before its service does, in it and beside it, and nowhere else', async () => {
    const { made, running } = site()
    await running.start(made.front)
    const atMostMs = 60_000
    const count = (to: number) => ['sh', '-c', `printf ${to} > /data/counter && cat /data/counter`]
    let prepared: unknown
    await using room = await running.cleanRoom(made.front, {
      prepare: async (execute) => void (prepared = await execute(count(5), { atMostMs })),
    })
    expect(prepared).toMatchObject({ code: 0, stdout: '5' })
    expect((await ask(room.address)).count).toBe(5)
    expect(await room.execute(count(6), { atMostMs })).toMatchObject({ code: 0 })
    expect((await ask(room.address)).count).toBe(6)
    expect(await room.executeBeside(count(7), { atMostMs })).toMatchObject({ code: 0 })
    expect([(await ask(room.address)).count, (await ask(running.direct(made.front))).count]).toEqual([7, 0])
    const failing = { prepare: () => Promise.reject(new Error('not like this')) }
    await expect(running.cleanRoom(made.front, failing)).rejects.toThrow('not like this')
  })
}
