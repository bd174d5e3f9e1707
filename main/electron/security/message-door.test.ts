import { describe, expect, it, vi } from 'vitest'

vi.mock('electron', () => ({ ipcMain: {}, protocol: {} }))
const { isOurPage } = await import('./message-door.ts')

const ours = { origin: 'app://blockscope', url: 'app://blockscope/index.html' }

describe('the door for messages', () => {
  it('hears the main frame of our page', () => {
    expect(isOurPage({ senderFrame: ours, sender: { mainFrame: ours } })).toBe(true)
  })

  it('does not hear a sub-frame, even of our origin', () => {
    expect(isOurPage({ senderFrame: { ...ours }, sender: { mainFrame: ours } })).toBe(false)
  })

  it.each(['app://elsewhere', 'https://blockscope', 'file://', 'null', ''])('does not hear the origin %s', (origin) => {
    const frame = { origin, url: ours.url }
    expect(isOurPage({ senderFrame: frame, sender: { mainFrame: frame } })).toBe(false)
  })

  it.each(['about:blank', 'app://blockscope/other.html'])('does not hear %s, though it has our origin', (url) => {
    const frame = { ...ours, url }
    expect(isOurPage({ senderFrame: frame, sender: { mainFrame: frame } })).toBe(false)
  })

  it('does not hear a frame that is gone', () => {
    expect(isOurPage({ senderFrame: null, sender: { mainFrame: null } })).toBe(false)
  })
})
