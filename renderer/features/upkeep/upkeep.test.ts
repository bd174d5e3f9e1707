import { afterEach, describe, expect, it, vi } from 'vitest'
import { useInstrument } from '../../state/instrument.ts'
import { useTraceFigures } from '../../state/use-trace-figures.ts'
import { mountWithFake } from '../../testing/mount-with-fake.ts'
import { copyDiagnostics } from './copy-diagnostics.ts'
import UnfinishedRecordings from './UnfinishedRecordings.vue'

const lost = (file: string) => ({ file, scans: 5000, bytes: 10_000, samplingFrequencyHz: 1e6, startUnixMs: null })
const messages = (): string =>
  useInstrument()
    .problems.map(({ message }) => message)
    .join('\n')

afterEach(() => {
  vi.restoreAllMocks()
  vi.unstubAllGlobals()
})

describe('recordings that a dead program left', () => {
  it('have a row each, and are closed or left as the person says', async () => {
    const { fake, screen } = await mountWithFake(UnfinishedRecordings)
    expect(screen.find('[data-testid=unfinished]').exists()).toBe(false)
    fake.change({ unfinished: [lost('~/Blockscope/a.raw'), lost('~/Blockscope/b.raw')] })
    await vi.waitFor(() => expect(screen.findAll('li')).toHaveLength(2))
    expect(screen.findAll('li')[0]!.text()).toContain(
      'The program died while it recorded ~/Blockscope/a.raw. It has 5.00 kSa, 9.77 KiB.',
    )
    expect(fake.calls.some(({ name }) => /Unfinished/.test(name))).toBe(false)
    await screen.get('[data-testid=close-unfinished]').trigger('click')
    await vi.waitFor(() => expect(screen.findAll('li')).toHaveLength(1))
    expect(fake.calls).toContainEqual({ name: 'closeUnfinished', request: { file: '~/Blockscope/a.raw' } })
    await vi.waitFor(() => expect(messages()).toContain('~/Blockscope/a.raw is closed, with 5.00 kSa.'))
    await screen.get('[data-testid=leave-unfinished]').trigger('click')
    await vi.waitFor(() => expect(screen.find('[data-testid=unfinished]').exists()).toBe(false))
    expect(fake.calls).toContainEqual({ name: 'leaveUnfinished', request: { file: '~/Blockscope/b.raw' } })
  })

  it('that cannot be closed stay, with the reason', async () => {
    const { fake, screen } = await mountWithFake(UnfinishedRecordings)
    fake.change({ unfinished: [lost('~/a.raw')] })
    await vi.waitFor(() => expect(screen.findAll('li')).toHaveLength(1))
    vi.spyOn(fake.handlers, 'closeUnfinished').mockRejectedValue(new Error('No space is left.'))
    await screen.get('[data-testid=close-unfinished]').trigger('click')
    await vi.waitFor(() => expect(messages()).toContain('No space is left.'))
    expect(screen.get('[data-testid=close-unfinished]').attributes('disabled')).toBeUndefined()
  })

  it('are seen, and left alone, by who only looks', async () => {
    const { fake, screen } = await mountWithFake(UnfinishedRecordings, {}, 'observer')
    fake.change({ unfinished: [lost('~/a.raw')] })
    await vi.waitFor(() => expect(screen.findAll('li')).toHaveLength(1))
    expect(screen.findAll('button')).toHaveLength(0)
  })
})

describe('the diagnostics', () => {
  it('are copied, with what the page says of itself; where the clipboard refuses they are a file', async () => {
    await mountWithFake(UnfinishedRecordings)
    useTraceFigures().painter = '2d'
    let written = ''
    const writeText = vi.fn((text: string) => {
      written = text
      return Promise.resolve()
    })
    vi.stubGlobal('navigator', { clipboard: { writeText }, userAgent: 'a browser' })
    await copyDiagnostics()
    expect(written).toMatch(
      /^Blockscope 0\.0\.0-fake\na browser\nwindow \d+ x \d+, .*\nWebGL2: .*\nthe glow is painted by 2d; WebGL contexts lost: 0\nlink: live, operator\n$/,
    )
    expect(messages()).toBe('The diagnostics are in the clipboard.')
    writeText.mockRejectedValue(new Error('not allowed'))
    vi.spyOn(URL, 'createObjectURL').mockReturnValue('blob:x')
    const clicked = vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(() => undefined)
    await copyDiagnostics()
    expect((clicked.mock.contexts[0] as HTMLAnchorElement).download).toMatch(/^diagnostics .*\.txt$/)
    expect(messages()).toContain('the diagnostics were saved as diagnostics')
  })
})
