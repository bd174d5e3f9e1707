import { expect, it } from 'vitest'
import { closeWhenSaved } from './closing-window.ts'

function window(isSaving: boolean) {
  let onClose = (_event: { preventDefault(): void }): void => undefined
  let isOpen = true
  let end = (): void => undefined
  let saves = 0
  const close = (): void => {
    let isPrevented = false
    onClose({ preventDefault: () => (isPrevented = true) })
    if (!isPrevented) isOpen = false
  }
  closeWhenSaved(
    {
      close,
      isDestroyed: () => !isOpen,
      on: (_name, listener) => (onClose = listener),
    },
    () => isSaving,
    () => {
      saves++
      return new Promise<void>((resolve) => (end = resolve))
    },
  )
  return { close, isOpen: () => isOpen, saves: () => saves, end: () => end() }
}

it('a window with nothing to save closes at once', () => {
  const one = window(false)
  one.close()
  expect([one.isOpen(), one.saves()]).toEqual([false, 0])
})

it('a window with a recording closes when that is saved', async () => {
  const one = window(true)
  one.close()
  expect([one.isOpen(), one.saves()]).toEqual([true, 1])
  one.end()
  await expect.poll(one.isOpen).toBe(false)
  expect(one.saves()).toBe(1)
})

it('a window that is closed again does not wait, and what is saved then finds it gone', async () => {
  const one = window(true)
  one.close()
  one.close()
  expect(one.isOpen()).toBe(false)
  one.end()
  await new Promise((resolve) => setImmediate(resolve))
  expect(one.saves()).toBe(1)
})
