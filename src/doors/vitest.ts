/** `syncdrill/vitest`: drill files as suites of your own Vitest, with one test per arm. */

export { syncdrill, type Options } from '../vitest/plugin.ts'
