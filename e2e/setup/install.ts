// Installs what the end-to-end tests need, as far as this machine allows. What cannot be had is said, not hidden; the
// lane that needs it is then skipped by name (see lanes.ts).
//
//   tsx e2e/setup/install.ts
import { pathToFileURL } from 'node:url'
import { installTestRuntime } from './electron-runtime.ts'
import { findElectron } from './lanes.ts'
import { installSystemPackages } from './system-packages.ts'

export async function installForTests(say: (line: string) => void): Promise<void> {
  const attempt = async (step: Promise<unknown>): Promise<void> => {
    try {
      await step
    } catch (thrown) {
      say(thrown instanceof Error ? thrown.message : String(thrown))
    }
  }
  await attempt(installSystemPackages(say))
  if (findElectron() === null) await attempt(installTestRuntime(say))
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href)
  await installForTests((line) => process.stderr.write(`${line}\n`))
