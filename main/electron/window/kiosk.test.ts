import { expect, it } from 'vitest'
import { isWayOut, type KioskApp, type KioskWindow, keepKiosk } from './kiosk.ts'

type Listener = (...given: never[]) => void

/** A window and an app that note what is done with them. */
function kiosk() {
  const heard = new Map<string, Listener>()
  const on = (event: string, listener: Listener): void => void heard.set(event, listener)
  let quits = 0
  const app = {
    on,
    quit: () => {
      quits++
      tell('before-quit')
    },
  }
  /** Whether what the event would have done was prevented. */
  function tell(event: string, ...given: unknown[]): boolean {
    let isPrevented = false
    const prevent = {
      preventDefault() {
        isPrevented = true
      },
    }
    heard.get(event)?.(...([prevent, ...given] as never[]))
    return isPrevented
  }
  const window = { on, webContents: { on, session: { on } } }
  keepKiosk(window as unknown as KioskWindow, app as unknown as KioskApp)
  return { tell, quits: () => quits }
}

const pressed = { type: 'keyDown', key: 'Q', control: true, alt: true, shift: true } as const

it('stays when it is closed, and goes by the chord alone', () => {
  const { tell, quits } = kiosk()
  expect(tell('close')).toBe(true)
  for (const missing of ['control', 'alt', 'shift'] as const) {
    expect(isWayOut({ ...pressed, [missing]: false })).toBe(false)
    expect(tell('before-input-event', { ...pressed, [missing]: false })).toBe(false)
  }
  expect(isWayOut({ ...pressed, type: 'keyUp' })).toBe(false)
  expect(quits()).toBe(0)
  expect(tell('before-input-event', { ...pressed, key: 'q' })).toBe(true)
  expect(quits()).toBe(1)
  expect(tell('close')).toBe(false)
})

it('goes when the program ends for another reason', () => {
  const { tell } = kiosk()
  tell('before-quit')
  expect(tell('close')).toBe(false)
})

it('keeps the full screen and opens no dialog', () => {
  const { tell } = kiosk()
  expect(tell('before-input-event', { ...pressed, key: 'F11', control: false, alt: false, shift: false })).toBe(true)
  expect(tell('before-input-event', { ...pressed, key: 'a' })).toBe(false)
  expect(tell('will-download')).toBe(true)
})
