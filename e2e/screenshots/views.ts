// The views of the gallery: how each comes onto the screen, with keys and clicks as a person has them, and how it goes again.
import { expect } from '@playwright/test'
import { panelsAreBack, panelsMoved } from '../pages/panels-page.ts'
import type { ScopePage } from '../pages/scope-page.ts'

export interface View {
  /** Of its file. */
  readonly name: string
  /** What is to be seen, for the gallery. */
  readonly title: string
  /** Resolves with the window that shows it, where that is another one. */
  show(scope: ScopePage): Promise<unknown>
  leave(scope: ScopePage): Promise<void>
}

async function type(scope: ScopePage, ...settings: readonly string[]): Promise<void> {
  for (const text of settings) {
    await scope.page.keyboard.press('Control+k')
    await expect(scope.get('palette')).toBeVisible()
    await scope.get('palette-field').fill(text)
    await scope.page.keyboard.press('Enter')
    await expect(scope.get('palette')).toBeHidden()
  }
}

const press =
  (...keys: readonly string[]) =>
  async ({ page }: ScopePage): Promise<void> => {
    for (const key of keys) await page.keyboard.press(key)
  }

/** As high as it may be. What has the keyboard shows its tip: nothing has it afterwards. */
async function raiseStrip(scope: ScopePage): Promise<void> {
  const edge = scope.get('strip-edge')
  await edge.focus()
  await scope.page.keyboard.press('End')
  await edge.blur()
}

/** Right of the middle, where nothing else lies over the trace. */
async function openMenu(scope: ScopePage): Promise<void> {
  const box = await scope.trace.boundingBox()
  if (box === null) throw new Error('There is no trace.')
  await scope.page.mouse.click(box.x + box.width * 0.55, box.y + box.height * 0.15, { button: 'right' })
  await expect(scope.get('context-menu')).toBeVisible()
}

/** For all views. At 100 MS/s two cores without a graphics card examine every sample and draw the screen; at 1 GS/s they do not. */
export async function prepareViews(scope: ScopePage): Promise<void> {
  await type(scope, 'device/gigascope/sampling_frequency=100 MHz')
  await scope.waitForFrames(10)
}

export const views: readonly View[] = [
  {
    name: 'measurements',
    title: 'Measurements with their statistics, cursors, and the trend and histogram of one of them',
    async show(scope) {
      await type(scope, 'measurements.list=frequency voltage0, rise voltage0, peakToPeak voltage0, rms voltage0')
      await press('c')(scope)
      await expect(scope.get('measured-rise-voltage0')).toContainText('s')
      await raiseStrip(scope)
      await scope.get('measured-rise-voltage0').click()
      await scope.waitForFrames(40)
    },
    async leave(scope) {
      await press('c', 'm')(scope)
      await type(scope, 'measurements.list=')
    },
  },
  {
    name: 'search',
    title: 'A search over the whole memory, beside the trigger: its events in a list, and marked on the memory bar',
    async show(scope) {
      await type(scope, 'voltage0/source=pulse', 'search.kind=pulse', 'search.width=150ns')
      await press('e')(scope)
      await raiseStrip(scope)
      await expect(scope.get('memory-marks')).toBeVisible()
      await scope.waitForFrames(40)
    },
    async leave(scope) {
      await press('e')(scope)
      await type(scope, 'search.kind=off', 'voltage0/source=sine')
    },
  },
  {
    name: 'segments',
    title: 'Records kept back to back, with the time from one to the next',
    async show(scope) {
      await type(scope, 'segments.count=1000', 'segments.length=2000', 'segments.on=on')
      await press('g')(scope)
      await expect(scope.get('segments-kept')).toHaveText(/1.000 of 1.000/)
      await raiseStrip(scope)
      await scope.get('segment-list').focus()
      await press('Home', 'ArrowDown', 'Escape')(scope)
      await scope.waitForFrames(20)
    },
    async leave(scope) {
      await press('g')(scope)
      await type(scope, 'segments.on=off')
    },
  },
  {
    name: 'math',
    title: 'Two channels and their difference',
    async show(scope) {
      await type(scope, 'voltage1/en=1', 'math.function=difference', 'timebase.secondsPerDiv=500ns')
      await press('f')(scope)
      await scope.waitForFrames(40)
    },
    async leave(scope) {
      await type(scope, 'math.function=off', 'voltage1/en=0', 'timebase.secondsPerDiv=200ns')
      await type(scope, 'channels.voltage0.voltsPerDiv=auto', 'channels.voltage0.offset=auto')
    },
  },
  {
    name: 'zoom',
    title: 'A longer stretch of the record above, with the window that the trace shows',
    async show(scope) {
      await type(scope, 'overview.secondsPerDiv=2us')
      await press('z')(scope)
      await expect(scope.get('overview')).toBeVisible()
      await scope.waitForFrames(40)
    },
    async leave(scope) {
      await press('z')(scope)
      await type(scope, 'overview.secondsPerDiv=auto')
    },
  },
  {
    name: 'panels',
    title: 'The panels in a window of their own, for another screen than the trace',
    async show(scope) {
      const panels = await panelsMoved(scope, () => scope.page.keyboard.press('o'))
      await panels.page.keyboard.press('m')
      await expect(panels.get('measure-strip')).toBeVisible()
      await panels.page.mouse.move(500, 22)
      return panels
    },
    async leave(scope) {
      await press('m', 'o')(scope)
      await panelsAreBack(scope)
    },
  },
  {
    name: 'trace-alone',
    title: 'The trace meanwhile, in the whole of its window',
    async show(scope) {
      await panelsMoved(scope, () => scope.page.keyboard.press('o'))
      await scope.waitForFrames(40)
    },
    async leave(scope) {
      await press('o')(scope)
      await panelsAreBack(scope)
    },
  },
  {
    name: 'menu',
    title: 'What can be done at a place on the trace',
    async show(scope) {
      await openMenu(scope)
      await press('ArrowDown')(scope)
    },
    leave: press('Escape'),
  },
  {
    name: 'palette',
    title: 'Any command and any setting by its name',
    async show(scope) {
      await press('Control+k')(scope)
      await scope.get('palette-field').fill('trig pulse < 20ns')
    },
    leave: press('Escape'),
  },
  { name: 'help', title: 'Every key and gesture', show: press('?'), leave: press('Escape') },
  {
    name: 'guide',
    title: 'The guide, in the program',
    async show(scope) {
      await press('F1')(scope)
      await scope.get('guide-to-buffers').click()
      await expect(scope.get('guide-page')).toContainText('watermark')
    },
    leave: press('Escape'),
  },
  {
    name: 'profiles',
    title: 'All settings under a name',
    async show(scope) {
      await press('Alt+p')(scope)
      await scope.get('profile-name').fill('bench 3')
      await scope.get('profile-save').click()
      await expect(scope.get('profile-choose')).toBeVisible()
    },
    leave: press('Escape'),
  },
]
