// What a Linux package puts below /usr, or below any other prefix: `bin`, `lib/blockscope`, `share`.
import { chmodSync, cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import { type About, appId, maintainer, resources, root } from './about.ts'
import { copyrightText, noticesText, readBundled } from './bundled.ts'
import { level } from './epoch.ts'
import { manualText } from './manual.ts'
import { sbomText } from './sbom.ts'

export interface TreeOptions {
  readonly about: About
  /** The program as a folder. */
  readonly program: string
  /** Version of the Electron in it. */
  readonly electron: string
  /** Time of every file, Unix seconds. */
  readonly epoch: number
}

const day = (epoch: number): string => new Date(epoch * 1000).toISOString().slice(0, 10)

/** As mail has it: `Sat, 28 Nov 2026 12:00:00 +0000` */
const mailDate = (epoch: number): string => new Date(epoch * 1000).toUTCString().replace('GMT', '+0000')

/** The metainfo, with the release and, where the program has a page of its own, its address and its pictures. */
export function metainfoText(about: About, epoch: number): string {
  const page = about.homepage?.replace(/\/$/, '')
  const links =
    page === undefined
      ? ''
      : `
  <url type="homepage">${page}</url>
  <screenshots>
    <screenshot type="default"><caption>A sine, triggered</caption><image>${page}/screenshots/dark.png</image></screenshot>
    <screenshot><caption>The same in light</caption><image>${page}/screenshots/light.png</image></screenshot>
  </screenshots>`
  return readFileSync(path.join(resources, `${appId}.metainfo.xml`), 'utf8')
    .replace('\n  <!-- links -->', links)
    .replace('<!-- release -->', `<release version="${about.version}" date="${day(epoch)}"/>`)
}

function debianChangelog({ name, version }: About, epoch: number): string {
  return `${name} (${version}) stable; urgency=medium

  * What changed is in NEWS.gz.

 -- ${maintainer}  ${mailDate(epoch)}
`
}

/** Makes the tree in `into`, which must not exist. */
export function makeLinuxTree(into: string, { about, program, electron, epoch }: TreeOptions): void {
  const write = (name: string, content: string | Buffer): void => {
    const file = path.join(into, name)
    mkdirSync(path.dirname(file), { recursive: true })
    writeFileSync(file, content)
  }
  const take = (name: string, from: string): void => write(name, readFileSync(path.join(resources, from)))
  const packed = (text: string): Buffer => gzipSync(text, { level: 9 })

  mkdirSync(path.join(into, 'lib'), { recursive: true })
  cpSync(program, path.join(into, 'lib', 'blockscope'), { recursive: true })
  const libraries = readdirSync(path.join(into, 'lib', 'blockscope')).filter((name) => /\.so(\.\d+)?$/.test(name))
  for (const name of libraries) chmodSync(path.join(into, 'lib', 'blockscope', name), 0o644)
  // The two texts are kept once, where the system looks for such texts.
  const doc = 'share/doc/blockscope'
  for (const name of ['LICENSES.chromium.html', 'LICENSE.electron.txt']) {
    const file = path.join(into, 'lib', 'blockscope', name)
    write(`${doc}/${name}.gz`, packed(readFileSync(file, 'utf8')))
    rmSync(file)
  }

  take('bin/blockscope', 'blockscope.sh')
  chmodSync(path.join(into, 'bin', 'blockscope'), 0o755)
  take('lib/systemd/system/blockscope.service', 'blockscope.service')
  take('share/applications/blockscope.desktop', 'blockscope.desktop')
  take('share/mime/packages/blockscope.xml', 'blockscope-mime.xml')
  write(`share/metainfo/${appId}.metainfo.xml`, metainfoText(about, epoch))
  take('share/icons/hicolor/scalable/apps/blockscope.svg', 'icon.svg')
  for (const name of readdirSync(path.join(resources, 'icons')))
    take(`share/icons/hicolor/${path.parse(name).name}/apps/blockscope.png`, `icons/${name}`)

  write('share/man/man1/blockscope.1.gz', packed(manualText(about, epoch)))

  const bundled = readBundled()
  write(`${doc}/copyright`, copyrightText(electron))
  write(`${doc}/THIRD-PARTY.txt.gz`, packed(noticesText(bundled)))
  write(`${doc}/sbom.cdx.json`, sbomText(about, electron, bundled, epoch))
  write(`${doc}/changelog.gz`, packed(debianChangelog(about, epoch)))
  write(`${doc}/NEWS.gz`, packed(readFileSync(path.join(root, 'CHANGELOG.md'), 'utf8')))
  level(into, epoch, ['chrome-sandbox'])
}
