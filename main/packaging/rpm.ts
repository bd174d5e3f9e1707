// A package for Fedora, openSUSE and their like. No scripts here either.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { type About, appId, description, maintainer, synopsis } from './about.ts'
import type { PackInput } from './deb.ts'
import { runTool } from './tools.ts'

/** By the names of libraries, which are the same in every distribution. */
const libraries = [
  'libasound.so.2',
  'libatk-bridge-2.0.so.0',
  'libatspi.so.0',
  'libcups.so.2',
  'libdrm.so.2',
  'libgbm.so.1',
  'libgtk-3.so.0',
  'libnss3.so',
  'libX11.so.6',
  'libXcomposite.so.1',
  'libXdamage.so.1',
  'libXfixes.so.3',
  'libXrandr.so.2',
  'libxkbcommon.so.0',
]

/** Debian and Electron say amd64 and x64; a distribution with rpm installs x86_64 only. */
const architecture = 'x86_64'

/** A version as rpm has it: no hyphen in it; `~` sorts before the release that it is a beginning of. */
export const rpmVersion = (version: string): string => version.replaceAll('-', '~')

/** The specification. @param tree the tree below /usr */
export function specText({ name, version, license, homepage }: About, tree: string): string {
  return `Name: ${name}
Version: ${rpmVersion(version)}
Release: 1
Summary: ${synopsis}
License: ${license}
${homepage === null ? '' : `URL: ${homepage}\n`}Packager: ${maintainer}
AutoReqProv: no
${libraries.map((library) => `Requires: ${library}()(64bit)`).join('\n')}
Recommends: xdg-utils

%description
${description.join('\n')}

%install
mkdir -p %{buildroot}
cp -a ${tree} %{buildroot}/usr

%files
%defattr(-,root,root,-)
/usr/bin/blockscope
%dir /usr/lib/blockscope
%attr(4755,root,root) /usr/lib/blockscope/chrome-sandbox
/usr/lib/blockscope/[!c]*
/usr/lib/blockscope/chrome_*
/usr/lib/systemd/system/blockscope.service
/usr/share/applications/blockscope.desktop
/usr/share/icons/hicolor/*/apps/blockscope.*
/usr/share/man/man1/blockscope.1*
/usr/share/metainfo/${appId}.metainfo.xml
/usr/share/mime/packages/blockscope.xml
%doc /usr/share/doc/blockscope
`
}

/** Packs `tree` into `file`. */
export async function packRpm({ about, tree, work, file, epoch }: PackInput): Promise<void> {
  const top = path.join(work, 'rpm')
  rmSync(top, { recursive: true, force: true })
  mkdirSync(top, { recursive: true })
  const spec = path.join(top, 'blockscope.spec')
  writeFileSync(spec, specText(about, tree))
  const defines = {
    _topdir: top,
    _rpmdir: path.dirname(file),
    _rpmfilename: path.basename(file),
    _binary_payload: 'w3T0.zstdio',
    _build_id_links: 'none',
    __os_install_post: '%{nil}',
    _buildhost: 'localhost',
    use_source_date_epoch_as_buildtime: '1',
    clamp_mtime_to_source_date_epoch: '1',
  }
  const words = Object.entries(defines).flatMap(([key, value]) => ['--define', `${key} ${value}`])
  const target = ['--target', architecture]
  await runTool('rpmbuild', ['-bb', ...target, ...words, spec], { env: { SOURCE_DATE_EPOCH: String(epoch) } })
}
