// Profiles, the settings of the machine and the way back, as a run without a screen has them.
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, afterEach, expect, it, vi } from 'vitest'
import { headless } from './testing/headless.ts'

const folder = mkdtempSync(path.join(os.tmpdir(), 'blockscope-headless-'))
const system = path.join(folder, 'system.json')
const session = { format: 'blockscope session', version: 1, settings: { 'trigger.level': 0.125 } }
const own = {
  ...{ format: 'blockscope settings', version: 1, session: null, profiles: [{ name: 'bench 3', session }] },
  ...{ profile: null, preferences: {}, recordings: null, windows: [] },
}
afterEach(() => vi.unstubAllEnvs())
afterAll(() => rmSync(folder, { recursive: true }))

it('begins with a profile, refuses one that is not there and what is locked, and is put back', async () => {
  vi.stubEnv('BLOCKSCOPE_SYSTEM_SETTINGS', system)
  writeFileSync(path.join(folder, 'settings.json'), JSON.stringify(own))
  const config = ['--config', folder] as const
  const listed = await headless('--list', ...config, '--profile', 'bench 3')
  expect(listed).toMatchObject({ code: 0, complaints: [] })
  expect(listed.lines.join('\n')).toMatch(/trigger\.level = 0\.125\n/)
  const other = await headless('--list', ...config, '--profile', 'bench')
  expect(other).toMatchObject({ code: 2, lines: [] })
  expect(other.complaints).toEqual([expect.stringMatching(/^There is no profile 'bench'; .* has 'bench 3'\.$/)])

  const locks = { format: 'blockscope settings', version: 1, locked: ['trigger.level'] }
  writeFileSync(system, JSON.stringify(locks))
  const refused = await headless('--for', '100ms', ...config, '--set', 'trigger.level=1V')
  expect(refused).toMatchObject({ code: 2, lines: [] })
  expect(refused.complaints).toEqual([expect.stringContaining(`'trigger.level' is locked by ${system}`)])

  expect(await headless('--list', ...config, '--factory-reset')).toMatchObject({ code: 0, complaints: [] })
  expect(readdirSync(folder).some((name) => name.startsWith('settings before-reset'))).toBe(true)
  expect(await headless('--list', ...config, '--profile', 'bench 3')).toMatchObject({ code: 2 })
})
