// Forms of files that can be played. What reads each is the row with the same id of `main/files/formats.ts`.

export interface FormatKind {
  /** Before a comma and the details: `WAV, 24 bits`. */
  readonly name: string
  /** In a list of what can be played; null: it is not offered, because nobody brings one from elsewhere. */
  readonly offered: string | null
}

export const formats = {
  wav: { name: 'WAV', offered: 'WAV' },
  aiff: { name: 'AIFF', offered: 'AIFF' },
  csv: { name: 'CSV', offered: 'text with numbers (CSV)' },
  npy: { name: 'NumPy', offered: 'NumPy arrays' },
  sigmf: { name: 'SigMF', offered: 'SigMF' },
  sigrok: { name: 'sigrok', offered: 'sigrok sessions' },
  raw: { name: 'raw', offered: 'raw samples' },
  /** Raw samples with the description that Blockscope writes beside them. */
  recording: { name: 'recording', offered: null },
} as const satisfies Readonly<Record<string, FormatKind>>

export type FileFormat = keyof typeof formats

export const fileFormats = Object.keys(formats) as readonly FileFormat[]

/** `WAV, AIFF, text with numbers (CSV), ... and raw samples` */
export function offeredFormats(): string {
  const kinds: readonly FormatKind[] = Object.values(formats)
  const names = kinds.flatMap(({ offered }) => (offered === null ? [] : [offered]))
  return `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`
}
