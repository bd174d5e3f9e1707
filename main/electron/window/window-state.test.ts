import { describe, expect, it } from 'vitest'
import { fitToScreens } from './window-state.ts'

const screen = { x: 0, y: 0, width: 1920, height: 1080 }

describe('window state', () => {
  it('keeps bounds that are on a screen, at least of the smallest size', () => {
    const bounds = { x: 100, y: 50, width: 300, height: 2000 }
    expect(fitToScreens({ bounds, isMaximized: false }, [screen]).bounds).toEqual({ ...bounds, width: 1280 })
  })

  it('forgets bounds of a screen that is gone, but not that it was maximized', () => {
    const bounds = { x: 4000, y: 0, width: 1280, height: 800 }
    expect(fitToScreens({ bounds, isMaximized: true }, [screen])).toEqual({ bounds: null, isMaximized: true })
  })
})
