// A component with the fake instrument behind it, over a real port and the real protocol.
import { mount, type VueWrapper } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import type { Component } from 'vue'
import type { Guest, Role } from '#shared/contract/access.ts'
import { connectInstrument, serveInstrument } from '#shared/contract/rpc.ts'
import { linkedPorts } from '#shared/port/linked.ts'
import { FakeInstrument } from '#shared/testing/fake-instrument.ts'
import { endWithTest } from '#shared/testing/leaks.ts'
// Keys, buttons and tooltips need the commands.
import '../app/features.ts'
import { useLateParts } from '../app/late-parts.ts'
import { useDevices } from '../state/devices.ts'
import { useInstrument } from '../state/instrument.ts'
import { pacedFake } from './paced-fake.ts'

export interface Mounted {
  readonly fake: FakeInstrument
  readonly screen: VueWrapper
}

/**
 * @param role what the page may do, or who it is
 * @param frames whether the instrument sends frames, or the test does (shown-frame.ts)
 */
export async function mountWithFake(
  component: Component,
  props: Record<string, unknown> = {},
  role: Role | Guest = 'operator',
  frames = true,
): Promise<Mounted> {
  localStorage.clear()
  const pinia = createPinia()
  setActivePinia(pinia)
  const fake = frames ? pacedFake() : new FakeInstrument({ pace: () => undefined })
  fake.fileWays = { dialog: false, upload: true, folders: false }
  const [near, far] = linkedPorts()
  endWithTest(serveInstrument(far, fake, role))
  useInstrument().attach(endWithTest(await connectInstrument(near, { client: 'test' })))
  await useDevices().refresh()
  // No test waits for a trace to see the rest of the screen; that it comes behind it is tested in late-parts.test.ts.
  useLateParts().bringAll()
  const screen = mount(component, { props, global: { plugins: [pinia] }, attachTo: document.body })
  return { fake, screen }
}
