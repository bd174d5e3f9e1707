// The whole table of keys: each key does what the list says, by keyboard alone, and what it changed is taken back. The list
// on the screen says which there are: a key that this file does not know of fails.
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from '../fixtures/lane.ts'
import { scratchFolder } from '../fixtures/scratch.ts'
import type { ScopePage } from '../pages/scope-page.ts'

const recordings = scratchFolder('keys')
test.use({ words: ['--set', 'sampling_frequency=10000000', '--set', 'blockCount=800', '--recordings', recordings] })

type Look = (scope: ScopePage) => Promise<string>

interface Deed {
  /** Done first, and taken back last, by keys or otherwise. */
  readonly before?: (scope: ScopePage) => Promise<unknown>
  readonly after?: (scope: ScopePage) => Promise<unknown>
  readonly keys: string
  /** What one sees of it. */
  readonly seen: Look
  /** The key that takes it back; null: there is nothing to take back. */
  readonly back: string | null
}

/** A key that opens something of the system, or is about the text in a field: the spec that presses it. */
interface Elsewhere {
  readonly elsewhere: string
}

const value =
  (testId: string): Look =>
  (scope) =>
    scope.get(testId).inputValue()
const text =
  (testId: string): Look =>
  async (scope) =>
    (await scope.get(testId).textContent()) ?? ''
const isShown =
  (testId: string): Look =>
  async (scope) =>
    String(await scope.get(testId).isVisible())
const attribute =
  (testId: string, name: string): Look =>
  async (scope) =>
    String(await scope.get(testId).getAttribute(name))
const press =
  (...keys: string[]) =>
  async (scope: ScopePage): Promise<void> => {
    for (const key of keys) await scope.page.keyboard.press(key)
  }
/** Which field or handle has the keyboard. */
const focused: Look = (scope) => scope.page.evaluate(() => document.activeElement?.id ?? '')
const isStopped: Look = async (scope) => String((await text('state-word')(scope)).trim() === 'Stop')
/** What one sees of the trace. */
const picture: Look = async (scope) =>
  createHash('sha256')
    .update(await scope.trace.screenshot())
    .digest('hex')
/** Which devices could be captured: all but the one that is. */
const captured: Look = (scope) =>
  scope.page
    .locator('[data-testid^=capture-]')
    .evaluateAll((buttons) => buttons.map((button) => button.getAttribute('data-testid')).join(' '))
const isOn =
  (channel: string): Look =>
  (scope) =>
    scope.get(`channel-${channel}`).getByRole('checkbox').first().isChecked().then(String)
const isPast: Look = async (scope) => String(await scope.get('memory-live').isEnabled())
const isFull: Look = (scope) => scope.page.evaluate(() => String(document.fullscreenElement !== null))
const theme: Look = (scope) => scope.page.locator('html').getAttribute('data-theme').then(String)

const keptFrameRate: Look = (scope) =>
  scope.page.evaluate(() => localStorage.getItem('blockscope.frame-rate.1') ?? '60')

const perDiv = value('time-per-div-field')
const position = value('position')
const level = value('trigger-level')
const scale = value('volts-per-div-field-voltage0')
const offset = value('offset-voltage0')
const amplitude = value('source_amplitude-voltage0')
const undo = 'Control+z'
const redo = 'Control+Shift+Z'

const changeAmplitude = async (scope: ScopePage): Promise<void> => {
  // A change that is still on its way would come between the typing and the Enter.
  await expect(scope.get('source_amplitude-voltage0')).toHaveAttribute('aria-busy', 'false')
  await scope.enter('source_amplitude-voltage0', '250 mV')
  await expect(scope.get('source_amplitude-voltage0')).toHaveValue('250 mV')
  await expect(scope.get('source_amplitude-voltage0')).toHaveAttribute('aria-busy', 'false')
}
/** Presses a key, which takes the last change back unless another one is named, and waits until something is seen of it. */
const pressAndSee =
  (seen: Look, keys: string = undo) =>
  async (scope: ScopePage): Promise<void> => {
    const was = await seen(scope)
    await scope.page.keyboard.press(keys)
    await expect.poll(() => seen(scope)).not.toBe(was)
  }
