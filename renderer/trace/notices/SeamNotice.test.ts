// What changed is said once, for a while, by whoever it was changed; what changed before the page was opened is no news.
import { describe, expect, it, vi } from 'vitest'
import { nextTick } from 'vue'
import type { Seam } from '#shared/contract/topics/seams.ts'
import { mountWithFake } from '../../testing/mount-with-fake.ts'
import SeamNotice from './SeamNotice.vue'

const place = { epoch: 0, atSample: 0, costMs: 1.5, how: 'live' as const }
const grown = (over: Partial<Seam> = {}): Seam =>
  ({ ...place, subject: 'blockBytes', from: 65536, to: 262_144, lostSamples: 0, atUnixMs: Date.now(), ...over }) as Seam

async function notice() {
  const { fake, screen } = await mountWithFake(SeamNotice, {}, 'operator', false)
  const shown = () => screen.find('[data-testid=seam-notice]')
  const add = async (seam: Seam): Promise<void> => {
    fake.change({ seams: [...fake.state().seams, seam] })
    await vi.waitFor(() => expect(fake.state().seams).toContainEqual(seam))
    await nextTick()
  }
  return { shown, add }
}

describe('the newest seam', () => {
  it('is said with what changed and what it cost', async () => {
    const { shown, add } = await notice()
    expect(shown().exists()).toBe(false)
    await add(grown())
    await vi.waitFor(() => expect(shown().text()).toContain('64 KiB → 256 KiB'))
    expect(shown().text()).toContain('0 lost · 1.5 ms, hardware kept running')
    expect(shown().classes()).not.toContain('lost')
  })

  it('that cost samples looks so', async () => {
    const { shown, add } = await notice()
    await add(grown({ lostSamples: 4096 }))
    await vi.waitFor(() => expect(shown().classes()).toContain('lost'))
    expect(shown().text()).toMatch(/4.096 lost/)
  })

  it('of long ago is not news', async () => {
    const { shown, add } = await notice()
    await add(grown({ atUnixMs: Date.now() - 60_000 }))
    await add(grown({ to: 131_072, atUnixMs: Date.now() - 60_000 }))
    await nextTick()
    expect(shown().exists()).toBe(false)
  })

  it('goes after a few seconds', async () => {
    const { shown, add } = await notice()
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    try {
      await add(grown())
      await vi.waitFor(() => expect(shown().exists()).toBe(true))
      await vi.runAllTimersAsync()
      expect(shown().exists()).toBe(false)
    } finally {
      vi.useRealTimers()
    }
  })
})
