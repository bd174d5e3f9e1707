// What every package says about the program. The version, the homepage and the licence are those of package.json.
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

/** The root of the sources. */
export const root = fileURLToPath(new URL('../..', import.meta.url))
/** Texts and pictures that go into packages as they are, or with a few words filled in. */
export const resources = path.join(root, 'main', 'packaging', 'resources')

export const appId = 'org.blockscope.Blockscope'
export const maintainer = 'The Blockscope developers <developers@blockscope.invalid>'
export const synopsis = 'Oscilloscope built on IIO and DMA blocks'
export const description = [
  'Blockscope captures a simulated gigasample converter, or any IIO device,',
  'through blocks that the hardware fills by itself, and shows it live. Every',
  'sample is captured, the trigger says what share of them it has looked at,',
  'and gaps are known to the sample. "blockscope --headless" captures, measures',
  'and records without a screen.',
]

export interface About {
  readonly name: string
  readonly version: string
  readonly license: string
  /** null: the program has no page of its own yet. */
  readonly homepage: string | null
}

/** package.json, as far as packages repeat it. @param version another one than it says */
export function readAbout(version?: string): About {
  const about = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as Omit<About, 'homepage'> & {
    homepage?: string
  }
  return {
    name: about.name,
    version: version ?? about.version,
    license: about.license,
    homepage: about.homepage ?? null,
  }
}
