import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { fitToScreens, windowStateFile } from './window-state.ts'

const screen = { x: 0, y: 0, width: 1920, height: 1080 }
const nothing = { bounds: null, isMaximized: false }
let folder = ''
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'blockscope-state-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

describe('window state', () => {
  it('comes back as it was written', () => {
    const state = { bounds: { x: 10, y: 20, width: 1400, height: 900 }, isMaximized: true }
    windowStateFile(path.join(folder, 'new')).write(state)
    expect(windowStateFile(path.join(folder, 'new')).read()).toEqual(state)
  })

  it.each(['', '{', '{"version":2}', '{"version":1,"bounds":{"x":1},"isMaximized":false}', '[1]'])(
    'forgets what it cannot read: %s',
    (text) => {
      writeFileSync(path.join(folder, 'window-state.json'), text)
      expect(windowStateFile(folder).read()).toEqual(nothing)
    },
  )

  it('has a default before the first write', () => {
    expect(windowStateFile(folder).read()).toEqual(nothing)
  })

  it('keeps bounds that are on a screen, at least of the smallest size', () => {
    const bounds = { x: 100, y: 50, width: 300, height: 2000 }
    expect(fitToScreens({ bounds, isMaximized: false }, [screen]).bounds).toEqual({ ...bounds, width: 1280 })
  })

  it('forgets bounds of a screen that is gone, but not that it was maximized', () => {
    const bounds = { x: 4000, y: 0, width: 1280, height: 800 }
    expect(fitToScreens({ bounds, isMaximized: true }, [screen])).toEqual({ bounds: null, isMaximized: true })
  })
})
