import { describe, expect, it } from 'vitest'
import { isNonce, isPortReply, isPortRequest } from './handover.ts'

const nonce = '0123456789abcdef0123456789abcdef'

describe('port hand-over', () => {
  it('takes nonces of 128 to 256 bits and nothing else', () => {
    expect(isNonce(nonce)).toBe(true)
    expect(isNonce(nonce + nonce)).toBe(true)
    for (const wrong of ['', nonce.slice(1), `${nonce}${nonce}0`, nonce.toUpperCase(), `${nonce}\n`, 7, null, [nonce]])
      expect(isNonce(wrong), String(wrong)).toBe(false)
  })

  it('tells requests from replies', () => {
    expect(isPortRequest({ type: 'blockscope:port-request', nonce })).toBe(true)
    expect(isPortReply({ type: 'blockscope:port', nonce })).toBe(true)
    expect(isPortRequest({ type: 'blockscope:port', nonce })).toBe(false)
    expect(isPortReply({ type: 'blockscope:port-request', nonce })).toBe(false)
  })

  it('refuses what is no message of ours', () => {
    for (const wrong of [undefined, null, 'blockscope:port', 7, {}, { type: 'blockscope:port' }, { nonce }])
      expect(isPortRequest(wrong) || isPortReply(wrong)).toBe(false)
  })
})