const stop = async (scope: ScopePage): Promise<void> => {
  await scope.page.keyboard.press('Space')
  await expect(scope.get('state-word')).toHaveText('Stop')
  await scope.waitForStillness()
}
/** A stopped screen with persistence on it. */
const glow = async (scope: ScopePage): Promise<void> => {
  await scope.setPersistence(true)
  await scope.waitForFrames(10)
  await stop(scope)
}
const run = async (scope: ScopePage): Promise<void> => {
  await scope.page.keyboard.press('Space')
  await expect(scope.get('state-word')).not.toHaveText('Stop')
}

/** Around the middle of the trace. */
const drawBox = async (scope: ScopePage): Promise<void> => {
  const box = await scope.trace.boundingBox()
  if (box === null) throw new Error('There is no trace.')
  const { mouse, keyboard } = scope.page
  const before = await perDiv(scope)
  await keyboard.down('Alt')
  await mouse.move(box.x + box.width * 0.4, box.y + box.height * 0.3)
  await mouse.down()
  await mouse.move(box.x + box.width * 0.6, box.y + box.height * 0.7, { steps: 4 })
  await mouse.up()
  await keyboard.up('Alt')
  await expect(scope.get('time-per-div-field')).not.toHaveValue(before)
}

const goLive = async (scope: ScopePage): Promise<void> => {
  await scope.page.keyboard.press('End')
  await expect(scope.get('memory-live')).toBeDisabled()
}
const goPast = async (scope: ScopePage): Promise<void> => {
  await goLive(scope)
  await pressAndSee(isPast, 'Home')(scope)
}
const cursorsOn = pressAndSee(isShown('cursor-line-time-1'), 'c')
/** Lets the cursor go that has the keyboard. */
const cursorsOff = async (scope: ScopePage): Promise<void> => {
  await scope.page.keyboard.press('Escape')
  await pressAndSee(isShown('cursor-line-time-1'))(scope)
}
const takeCursor = async (scope: ScopePage): Promise<void> => {
  await cursorsOn(scope)
  await pressAndSee(focused, '1')(scope)
}

