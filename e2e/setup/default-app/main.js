// What `electron PATH` runs: loads the application at PATH the way Electron's own launcher does. The test runtime has no
// such part of its own. ES module, so that Electron waits for the application's module before it becomes ready.
import { existsSync, readFileSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { app } from 'electron'

const require = createRequire(import.meta.url)

/** Words before the application's path are switches; `-r MODULE` asks for a module to be loaded first. */
function readWords(words) {
  const modules = []
  for (let k = 0; k < words.length; k++) {
    const word = words[k]
    if (word === '-r' || word === '--require') modules.push(words[++k])
    else if (!word.startsWith('-')) return { modules, target: path.resolve(word) }
  }
  return { modules, target: null }
}

function readPackage(folder) {
  const file = path.join(folder, 'package.json')
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {}
}

// The path is taken first: a preloaded module may rewrite process.argv.
const { modules, target } = readWords(process.argv.slice(1))
for (const module of modules) require(path.resolve(module))

if (target === null) {
  process.stderr.write('usage: electron [switches] [-r MODULE] PATH [arguments]\n')
  app.exit(1)
} else {
  const folder = statSync(target).isDirectory() ? target : path.dirname(target)
  const about = readPackage(folder)
  const entry = folder === target ? path.join(folder, about.main ?? 'index.js') : target
  Object.defineProperty(process, 'defaultApp', { value: true })
  app.name = about.productName ?? about.name ?? app.name
  if (about.version !== undefined) app.setVersion(about.version)
  app.setPath('userData', path.join(app.getPath('appData'), app.name))
  app.setAppPath(folder)
  await import(pathToFileURL(entry).href)
}
