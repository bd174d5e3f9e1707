import { afterEach, expect, it, vi } from 'vitest'
import { tellVisibility } from '../testing/page-seen.ts'
import { restWhileHidden } from './rest-while-hidden.ts'

afterEach(() => vi.restoreAllMocks())

it('lets the client rest while the page is hidden, from its begin on', () => {
  tellVisibility('hidden')
  const client = { isResting: false }
  const resting = restWhileHidden(client)
  expect(client.isResting).toBe(true)
  tellVisibility('visible')
  expect(client.isResting).toBe(false)
  tellVisibility('hidden')
  expect(client.isResting).toBe(true)
  resting.dispose()
  tellVisibility('visible')
  expect(client.isResting).toBe(true)
})
