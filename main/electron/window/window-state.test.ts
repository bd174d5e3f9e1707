import { describe, expect, it } from 'vitest'
import { backOnScreens, fitToScreens, onOtherScreen, smallestPanels } from './window-state.ts'

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

  it('lets the panels alone be smaller', () => {
    const bounds = { x: 100, y: 50, width: 300, height: 600 }
    expect(fitToScreens({ bounds, isMaximized: false }, [screen], smallestPanels).bounds).toEqual({
      ...bounds,
      width: 720,
    })
  })

  it('opens the panels in the middle of another screen than that of the trace', () => {
    const right = { x: 1920, y: 0, width: 1280, height: 700 }
    const wanted = { width: 1000, height: 800 }
    const onLeft = { x: 100, y: 100, width: 1900, height: 800 }
    expect(onOtherScreen(onLeft, [right, screen], wanted)).toEqual({ x: 2060, y: 0, width: 1000, height: 700 })
    const onRight = { ...onLeft, x: 1800 }
    expect(onOtherScreen(onRight, [screen, right], wanted)).toEqual({ x: 460, y: 140, width: 1000, height: 800 })
    expect(onOtherScreen(onLeft, [screen], wanted)).toBeNull()
  })

  it('leaves a window where enough of it can be seen', () => {
    const bounds = { x: 1800, y: 900, width: 1280, height: 800 }
    expect(backOnScreens(bounds, [screen])).toBeNull()
  })

  it('brings a window of a display that is gone onto the nearest one, as large as fits there', () => {
    const other = { x: -1280, y: 0, width: 1280, height: 720 }
    expect(backOnScreens({ x: 2000, y: 50, width: 1400, height: 900 }, [other, screen])).toEqual({
      ...{ x: 520, y: 50, width: 1400, height: 900 },
    })
    expect(backOnScreens({ x: -3000, y: 50, width: 1400, height: 900 }, [screen, other])).toEqual({
      ...{ x: -1280, y: 0, width: 1280, height: 720 },
    })
    expect(backOnScreens({ x: 100, y: 1500, width: 1400, height: 900 }, [screen])).toMatchObject({ x: 100, y: 180 })
  })
})
