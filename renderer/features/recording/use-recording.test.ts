// The next recording: what is asked of the instrument, what is remembered, and what is asked of the person.
import { createPinia, setActivePinia } from 'pinia'
import { describe, expect, it, vi } from 'vitest'
import { defineComponent, h, nextTick } from 'vue'
import { ErrnoError, say } from '#shared/errors.ts'
import ProblemLines from '../../app/ProblemLines.vue'
import { useKeys } from '../../app/use-keys.ts'
import { useInstrument } from '../../state/instrument.ts'
import { mountWithFake } from '../../testing/mount-with-fake.ts'
import RecordButton from './RecordButton.vue'
import { useRecording } from './use-recording.ts'

const Screen = defineComponent({
  setup() {
    useKeys()
    return () => h('div', [h(RecordButton), h(ProblemLines)])
  },
})

const wishes = (fake: { calls: { name: string; request: unknown }[] }): unknown[] =>
  fake.calls.flatMap(({ name, request }) => (name === 'startRecording' ? [request] : []))

const press = (key: string, target: EventTarget = document.body): void => {
  target.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }))
}

async function mounted(role: 'operator' | 'observer' = 'operator') {
  const { fake, screen } = await mountWithFake(Screen, {}, role)
  const find = (id: string) => screen.find(`[data-testid=${id}]`)
  const openOptions = () => screen.get('[data-testid=record-options]').trigger('click')
  const choose = (kind: number) => screen.findAll('[data-testid=recording-length-kind] input')[kind]?.setValue()
  const type = async (id: string, text: string): Promise<void> => {
    const field = screen.get<HTMLInputElement>(`[data-testid=${id}]`)
    await field.setValue(text)
    await field.trigger('keydown', { key: 'Enter' })
  }
  return { fake, screen, find, openOptions, choose, type }
}

describe('the next recording', () => {
  it('goes into a row of files when that is typed, which is remembered; what is none is refused beside the field', async () => {
    const { fake, find, openOptions, type } = await mounted()
    await openOptions()
    await type('recording-rotation', '10m')
    expect(useRecording().rotation).toBe('')
    expect(find('record-panel').text()).toContain('A rotation is 1GiB, 10min or 1GiB|10min')
    await type('recording-rotation', '1024 MiB|10min,total=100GiB')
    expect(useRecording().rotation).toBe('1GiB|10min,total=100GiB')
    await type('recording-name', 'weeks')
    const rotation = { bytes: 2 ** 30, seconds: 600, keep: null, totalBytes: 100 * 2 ** 30 }
    await vi.waitFor(() =>
      expect(wishes(fake)).toEqual([{ scans: null, seconds: null, rotation, name: 'weeks', overwrite: false }]),
    )
    setActivePinia(createPinia())
    expect(useRecording().rotation).toBe('1GiB|10min,total=100GiB')
    useRecording().rotate(' ')
    expect(useRecording().rotation).toBe('')
  })

  it('has what was chosen; the length is remembered, the name is not', async () => {
    const { fake, screen, find, openOptions, choose, type } = await mounted()
    await openOptions()
    expect(find('recording-folder').text()).toBe('~/Blockscope')
    expect(find('recording-name').attributes('placeholder')).toMatch(/^blockscope-.*\.raw$/)
    expect(find('choose-recording-folder').exists()).toBe(false)
    await choose(2)
    await type('recording-length', '2,5 min')
    expect(useRecording().length).toMatchObject({ kind: 'time', seconds: 150 })
    expect(find('record').text()).toBe('Record 2.5 min')
    await type('recording-name', 'bench 3')
    await vi.waitFor(() =>
      expect(wishes(fake)).toEqual([{ scans: null, seconds: 150, name: 'bench 3', overwrite: false }]),
    )
    // The options make way, and come back with no name.
    await vi.waitFor(() => expect(screen.find('[data-testid=record-options]').exists()).toBe(false))
    press('r')
    await vi.waitFor(() => expect(find('record-options').exists()).toBe(true))
    expect(useRecording().name).toBe('')
    setActivePinia(createPinia())
    expect(useRecording()).toMatchObject({ name: '', length: { kind: 'time', seconds: 150 } })
  })

  it('counts samples too, and a length that is none is refused beside the field', async () => {
    const { fake, find, openOptions, choose, type, screen } = await mounted()
    await openOptions()
    await choose(1)
    await type('recording-length', 'soon')
    await vi.waitFor(() => expect(screen.get('[role=alert]').text()).toContain('write for example'))
    await type('recording-length', '2,5M')
    await vi.waitFor(() => expect(find('record').text()).toBe('Record 2.5 MSa'))
    press('r')
    await vi.waitFor(() =>
      expect(wishes(fake)).toEqual([{ scans: 2_500_000, seconds: null, name: '', overwrite: false }]),
    )
  })

  it('is not begun under a name that is none', async () => {
    const { fake, find, openOptions, type, screen } = await mounted()
    await openOptions()
    await type('recording-name', '../x')
    expect(screen.get('[role=alert]').text()).toContain('none of the signs')
    await find('record').trigger('click')
    await nextTick()
    expect(wishes(fake)).toEqual([])
    expect(find('recording-name').attributes('aria-invalid')).toBe('true')
  })

  it('replaces a file only after a question', async () => {
    const { fake, find, openOptions, type } = await mounted()
    const begin = fake.handlers.startRecording
    vi.spyOn(fake.handlers, 'startRecording').mockImplementation((wish) => {
      if (wish.overwrite !== true) {
        fake.calls.push({ name: 'startRecording', request: wish })
        throw new ErrnoError('EEXIST', say`~/Blockscope/x.raw is there already.`)
      }
      return begin(wish)
    })
    await openOptions()
    await type('recording-name', 'x')
    await vi.waitFor(() => expect(find('replace-question').text()).toContain('x.raw is there already. Replace it'))
    // Another name is another question.
    await find('recording-name').setValue('y')
    expect(find('replace-question').exists()).toBe(false)
    await type('recording-name', 'x')
    await vi.waitFor(() => expect(find('replace').exists()).toBe(true))
    await find('replace').trigger('click')
    await vi.waitFor(() => expect(fake.state().recording?.state).toBe('recording'))
    expect(wishes(fake).map((wish) => (wish as { overwrite: boolean }).overwrite)).toEqual([false, false, true])
  })

  it('says in a line why it did not begin, when nobody looks at its options', async () => {
    const { fake, find } = await mounted()
    vi.spyOn(fake.handlers, 'startRecording').mockImplementation(() => {
      throw new ErrnoError('ENOSPC', say`no space is left`)
    })
    press('r')
    await vi.waitFor(() => expect(find('problems').text()).toContain('no space is left'))
    expect(useRecording().optionsOpen).toBe(false)
  })

  it("goes to a folder that is chosen in the system's dialog, where there is one", async () => {
    const { fake, find, openOptions } = await mounted()
    useInstrument().fileWays = { dialog: true, upload: true, folders: true }
    await openOptions()
    await find('choose-recording-folder').trigger('click')
    await vi.waitFor(() => expect(find('recording-folder').text()).toBe('/media/disk'))
    expect(fake.calls.at(-1)).toEqual({ name: 'chooseRecordingFolder', request: undefined })
  })

  it('is no concern of who only looks', async () => {
    const { find } = await mounted('observer')
    expect(find('record-options').exists()).toBe(false)
    expect(find('record-panel').exists()).toBe(false)
  })

  it('closes its options with Escape, wherever the keyboard is', async () => {
    const { openOptions } = await mounted()
    await openOptions()
    expect(useRecording().optionsOpen).toBe(true)
    press('Escape')
    expect(useRecording().optionsOpen).toBe(false)
  })
})

