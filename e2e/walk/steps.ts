// What a walk does at random: keys, and settings typed into the palette, as a hurried person would.
import type { ScopePage } from '../pages/scope-page.ts'

type Chance = () => number

export interface Step {
  readonly name: string
  take(scope: ScopePage): Promise<void>
}

/** Keys that need nothing else; those that come twice come more often. */
const keys = [
  ...['Space', 'Space', 'Space', 's', 's', 'a', 't', 't', 'Shift+T', '+', '+', '-', '-'],
  ...['ArrowLeft', 'ArrowRight', 'Home', 'End', 'Backspace', 'f', '[', ']', 'PageUp', 'PageDown'],
  ...['Control+ArrowUp', 'Control+ArrowDown', 'Control+ArrowLeft', 'Control+ArrowRight'],
  ...['Alt+1', 'Alt+2', 'Alt+2', 'Control+1', 'Control+2', 'm', 'Shift+P', 'Delete', 'd', 'Shift+D', 'l'],
  ...['Control+z', 'Control+z', 'Control+z', 'Control+y', 'Escape', '?', 'Shift+F10'],
  ...['e', 'g', 'j', 'c', 'Shift+C', 'v', '1', 'n', 'p', 'Shift+A', 'Alt+i', 'i'],
  ...['z', 'Shift+G', 'Shift+N', 'Shift+S', 'Shift+L', '{', '}'],
] as const

/** Settings by path, and values of which some are refused. */
const settings: Readonly<Record<string, readonly string[]>> = {
  'trigger.kind': ['edge', 'pulse', 'runt', 'window', 'slew', 'dropout', 'pattern', 'nth', 'sequence', 'nothing'],
  'trigger.level': ['0', '200mV', '-0.3', '90 kV', '1,5'],
  'trigger.mode': ['auto', 'auto', 'normal'],
  'timebase.secondsPerDiv': ['1 ns', '50 ns', '2 us', '100 us', '5 ms', '200 ms', '10 s', '90 s'],
  'timebase.position': ['0', '-3 us', '20 ms', '-1'],
  'buffer.blockBytes': ['auto', '4KiB', '64KiB', '1MiB', '7'],
  'buffer.blockCount': ['auto', '200'],
  'buffer.watermark': ['auto', '512', '60000'],
  'math.function': ['off', 'difference', 'product', 'invert'],
  'acquisition.mode': ['sample', 'highres', 'average', 'envelope'],
  'search.kind': ['off', 'edge', 'pulse', 'runt'],
  'segments.on': ['on', 'off'],
  'segments.length': ['100', '2000', '-1'],
  'channels.voltage0.attenuation': ['1', '10', '0'],
  'measurements.gate': ['off', 'screen', 'cursors'],
  'measurements.list': ['', 'frequency voltage0', 'rise voltage0, rms voltage1', 'nonsense'],
  'segments.overlay': ['0', '20', '-1'],
  'overview.on': ['on', 'off'],
  'overview.secondsPerDiv': ['auto', '1 us', '1 ms', '1 s'],
  'channels.voltage0.bandwidth': ['off', '20 MHz', '100 kHz', '-1'],
  'channels.voltage0.inverted': ['on', 'off'],
  'screen.persistence': ['on', 'off'],
  'screen.dots': ['auto', 'on', 'off'],
  'cursors.time': ['on', 'off'],
  'device/gigascope/sampling_frequency': ['1 MHz', '5 MHz', '10 MHz', '0'],
  'voltage0/source': ['sine', 'square', 'pulse', 'noise', 'dc', 'chirp', 'nothing'],
  'voltage0/source_frequency': ['1 Hz', '100 kHz', '1 MHz'],
  'voltage0/source_amplitude': ['0', '20 mV', '800 mV', '1.5'],
  'capture.device': ['gigascope', 'gigascope', 'dummy-dma', 'at91-adc'],
}

const pick = <T>(chance: Chance, list: readonly T[]): T => list[Math.floor(chance() * list.length)]!

/** Types a setting into the palette, and closes it when it is refused or finds nothing. */
async function typeSetting(scope: ScopePage, text: string): Promise<void> {
  const palette = scope.get('palette')
  await scope.page.keyboard.press('Control+k')
  await palette.waitFor({ state: 'visible', timeout: 60_000 })
  await scope.get('palette-field').fill(text)
  await scope.page.keyboard.press('Enter')
  await palette.waitFor({ state: 'hidden', timeout: 300 }).catch(() => scope.page.keyboard.press('Escape'))
  await palette.waitFor({ state: 'hidden', timeout: 60_000 })
}

async function pressKey(scope: ScopePage, key: string): Promise<void> {
  await scope.page.keyboard.press(key)
  // The list of keys, and a menu, would take all that come behind it.
  if (key === '?' || key === 'Shift+F10') await scope.page.keyboard.press('Escape')
}

/** What comes next. */
export function nextStep(chance: Chance): Step {
  if (chance() < 0.75) {
    const key = pick(chance, keys)
    return { name: `key ${key}`, take: (scope) => pressKey(scope, key) }
  }
  const path = pick(chance, Object.keys(settings))
  const text = `${path}=${pick(chance, settings[path]!)}`
  return { name: text, take: (scope) => typeSetting(scope, text) }
}
