// The packaging file cannot be run for every target here, so it is held against the schema electron-builder ships.
import { fileURLToPath } from 'node:url'
import { FuseV1Options } from '@electron/fuses'
import type { Configuration } from 'app-builder-lib'
import { getConfig, validateConfiguration } from 'app-builder-lib/out/util/config/config.js'
import { beforeAll, describe, expect, it } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))
const quiet = { isEnabled: false } as Parameters<typeof validateConfiguration>[1]
let config: Configuration

/** `RunAsNode` -> `runAsNode`, as the file spells it. */
const asKey = (name: string): string => name.charAt(0).toLowerCase() + name.slice(1)

const targetsOf = (target: unknown): unknown => (Array.isArray(target) ? target : [target])

beforeAll(async () => {
  config = await getConfig(root, 'electron-builder.yml', null)
})

describe('electron-builder.yml', () => {
  it('fits the schema', async () => {
    await expect(validateConfiguration(config, quiet)).resolves.toBeUndefined()
  })

  it('would not fit with a wrong key', async () => {
    const wrong = { ...config, electronFuzes: {} } as Configuration
    await expect(validateConfiguration(wrong, quiet)).rejects.toThrow(/electronFuzes/)
  })

  it('has the targets of every platform', () => {
    // Packages for Linux are made of the folder by main/packaging.
    expect(targetsOf(config.linux?.target)).toEqual(['dir'])
    expect(targetsOf(config.win?.target)).toEqual(['nsis'])
    expect(targetsOf(config.mac?.target)).toEqual(['dmg', 'zip'])
  })

  it('lists every fuse', () => {
    const fuses = config.electronFuses as Record<string, boolean>
    const names = Object.values(FuseV1Options).filter((name) => typeof name === 'string')
    expect(Object.keys(fuses)).toEqual(expect.arrayContaining(names.map(asKey)))
    const on = Object.keys(fuses).filter((name) => fuses[name])
    expect(on.sort()).toEqual([
      'enableCookieEncryption',
      'enableEmbeddedAsarIntegrityValidation',
      'onlyLoadAppFromAsar',
    ])
  })

  it('packs a list of files, and its artifacts have no spaces in their names', () => {
    const patterns = (targetsOf(config.files) as { filter: string[] }[]).flatMap((set) => set.filter)
    expect(patterns).toContain('dist/page/**/*')
    const whole = patterns.filter((pattern) => !pattern.startsWith('dist/') && !pattern.startsWith('!'))
    expect(whole).toEqual(['package.json', 'LICENSE'])
    expect(config.artifactName).not.toMatch(/\s/)
  })
})
