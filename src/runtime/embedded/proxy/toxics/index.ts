/** The toxics there are. Another one is a file beside these and a name here. */

import { latency } from './latency.ts'
import { limitData } from './limit-data.ts'
import { resetPeer } from './reset-peer.ts'
import { timeout } from './timeout.ts'
import type { ToxicKind } from './toxic.ts'

export const TOXIC_KINDS: readonly ToxicKind[] = [latency, limitData, resetPeer, timeout]
