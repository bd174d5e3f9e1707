// The page is put together from its features: their commands agree with each other and with whoever names them.
import { describe, expect, it } from 'vitest'
import { allCommands, commandFor, installCommands, keyLabel, keyLabels, runCommand } from '../kit/keys/commands.ts'
import { features } from './features.ts'

/** Every file of the page, as text. */
const texts = import.meta.glob<string>('../**/*.{vue,ts}', { query: '?raw', import: 'default', eager: true })

describe('the commands of all features', () => {
  const known = allCommands()

  it('never give one key two meanings', () => {
    const keys = known.flatMap((command) => [...command.keys])
    expect(keys.length).toBeGreaterThan(30)
    expect(keys.filter((key, k) => keys.indexOf(key) !== k)).toEqual([])
    const command = { group: 'Screen', action: 'Twice', keys: ['Space'], run: null } as const
    const other = { twice: command }
    expect(() => installCommands([...features.map(({ commands = {} }) => commands), other])).toThrow(/claim 'Space'/)
    expect(() =>
      installCommands([{ runStop: { ...command, keys: [] } }, { runStop: { ...command, keys: [] } }]),
    ).toThrow(/claim 'runStop'/)
    // What is refused changes nothing.
    expect(allCommands()).toBe(known)
  })

  it('are found by their keys', () => {
    expect(commandFor('Space')?.command.id).toBe('runStop')
    expect(commandFor(']')?.command.id).toBe('scaleUp')
    expect(commandFor('Alt+3')).toMatchObject({ command: { id: 'toggleChannel' }, number: 2 })
    expect(commandFor('Ctrl+Shift+8')).toMatchObject({ command: { id: 'selectChannel' }, number: 15 })
    expect(commandFor('Enter')).toBeNull()
    expect(commandFor('Q')).toBeNull()
  })

  it('tell their keys as people read them', () => {
    expect(keyLabel('levelUp')).toBe('Ctrl + ↑')
    expect(keyLabel('selectChannel')).toBe('Ctrl + 1…8')
    expect(keyLabel('forceTrigger')).toBe('Shift + T')
    expect(keyLabels('zoomIn')).toEqual(['+', '='])
    expect(keyLabels('toggleChannel')).toEqual(['Alt + 1…8', 'Alt + Shift + 1…8'])
    expect(() => runCommand('fly')).toThrow("There is no command 'fly'.")
  })

  it('are the only ones that tooltips and buttons name', () => {
    const ids = new Set(known.map(({ id }) => id))
    const files = Object.entries(texts).filter(([file]) => !file.endsWith('.test.ts'))
    const named = files.flatMap(([file, text]) =>
      [...text.matchAll(/(?:runCommand\(|\bkey: |\bcommand: )'([a-z]\w*)'/g)].map(([, id]) => `${file}: ${id}`),
    )
    expect(named.length).toBeGreaterThan(20)
    expect(named.filter((line) => !ids.has(line.split(': ')[1]!))).toEqual([])
  })
})

describe('the features', () => {
  it('have names of their own, and so do their figures', () => {
    for (const ids of [
      features.map(({ id }) => id),
      features.flatMap(({ readouts = [] }) => readouts.map(({ id }) => id)),
    ])
      expect(new Set(ids).size).toBe(ids.length)
  })
})
