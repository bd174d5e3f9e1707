// Some of the changes of `npm run bench -- changes`, in every run of all tests; alone, because they want both cores of a
// small machine.
import { expect, it } from 'vitest'
import { changeLive, changingScenes } from './changes.ts'
import { flatGrowth } from './growth.ts'

it.each(changingScenes)(
  '$name: changes while it runs lose nothing unseen, and take no memory',
  { timeout: 200_000 },
  async (scene) => {
    const seen = await changeLive(scene, 6)
    // Blocks of 4 KiB come ten thousand times a second: where others keep both cores busy, some find no room.
    expect(seen.isAccounted).toBe(true)
    expect(seen.growth).toBeLessThan(flatGrowth)
    expect(seen.blockMemoryGrowth).toBeLessThan(flatGrowth)
  },
)
