import { expect, it, vi } from 'vitest'
import { defineComponent, h } from 'vue'
import { menuCommands } from '#shared/port/menu-messages.ts'
import { allCommands } from '../kit/keys/commands.ts'
import { useLayout } from '../state/layout.ts'
import { mountWithFake } from '../testing/mount-with-fake.ts'
import { useMenu } from './use-menu.ts'

const Host = defineComponent({
  setup() {
    useMenu()
    return () => h('div')
  },
})

const say = (data: unknown, source: Window | null = window): void => {
  window.dispatchEvent(new MessageEvent('message', { data, source }))
}

it('the menu has commands of the page', () => {
  const ids = allCommands().map(({ id }) => id)
  for (const command of menuCommands) expect(ids).toContain(command)
})

it('the menu does what the keys do, and only what it says itself', async () => {
  const { fake } = await mountWithFake(Host)
  const layout = useLayout()
  say({ type: 'blockscope:menu', command: 'help' }, null)
  for (const strange of [null, 'help', { type: 'blockscope:menu' }, { type: 'blockscope:menu', command: 'runStop' }])
    say(strange)
  expect(layout.helpOpen).toBe(false)
  say({ type: 'blockscope:menu', command: 'help' })
  expect(layout.helpOpen).toBe(true)
  say({ type: 'blockscope:menu', command: 'record' })
  await vi.waitFor(() => expect(fake.state().recording?.state).toBe('recording'))
  say({ type: 'blockscope:menu', command: 'record' })
  await vi.waitFor(() => expect(fake.state().recording?.state).toBe('finished'))
  expect(fake.calls.flatMap(({ name }) => (/^(run|stop)$/.test(name) ? [name] : []))).toEqual([])
})
