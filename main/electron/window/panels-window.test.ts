import { expect, it } from 'vitest'
import { type PanelsWindow, panelsBeside } from './panels-window.ts'

function bench() {
  let onClosed = (): void => undefined
  const opened: { url: string; isOpen: boolean; seen: string[] }[] = []
  const openPanels = panelsBeside({ once: (_event, listener) => (onClosed = listener) }, (url) => {
    const made = { url, isOpen: true, seen: [] as string[] }
    opened.push(made)
    const window: PanelsWindow = {
      isDestroyed: () => !made.isOpen,
      isMinimized: () => !made.seen.includes('restored'),
      restore: () => void made.seen.push('restored'),
      focus: () => void made.seen.push('in front'),
      destroy: () => (made.isOpen = false),
    }
    return window
  })
  return { openPanels, opened, closeTrace: () => onClosed() }
}

it('there is one window of panels, which comes to the front when it is asked for again', () => {
  const { openPanels, opened } = bench()
  openPanels('one')
  openPanels('one')
  openPanels('one')
  expect(opened).toEqual([{ url: 'one', isOpen: true, seen: ['restored', 'in front', 'in front'] }])
  opened[0]!.isOpen = false
  openPanels('two')
  expect(opened.map(({ url }) => url)).toEqual(['one', 'two'])
})

it('it goes with the window of the trace, and none comes afterwards', () => {
  const { openPanels, opened, closeTrace } = bench()
  openPanels('one')
  closeTrace()
  expect(opened[0]!.isOpen).toBe(false)
  openPanels('two')
  expect(opened).toHaveLength(1)
})