/** By the id of the command. */
const deeds: Readonly<Record<string, Deed | Elsewhere>> = {
  runStop: { keys: 'Space', seen: isStopped, back: 'Space' },
  single: { keys: 's', seen: isStopped, back: 'Space' },
  autoSet: {
    before: (scope) => scope.enter('time-per-div-field', '1 s'),
    keys: 'a',
    seen: perDiv,
    back: undo,
    after: pressAndSee(perDiv),
  },
  nextDevice: { keys: 'i', seen: captured, back: undo },
  previousDevice: { keys: 'Shift+I', seen: captured, back: 'i' },
  record: { keys: 'r', seen: attribute('record', 'aria-pressed'), back: 'r' },
  nextAcquisitionMode: { keys: 'Shift+A', seen: text('acquisition-panel'), back: undo },
  interpolation: { keys: 'Shift+L', seen: text('acquisition-panel'), back: undo },
  dots: { keys: 'Shift+S', seen: text('acquisition-panel'), back: undo },
  undo: { before: changeAmplitude, keys: undo, seen: amplitude, back: redo, after: pressAndSee(amplitude) },
  redo: {
    before: async (scope) => {
      await changeAmplitude(scope)
      await press(undo)(scope)
      await expect(scope.get('source_amplitude-voltage0')).not.toHaveValue('250 mV')
    },
    keys: redo,
    seen: amplitude,
    back: undo,
  },
  saveSession: { elsewhere: 'session.spec.ts' },
  openFile: { elsewhere: 'files.spec.ts' },
  scaleDown: { keys: '[', seen: scale, back: undo },
  scaleUp: { keys: ']', seen: scale, back: undo },
  scaleFineDown: { keys: '{', seen: scale, back: undo },
  scaleFineUp: { keys: '}', seen: scale, back: undo },
  offsetUp: { keys: 'PageUp', seen: offset, back: undo },
  offsetDown: { keys: 'PageDown', seen: offset, back: undo },
  fit: { before: pressAndSee(scale, ']'), keys: 'f', seen: scale, back: undo, after: pressAndSee(scale) },
  toggleChannel: { keys: 'Alt+2', seen: isOn('voltage1'), back: undo },
  selectChannel: { keys: 'Control+2', seen: attribute('channel-voltage1', 'class'), back: 'Control+1' },
  invertChannel: {
    keys: 'Alt+i',
    seen: (scope) => scope.get('inverted-voltage0').isChecked().then(String),
    back: undo,
  },
  zoomIn: { keys: '+', seen: perDiv, back: undo },
  zoomOut: { keys: '-', seen: perDiv, back: undo },
  panLeft: { keys: 'ArrowLeft', seen: position, back: undo },
  panRight: { keys: 'ArrowRight', seen: position, back: undo },
  zoomBack: { before: drawBox, keys: 'Backspace', seen: perDiv, back: undo, after: pressAndSee(perDiv) },
  zoomForward: {
    before: async (scope) => {
      await drawBox(scope)
      await pressAndSee(perDiv, 'Backspace')(scope)
    },
    keys: 'Shift+Backspace',
    seen: perDiv,
    back: 'Backspace',
  },
  zoomWindow: { keys: 'z', seen: isShown('overview'), back: undo },
  home: { before: goLive, keys: 'Home', seen: isPast, back: 'End' },
  end: { before: goPast, keys: 'End', seen: isPast, back: null },
  triggerMode: { keys: 't', seen: text('trigger-readout'), back: undo },
  forceTrigger: {
    before: async (scope) => {
      await pressAndSee(text('trigger-readout'), 't')(scope)
      await scope.enter('trigger-level', '990 mV')
      await scope.waitForStillness()
    },
    keys: 'Shift+T',
    seen: picture,
    back: null,
    after: async (scope) => {
      await pressAndSee(level)(scope)
      await pressAndSee(text('trigger-readout'))(scope)
    },
  },
  levelUp: { keys: 'Control+ArrowUp', seen: level, back: undo },
  levelDown: { keys: 'Control+ArrowDown', seen: level, back: undo },
  positionLeft: { keys: 'Control+ArrowLeft', seen: position, back: undo },
  positionRight: { keys: 'Control+ArrowRight', seen: position, back: undo },
  timeCursors: { keys: 'c', seen: isShown('cursor-line-time-1'), back: undo },
  amplitudeCursors: { keys: 'Shift+C', seen: isShown('cursor-line-amplitude-1'), back: undo },
  takeCursor1: { before: cursorsOn, keys: '1', seen: focused, back: 'Escape', after: cursorsOff },
  takeCursor2: { before: cursorsOn, keys: '2', seen: focused, back: 'Escape', after: cursorsOff },
  nextEdge: { before: takeCursor, keys: 'n', seen: value('cursor-t1'), back: undo, after: cursorsOff },
  previousEdge: {
    before: takeCursor,
    keys: 'p',
    seen: value('cursor-t1'),
    back: undo,
    after: cursorsOff,
  },
  cursorsIntoView: {
    before: async (scope) => {
      await cursorsOn(scope)
      for (let k = 0; k < 4; k++) await pressAndSee(perDiv, '+')(scope)
    },
    keys: 'v',
    seen: isShown('cursor-line-time-1'),
    back: undo,
    after: async (scope) => {
      // Steps that follow one another closely are one.
      while ((await perDiv(scope)) !== '200 ns/div') await pressAndSee(perDiv)(scope)
      await cursorsOff(scope)
    },
  },
  addDevice: { keys: 'Control+i', seen: focused, back: 'Escape' },
  blockSize: { keys: 'b', seen: focused, back: 'Escape' },
  watermark: { keys: 'w', seen: focused, back: 'Escape' },
  apply: { elsewhere: 'keyboard.spec.ts' },
  restore: { elsewhere: 'keyboard.spec.ts' },
  measure: { keys: 'm', seen: isShown('measure-strip'), back: 'm' },
  search: { keys: 'e', seen: isShown('search-tab'), back: 'e' },
  movePanels: { elsewhere: 'panels.spec.ts' },
  strip: { keys: 'j', seen: isShown('strip-panel'), back: 'j' },
  profiles: { keys: 'Alt+p', seen: isShown('profiles-dialog'), back: 'Escape' },
  exportKept: { keys: 'Control+e', seen: isShown('export-dialog'), back: 'Escape' },
  exportRecord: { elsewhere: 'export.spec.ts' },
  takePicture: { elsewhere: 'export.spec.ts' },
  keepReference: { keys: 'k', seen: isShown('reference-R1'), back: 'Alt+k' },
  removeReference: {
    before: async (scope) => {
      await scope.page.keyboard.press('k')
      await expect(scope.get('reference-R1')).toBeVisible()
    },
    keys: 'Alt+k',
    seen: isShown('reference-R1'),
    back: 'k',
    after: press('Alt+k'),
  },
  showReferences: { elsewhere: 'references.spec.ts' },
  savePng: { elsewhere: 'export.spec.ts' },
  saveSvg: { elsewhere: 'export.spec.ts' },
  segments: { keys: 'g', seen: isShown('segments-tab'), back: 'g' },
  segmentsOverlay: {
    before: press('g'),
    keys: 'Shift+G',
    seen: value('segments-overlay'),
    back: undo,
    after: press('g'),
  },
  nextDiffering: { elsewhere: 'segments.spec.ts' },
  persistence: { keys: 'Shift+P', seen: attribute('persistence', 'aria-pressed'), back: undo },
  clear: { before: glow, keys: 'Delete', seen: picture, back: null, after: run },
  tree: { keys: 'd', seen: isShown('device-tree'), back: 'd' },
  panels: { keys: 'Shift+D', seen: isShown('trigger-level'), back: 'Shift+D' },
  contextMenu: {
    keys: 'Shift+F10',
    seen: isShown('context-menu'),
    back: 'Escape',
  },
  fullScreen: { keys: 'F11', seen: isFull, back: 'F11' },
  theme: { keys: 'l', seen: theme, back: 'l' },
  // What one sees of it is counted in preferences.spec.ts.
  frameRate: { keys: 'Shift+F', seen: keptFrameRate, back: 'Shift+F' },
  guide: { keys: 'F1', seen: isShown('guide'), back: 'Escape' },
  help: { keys: '?', seen: isShown('help-overlay'), back: 'Escape' },
  palette: { keys: 'Control+k', seen: isShown('palette'), back: 'Escape' },
  takeControl: { elsewhere: 'control.browser.spec.ts' },
  copyDiagnostics: { elsewhere: 'deaths.desktop.spec.ts' },
  checkUpdates: { keys: 'Shift+U', seen: isShown('updates-dialog'), back: 'Escape' },
}

