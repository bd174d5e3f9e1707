// The feature in README.md works: a copy of the page, with it applied, is mounted and used.
import { expect, inject, it, vi } from 'vitest'

declare module 'vitest' {
  interface ProvidedContext {
    /** The folder of the copy: main/testing/page-guide-setup.ts. */
    pageGuide: string
  }
}

it('the feature in the guide has its panel, its key, and its line in the help', async () => {
  const copy = inject('pageGuide')
  const fromCopy = <T>(file: string): Promise<T> => import(/* @vite-ignore */ `${copy}/renderer/${file}`) as Promise<T>
  const { features } = await fromCopy<typeof import('../app/features.ts')>('app/features.ts')
  const { allCommands } = await fromCopy<typeof import('../kit/keys/commands.ts')>('kit/keys/commands.ts')
  const { useKeys } = await fromCopy<typeof import('../app/use-keys.ts')>('app/use-keys.ts')
  const { mountWithFake } = await fromCopy<typeof import('../testing/mount-with-fake.ts')>('testing/mount-with-fake.ts')
  const { useInstrument } = await fromCopy<typeof import('../state/instrument.ts')>('state/instrument.ts')
  const { defineComponent, h } = await import('vue')
  const panel = features.find(({ id }) => id === 'sample-time')!.panel!
  const Host = defineComponent({
    setup() {
      useKeys()
      return () => h(panel)
    },
  })
  const { screen } = await mountWithFake(Host, {}, 'operator', false)
  expect(screen.get('[data-testid=sample-time]').text()).toBe('10 ns')
  document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'q', bubbles: true, cancelable: true }))
  await vi.waitFor(() =>
    expect(useInstrument().problems.map(({ message }) => message)).toEqual(['One sample lasts 10 ns.']),
  )
  expect(allCommands().map(({ action }) => action)).toContain('Say how long one sample lasts')
})
