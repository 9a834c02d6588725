/** Drills beside your other tests: each arm is a test of its own. */

import { defineConfig } from 'vitest/config'
import { syncdrill } from 'syncdrill/vitest'

export default defineConfig({
  // The same seed plans the same edits: a red arm can be run again. `runtime: 'embedded'` needs no Docker engine.
  plugins: [syncdrill({ seed: 7, runtime: 'embedded' })],
})
