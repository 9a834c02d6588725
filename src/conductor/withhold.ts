/** What is a secret of this run: named on the command line, or a password of an account. */

import type { CompiledDrill } from '../drill/index.ts'
import { Failure, withheld } from '../kernel/index.ts'

/** The names of environment variables whose values are written nowhere, with commas between them. */
export const SECRETS = 'SYNCDRILL_SECRETS'

/** For this process and those that it starts. Throws a usage `Failure` for a variable that is not set. */
export function nameSecrets(names: readonly string[] | undefined): void {
  if (!names) return
  for (const name of names) {
    if ((process.env[name] ?? '') !== '') continue
    throw new Failure('usage', `--secret ${name}: expected an environment variable of this name, it is not set`)
  }
  process.env[SECRETS] = names.join(',')
}

export function withholdNamed(env: NodeJS.ProcessEnv = process.env): void {
  for (const name of namesIn(env)) withheld.learn(env[name] ?? '')
}

/** Passwords of the accounts. Throws a usage `Failure` for a plan with a secret in it that was named: all read it. */
export function withholdAccounts({ roster, plan }: CompiledDrill): void {
  withholdNamed()
  const [first = ''] = namesIn(process.env)
  const text = JSON.stringify(plan)
  if (first !== '' && withheld.text(text) !== text) {
    const where = plan.steps.find(({ label }) => withheld.text(label) !== label)?.label ?? 'the site'
    const words = `expected no secret that --secret names in the plan, which everybody reads, found one in`
    throw new Failure('usage', `${words} ${withheld.text(where)}: let the command read it from its environment`)
  }
  for (const account of roster.accounts) {
    const { user, password } = roster.credentials(account)
    withheld.learnAccount(user, password.reveal())
  }
}

const namesIn = (env: NodeJS.ProcessEnv): readonly string[] => (env[SECRETS] ?? '').split(',').filter(Boolean)
