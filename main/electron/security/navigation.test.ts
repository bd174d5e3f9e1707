import { describe, expect, it, vi } from 'vitest'

vi.mock('electron', () => ({ protocol: {} }))
const { isOurUrl } = await import('./navigation.ts')
const { isPermitted, originOf } = await import('./permissions.ts')

describe('navigation', () => {
  it('allows the page to load again', () => {
    expect(isOurUrl('app://blockscope/index.html')).toBe(true)
    expect(isOurUrl('app://blockscope/index.html#trace')).toBe(true)
  })

  it.each([
    'app://blockscope/other.html',
    'app://elsewhere/index.html',
    'https://blockscope/index.html',
    'about:blank',
  ])('stops %s', (url) => {
    expect(isOurUrl(url)).toBe(false)
  })
})

describe('permissions', () => {
  it.each(['clipboard-sanitized-write', 'fullscreen'])('grants %s to our page only', (permission) => {
    expect(isPermitted(permission, 'app://blockscope/')).toBe(true)
    expect(isPermitted(permission, 'app://blockscope')).toBe(true)
    expect(isPermitted(permission, 'https://example.com')).toBe(false)
  })

  it('knows the page by the address that it asks from', () => {
    expect(isPermitted('fullscreen', originOf('app://blockscope/index.html#trace'))).toBe(true)
    expect(isPermitted('fullscreen', originOf('https://blockscope/index.html'))).toBe(false)
    expect(isPermitted('fullscreen', originOf('app://elsewhere/index.html'))).toBe(false)
  })

  it.each(['media', 'geolocation', 'notifications', 'clipboard-read', 'usb', 'openExternal'])(
    'denies %s',
    (permission) => {
      expect(isPermitted(permission, 'app://blockscope')).toBe(false)
    },
  )
})
