import type { MenuItemConstructorOptions } from 'electron'
import { expect, it, vi } from 'vitest'
import { documentationUrl, menuTemplate } from './menu-template.ts'

vi.mock('electron', () => ({ shell: {} }))
const { isOutsideLink } = await import('../security/outside-links.ts')

function itemsOf(platform: NodeJS.Platform) {
  const ask = vi.fn<(command: string) => void>()
  const openLink = vi.fn<(url: string) => void>()
  const menus = menuTemplate({ isPackaged: true, platform, ask, openLink })
  const items = menus.flatMap(({ submenu }) =>
    Array.isArray(submenu) ? (submenu as MenuItemConstructorOptions[]) : [],
  )
  const press = (label: RegExp): void => {
    const item = items.find((one) => label.test(one.label ?? ''))
    ;(item?.click as (() => void) | undefined)?.()
  }
  return { items, press, ask, openLink }
}

it('asks the page for what its keys do, and the keys are shown but not heard here', () => {
  const { items, press, ask } = itemsOf('linux')
  for (const label of [/Open/, /^&Record/, /Stop &recording/, /Guide/, /Keys/, /diagnostics/, /updates/]) press(label)
  const asked = ['openFile', 'record', 'record', 'guide', 'help', 'copyDiagnostics', 'checkUpdates']
  expect(ask.mock.calls.flat()).toEqual(asked)
  const shown = items.filter(({ click, accelerator }) => click !== undefined && accelerator !== undefined)
  expect(shown.map(({ accelerator }) => accelerator)).toEqual([
    'CmdOrCtrl+O',
    'CmdOrCtrl+S',
    'R',
    'R',
    'F1',
    '?',
    'CmdOrCtrl+Shift+D',
    'Shift+U',
  ])
  expect(shown.every(({ registerAccelerator }) => registerAccelerator === false)).toBe(true)
  expect(items).toContainEqual({ role: 'quit', accelerator: 'Ctrl+Q' })
})

it('shows no letter alone on macOS, which would hear it', () => {
  const { items } = itemsOf('darwin')
  expect(items.flatMap(({ accelerator = '' }) => (accelerator === '' ? [] : [accelerator]))).toEqual([
    'CmdOrCtrl+O',
    'CmdOrCtrl+S',
    'CmdOrCtrl+Shift+D',
  ])
})

it('opens the documentation, which is on the list of outside links', () => {
  const { press, openLink } = itemsOf('win32')
  press(/documentation/)
  expect(openLink.mock.calls).toEqual([[documentationUrl]])
  expect(isOutsideLink(documentationUrl)).toBe(true)
})
