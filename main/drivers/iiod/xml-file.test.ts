// A context that a file describes: 2,000 damaged ones are opened whole or refused with one line, and nothing is left of either.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { IioBus } from '#main/iio/index.ts'
import { CoherentHeap } from '#main/memory/index.ts'
import { realRuntime } from '#main/runtime/clock.ts'
import { anyDamage, damaged } from '#main/testing/damage/damage.ts'
import { ErrnoError, sentenceOf } from '#shared/errors.ts'
import { probeRemoteContext } from './index.ts'

const board = `<?xml version="1.0" encoding="utf-8"?>
<context name="xml" version-major="0" version-minor="24" description="a board">
<context-attribute name="hw_model" value="A &lt;board&gt; &#233;"/>
<device id="iio:device0" name="ad7606" label="Front end">
<channel id="voltage0" type="input" name="supply"><scan-element index="0" format="le:s12/16&gt;&gt;4" scale="0.488281"/>
<attribute name="raw" filename="in_voltage0_raw" value="17"/><attribute name="scale" value="0.488281"/></channel>
<channel id="voltage1" type="input"><scan-element index="1" format="be:u24/32X2&gt;&gt;8"/><attribute name="raw" value="3"/></channel>
<channel id="temp0" type="input"><attribute name="input" value="41500"/></channel>
<channel id="timestamp" type="input"><scan-element index="2" format="le:S64/64&gt;&gt;0"/></channel>
<attribute name="sampling_frequency" value="1000"/><attribute name="sampling_frequency_available" value="1000 2000"/>
<buffer-attribute name="watermark" value="1"/><debug-attribute name="direct_reg_access" value="0x0"/></device>
<device id="iio:device1" name="dac"><channel id="voltage0" type="output"><scan-element index="0" format="le:s16/16&gt;&gt;0"/></channel></device>
<device id="trigger0" name="instance1"/></context>
`

const tags = board.match(/<[^>]*>/g) ?? []
const anyValue = fc.oneof(
  fc.constantFrom(
    '',
    'voltage0',
    'iio:device0',
    'input',
    'output',
    'en',
    'buffer0/enable',
    '../x',
    '4096',
    '-1',
    '1e9',
  ),
  fc.constantFrom('le:s12/16>>4', 'le:s64/64>>0', 'be:u1/8X255>>7', 'le:s65/64>>0', 'le:s8/8X0>>0', 'scale', 'type'),
  fc.constantFrom(
    'constructor',
    '__proto__',
    'a/b',
    'timestamp',
    'sampling_frequency',
    'NaN',
    '&#0;',
    '&amp;',
    '\u2028',
  ),
)
/** Whole tags that are gone, come twice, stand elsewhere, or say something else: what most bytes of an XML file cannot be changed to. */
const otherTags = fc
  .array(fc.tuple(fc.constantFrom('gone', 'twice', 'elsewhere', 'other'), fc.nat(), fc.nat(), anyValue), {
    minLength: 1,
    maxLength: 3,
  })
  .map((changes) =>
    changes
      .reduce((now: readonly string[], [kind, one, two, value]) => {
        const at = one % now.length
        const rest = now.toSpliced(at, 1)
        if (kind === 'gone') return rest
        if (kind === 'twice') return now.toSpliced(two % now.length, 0, now[at]!)
        if (kind === 'elsewhere') return rest.toSpliced(two % now.length, 0, now[at]!)
        const values = [...now[at]!.matchAll(/"[^"]*"/g)]
        const [found] = values.length === 0 ? [] : [values[two % values.length]!]
        return found === undefined
          ? now
          : now.with(at, now[at]!.replace(found[0], `"${value.replaceAll('>', '&gt;')}"`))
      }, tags)
      .join('\n'),
  )
const anyFile = fc.oneof(
  anyDamage.map((hits) => damaged(Buffer.from(board), hits)),
  otherTags.map((text) => Buffer.from(text)),
)

const bus = new IioBus()
const heap = new CoherentHeap({ bytes: 1 << 20 })
let folder = ''
let file = ''
beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'blockscope-xml-'))
  file = path.join(folder, 'board.xml')
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Opens the file, looks at all that is in it, and takes it away. @throws why it was refused */
async function openAndRead(): Promise<number> {
  try {
    const context = await probeRemoteContext(`xml:${file}`, { bus, heap, runtime: realRuntime })
    const devices = context.remotes.map(({ device }) => device)
    expect(bus.devices).toEqual(devices)
    // What a file does not say is no value: a sentence, too.
    for (const device of devices)
      for (const { path: name } of device.listAttributes())
        await device.readAttribute(name).catch((thrown: unknown) => expect(sentenceOf(thrown)).toMatch(/\.$/))
    await context.remove()
    return devices.length
  } finally {
    expect([bus.devices.length, heap.liveAllocations]).toEqual([0, 0])
  }
}

describe('a context in a file', () => {
  it('of 2,000 damaged ones each is opened whole or refused with one line, and leaves nothing', async () => {
    writeFileSync(file, board)
    expect(await openAndRead()).toBe(3)
    let [opened, refused] = [0, 0]
    await fc.assert(
      fc.asyncProperty(anyFile, async (content) => {
        writeFileSync(file, content)
        try {
          await openAndRead()
          opened++
        } catch (thrown) {
          if (!(thrown instanceof ErrnoError)) throw thrown
          expect(thrown.message).toMatch(/^[^\n]{1,600}\.$/)
          refused++
        }
      }),
      { numRuns: 2000, seed: 13 },
    )
    // Both happen often, or this tests nothing.
    expect(Math.min(opened, refused)).toBeGreaterThan(200)
  }, 120_000)

  it('is a regular file, of the size of a context: nothing else is even read', async () => {
    const fifo = path.join(folder, 'fifo')
    if (process.platform !== 'win32') {
      execFileSync('mkfifo', [fifo])
      for (const [other, what] of [
        [fifo, 'a FIFO'],
        ['/dev/zero', 'a device'],
        [folder, 'a folder'],
      ] as const) {
        file = other
        await expect(openAndRead()).rejects.toMatchObject({ errno: 'EINVAL', message: expect.stringContaining(what) })
      }
    }
    file = path.join(folder, 'large.xml')
    writeFileSync(file, '')
    truncateSync(file, 8 << 20)
    await expect(openAndRead()).rejects.toMatchObject({ errno: 'EMSGSIZE' })
    file = path.join(folder, 'nowhere.xml')
    await expect(openAndRead()).rejects.toMatchObject({ errno: 'ENOENT', message: `There is no file ${file}.` })
  })
})
