// What a machine can check of accessibility, in every state of the screen and in both themes: WCAG 2.0 to 2.2, A and AA,
// and what axe calls best practice.
import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { expect, test } from '../fixtures/lane.ts'
import { forgive } from '../fixtures/running-app.ts'
import { scratchFolder } from '../fixtures/scratch.ts'
import { endThread } from '../kills/front.ts'
import { movePanels } from '../pages/panels-page.ts'
import type { ScopePage } from '../pages/scope-page.ts'

const recordings = scratchFolder('axe')

test.use({
  words: [
    ...['--set', 'sampling_frequency=10000000', '--set', 'voltage1/en=1', '--set', 'blockCount=800'],
    ...['--recordings', recordings],
  ],
})

const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa', 'best-practice']

interface State {
  readonly name: string
  /** An open list covers parts of what lies behind it, which is no target meanwhile. */
  readonly isCovered?: boolean
  /** The page is the same in both lanes. What it shows here hangs on the front, or on the machine: the desktop lane looks, too. */
  readonly isOfFront?: true
  reach(scope: ScopePage): Promise<unknown>
}

const press =
  (key: string) =>
  (scope: ScopePage): Promise<void> =>
    scope.page.keyboard.press(key)

const openList =
  (testId: string) =>
  async (scope: ScopePage): Promise<void> => {
    await scope.get(testId).click()
    await expect(scope.page.getByRole('listbox').locator('visible=true')).toBeVisible()
  }

