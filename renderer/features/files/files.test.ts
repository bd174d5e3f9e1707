// Bringing files, as a person does it: from the list, by the picker, by the dialog, by a drop.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { defineComponent, h } from 'vue'
import { useKeys } from '../../app/use-keys.ts'
import { sendFile } from '../../link/send-file.ts'
import { useInstrument } from '../../state/instrument.ts'
import { useView } from '../../state/view.ts'
import { mountWithFake } from '../../testing/mount-with-fake.ts'
import SourceFields from '../channels/SourceFields.vue'
import FileDrop from './FileDrop.vue'

/** What was sent where. */
const sent: { url: string; body: unknown }[] = []
let answer: { status: number; body: unknown }

beforeEach(() => {
  sent.length = 0
  answer = { status: 201, body: { name: 'sent.csv' } }
  vi.stubGlobal('fetch', (url: URL, { body }: { body: unknown }) => {
    sent.push({ url: url.href, body })
    return Promise.resolve({ json: () => Promise.resolve(answer.body) })
  })
})
afterEach(() => vi.unstubAllGlobals())

const file = (name: string): File => new File(['0.5\n'], name)

/** The person picks a file in the browser's dialog, which no test can open; null: closes it. */
function pick(chosen: File | null): void {
  const picker = document.querySelector<HTMLInputElement>('input[type=file]')
  if (picker === null) throw new Error('no dialog is open')
  Object.defineProperty(picker, 'files', { value: chosen === null ? [] : [chosen] })
  picker.dispatchEvent(new Event(chosen === null ? 'cancel' : 'change'))
}

/** The source of channel 0, with a file chosen but none named. */
async function fields() {
  const mounted = await mountWithFake(
    defineComponent(() => () => {
      const [channel] = useInstrument().state?.channels ?? []
      return channel === undefined ? [] : h(SourceFields, { channel, open: true })
    }),
  )
  mounted.fake.offered = [{ name: 'a b.csv', bytes: 2048, modifiedUnixMs: 0, from: 'folder' }]
  return mounted
}

async function chooseFileKind(screen: Awaited<ReturnType<typeof fields>>['screen']): Promise<void> {
  screen.findComponent({ name: 'PickList' }).vm.$emit('choose', 'file')
  await vi.waitFor(() => expect(screen.find('[data-testid=files-voltage0]').exists()).toBe(true))
}

const written = (fake: { calls: { name: string; request: unknown }[] }): unknown[] =>
  fake.calls.flatMap(({ name, request }) => (name === 'writeAttribute' ? [(request as { value: string }).value] : []))

describe('the file of a source', () => {
  it('is one of the list, which is open while there is none', async () => {
    const { fake, screen } = await fields()
    await chooseFileKind(screen)
    await vi.waitFor(() => expect(screen.text()).toContain('a b.csv2 KiB'))
    await screen.get('[data-file="a b.csv"]').trigger('click')
    await vi.waitFor(() => expect(written(fake)).toEqual(['file:a b.csv']))
    // It is played: the list goes, the name stands in the field.
    await vi.waitFor(() => expect(screen.find('[data-file]').exists()).toBe(false))
    const field = screen.get<HTMLInputElement>('[data-testid=source-file-voltage0]')
    expect(field.element.value).toBe('a b.csv')
    await screen.get('[data-testid=files-voltage0]').trigger('click')
    await vi.waitFor(() => expect(screen.find('[data-file="a b.csv"]').exists()).toBe(true))
  })

  it('is one of the person, which is sent beside the page and played', async () => {
    const { fake, screen } = await fields()
    await chooseFileKind(screen)
    const mine = file('Übung 1.csv')
    await screen.get('[data-testid=browse-voltage0]').trigger('click')
    pick(mine)
    await vi.waitFor(() => expect(written(fake)).toEqual(['file:sent.csv']))
    expect(sent).toEqual([{ url: new URL('files?name=%C3%9Cbung+1.csv', document.baseURI).href, body: mine }])
  })

  it('says beside the field why one is refused, and plays on', async () => {
    const { fake, screen } = await fields()
    await chooseFileKind(screen)
    answer = { status: 507, body: { errno: 'ENOSPC', message: 'No space is left.' } }
    await screen.get('[data-testid=browse-voltage0]').trigger('click')
    pick(file('x.csv'))
    await vi.waitFor(() => expect(screen.get('[role=alert]').text()).toBe('No space is left.'))
    expect(written(fake)).toEqual([])
  })

  it("comes by the system's dialog where there is one", async () => {
    const { fake, screen } = await fields()
    useInstrument().fileWays = { dialog: true, upload: true, folders: true }
    await chooseFileKind(screen)
    await screen.get('[data-testid=browse-voltage0]').trigger('click')
    await vi.waitFor(() => expect(written(fake)).toEqual(['file:chosen.wav']))
  })
})