async function perform(scope: ScopePage, { before, after, keys, seen, back }: Deed): Promise<void> {
  await before?.(scope)
  await expect
    .poll(
      async () => {
        const first = await seen(scope)
        return first === (await seen(scope))
      },
      { message: 'what is seen stands still' },
    )
    .toBe(true)
  const was = await seen(scope)
  await scope.page.keyboard.press(keys)
  await expect.poll(() => seen(scope), { message: `${keys} does something` }).not.toBe(was)
  if (back !== null) {
    await scope.page.keyboard.press(back)
    await expect.poll(() => seen(scope), { message: `${back} takes it back` }).toBe(was)
  }
  await after?.(scope)
}

test('every key of the list does what it says, and what it changed is taken back', async ({ scope }) => {
  test.setTimeout(480_000)
  await scope.waitForFrames(2)
  await scope.page.keyboard.press('?')
  const commands = await scope.page
    .locator('[data-command]')
    .evaluateAll((rows) => rows.map((row) => row.getAttribute('data-command') ?? ''))
  await scope.page.keyboard.press('Escape')
  await expect(scope.get('help-overlay')).toBeHidden()
  expect(Object.keys(deeds).toSorted(), 'what this file knows of').toEqual(commands.toSorted())
  const specs = fileURLToPath(new URL('.', import.meta.url))
  for (const command of commands) {
    const deed = deeds[command]!
    if ('elsewhere' in deed) expect(existsSync(path.join(specs, deed.elsewhere)), command).toBe(true)
    else await test.step(command, () => perform(scope, deed))
  }
  await scope.expectNothingLost()
})
