import { describe, expect, it, vi } from 'vitest'

vi.mock('electron', () => ({ protocol: {} }))
const { isOurUrl, isPanelsUrl } = await import('./navigation.ts')
const { isPermitted, originOf } = await import('./permissions.ts')

const pair = '0123456789abcdef0123456789abcdef'

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
    'app://blockscope/index.html?panels=../x',
    'app://blockscope/index.html?kiosk',
    `app://blockscope/index.html?panels=${pair}&more`,
    `https://blockscope/index.html?panels=${pair}`,
  ])('stops %s', (url) => {
    expect([isOurUrl(url), isPanelsUrl(url)]).toEqual([false, false])
  })

  it('knows the panels of a page of ours', () => {
    const panels = `app://blockscope/index.html?panels=${pair}`
    expect([isOurUrl(panels), isPanelsUrl(panels), isPanelsUrl('app://blockscope/index.html')]).toEqual([
      true,
      true,
      false,
    ])
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
