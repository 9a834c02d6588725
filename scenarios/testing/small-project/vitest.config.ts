/** The small project's own Vitest. */
import { defineConfig } from 'vitest/config'
import { syncdrill } from 'syncdrill/vitest'

export default defineConfig({ plugins: [syncdrill({ seed: 7, runtime: 'embedded' })] })
