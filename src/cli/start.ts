#!/usr/bin/env node
/** `syncdrill` where it is installed: a Node that is too old is told so by a file that it can still read. */

const OLDEST_NODE = 24
const ENVIRONMENT_ERROR = 4

if (Number.parseInt(process.versions.node, 10) < OLDEST_NODE) {
  process.stderr.write(`syncdrill: Node ${OLDEST_NODE} or newer is needed, and this is ${process.versions.node}\n`)
  process.exitCode = ENVIRONMENT_ERROR
} else await import('./main.ts')
