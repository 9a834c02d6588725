/**
 * Where Toxiproxy 2.12.0 does otherwise than it is documented, or otherwise than ours: what it says, what it does,
 * which of the two we follow, and why. Each is shown on both, so that a new version that differs is noticed.
 */

import { expect, test } from 'vitest'
import { useBench, type StartProxyServer } from './bench.contract.ts'
import * as shown from './deviations-shown.contract.ts'

interface Deviation {
  readonly name: string
  /** What README.md or METRICS.md of the real one says. */
  readonly documented: string
  readonly real: string
  readonly weFollow: 'the real one' | 'the documentation' | 'neither'
  readonly because: string
  readonly onReal: shown.Show
  readonly onOurs: shown.Show
}

const UNSAID = 'nothing'

const both = (show: shown.Show): Pick<Deviation, 'onReal' | 'onOurs'> => ({ onReal: show, onOurs: show })

const DEVIATIONS: readonly Deviation[] = [
  {
    name: 'the seed',
    documented: '-seed: seed for randomizing toxics with',
    real: 'two servers with one seed draw differently',
    weFollow: 'the documentation',
    because: 'a fault that cannot be repeated cannot be studied',
    onReal: shown.sameSeedOtherDraws,
    onOurs: shown.sameSeedSameDraws,
  },
  {
    name: 'toxicity',
    documented: 'the probability of the toxic being applied to a link',
    real: 'with 0, reset_peer still turns the orderly end of a connection into a reset',
    weFollow: 'neither',
    because: 'which connections suffer is decided by the seeded plan: any toxicity but 1 is refused',
    onReal: shown.toxicityZeroStillResets,
    onOurs: shown.refuses('{"type": "reset_peer", "toxicity": 0}', '{"type": "latency", "toxicity": 0.5}'),
  },
  {
    name: 'reset_peer on a silent connection',
    documented: 'resets connections immediately or after a timeout',
    real: 'the time begins with the first data in its direction; a silent connection lives on',
    weFollow: 'the real one',
    because: 'a drill that passes on one runtime must not meet a harsher fault on the other',
    ...both(shown.resetNeedsTraffic),
  },
  {
    name: 'reset_peer on a connection that is older',
    documented: 'simulates TCP RESET on the connections',
    real: 'a connection that was open before the toxic is closed in order',
    weFollow: 'the documentation',
    because: 'pooled connections are most of the traffic; on the real one, close them when the toxic starts',
    onReal: shown.olderConnectionEnds(undefined),
    onOurs: shown.olderConnectionEnds('ECONNRESET'),
  },
  {
    name: 'timeout removed',
    documented: 'with 0 the connection does not close, and data is dropped until the toxic is removed',
    real: 'removing it closes the connections that it held',
    weFollow: 'the real one',
    because: 'a connection that has lost data must not carry more of it as if nothing were missing',
    ...both(shown.timeoutRemovedCloses),
  },
  {
    name: 'timeout and data',
    documented: 'closes the connection after the timeout',
    real: 'the time starts again with each piece of data that it swallows',
    weFollow: 'the real one',
    because: 'it is silence that times out on real paths, too',
    ...both(shown.silenceTimesOut),
  },
  {
    name: 'reset with a proxy that fails',
    documented: 'enables all proxies and removes all active toxics',
    real: 'stops at the first proxy that cannot be enabled, in no certain order, and names only that one',
    weFollow: 'the documentation',
    because: 'a heal that ends half-way leaves faults behind in what is taken for a healthy site',
    onReal: shown.resetNames(1),
    onOurs: shown.resetNames(2),
  },
  {
    name: 'half-closed connections',
    documented: UNSAID,
    real: 'when one side ends, the other is closed whole: an answer that comes after is lost',
    weFollow: 'neither',
    because: 'a proxy without toxics must not change what TCP does',
    onReal: shown.afterItsEndAClientHears(''),
    onOurs: shown.afterItsEndAClientHears('an answer'),
  },
  {
    name: 'limit_data at the limit',
    documented: 'closes the connection when transmitted data exceeded the limit',
    real: 'closes it as soon as the limit is reached',
    weFollow: 'the real one',
    because: 'the same bytes must break off at the same place on either',
    ...both(shown.closesAtTheLimit),
  },
  {
    name: 'bandwidth of 0',
    documented: UNSAID,
    real: 'nothing passes until the rate is changed or the toxic removed',
    weFollow: 'the real one',
    because: 'no kilobytes a second is what was asked for',
    ...both(shown.rateZeroHolds),
  },
  {
    name: 'slicer sizes',
    documented: 'average_size: size in bytes of an average packet',
    real: 'halves until a piece is no longer than that: 64 bytes cut at 48 come as 32 and 32',
    weFollow: 'the documentation',
    because: 'the setting then means what it is called; no piece is longer on either',
    onReal: shown.firstPieceOf48Is(32),
    onOurs: shown.firstPieceOf48Is(48),
  },
  {
    name: 'slicer delay',
    documented: 'delay: time in microseconds to delay each packet by',
    real: 'the first piece is not delayed, only what comes after it',
    weFollow: 'the real one',
    because: 'a delay from the first byte on is what latency is for',
    ...both(shown.firstPieceIsNotDelayed),
  },
  {
    name: 'slicer with a variation above the size',
    documented: 'size_variation should be smaller than average_size',
    real: 'is taken, and the whole server ends at the next large piece of data',
    weFollow: 'the documentation',
    because: 'it is refused, for every other link would be down with it; so is the default of 0 for both',
    onReal: shown.wideVariationKills,
    onOurs: shown.refuses(
      '{"type": "slicer", "attributes": {"average_size": 1, "size_variation": 1000}}',
      '{"type": "slicer"}',
    ),
  },
  {
    name: 'slow_close and a proxy that is disabled',
    documented: 'delays the TCP socket from closing until the delay has elapsed',
    real: 'disabling the proxy closes its connections at once',
    weFollow: 'the real one',
    because: 'a cut link is cut, whatever else was on it',
    ...both(shown.disablingWaitsForNobody),
  },
  {
    name: 'attributes that make no sense',
    documented: UNSAID,
    real: 'a misspelt attribute and a negative number are taken, and nothing is slowed',
    weFollow: 'neither',
    because: 'a fault that never bites must not pass for one: both are refused',
    onReal: shown.takes(
      '{"name": "a", "type": "latency", "attributes": {"latancy": 5}}',
      '{"name": "b", "type": "latency", "attributes": {"latency": -5}}',
    ),
    onOurs: shown.refuses(
      '{"name": "a", "type": "latency", "attributes": {"latancy": 5}}',
      '{"name": "b", "type": "latency", "attributes": {"latency": -5}}',
    ),
  },
  {
    name: 'the address of a proxy made disabled',
    documented: UNSAID,
    real: 'has port 0 until it is enabled',
    weFollow: 'neither',
    because: 'devices are told an address once, and it never moves',
    onReal: shown.madeDisabledListensOn(/:0$/),
    onOurs: shown.madeDisabledListensOn(/:[1-9]\d*$/),
  },
  {
    name: 'port 0 in an update',
    documented: UNSAID,
    real: 'moves the proxy to another free port',
    weFollow: 'neither',
    because: 'devices are told an address once, and it never moves',
    onReal: shown.portZeroInAnUpdate('another'),
    onOurs: shown.portZeroInAnUpdate('the same'),
  },
  {
    name: 'byte counters',
    documented: 'the total number of bytes received and sent on a given proxy link',
    real: 'counts the bytes of a connection when it has ended',
    weFollow: 'the documentation',
    because: 'they witness faults while connections are open; on the real one, close those before counting',
    onReal: shown.countsAtTheEnd,
    onOurs: shown.countsAsItHappens,
  },
]

/** That the real one does what is said of it. */
export function realDeviates(start: StartProxyServer): void {
  const here = useBench(start)
  test.each(DEVIATIONS)('$name: $real', async ({ onReal }) => {
    await expect(onReal(here(), start)).resolves.toBeUndefined()
  })
}

/** That ours follows whom it says it follows. */
export function oursFollows(start: StartProxyServer): void {
  const here = useBench(start)
  test.each(DEVIATIONS)('$name: it follows $weFollow, for $because', async ({ onOurs }) => {
    await expect(onOurs(here(), start)).resolves.toBeUndefined()
  })
}
