// The pages of the reference are those of the tables. `npx vitest run e2e/guide renderer/features/guide -u` writes them anew.
import { expect, it } from 'vitest'
import { helpText } from '#main/cli/index.ts'
import { createInstrument } from '#main/instrument/index.ts'
import { helpEntries, kindsPage, knownOptions, optionsPage, settingsPage } from './reference-pages.ts'

const pages = '../../shared/guide/pages'

it('has every option of the help, and the help every option', async () => {
  await expect(optionsPage(helpText)).toMatchFileSnapshot(`${pages}/options.md`)
  const told = helpEntries(helpText).flatMap(({ form }) => form.match(/--[a-z][a-z-]*/g) ?? [])
  const [first] = helpEntries(helpText)
  expect(first).toMatchObject({ form: '--front electron|browser|headless' })
  expect(new Set(told)).toEqual(new Set(knownOptions))
})

it('has every setting', async () => {
  const instrument = await createInstrument({ front: 'headless', run: false, analysis: false, heapBytes: 64 << 20 })
  try {
    const leaves = instrument.settings.tree.leaves()
    expect(leaves.has('buffer.blockBytes')).toBe(true)
    await expect(settingsPage(leaves)).toMatchFileSnapshot(`${pages}/settings.md`)
  } finally {
    await instrument.close()
  }
})

it('has every kind', async () => {
  await expect(kindsPage()).toMatchFileSnapshot(`${pages}/kinds.md`)
})
