/** How Vitest is told to run drills for `syncdrill run`. */

/** Nothing is looked for, or kept, in a folder of the user: its path may have letters that Vite cannot read. */
export const AS_WE_RUN_IT = {
  config: false,
  root: '/',
  cache: false,
  fsModuleCache: false,
  watch: false,
  pool: 'forks',
  fileParallelism: false,
  testTimeout: 0,
  hookTimeout: 0,
  teardownTimeout: 60_000,
} as const
