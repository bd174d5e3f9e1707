// Sources of the simulated converter as the panel offers them.
import { fileScheme } from '#shared/files/source-text.ts'
import { isStreamSource } from '#shared/streams/stream-text.ts'

/** The source attribute's kind: `sine`, ..., `file` for any path, or `stream`. */
export function sourceKind(source: string): string {
  if (isStreamSource(source)) return 'stream'
  return source.startsWith(fileScheme) ? 'file' : source
}

/** Kinds to choose from: what the device lists, the one in force, and a file. */
export function sourceChoices(options: readonly string[] | null, source: string): { value: string; text: string }[] {
  const listed = (options ?? []).map(sourceKind)
  const kinds = [...new Set([...listed, sourceKind(source), 'file'])]
  const texts: Readonly<Record<string, string>> = { file: 'file…', stream: source.split('?')[0]! }
  return kinds.map((kind) => ({ value: kind, text: texts[kind] ?? kind }))
}

interface SourceFigure {
  readonly attribute: string
  /** Short enough for one line. */
  readonly name: string
  /** In the name a screen reader says. */
  readonly label: string
  readonly unit: string
  /** Of glitches that are there: hidden while there are none. */
  readonly ofGlitches?: true
}

/** Numbers of a source, in the order of the panel, with the unit the attribute is written in. */
export const sourceFigures: readonly SourceFigure[] = [
  { attribute: 'source_frequency', name: 'Frequency', label: 'frequency', unit: 'Hz' },
  { attribute: 'source_amplitude', name: 'Amplitude', label: 'amplitude', unit: 'V' },
  // The screen has an offset too, right above.
  { attribute: 'source_offset', name: 'DC level', label: 'DC level', unit: 'V' },
  { attribute: 'source_phase', name: 'Phase', label: 'phase', unit: '°' },
  { attribute: 'source_noise', name: 'Noise', label: 'noise', unit: 'V' },
  // One in each so many seconds; 0: none.
  { attribute: 'source_glitch_interval', name: 'Glitches', label: 'time between glitches', unit: 's' },
  { attribute: 'source_glitch_samples', name: 'Duration', label: 'glitch duration', unit: 'Sa', ofGlitches: true },
  { attribute: 'source_glitch_amplitude', name: 'Height', label: 'glitch height', unit: 'V', ofGlitches: true },
]
