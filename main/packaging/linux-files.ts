// What the Linux packages hold, below /usr. A test holds every package against this list.

const program = [
  'blockscope',
  'chrome-sandbox',
  'chrome_100_percent.pak',
  'chrome_200_percent.pak',
  'chrome_crashpad_handler',
  'icudtl.dat',
  'libEGL.so',
  'libGLESv2.so',
  'libffmpeg.so',
  'libvk_swiftshader.so',
  'libvulkan.so.1',
  'locales/en-US.pak',
  'resources.pak',
  'resources/app.asar',
  'snapshot_blob.bin',
  'v8_context_snapshot.bin',
  'vk_swiftshader_icd.json',
]

const documents = [
  'LICENSE.electron.txt.gz',
  'LICENSES.chromium.html.gz',
  'NEWS.gz',
  'THIRD-PARTY.txt.gz',
  'changelog.gz',
  'copyright',
  'sbom.cdx.json',
]

const icons = ['16x16', '24x24', '32x32', '48x48', '64x64', '128x128', '256x256', '512x512'].map(
  (size) => `share/icons/hicolor/${size}/apps/blockscope.png`,
)

/** Only in a deb: what its checker says of every Electron. */
export const debOnlyFiles = ['share/lintian/overrides/blockscope'] as const

/** Every file, in no order. */
export const linuxFiles: readonly string[] = [
  'bin/blockscope',
  ...program.map((name) => `lib/blockscope/${name}`),
  'lib/systemd/system/blockscope.service',
  'share/applications/blockscope.desktop',
  ...documents.map((name) => `share/doc/blockscope/${name}`),
  ...icons,
  'share/icons/hicolor/scalable/apps/blockscope.svg',
  'share/man/man1/blockscope.1.gz',
  'share/metainfo/org.blockscope.Blockscope.metainfo.xml',
  'share/mime/packages/blockscope.xml',
]
