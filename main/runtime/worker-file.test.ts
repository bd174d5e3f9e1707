import { existsSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { builtFile } from './worker-file.ts'

describe('builtFile', () => {
  it('finds what the build made, from the sources', () => {
    for (const name of ['hardware-thread.js', 'kernels.wasm']) {
      const found = builtFile(name)
      expect(found.pathname.endsWith(`/dist/main/${name}`)).toBe(true)
      expect(existsSync(found)).toBe(true)
    }
  })

  it('names the place beside the running file for what is nowhere, so that the error says where it belongs', () => {
    expect(builtFile('no-such-thread.js')).toEqual(new URL('./no-such-thread.js', new URL('./x', import.meta.url)))
  })
})
