// The pages of the reference are those of the tables. `npx vitest run e2e/guide renderer/features/guide -u` writes them anew.
import { fileURLToPath } from 'node:url'
import * as v from 'valibot'
import { expect, it } from 'vitest'
import { helpText } from '#main/cli/index.ts'
import { createInstrument } from '#main/instrument/index.ts'
import { topics } from '#shared/contract/topics.ts'
import { callsOf, eventsOf } from '#shared/rpc/topic.ts'
import { contractPage } from './contract-page.ts'
import { toldTopics } from './contract-source.ts'
import { iiodPage } from './iiod-page.ts'
import { helpEntries, kindsPage, knownOptions, optionsPage, settingsPage } from './reference-pages.ts'
import { shapeText } from './shape-text.ts'

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

it('has every call and event of the contract, with who may call it', async () => {
  const told = toldTopics(fileURLToPath(new URL('../../shared/contract', import.meta.url)))
  const page = contractPage(told)
  await expect(page).toMatchFileSnapshot(`${pages}/contract.md`)
  for (const name of [...callsOf(topics).keys(), ...eventsOf(topics).keys()]) expect(page).toContain(`| \`${name}\` |`)
  const who = (call: string): string => new RegExp(`\\| \`${call}\` \\|.*`).exec(page)?.[0] ?? ''
  expect(who('listDevices')).toContain('| anybody |')
  expect(who('setView')).toContain('| anybody, for itself |')
  expect(who('run')).toContain('| who is in control |')
  expect(who('installUpdate')).toContain('| the machine itself, in control |')
  expect(who('askControl')).toContain('| who has the right to control, in control or not |')
  // What is said of a call in its file, and the type of what it answers.
  expect(who('measured')).toContain('What came of the measurements so far')
  expect(who('measured')).toContain('readonly MeasurementFigures[]')
})

it('has every command of the IIOD protocol', async () => {
  await expect(iiodPage()).toMatchFileSnapshot(`${pages}/iiod.md`)
})

it('tells the shape of a request, and refuses one that it has no words for', () => {
  const shape = v.strictObject({
    name: v.pipe(v.string(), v.minLength(1), v.maxLength(8)),
    at: v.exactOptional(v.nullable(v.pipe(v.number(), v.minValue(1)))),
    some: v.pipe(v.array(v.picklist(['a', 'b'])), v.maxLength(3)),
  })
  expect(shapeText(shape)).toBe(
    '{ name: a text of at most 8 characters, at?: a number from 1, or null, some: a list of at most 3 items, each "a" or "b" }',
  )
  expect(() => shapeText(v.date())).toThrow('Nothing says what a date is in words.')
})
