/** Archives that somebody made to do harm, or to be read in two ways. Each is refused before anything is written. */

interface Header {
  readonly name: string
  readonly size?: number
  /** As it stands in the header, where it is not a plain number. */
  readonly sizeField?: string
  readonly kind?: string
  readonly link?: string
  readonly mode?: string
  readonly magic?: string
}

/** One header with a right checksum, by its own hands and not by those that are tested. */
export function header({ name, size = 0, sizeField, kind = '0', link = '', mode, magic = 'ustar\u000000' }: Header) {
  const block = Buffer.alloc(512)
  block.write(name, 0, 'latin1')
  block.write(mode ?? '0000644', 100)
  block.write('0000000', 108)
  block.write('0000000', 116)
  block.write(sizeField ?? size.toString(8).padStart(11, '0'), 124, 'latin1')
  block.write('00000000000', 136)
  block.write('        ', 148)
  block.write(kind, 156)
  block.write(link, 157)
  block.write(magic, 257, 'latin1')
  block.write('0000000', 329)
  block.write('0000000', 337)
  let sum = 0
  for (const byte of block) sum += byte
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148)
  return block
}

const content = (text: string): Buffer => {
  const bytes = Buffer.alloc(Math.ceil(text.length / 512) * 512)
  bytes.write(text)
  return bytes
}

export const raw = (...blocks: readonly Buffer[]): Buffer => Buffer.concat([...blocks, Buffer.alloc(1_024)])

const file = (name: string, text = 'x'): readonly Buffer[] => [header({ name, size: text.length }), content(text)]

export const HOSTILE = [
  { name: 'leads out of the run', bytes: () => raw(...file('../../etc/passwd')), because: 'leads out of the run' },
  { name: 'leads out in the middle', bytes: () => raw(...file('arm/../../x')), because: 'leads out of the run' },
  { name: 'is absolute', bytes: () => raw(...file('/etc/passwd')), because: 'absolute name' },
  { name: 'is absolute on Windows', bytes: () => raw(...file('C:/x')), because: 'absolute name' },
  { name: 'has separators of Windows', bytes: () => raw(...file('arm\\..\\x')), because: 'a character that no file' },
  {
    name: 'holds a symbolic link',
    bytes: () => raw(header({ name: 'arm', kind: '2', link: '/etc' })),
    because: 'a symbolic link',
  },
  {
    name: 'holds a hard link',
    bytes: () => raw(header({ name: 'a', kind: '1', link: '/etc/passwd' })),
    because: 'a hard link',
  },
  { name: 'holds a device', bytes: () => raw(header({ name: 'a', kind: '4' })), because: 'a device' },
  { name: 'holds a pipe', bytes: () => raw(header({ name: 'a', kind: '6' })), because: 'a pipe' },
  { name: 'holds a folder', bytes: () => raw(header({ name: 'a/', kind: '5' })), because: 'a folder' },
  { name: 'holds a file twice', bytes: () => raw(...file('a', '1'), ...file('a', '2')), because: '"a" is in it twice' },
  {
    name: 'holds two files that are one elsewhere',
    bytes: () => raw(...file('report.json'), ...file('REPORT.json')),
    because: 'are one file on some systems',
  },
  {
    name: 'declares a size beyond its end',
    bytes: () => raw(header({ name: 'a', size: 8 ** 11 - 1 })),
    because: 'declares 8589934591 bytes',
  },
  {
    name: 'declares a size in another notation',
    bytes: () => raw(header({ name: 'a', sizeField: '\x80\0\0\0\0\0\0\x7f\xff\xff\xff\xff' })),
    because: 'a size in another notation',
  },
  {
    name: 'declares a size below nothing',
    bytes: () => raw(header({ name: 'a', sizeField: '-0000000001' })),
    because: 'a size in another notation',
  },
  {
    name: 'overrides a name with an extended header',
    bytes: () => raw(header({ name: 'x', kind: 'x', size: 17 }), content('17 path=../../x\n\n'), ...file('a')),
    because: 'a header that overrides others',
  },
  {
    name: 'overrides all names with a global header',
    bytes: () => raw(header({ name: 'x', kind: 'g', size: 17 }), content('17 path=../../x\n\n'), ...file('a')),
    because: 'a header that overrides others',
  },
  {
    name: 'has a long name of GNU',
    bytes: () => raw(header({ name: '././@LongLink', kind: 'L', size: 7 }), content('../../x'), ...file('a')),
    because: 'a long name',
  },
  { name: 'has a NUL in a name', bytes: () => raw(...file('a.json\0/../../x')), because: 'a NUL in it' },
  { name: 'has no name', bytes: () => raw(...file('')), because: 'has no name' },
  { name: 'has a terminal control in a name', bytes: () => raw(...file('a\u001b[2J')), because: 'a character that no' },
  {
    name: 'has a file that runs as somebody else',
    bytes: () => raw(header({ name: 'a', mode: '0004755' })),
    because: 'a header that no bundle',
  },
  { name: 'is of before POSIX', bytes: () => raw(header({ name: 'a', magic: '' })), because: 'no header of POSIX' },
  { name: 'is empty', bytes: () => Buffer.alloc(0), because: 'it is cut off' },
  { name: 'is cut off in a file', bytes: () => raw(...file('a')).subarray(0, 700), because: 'it is cut off' },
  { name: 'is cut off in a header', bytes: () => raw(...file('a')).subarray(0, 100), because: 'it is cut off' },
  { name: 'is cut off at its end', bytes: () => raw(...file('a')).subarray(0, -1), because: 'it is cut off' },
  {
    name: 'has something behind its end',
    bytes: () => Buffer.concat([raw(...file('a')), Buffer.from('x')]),
    because: 'something follows its end',
  },
  {
    name: 'has another archive behind its end',
    bytes: () => Buffer.concat([raw(...file('a')), raw(...file('b'))]),
    because: 'something follows its end',
  },
  {
    name: 'hides something behind a file',
    bytes: () => {
      const bytes = raw(...file('a'))
      bytes[1_000] = 1
      return bytes
    },
    because: 'something is hidden behind "a"',
  },
]