describe('Ctrl + O', () => {
  const screenWithKeys = defineComponent({
    setup() {
      useKeys()
      return () => h('input', { id: 'typing' })
    },
  })
  const press = (target: EventTarget = document.body): Event => {
    const event = new KeyboardEvent('keydown', { key: 'o', ctrlKey: true, bubbles: true, cancelable: true })
    target.dispatchEvent(event)
    return event
  }

  it("opens the browser's dialog and plays the file on the selected channel, also while text is typed", async () => {
    const { fake, screen } = await mountWithFake(screenWithKeys)
    useView().selectedChannel = 'voltage1'
    expect(press(screen.get('#typing').element).defaultPrevented).toBe(true)
    pick(file('x.csv'))
    await vi.waitFor(() => expect(written(fake)).toEqual(['file:sent.csv']))
    expect(fake.calls.find(({ name }) => name === 'writeAttribute')?.request).toMatchObject({
      path: 'voltage1/source',
    })
    press()
    pick(null)
    await vi.waitFor(() => expect(document.querySelector('input[type=file]')).toBeNull())
    expect([sent.length, written(fake).length]).toEqual([1, 1])
  })

  it("opens the system's dialog where there is one", async () => {
    const { fake } = await mountWithFake(screenWithKeys)
    useInstrument().fileWays = { dialog: true, upload: true, folders: true }
    expect(press().defaultPrevented).toBe(true)
    await vi.waitFor(() => expect(written(fake)).toEqual(['file:chosen.wav']))
  })

  it('says no to who only looks', async () => {
    const { fake } = await mountWithFake(screenWithKeys, {}, 'observer')
    expect(press().defaultPrevented).toBe(true)
    await vi.waitFor(() => expect(useInstrument().problems[0]?.message).toContain('this view is read-only'))
    expect([document.querySelector('input[type=file]'), written(fake)]).toEqual([null, []])
  })
})

describe('a file on the desktop', () => {
  it('goes in pieces, each when the one before has arrived', async () => {
    const whole = new File([new Uint8Array(9 << 20)], 'long.raw')
    answer = { status: 200, body: { received: 1 } }
    const host = { location: { protocol: 'app:' } as Location }
    await expect(sendFile(whole, host)).rejects.toMatchObject({ errno: 'EIO' })
    const pieces = sent.map(({ url, body }) => [new URL(url).searchParams.get('at'), (body as Blob).size])
    expect(pieces).toEqual([
      ['0', 4 << 20],
      [String(4 << 20), 4 << 20],
      [String(8 << 20), 1 << 20],
    ])
    const uploads = new Set(sent.map(({ url }) => new URL(url).searchParams.get('upload')))
    expect(uploads.size).toBe(1)
    sent.length = 0
    answer = { status: 201, body: { name: 'short.raw' } }
    expect(await sendFile(new File(['x'], 'short.raw'), host)).toBe('short.raw')
    expect(sent).toHaveLength(1)
  })
})

/** A drag of the browser, which no test can make: an event with what it carries. */
function drag(type: string, target: Element, files: readonly File[], types: readonly string[] = ['Files']): Event {
  const event = new Event(type, { bubbles: true, cancelable: true })
  Object.defineProperty(event, 'dataTransfer', { value: { types, files, dropEffect: 'none' } })
  target.dispatchEvent(event)
  return event
}

describe('a file that is dropped', () => {
  const page = defineComponent(() => () => [h('div', { 'data-channel': 'voltage1', id: 'second' }), h(FileDrop)])

  it('is played on the channel it falls on, or the selected one', async () => {
    const { fake, screen } = await mountWithFake(page)
    const second = screen.get('#second').element
    expect(drag('dragover', second, []).defaultPrevented).toBe(true)
    await vi.waitFor(() => expect(screen.text()).toBe('Drop the file to play it on CH2'))
    expect(drag('drop', second, [file('x.csv')]).defaultPrevented).toBe(true)
    await vi.waitFor(() => expect(written(fake)).toEqual(['file:sent.csv']))
    expect(fake.calls.find(({ name }) => name === 'writeAttribute')?.request).toMatchObject({
      path: 'voltage1/source',
    })
    drag('drop', document.body, [file('y.csv')])
    await vi.waitFor(() => expect(fake.calls.filter(({ name }) => name === 'writeAttribute')).toHaveLength(2))
    expect(fake.calls.findLast(({ name }) => name === 'writeAttribute')?.request).toMatchObject({
      path: 'voltage0/source',
    })
  })

  it('says why it is refused', async () => {
    const { fake } = await mountWithFake(page)
    answer = { status: 413, body: { errno: 'EFBIG', message: 'It is too long.' } }
    drag('drop', document.body, [file('x.csv')])
    await vi.waitFor(() => expect(useInstrument().problems.map(({ message }) => message)).toEqual(['It is too long.']))
    expect(written(fake)).toEqual([])
  })

  it('does not replace the page of who only looks, and goes nowhere', async () => {
    const { fake } = await mountWithFake(page, {}, 'observer')
    expect(drag('dragover', document.body, []).defaultPrevented).toBe(true)
    expect(drag('drop', document.body, [file('x.csv')]).defaultPrevented).toBe(true)
    await new Promise((resolve) => setTimeout(resolve))
    expect([sent, written(fake)]).toEqual([[], []])
  })

  it('is a file: text that is dragged is left to the field below it', async () => {
    await mountWithFake(page)
    expect(drag('dragover', document.body, [], ['text/plain']).defaultPrevented).toBe(false)
    expect(drag('drop', document.body, [], ['text/plain']).defaultPrevented).toBe(false)
  })
})
