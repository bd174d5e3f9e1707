// Sources of the simulated converter as the panel offers them.
import { fileScheme } from '#shared/files/source-text.ts'

/** The source attribute's kind: `sine`, ..., or `file` for any path. */
export function sourceKind(source: string): string {
  return source.startsWith(fileScheme) ? 'file' : source
}

/** Kinds to choose from: what the device lists, the one in force, and a file. */
export function sourceChoices(options: readonly string[] | null, source: string): { value: string; text: string }[] {
  const listed = (options ?? []).map(sourceKind)
  const kinds = [...new Set([...listed, sourceKind(source), 'file'])]
  return kinds.map((kind) => ({ value: kind, text: kind === 'file' ? 'file…' : kind }))
}

/** Numbers of a source, in the order of the panel, with the unit the attribute is written in. */
export const sourceFigures = [
  { attribute: 'source_frequency', name: 'Frequency', unit: 'Hz' },
  { attribute: 'source_amplitude', name: 'Amplitude', unit: 'V' },
  // The screen has an offset too, right above.
  { attribute: 'source_offset', name: 'DC level', unit: 'V' },
  { attribute: 'source_phase', name: 'Phase', unit: '°' },
  { attribute: 'source_noise', name: 'Noise', unit: 'V' },
  { attribute: 'source_glitch_interval', name: 'Glitch every', unit: 's' },
  { attribute: 'source_glitch_samples', name: 'Glitch length', unit: 'Sa' },
  { attribute: 'source_glitch_amplitude', name: 'Glitch height', unit: 'V' },
] as const
