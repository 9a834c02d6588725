/** Drill files as Vitest suites: the plugin for your own configuration, and the reporter behind `syncdrill run`. */

export { Follower } from './follow.ts'
export { conductCheck } from './conduct.ts'
export { endedArm, reportArms, resultText, type Ended } from './ended-arms.ts'
export { isOrdered, ordersOf, type Orders } from './orders.ts'
export { demandVitest } from './peer.ts'
export { drillName } from './plugin.ts'
export { DrillReporter } from './reporter.ts'
export { folderName } from './folder-name.ts'
export { suitesOf } from './suites.ts'