/** In this order, one after the other; each leaves the screen as it found it. */
const states: readonly (State & { readonly leave?: (scope: ScopePage) => Promise<unknown> })[] = [
  { name: 'running', isOfFront: true, reach: async () => undefined },
  {
    name: 'stopped',
    reach: async (scope) => {
      await scope.get('run').click()
      await expect(scope.get('state-word')).toHaveText('Stop')
    },
    leave: (scope) => scope.get('run').click(),
  },
  {
    name: 'waiting for a single trigger',
    reach: async (scope) => {
      await scope.enter('trigger-level', '950 mV')
      await scope.get('single').click()
      await expect(scope.get('trace-notice')).toContainText('waiting')
    },
    leave: async (scope) => {
      await scope.enter('trigger-level', '0')
      await expect(scope.get('state-word')).toHaveText('Stop')
      await scope.get('run').click()
    },
  },
  {
    name: 'the options of a recording',
    isOfFront: true,
    reach: async (scope) => {
      await scope.get('record-options').click()
      await scope.get('recording-length-kind').getByText('Time').click()
      await scope.get('recording-name').fill('a/b')
      await expect(scope.page.getByRole('alert')).toBeVisible()
    },
    leave: async (scope) => {
      await scope.get('recording-name').fill('')
      await scope.get('recording-length-kind').getByText('Until stopped').click()
      await scope.page.keyboard.press('Escape')
      await expect(scope.get('record-panel')).toBeHidden()
    },
  },
  {
    name: 'the end of a recording',
    isOfFront: true,
    reach: async (scope) => {
      await scope.get('record').click()
      await expect(scope.get('record')).toHaveAttribute('aria-pressed', 'true')
      await scope.get('record').click()
      await expect(scope.get('problems')).toContainText('recorded')
    },
    leave: (scope) => scope.get('problems').getByRole('button', { name: 'Dismiss' }).click(),
  },
  {
    name: 'the export dialog',
    isCovered: true,
    reach: async (scope) => {
      await scope.page.keyboard.press('Control+e')
      await scope.get('export-format-vcd').check({ force: true })
      await scope.get('export-name').fill('a/b')
      await expect(scope.get('export-dialog').getByRole('alert')).toBeVisible()
    },
    leave: async (scope) => {
      await scope.get('export-format-npy').check({ force: true })
      await scope.get('export-name').fill('')
      await scope.page.keyboard.press('Escape')
      await expect(scope.get('export-dialog')).toBeHidden()
    },
  },
  {
    name: 'the dialog of profiles',
    isCovered: true,
    reach: async (scope) => {
      await scope.page.keyboard.press('Alt+p')
      await scope.get('profile-name').fill('bench 3')
      await scope.get('profile-save').click()
      await expect(scope.get('profile-choose')).toBeVisible()
      await scope.get('factory-reset').click()
      await expect(scope.get('profiles-question')).toBeVisible()
    },
    leave: async (scope) => {
      await scope.get('profiles-cancel').click()
      await scope.page.keyboard.press('Escape')
      await expect(scope.get('profiles-dialog')).toBeHidden()
    },
  },
  {
    name: 'the dialog of updates',
    isCovered: true,
    isOfFront: true,
    reach: async (scope) => {
      await scope.page.keyboard.press('Shift+U')
      await expect(scope.get('updates-dialog')).toContainText(/Updates are off|updated where it runs/)
    },
    leave: press('Escape'),
  },
  { name: 'help', isOfFront: true, reach: press('?'), leave: press('Escape') },
  {
    name: 'a page of the guide with commands',
    reach: async (scope) => {
      await scope.page.keyboard.press('F1')
      await scope.get('guide-to-recordings').click()
      await expect(scope.get('guide-page')).toContainText('Recordings and exports')
    },
  },
  {
    name: 'a page of the guide with a table',
    reach: async (scope) => {
      await scope.get('guide-to-kinds').click()
      await expect(scope.get('guide-page')).toContainText('Measurements')
    },
  },
  {
    name: 'what is found in the guide',
    reach: async (scope) => {
      await scope.get('guide-search').fill('watermark')
      await expect(scope.get('guide-found').getByRole('link').first()).toBeVisible()
    },
    leave: async (scope) => {
      await scope.get('guide-search').fill('')
      await scope.page.keyboard.press('Escape')
      await expect(scope.get('guide')).toBeHidden()
    },
  },
  ...['sample-rate', 'attribute-voltage0/source', 'source-voltage0'].map((list) => ({
    name: `the list ${list} open`,
    isCovered: true,
    reach: openList(list),
    leave: press('Escape'),
  })),
  {
    name: 'a refused value',
    reach: async (scope) => {
      await scope.enter('trigger-level', '9 V')
      await expect(scope.page.getByRole('alert')).toBeVisible()
    },
    leave: press('Escape'),
  },
  {
    name: 'a tooltip',
    reach: async (scope) => {
      await scope.get('autoset').hover()
      await expect(scope.page.getByRole('tooltip')).toBeVisible()
    },
    leave: (scope) => scope.trace.hover(),
  },
  {
    name: 'the measurements',
    reach: async (scope) => {
      await scope.page.keyboard.press('m')
      await scope.get('measure-add').click()
      await expect(scope.get('measured-frequency-voltage0')).toBeVisible()
    },
    leave: press('m'),
  },
  {
    name: 'the segments',
    reach: async (scope) => {
      await scope.page.keyboard.press('g')
      await openList('segments-on')(scope)
      await scope.page.getByRole('option', { name: 'on', exact: true }).locator('visible=true').click()
      await scope.get('segment-list').getByRole('option').first().click()
      await expect(scope.get('segment-picture')).toHaveAttribute('aria-label', /^Segment 1 of CH1/)
    },
    leave: async (scope) => {
      await press('Control+z')(scope)
      await press('g')(scope)
    },
  },
  {
    name: 'each tab below the trace',
    isOfFront: true,
    reach: async (scope) => {
      await scope.page.keyboard.press('j')
      for (const tab of await scope.page.getByRole('tab').all()) {
        await tab.click()
        await expect(tab).toHaveAttribute('aria-selected', 'true')
        await expectNothingFound(scope, `the tab ${await tab.textContent()}`)
      }
    },
    leave: press('j'),
  },
  {
    name: 'the events of a search',
    reach: async (scope) => {
      await scope.page.keyboard.press('e')
      await scope.get('search-kind').click()
      await scope.page.getByRole('option', { name: 'Edge', exact: true }).locator('visible=true').click()
      await expect(scope.get('memory-marks')).toBeVisible()
      await scope.get('search-events').getByRole('option').first().click()
      await expect(scope.get('memory-selected')).toBeVisible()
    },
    leave: async (scope) => {
      await scope.get('search-kind').click()
      await scope.page.getByRole('option', { name: 'Off', exact: true }).locator('visible=true').click()
      await expect(scope.get('memory-marks')).toHaveCount(0)
      await scope.get('memory-live').click()
      await scope.get('strip-fold').click()
    },
  },
  {
    name: 'the palette',
    isCovered: true,
    reach: async (scope) => {
      await scope.page.keyboard.press('Control+k')
      await expect(scope.get('palette')).toBeVisible()
      await scope.page.keyboard.type('trigger')
    },
    leave: press('Escape'),
  },
  {
    name: 'the cursors, one of them tracked and one beyond the screen',
    reach: async (scope) => {
      await scope.page.keyboard.press('c')
      await scope.page.keyboard.press('Shift+C')
      await scope.get('cursor-tracked-1').check()
      await scope.enter('cursor-t2', '1 s')
      await expect(scope.get('cursor-time-2')).toHaveText('2▸')
      await scope.page.keyboard.press('2')
    },
    leave: async (scope) => {
      await scope.page.keyboard.press('Escape')
      await scope.page.keyboard.press('c')
      await scope.page.keyboard.press('Shift+C')
      await expect(scope.get('cursor-readout')).toHaveCount(0)
    },
  },
  { name: 'a trace above the screen', reach: (scope) => scope.enter('offset-voltage0', '+9'), leave: press('f') },
  {
    name: 'the zoom window',
    reach: async (scope) => {
      await scope.page.keyboard.press('z')
      await expect(scope.get('overview-per-div')).toBeVisible()
    },
    leave: press('z'),
  },
  {
    name: 'looking at the past',
    reach: async (scope) => {
      await scope.page.keyboard.press('Home')
      await expect(scope.get('memory-live')).toBeEnabled()
    },
    leave: press('End'),
  },
  {
    name: 'a problem',
    reach: async (scope) => {
      await scope.get('trigger-edge').click()
      await scope.page
        .getByRole('option', { name: /CH2 . rising/ })
        .locator('visible=true')
        .click()
      await scope.page.keyboard.press('Alt+2')
      await expect(scope.get('problems')).toBeVisible()
    },
    leave: press('Alt+2'),
  },
  {
    name: 'no channel on',
    reach: async (scope) => {
      await scope.page.keyboard.press('Alt+1')
      await scope.page.keyboard.press('Alt+2')
      await expect(scope.get('trace-notice')).toContainText('No channel is on')
    },
    leave: press('Alt+1'),
  },
]

