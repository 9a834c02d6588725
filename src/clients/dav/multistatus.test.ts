import { describe, expect, test } from 'vitest'
import { Unreadable } from '../outcome.ts'
import { multistatusOf } from './multistatus.ts'

const read = (text: string, status = 207) =>
  multistatusOf({ status, text, bytes: Buffer.from(text), header: () => undefined })

describe('what a WebDAV service says of many rows', () => {
  test('whatever prefixes it chose, however it escaped', () => {
    const text = `<?xml version='1.0'?>
      <d:multistatus xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:carddav"><d:sync-token>t&amp;1</d:sync-token>
        <d:response> <d:href>/a/b.vcf</d:href><d:propstat><d:prop><d:getetag>&quot;1&quot;</d:getetag>
          <c:address-data>BEGIN:VCARD&#13;
 a&amp;lt;&#x1F600;</c:address-data></d:prop><d:status>HTTP/1.1 200 OK</d:status></d:propstat>
          <d:propstat><d:prop><d:size/></d:prop><d:status>HTTP/1.1 404 Not Found</d:status></d:propstat></d:response>
        <d:response><d:href>/a/c.vcf</d:href><d:status>HTTP/1.1 404 Not Found</d:status></d:response>
      </d:multistatus>`
    expect(read(text)).toEqual({
      token: 't&1',
      resources: [
        { href: '/a/b.vcf', status: 200, etag: '"1"', data: 'BEGIN:VCARD\r\n a&lt;😀' },
        { href: '/a/c.vcf', status: 404, etag: undefined, data: undefined },
      ],
    })
  })

  test('nothing at all is a view too', () => {
    expect(read('<multistatus xmlns="DAV:"><sync-token>t</sync-token>\n</multistatus>\n').resources).toEqual([])
    expect(read('<D:multistatus xmlns:D="DAV:"/>').resources).toEqual([])
  })

  test('ten thousand rows with escapes are read', () => {
    const row = '<response><href>/&amp;&lt;.vcf</href><status>HTTP/1.1 200 OK</status></response>'
    expect(read(`<multistatus>${row.repeat(10_000)}</multistatus>`).resources).toHaveLength(10_000)
  })

  test.each([
    ['nothing', ''],
    ['a page of a proxy', '<html><body>multistatus</body></html>'],
    ['half of it', '<multistatus><response><href>/a</href><status>HTTP/1.1 200 OK</status></response>'],
    ['a row without a name', '<multistatus><response><status>HTTP/1.1 200 OK</status></response></multistatus>'],
    ['a row without a status', '<multistatus><response><href>/a</href></response></multistatus>'],
    ['a status that is none', '<multistatus><response><href>/a</href><status>fine</status></response></multistatus>'],
    ['entities of its own', '<!DOCTYPE x [<!ENTITY a "b">]><multistatus><sync-token>&a;</sync-token></multistatus>'],
  ])('%s is unreadable', (_, text) => {
    expect(() => read(text)).toThrow(Unreadable)
  })

  test('any status but 207 is unreadable', () => {
    expect(() => read('<multistatus/>', 200)).toThrow(/expected status 207, got 200/)
  })
})
