// An archive that any user can unpack anywhere, and an image that is one program. What they lack is the sandbox's setuid
// helper, which only an administrator can install: they need the user namespaces of the system.
import { chmodSync, cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { resources } from './about.ts'
import type { PackInput } from './deb.ts'
import { level } from './epoch.ts'
import { runTool } from './tools.ts'

/** The tree without the mode of the helper, which would not survive the unpacking by a user anyway. */
function copyOf(tree: string, to: string, epoch: number): void {
  rmSync(to, { recursive: true, force: true })
  mkdirSync(path.dirname(to), { recursive: true })
  cpSync(tree, to, { recursive: true })
  level(to, epoch)
}

/** Packs `tree` into `file`, below one folder that has the name of the file. */
export async function packTarball({ tree, work, file, epoch }: PackInput): Promise<void> {
  const name = path.basename(file, '.tar.gz')
  const stage = path.join(work, 'tar')
  copyOf(tree, path.join(stage, name), epoch)
  const same = ['--sort=name', '--format=gnu', `--mtime=@${epoch}`, '--owner=0', '--group=0', '--numeric-owner']
  await runTool('tar', [...same, '-I', 'gzip -n -6', '-cf', file, '-C', stage, name])
}

/** Packs `tree` into `file`: the runtime, which mounts what follows it, and the tree as a file system. */
export async function packAppImage({ tree, work, file, epoch }: PackInput, runtime: string): Promise<void> {
  const folder = path.join(work, 'AppDir')
  copyOf(tree, path.join(folder, 'usr'), epoch)
  const take = (from: string, to: string): void => writeFileSync(path.join(folder, to), readFileSync(from))
  take(path.join(resources, 'blockscope.desktop'), 'blockscope.desktop')
  take(path.join(resources, 'icons', '256x256.png'), 'blockscope.png')
  take(path.join(resources, 'icons', '256x256.png'), '.DirIcon')
  writeFileSync(
    path.join(folder, 'AppRun'),
    '#!/bin/sh\nexec "$(dirname "$(readlink -f "$0")")/usr/bin/blockscope" "$@"\n',
  )
  chmodSync(path.join(folder, 'AppRun'), 0o755)
  level(folder, epoch)
  const image = path.join(work, 'AppDir.squashfs')
  rmSync(image, { force: true })
  const times = ['-mkfs-time', String(epoch), '-all-time', String(epoch)]
  await runTool('mksquashfs', [folder, image, '-root-owned', '-noappend', '-no-progress', '-comp', 'gzip', ...times])
  writeFileSync(file, Buffer.concat([readFileSync(runtime), readFileSync(image)]))
  chmodSync(file, 0o755)
}
