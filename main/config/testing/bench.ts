// A person's folder and a machine's file for the length of a test, and an instrument that begins with them.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, vi } from 'vitest'
import { createInstrument, type Instrument } from '#main/instrument/index.ts'
import type { Begin, Config } from '../config.ts'
import { openConfig } from '../open-config.ts'

export class Bench {
  /** A folder of the test's own. */
  root = ''
  readonly warnings: string[] = []
  readonly notes: string[] = []
  #instrument: Instrument | null = null

  /** To be called once in a file of tests. */
  constructor() {
    beforeEach(() => {
      this.warnings.length = 0
      this.notes.length = 0
      this.root = mkdtempSync(path.join(os.tmpdir(), 'blockscope-config-'))
      vi.stubEnv('BLOCKSCOPE_SYSTEM_SETTINGS', this.system)
    })
    afterEach(async () => {
      vi.unstubAllEnvs()
      await this.#instrument?.close()
      rmSync(this.root, { recursive: true, force: true })
    })
  }

  /** The one that was begun last. */
  get instrument(): Instrument {
    if (this.#instrument === null) throw new Error('no instrument was begun')
    return this.#instrument
  }

  /** The machine's file. */
  get system(): string {
    return path.join(this.root, 'system.json')
  }

  administer(parts: object): void {
    writeFileSync(this.system, JSON.stringify({ format: 'blockscope settings', version: 1, ...parts }))
  }

  open(wishes: { profile?: string; factoryReset?: boolean } = {}): Promise<Config> {
    return openConfig(
      { config: path.join(this.root, 'blockscope'), profile: null, factoryReset: false, ...wishes },
      { warn: (line) => this.warnings.push(line), note: (line) => this.notes.push(line) },
    )
  }

  async make(kept: Config | null = null): Promise<Instrument> {
    await this.#instrument?.close()
    this.#instrument = await createInstrument({
      ...{ front: 'headless', run: false, analysis: false, heapBytes: 256 << 20, kept },
    })
    return this.#instrument
  }

  /** Another instrument, which begins as a front has it begin. */
  async begin(then: Begin = null): Promise<Config> {
    const config = await this.open()
    await config.begin(await this.make(config), then, (line) => this.warnings.push(line))
    return config
  }

  async all(): Promise<Record<string, unknown>> {
    return Object.fromEntries(await this.instrument.settings.read())
  }

  async read(key: string): Promise<unknown> {
    return (await this.all())[key]
  }
}