type Theme = 'dark' | 'light'

/** Colours are all that a theme changes. */
const rulesOf: Readonly<Record<Theme, (axe: AxeBuilder) => AxeBuilder>> = {
  dark: (axe) => axe.withTags(rules),
  light: (axe) => axe.withRules(['color-contrast']),
}

async function violations(page: Page, theme: Theme, isCovered: boolean): Promise<string[]> {
  // Without frames axe needs no page of its own, which the desktop app would not open.
  const axe = rulesOf[theme](new AxeBuilder({ page }).setLegacyMode().options({ resultTypes: ['violations'] }))
  return told(await (isCovered ? axe.disableRules(['target-size']) : axe).analyze())
}

/** A line for each place. */
function told({ violations: found }: Awaited<ReturnType<AxeBuilder['analyze']>>): string[] {
  return found.flatMap(({ id, help, nodes }) =>
    nodes.map((node) =>
      [id, help, node.target.join(' '), node.html.slice(0, 200), ...node.any.map(({ message }) => message)].join(': '),
    ),
  )
}

/** In both themes, without a touch of the mouse that could close what is open. */
async function expectNothingFound(scope: ScopePage, name: string, isCovered = false): Promise<void> {
  const root = scope.page.locator('html')
  for (const theme of ['light', 'dark'] as const) {
    await root.evaluate((html, wanted) => html.setAttribute('data-theme', wanted), theme)
    expect.soft(await violations(scope.page, theme, isCovered), `${name}, ${theme}`).toEqual([])
  }
}

/** In two tests: each is some twenty times axe, on a machine that may be busy. */
const firstOfTabs = states.findIndex(({ name }) => name === 'the segments')
const parts = [
  ['in any state of the screen', states.slice(0, firstOfTabs)],
  ['in any tab, and in what comes behind', states.slice(firstOfTabs)],
] as const

for (const [where, some] of parts)
  test(`axe finds nothing ${where}, dark or light`, async ({ lane, scope }) => {
    test.setTimeout(420_000)
    // A colour on its way to another one has neither's contrast.
    await scope.page.emulateMedia({ reducedMotion: 'reduce' })
    await scope.waitForFrames(3)
    for (const { name, isCovered, reach, leave } of some.filter(({ isOfFront }) => lane === 'browser' || isOfFront))
      await test.step(name, async () => {
        await reach(scope)
        await expectNothingFound(scope, name, isCovered)
        await leave?.(scope)
      })
  })

test('axe finds nothing when the panels have a window of their own, in either', async ({ app, scope }) => {
  test.setTimeout(420_000)
  await scope.waitForFrames(3)
  const panels = await movePanels(app)
  for (const { page } of [scope, panels]) await page.emulateMedia({ reducedMotion: 'reduce' })
  await expectNothingFound(scope, 'the trace alone')
  await panels.page.keyboard.press('m')
  await expect(panels.get('measure-strip')).toBeVisible()
  await expectNothingFound(panels, 'the panels')
  await scope.page.keyboard.press('Shift+D')
  await expect(scope.get('trigger-level')).toBeVisible()
  await expectNothingFound(scope, 'the settings over the trace')
})

