/** The toxics there are. Another one is a file beside these and a name here. */

import { bandwidth } from './bandwidth.ts'
import { latency } from './latency.ts'
import { limitData } from './limit-data.ts'
import { resetPeer } from './reset-peer.ts'
import { slicer } from './slicer.ts'
import { slowClose } from './slow-close.ts'
import { timeout } from './timeout.ts'
import type { ToxicKind } from './toxic.ts'

export const TOXIC_KINDS: readonly ToxicKind[] = [bandwidth, latency, limitData, resetPeer, slicer, slowClose, timeout]
