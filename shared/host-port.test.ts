import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hostPortText, parseHostPort } from './host-port.ts'

describe('an address', () => {
  it.each([
    ['board.local', { host: 'board.local', port: null }],
    ['192.168.2.1:30431', { host: '192.168.2.1', port: 30_431 }],
    ['[fe80::1%eth0]:0', { host: 'fe80::1%eth0', port: 0 }],
    ['[::1]', { host: '::1', port: null }],
    ['', null],
    [':80', null],
    ['::1', null],
    ['a b:80', null],
    ['a/b:80', null],
    ['[::1', null],
    ['host:', null],
    ['host:65536', null],
    ['host:-1', null],
  ])('%j', (text, parsed) => expect(parseHostPort(text)).toEqual(parsed))

  it('is read as it was written', () => {
    const hosts = fc.oneof(fc.domain(), fc.ipV4(), fc.ipV6())
    fc.assert(
      fc.property(fc.record({ host: hosts, port: fc.integer({ min: 0, max: 65_535 }) }), (one) => {
        expect(parseHostPort(hostPortText(one))).toEqual(one)
      }),
    )
  })
})
