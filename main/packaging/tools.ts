// Programs of the system that pack, and how they are run.
import { spawn } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import path from 'node:path'
import type { PackageTarget } from './package-targets.ts'

/** Program that packs a target -> the package of Debian that has it. */
const packers: Readonly<Record<PackageTarget, { readonly program: string; readonly from: string }>> = {
  deb: { program: 'dpkg-deb', from: 'dpkg' },
  rpm: { program: 'rpmbuild', from: 'rpm' },
  'tar.gz': { program: 'tar', from: 'tar' },
  AppImage: { program: 'mksquashfs', from: 'squashfs-tools' },
  nsis: { program: 'makensis', from: 'nsis' },
}

function isInstalled(program: string): boolean {
  return (process.env.PATH ?? '').split(path.delimiter).some((folder) => {
    try {
      accessSync(path.join(folder, program), constants.X_OK)
      return true
    } catch {
      return false
    }
  })
}

/** Why a target cannot be packed here, as a sentence; null when it can. */
export function missingPacker(target: PackageTarget): string | null {
  const { program, from } = packers[target]
  return isInstalled(program) ? null : `There is no ${program}; Debian has it in the package ${from}.`
}

export interface RunOptions {
  readonly cwd?: string
  readonly env?: NodeJS.ProcessEnv
}

/** Runs a program and resolves with its standard output. @throws with its last lines when it fails */
export function runTool(program: string, words: readonly string[], { cwd, env }: RunOptions = {}): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, words, {
      ...(cwd !== undefined && { cwd }),
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let output = ''
    let trouble = ''
    child.stdout.on('data', (piece: Buffer) => {
      output += piece.toString()
    })
    child.stderr.on('data', (piece: Buffer) => {
      trouble += piece.toString()
    })
    child.once('error', reject)
    child.once('close', (code) => {
      if (code === 0) return resolve(output)
      const lines = `${output}\n${trouble}`.trim().split('\n').slice(-12).join('\n')
      reject(new Error(`${program} ended with ${code}: ${lines}`))
    })
  })
}
