import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decode } from '../../records/index.ts'
import { contentOf, photoOf } from './photo.ts'

const START = Buffer.from([0xff, 0xd8])
const pictures = fc.uint8Array({ maxLength: 400 }).map((rest) => Buffer.concat([START, rest]))
const texts = fc.oneof(
  fc.string({ unit: 'binary' }).map((text) => text.toWellFormed()),
  fc.constantFrom('', 'x'.repeat(65_521), 'ä'.repeat(70_000), 'syncdrill\0'),
)

const photo = (body: string, blob?: Uint8Array) => {
  const file = photoOf(blob ? { body, blob } : { body })
  if (!file) throw new Error('a photo is expected')
  return file
}

test('record and picture come back as they were, and the file begins as a JPEG does', () => {
  fc.assert(
    fc.property(texts, fc.option(pictures, { nil: undefined }), (body, blob) => {
      const file = photo(body, blob)
      expect(file.subarray(0, 2)).toEqual(START)
      const read = contentOf(file)
      expect(read.body).toBe(body)
      expect(read.blob && Buffer.from(read.blob)).toEqual(blob)
    }),
  )
})

test('a picture that holds a photo of ours is a picture', () => {
  const inner = photo('{"record":"other"}', START)
  const read = contentOf(photo('{"record":"r"}', Buffer.concat([START, Buffer.from([0xff, 0xe0]), inner])))
  expect(read.body).toBe('{"record":"r"}')
  expect(read.blob).toHaveLength(4 + inner.length)
})

test('what is no JPEG is no photo', () => {
  expect(photoOf({ body: '{}', blob: Buffer.from('GIF89a') })).toBeUndefined()
})

test('half of a photo is none, or one with another picture', () => {
  const body = '{"record":"r","version":"v.1"}'
  const blob = Buffer.concat([START, Buffer.alloc(300, 7)])
  const file = photo(body, blob)
  for (let length = 0; length < file.length; length += 1) {
    const read = contentOf(file.subarray(0, length))
    if (decode(read.body)) expect(read.blob?.length).toBeLessThan(blob.length)
    else expect(read).toEqual({ body: expect.stringMatching(`^a file of ${length} bytes, [0-9a-f]{64}$`) as string })
  }
})
