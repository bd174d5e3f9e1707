// What the page says of updates, and what it asks of the instrument.
import { expect, it, vi } from 'vitest'
import type { UpdateNews } from '#shared/contract/topics/upkeep/updates.ts'
import { ErrnoError, say } from '#shared/errors.ts'
import { runCommand } from '../../kit/keys/commands.ts'
import '../../app/features.ts'
import { useInstrument } from '../../state/instrument.ts'
import { mountWithFake } from '../../testing/mount-with-fake.ts'
import UpdateDialog from './UpdateDialog.vue'

async function opened(answer?: Partial<UpdateNews> | Error) {
  const mounted = await mountWithFake(UpdateDialog)
  const instrument = useInstrument()
  const call = instrument.call.bind(instrument)
  const answers: Record<string, unknown> = answer === undefined ? {} : { checkUpdate: answer }
  vi.spyOn(instrument, 'call').mockImplementation(async (name, ...request) => {
    const told = answers[name]
    if (told instanceof Error) throw told
    return (told ?? (await call(name, ...request))) as never
  })
  expect(mounted.fake.calls.filter(({ name }) => name === 'checkUpdate')).toEqual([])
  runCommand('checkUpdates')
  const text = (id: string): string => {
    const found = mounted.screen.find(`[data-testid=updates-${id}]`)
    return found.exists() ? found.text() : ''
  }
  await vi.waitFor(() => expect(text('text') + text('error')).not.toMatch(/^(Looking…)?$/))
  return { ...mounted, text, answers }
}

it('a newer version is named with its size, and installed when that is pressed', async () => {
  const { fake, screen, text } = await opened()
  expect(text('text')).toMatch(/^Version 0\.2\.0 \(.+\) is in \/srv\/blockscope; this is 0\.1\.0\.$/)
  await screen.get('[data-testid=updates-install]').trigger('click')
  await vi.waitFor(() => expect(text('text')).toBe('Version 0.2.0 is installed; the next start has it.'))
  expect(fake.calls).toContainEqual({ name: 'installUpdate', request: { version: '0.2.0' } })
  expect(screen.find('[data-testid=updates-install]').exists()).toBe(false)
})

it('goes back to the version before', async () => {
  const { fake, screen, text } = await opened()
  await screen.get('[data-testid=updates-back]').trigger('click')
  await vi.waitFor(() => expect(text('text')).toBe('Version 0.0.9 is installed; the next start has it.'))
  expect(fake.calls.map(({ name }) => name)).toContain('rollBackUpdate')
})

it('off, or nothing new, is said, and there is nothing to press but Close', async () => {
  for (const [answer, words] of [
    [{ state: 'off', how: 'Updates are off. Do this.' }, 'Updates are off. Do this.'],
    [
      { state: 'current', running: '1.0.0', newest: '1.0.0', from: '/f', bytes: 1, hindrance: null, before: null },
      '1.0.0 is the newest version: /f has 1.0.0.',
    ],
  ] as const) {
    const { screen, text } = await opened(answer)
    expect(text('text')).toBe(words)
    expect(screen.findAll('button').map((button) => button.text())).toEqual(['Close'])
    screen.unmount()
  }
})

it('what is refused stands in the dialog with its reason', async () => {
  const { screen, text, answers } = await opened()
  answers.installUpdate = new ErrnoError('EBUSY', say`Nothing is installed now: A capture is under way; stop it first.`)
  await screen.get('[data-testid=updates-install]').trigger('click')
  await vi.waitFor(() => expect(text('error')).toContain('A capture is under way; stop it first.'))
  expect(screen.get('[data-testid=updates-install]').attributes('disabled')).toBeUndefined()
})
