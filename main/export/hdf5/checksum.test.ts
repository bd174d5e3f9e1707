import { expect, it } from 'vitest'
import { lookup3 } from './checksum.ts'

// From the comments of Bob Jenkins' lookup3.c (`driver5`), with an initial value of zero.
it('is lookup3', () => {
  expect(lookup3(new Uint8Array(0))).toBe(0xdeadbeef)
  expect(lookup3(Buffer.from('Four score and seven years ago'))).toBe(0x17770551)
})
