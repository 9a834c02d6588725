/** Loopback never goes through a proxy, whatever the environment says: what answers there is of this run only. */

import http from 'node:http'

const LOOPBACK = ['localhost', '127.0.0.1', '::1', '[::1]']

/** For this process, and for all that it starts from now on. */
export function keepLoopbackDirect(env = process.env): void {
  const excepted = env['no_proxy'] ?? env['NO_PROXY'] ?? ''
  if (excepted.trim() === '*') return
  const all = [...new Set([...excepted.split(/[\s,]+/), ...LOOPBACK])].filter(Boolean).join(',')
  for (const name of ['no_proxy', 'NO_PROXY']) env[name] = all
  // Node has read the environment when it began; one that cannot read it again leaves it to what is started.
  if (usesProxy(env) && 'setGlobalProxyFromEnv' in http) http.setGlobalProxyFromEnv(env)
}

const usesProxy = (env: NodeJS.ProcessEnv): boolean =>
  env['NODE_USE_ENV_PROXY'] === '1' || [...process.execArgv, env['NODE_OPTIONS']].join(' ').includes('--use-env-proxy')
