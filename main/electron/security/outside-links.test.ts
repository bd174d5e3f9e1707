import { describe, expect, it, vi } from 'vitest'

vi.mock('electron', () => ({ shell: {}, protocol: {} }))
const { isOutsideLink } = await import('./outside-links.ts')

describe('outside links', () => {
  it('lets documentation through', () => {
    expect(isOutsideLink('https://docs.kernel.org/driver-api/dmaengine/index.html')).toBe(true)
  })

  it.each([
    'http://docs.kernel.org/',
    'https://docs.kernel.org.example.com/',
    'https://example.com/docs.kernel.org',
    'https://user@docs.kernel.org/',
    'https://docs.kernel.org:8443/',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'app://blockscope/index.html',
    'docs.kernel.org',
    '',
  ])('stops %s', (url) => {
    expect(isOutsideLink(url)).toBe(false)
  })
})
