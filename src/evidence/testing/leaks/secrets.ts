/** What is said too loudly in `leaks.drill.ts`: nothing of it may be in what a run leaves behind. */

export const SECRETS = {
  API_TOKEN: `t0k3n ä&"${'x9q'.repeat(5)}`,
  DATABASE_PASSWORD: 'pw-77-k3f9x',
  ADA: 'correct horse 9',
  LEAK_TOKEN: 'lk-0f3e9d-zz',
} as const
