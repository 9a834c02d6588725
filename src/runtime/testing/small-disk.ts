/** A disk of a few kilobytes, for what happens when it is full. Where none can be mounted, this says so loudly. */

import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { reasonOf } from '../../kernel/index.ts'

export class SmallDisk implements Disposable {
  readonly path = mkdtempSync(join(tmpdir(), 'syncdrill-small-disk-'))

  constructor(bytes: number) {
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${bytes}`, 'tmpfs', this.path], { stdio: 'pipe' })
    } catch (thrown) {
      rmSync(this.path, { recursive: true })
      throw thrown
    }
  }

  /** Of another size from now on. */
  resize(bytes: number): void {
    execFileSync('mount', ['-o', `remount,size=${bytes}`, this.path], { stdio: 'pipe' })
  }

  readOnly(): void {
    execFileSync('mount', ['-o', 'remount,ro', this.path], { stdio: 'pipe' })
  }

  [Symbol.dispose](): void {
    execFileSync('umount', [this.path], { stdio: 'pipe' })
    rmSync(this.path, { recursive: true })
  }
}

function whyNot(): string | undefined {
  try {
    new SmallDisk(1 << 16)[Symbol.dispose]()
    return undefined
  } catch (thrown) {
    return reasonOf(thrown)
  }
}

const missing = whyNot()
if (missing !== undefined) process.stderr.write(`\n!!! TESTS ON A FULL DISK DO NOT RUN HERE: ${missing}\n\n`)

/** For `describe.skipIf`. In CI they run and fail, each in the words of `mount`. */
export const isWithoutSmallDisk: boolean = missing !== undefined && !process.env['CI']