describe('the line at the end of a recording', () => {
  const line = { severity: 'info', message: 'recorded 1 MSa', tip: null, recording: '/home/me/x.raw' } as const

  it('leads to its folder, where the program has a desktop', async () => {
    const { fake, find } = await mounted()
    useInstrument().fileWays = { dialog: true, upload: true, folders: true }
    fake.events.problem.fire(line)
    await vi.waitFor(() => expect(find('open-folder').exists()).toBe(true))
    await find('open-folder').trigger('click')
    await vi.waitFor(() =>
      expect(fake.calls.at(-1)).toEqual({ name: 'showRecording', request: { file: '/home/me/x.raw' } }),
    )
  })

  it('gives its path in a browser, and is left until the next recording', async () => {
    const { fake, find } = await mounted()
    const written: string[] = []
    vi.stubGlobal('navigator', {
      languages: ['en'],
      clipboard: { writeText: (text: string) => Promise.resolve(void written.push(text)) },
    })
    fake.events.problem.fire(line)
    await vi.waitFor(() => expect(find('copy-path').exists()).toBe(true))
    await find('copy-path').trigger('click')
    await vi.waitFor(() => expect(find('copy-path').text()).toBe('Copied'))
    expect(written).toEqual(['/home/me/x.raw'])
    vi.unstubAllGlobals()
    useInstrument().forgetRemarks(Date.now() + 60_000)
    await nextTick()
    expect(find('problems').text()).toContain('recorded 1 MSa')
    press('r')
    await vi.waitFor(() => expect(find('problems').exists()).toBe(false))
  })

  it('offers nothing to who only looks', async () => {
    const { fake, find } = await mounted('observer')
    fake.events.problem.fire(line)
    await vi.waitFor(() => expect(find('problems').exists()).toBe(true))
    expect([find('open-folder').exists(), find('copy-path').exists()]).toEqual([false, false])
  })
})
