// The judge: libiio's own programs against a served instrument. They are those of Debian's package libiio-utils; where they
// are not installed these tests are skipped, which their names say.
import { execFile, spawn, spawnSync } from 'node:child_process'
import { promisify } from 'node:util'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { eventually } from '#shared/testing/eventually.ts'
import { Served } from './testing/served.ts'

vi.setConfig({ testTimeout: 120_000, hookTimeout: 30_000 })

const isInstalled = spawnSync('iio_info', ['--version']).error === undefined
const run = promisify(execFile)
const limits = { timeout: 30_000, maxBuffer: 64 << 20 }

let served: Served

beforeAll(async () => {
  if (isInstalled) served = await Served.begin({ run: true })
})

afterEach(async () => {
  if (!isInstalled) return
  await eventually(() => expect(served.server.clients).toEqual([]))
  expect(served.isAnyOpen).toBe(false)
})

afterAll(() => served?.end())

const uri = (): string[] => ['-u', `ip:127.0.0.1:${served.server.port}`]

/** Standard output as bytes. Rejects when the program fails. */
async function samples(...words: string[]): Promise<Buffer> {
  const { stdout } = await run('iio_readdev', [...uri(), ...words], { ...limits, encoding: 'buffer' })
  return stdout
}

/** Everything the ADC makes from now on. */
function witness(): { has(samples: Buffer): boolean } {
  const { hub, stack } = served.instrument.parts
  const streams: Buffer[][] = []
  hub.addTap({
    name: 'witness',
    onFormat: () => streams.push([]),
    onBlocks: (blocks) => {
      for (const { address, bytes } of blocks) streams.at(-1)?.push(Buffer.from(stack.heap.u8(address, bytes)))
    },
  })
  return { has: (some) => streams.some((blocks) => Buffer.concat(blocks).includes(some)) }
}

describe.skipIf(!isInstalled)(
  `libiio's programs${isInstalled ? '' : ' (NOT TESTED: libiio-utils is not installed)'}`,
  () => {
    it('iio_info shows every device, and no error', async () => {
      const { stdout, stderr } = await run('iio_info', uri(), limits)
      expect(stderr).toBe('')
      expect(stdout).not.toContain('ERROR')
      for (const { id, name } of served.instrument.parts.stack.bus.devices) expect(stdout).toContain(`${id}: ${name}`)
      expect(stdout).toContain('trigger0: timer')
    })

    it('iio_attr reads, writes, and hears of a value that is refused', async () => {
      const read = ['-d', 'gigascope', 'sampling_frequency']
      expect((await run('iio_attr', [...uri(), ...read], limits)).stdout.trim()).toBe('1000000')
      const write = ['-c', 'gigascope', 'voltage0', 'source_amplitude']
      expect((await run('iio_attr', [...uri(), ...write, '0.25'], limits)).stdout).toContain('0.25')
      expect(await served.instrument.parts.stack.device.readAttribute('voltage0/source_amplitude')).toBe('0.25')
      const { stdout, stderr } = await run('iio_attr', [...uri(), ...read, '7'], limits).catch(
        (thrown: { stdout: string; stderr: string }) => thrown,
      )
      expect(stdout + stderr).toContain('Invalid argument (22)')
      expect(await served.instrument.parts.stack.device.readAttribute('sampling_frequency')).toBe('1000000')
    })

    it.each([1, 2, 8, 100, 1000, 4096, 10_000, 65_536])(
      'iio_readdev in buffers of %i scans gets exactly the bytes that it asks for, as the ADC made them',
      async (scans) => {
        const made = witness()
        for (const channels of [['voltage0'], ['voltage0', 'voltage1']]) {
          // One buffer: what comes after it may have been skipped.
          const got = await samples('-b', String(scans), '-s', String(scans), 'gigascope', ...channels)
          expect(got.length).toBe(scans * 2 * channels.length)
          expect(made.has(got)).toBe(true)
        }
        const some = await samples('-b', String(scans), '-s', '5000', 'gigascope', 'voltage1')
        expect(some.length).toBe(10_000)
        await eventually(async () =>
          expect(await served.instrument.parts.stack.device.readAttribute('voltage1/en')).toBe('0'),
        )
      },
    )

    it('two at once get what each asks for, and one that is killed leaves nothing behind', async () => {
      const killed = spawn('iio_readdev', [...uri(), '-b', '1000', 'gigascope'], {
        stdio: ['ignore', 'pipe', 'ignore'],
      })
      await new Promise((resolve) => killed.stdout.once('data', resolve))
      const [one, two] = await Promise.all([
        samples('-b', '1000', '-s', '50000', 'gigascope', 'voltage0'),
        samples('-b', '256', '-s', '50000', 'gigascope'),
      ])
      expect([one.length, two.length]).toEqual([100_000, 200_000])
      killed.kill('SIGKILL')
    })

    it.each(['dummy', 'dummy-dma', 'at91-adc', 'at91-adc-dma', 'loopback-adc'])(
      'iio_readdev reads %s',
      async (device) => {
        const wire = served.instrument.parts.stack.bus.find(device)
        const all = wire?.scanElements.reduce((mask, { scanIndex }) => mask | (1n << BigInt(scanIndex)), 0n) ?? 0n
        const hasTimestamp = wire?.channels.some(({ kind }) => kind === 'timestamp') ?? false
        const bytes = wire?.layout(all, hasTimestamp).bytes ?? 0
        expect((await samples('-b', '50', '-s', '150', device)).length).toBe(150 * bytes)
      },
    )
  },
)
