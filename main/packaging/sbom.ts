// The list of parts, for machines: CycloneDX 1.5. Only what is in the program, none of the tools that built it.
import { createHash } from 'node:crypto'
import type { About } from './about.ts'
import type { Bundled } from './bundled.ts'

/** A name in a package address: the scope's `@` and slash as the form of such addresses has them. */
export const packageUrl = ({ name, version }: { readonly name: string; readonly version: string }): string =>
  `pkg:npm/${name.replace('@', '%40')}@${version}`

/** A version 5 UUID of the text: the same content has the same number. */
function uuidOf(text: string): string {
  const hex = createHash('sha1').update(text).digest('hex')
  const variant = ((Number.parseInt(hex.slice(16, 18), 16) & 0x3f) | 0x80).toString(16)
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `5${hex.slice(13, 16)}`,
    `${variant}${hex.slice(18, 20)}`,
    hex.slice(20, 32),
  ].join('-')
}

/** SPDX names have an id, anything composed of them is an expression. */
const licence = (text: string): object =>
  /^[\w.+-]+$/.test(text) && text !== 'NOASSERTION' ? { license: { id: text } } : { expression: text }

/** @param epoch time of the sources, Unix seconds */
export function sbomText(about: About, electron: string, bundled: readonly Bundled[], epoch: number): string {
  const program = { type: 'application', 'bom-ref': 'blockscope', name: about.name, version: about.version }
  const parts = [
    { type: 'framework', 'bom-ref': 'electron', name: 'electron', version: electron, licenses: [licence('MIT')] },
    ...bundled.map(({ name, version, license }) => ({
      type: 'library',
      'bom-ref': packageUrl({ name, version }),
      name,
      version,
      purl: packageUrl({ name, version }),
      licenses: [licence(license)],
    })),
  ]
  const content = {
    metadata: {
      timestamp: new Date(epoch * 1000).toISOString(),
      component: { ...program, licenses: [licence(about.license)] },
    },
    components: parts,
    dependencies: [{ ref: 'blockscope', dependsOn: parts.map((part) => part['bom-ref']) }],
  }
  const serialNumber = `urn:uuid:${uuidOf(JSON.stringify(content))}`
  return `${JSON.stringify({ bomFormat: 'CycloneDX', specVersion: '1.5', serialNumber, version: 1, ...content }, null, 2)}\n`
}
