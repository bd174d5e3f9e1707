import { describe, expect, it } from 'vitest'
import { pageHeaders } from './page-headers.ts'

const policy = pageHeaders['content-security-policy'] ?? ''

describe('headers of the page', () => {
  it('denies by default and allows only the page itself', () => {
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain("script-src 'self';")
    expect(policy).toContain("style-src 'self';")
    expect(policy).not.toMatch(/unsafe|\*|https?:/)
  })

  it.each(['object-src', 'base-uri', 'frame-src', 'frame-ancestors', 'form-action'])('closes %s', (name) => {
    expect(policy).toContain(`${name} 'none'`)
  })

  it('isolates the page', () => {
    expect(pageHeaders['cross-origin-opener-policy']).toBe('same-origin')
    expect(pageHeaders['cross-origin-embedder-policy']).toBe('require-corp')
  })
})