test('axe finds nothing when the instrument is gone', async ({ app, scope }) => {
  test.skip(app.electron !== null, 'skipped: the window of the desktop app ends with its instrument')
  await scope.waitForFrames(3)
  process.kill(app.pid, 'SIGKILL')
  await expect(scope.get('trace-notice')).toContainText('not connected')
  await expectNothingFound(scope, 'gone')
  forgive(app, /WebSocket/)
})

test.describe('after a fault', () => {
  test.use({ first: endThread })

  test('axe finds nothing', async ({ app, scope }) => {
    await scope.waitForFrames(3)
    process.kill(app.pid, 'SIGUSR2')
    await expect(scope.get('state-word')).toHaveText('Fault')
    await expectNothingFound(scope, 'fault')
  })
})

test('axe finds nothing in narrow windows, with menus and drawers open', async ({ app, scope }) => {
  test.skip(app.electron !== null, 'skipped: a window of the desktop app is no smaller than 960 x 600')
  test.setTimeout(120_000)
  await scope.page.emulateMedia({ reducedMotion: 'reduce' })
  await scope.waitForFrames(3)
  for (const [width, height] of [
    [960, 600],
    [640, 400],
  ] as const) {
    await scope.page.setViewportSize({ width, height })
    for (const opener of ['more', 'status-more']) {
      await scope.get(opener).click()
      await expectNothingFound(scope, `${width} x ${height}, ${opener}`)
      await scope.page.keyboard.press('Escape')
    }
  }
  for (const key of ['Shift+D', 'd']) {
    await scope.page.keyboard.press(key)
    await expectNothingFound(scope, `drawer by ${key}`)
    await scope.page.keyboard.press(key)
  }
})

test('nothing moves for who asks for less motion', async ({ scope }) => {
  await scope.waitForFrames(2)
  await scope.page.emulateMedia({ reducedMotion: 'reduce' })
  await scope.get('trigger-edge').click()
  await expect(scope.page.getByRole('listbox').locator('visible=true')).toBeVisible()
  const moving = await scope.page.evaluate(() => {
    const seconds = (style: CSSStyleDeclaration): number =>
      Math.max(...`${style.transitionDuration},${style.animationDuration}`.split(',').map(Number.parseFloat))
    const all = [...document.querySelectorAll('*')]
    return {
      animations: document.getAnimations().length,
      slow: all.filter((element) => seconds(getComputedStyle(element)) > 0).map((element) => element.className),
    }
  })
  expect(moving).toEqual({ animations: 0, slow: [] })
})

test('who asks for more contrast gets that of WCAG 1.4.6, in both themes', async ({ scope }) => {
  await scope.page.emulateMedia({ contrast: 'more', reducedMotion: 'reduce' })
  await scope.waitForFrames(3)
  await scope.enter('trigger-level', '9 V')
  await expect(scope.page.getByRole('alert')).toBeVisible()
  const root = scope.page.locator('html')
  for (const theme of ['light', 'dark'] as const) {
    await root.evaluate((html, wanted) => html.setAttribute('data-theme', wanted), theme)
    const axe = new AxeBuilder({ page: scope.page }).setLegacyMode().withRules(['color-contrast-enhanced'])
    expect.soft(told(await axe.analyze()), theme).toEqual([])
  }
})

test('with the colours of the system, what colours tell is told otherwise', async ({ scope }) => {
  await scope.waitForFrames(2)
  await scope.page.emulateMedia({ forcedColors: 'active' })
  const look = (selector: string, property: string): Promise<string> =>
    scope.page
      .locator(selector)
      .first()
      .evaluate((element, name) => getComputedStyle(element).getPropertyValue(name), property)
  for (const group of ['trigger-mode', 'block-unit']) {
    const selected = await look(`[data-testid=${group}] .is-selected`, 'outline-style')
    expect(selected, group).toBe('solid')
    expect(await look(`[data-testid=${group}] label:not(.is-selected)`, 'outline-style'), group).toBe('none')
  }
  expect(await look('[data-testid=block-size-auto]', 'outline-style')).toBe('solid')
  expect(await look('[data-testid=persistence][aria-pressed=true]', 'border-color')).not.toBe(
    await look('[data-testid=theme]', 'border-color'),
  )
  const surface = await look('.status', 'background-color')
  for (const mark of [
    '.status .led',
    '[data-testid=run] .sign',
    '[data-testid=level-handle] i',
    '[data-testid=position-handle] i',
  ])
    expect(await look(mark, 'background-color'), mark).not.toBe(surface)
  // A switch is the system's own.
  expect(await look('[data-testid=channel-voltage0] input[type=checkbox]', 'appearance')).toBe('auto')
})
