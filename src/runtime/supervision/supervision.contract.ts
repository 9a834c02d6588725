/** What every runtime does for services that declare a supervisor. */

import { expect, test } from 'vitest'
import type { RunningSite, ServiceChange } from '../runtime.ts'
import { ask, type declared } from '../testing/front-and-back.ts'

interface Opened {
  readonly made: ReturnType<typeof declared>
  readonly running: RunningSite
  readonly changes: readonly ServiceChange[]
}

const AGAIN = 'its supervisor started it again'

/** A part of the runtime's contract, which opens a site for each test. */
export function keepsTheContractOfSupervision(site: () => Opened): void {
  const told = () => site().changes.map(({ state, by }) => (by ? `${state} by ${by}` : state))
  const fall = ({ running, made }: Opened) => ask(running.direct(made.watched), '/fall').catch(() => undefined)
  const count = ({ running, made }: Opened) => ask(running.address(made.watched.link), '/count')

  test('one that ends by itself is started again, as it was, behind the same link; it may go on to do so', async () => {
    const { running, made, changes } = site()
    await running.start(made.watched, { version: 'loud' })
    await count(site())
    const before = running.state(made.watched)
    await fall(site())
    await expect.poll(() => changes.at(-1)?.by).toBe('supervisor')
    expect(running.state(made.watched)).toMatchObject({ status: 'running', version: 'loud' })
    expect(running.state(made.watched).incarnation).not.toBe(before.incarnation)
    expect((await count(site())).count).toBe(2)
    await fall(site())
    await expect.poll(told).toEqual(['started', 'failed', 'started by supervisor', 'failed', 'started by supervisor'])
    expect(changes.at(-1)).toMatchObject({ service: 'watched', version: 'loud', because: AGAIN })
  })

  test('a crash is one to its supervisor; what a step ends stays so, until a step starts it', async () => {
    const { running, made } = site()
    await running.start(made.watched)
    await running.crash(made.watched)
    expect(running.state(made.watched).status).toBe('restarting')
    await running.settled(made.watched)
    expect(running.state(made.watched).status).toBe('running')
    await running.kill(made.watched)
    await running.settled(made.watched)
    expect(running.state(made.watched).status).toBe('ended')
    await running.start(made.watched)
    await running.stop(made.watched)
    await running.settled(made.watched)
    expect(running.state(made.watched).status).toBe('ended')
    expect(told()).toEqual(['started', 'killed', 'started by supervisor', 'killed', 'started', 'stopped'])
    // Of one that nobody supervises, a crash is a kill.
    await running.start(made.front)
    await running.crash(made.front)
    await running.settled(made.front)
    expect(running.state(made.front).status).toBe('ended')
  })

  test('whoever asks for its end while it comes back is obeyed', async () => {
    const { running, made } = site()
    await running.start(made.watched)
    await running.crash(made.watched)
    // Before it is begun, and while it is.
    await running.stop(made.watched)
    expect(running.state(made.watched).status).toBe('ended')
    await running.start(made.watched, { version: 'slow' })
    await running.crash(made.watched)
    await running.says(made.watched, /echo starts with --slow/, AbortSignal.timeout(60_000))
    await running.kill(made.watched)
    expect(running.state(made.watched).status).toBe('ended')
    expect(told().slice(-2)).toEqual(['killed', 'killed'])
  })

  test('one that ends at each start is given up as a crash loop; started in vain, it says so', async () => {
    const { running, made, changes } = site()
    await running.start(made.watched)
    await running.stop(made.watched)
    const starting = running.start(made.watched, { version: 'broken' })
    await expect(starting).rejects.toThrow(/service 'watched' ended before it was ready \(exit 3\)/)
    expect(told()).toEqual(['started', 'stopped', ...Array<string>(6).fill('failed'), 'given up'])
    expect(changes.at(-1)?.because).toBe(
      'a crash loop: its supervisor started it 5 times in a row, and it never stayed up for 10s',
    )
    expect(running.state(made.watched)).toMatchObject({ status: 'ended', failed: { exit: { code: 3 } } })
    await running.start(made.watched, { version: '1' })
    expect(running.state(made.watched).status).toBe('running')
  })

  test('a good end is none that is answered on failure, and one that is always', async () => {
    const { running, made, changes } = site()
    for (const one of [made.front, made.watched, made.always]) {
      await running.start(one)
      await ask(running.direct(one), '/leave').catch(() => undefined)
      await expect.poll(() => changes.findLast(({ state }) => state === 'failed')?.service).toBe(made.nameOf(one))
      await running.settled(one)
    }
    const states = [made.front, made.watched, made.always].map((one) => running.state(one).status)
    expect(states).toEqual(['ended', 'ended', 'running'])
  })

  test('one that is ready by a command is so once that ends with 0; its last words say why not', async () => {
    const { running, made } = site()
    await running.start(made.asked)
    expect(running.state(made.asked).status).toBe('running')
    await running.stop(made.asked)
    await running.volume(made.data).write('stay-away', Buffer.from('not before the doors are open'))
    await expect(running.start(made.asked)).rejects.toThrow(
      /to be ready: \.\/is-ready\.sh \/data\/stay-away exited with 1: not before the doors are open/,
    )
  })
}
