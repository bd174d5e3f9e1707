// The lint rule behind "a room imports only from rooms below it", and a folder of a room only from folders below it. Plain
// JavaScript, because ESLint loads it as it is.
//
// It looks at the path of every import and export: `#main/room/...`, `#shared/...`, `#renderer/...` and relative paths.
import { existsSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** Rooms of main from the bottom up. */
export const rooms = [
  'runtime',
  'diagnostics',
  'kernels',
  'memory',
  'files',
  'streams',
  'hardware',
  'dmaengine',
  'iio',
  'iiod',
  'scpi',
  'drivers',
  'capture',
  'export',
  'analysis',
  'update',
  'instrument',
  'config',
  'cli',
  'page',
  'headless',
  'server',
  'electron',
]
/** Folders inside a room from the bottom up, of rooms whose folders have an order; the page is such a room. */
export const folders = {
  renderer: ['text', 'kit', 'words', 'link', 'scale', 'state', 'trace', 'features', 'app'],
  analysis: [
    'stream',
    'bandwidth',
    'envelope',
    'trigger',
    'segments',
    'persistence',
    'measure',
    'math',
    'acquisition',
    'search',
    'display',
    'pass',
    'thread',
  ],
}
/** Beside the rooms: tools and test aids, which may look everywhere in main but are no part of the program. */
const beside = new Set(['build', 'bench', 'packaging', 'testing'])

/** Folders of shared that know nothing but these: what they are about is said by who uses them. */
export const knows = {
  'shared/port/': ['shared/port/', 'shared/errors.ts', 'shared/sentence.ts', 'shared/lifecycle.ts'],
  'shared/rpc/': ['shared/rpc/', 'shared/port/', 'shared/errors.ts', 'shared/sentence.ts', 'shared/lifecycle.ts'],
  'shared/frame/': ['shared/frame/', 'shared/errors.ts', 'shared/sentence.ts'],
}

/** Why a file in one of those folders may not import `target`; null when it may. Tests may look everywhere. */
function ignoranceOf(own, target) {
  const folder = Object.keys(knows).find((name) => own.startsWith(name))
  if (folder === undefined || isTest(own) || knows[folder].some((known) => target.startsWith(known))) return null
  return `${folder.slice(0, -1)} knows only ${knows[folder].join(', ')}`
}

/** Path from the root of what `specifier` names, with slashes; null for packages and Node's own modules. */
function resolveImport(file, specifier) {
  const alias = /^#(shared|main|renderer)\/(.+)$/.exec(specifier)
  if (alias !== null) return `${alias[1]}/${alias[2]}`
  if (!specifier.startsWith('.')) return null
  return path
    .relative(root, path.resolve(path.dirname(file), specifier))
    .split(path.sep)
    .join('/')
}

/** `shared`, `renderer`, `e2e`, a room of main, `main` for its top-level files, or null outside all of them. */
function placeOf(at) {
  const [top, second, ...rest] = at.split('/')
  if (top === 'main') return rest.length > 0 ? second : 'main'
  return top === 'shared' || top === 'renderer' || top === 'e2e' ? top : null
}

const isTest = (file) => /\.(test|spec|bench)\.ts$/.test(file) || file.split(path.sep).includes('testing')

/** Why `from` may not import from `to`; null when it may. */
export function refusal(from, to, fromTest) {
  if (from === to || from === null || to === null || from === 'e2e' || beside.has(from)) return null
  if (to === 'e2e') return 'nothing imports from e2e'
  if (from === 'shared') return 'shared imports only from shared'
  if (to === 'shared') return null
  if (from === 'renderer') return 'renderer imports only from renderer and shared'
  if (to === 'renderer') return 'main does not import from renderer'
  if (beside.has(to)) return fromTest ? null : `${to} is not part of the program`
  if (from === 'main') return null
  if (to === 'main') return 'a room does not import the entry points above it'
  return rooms.indexOf(to) < rooms.indexOf(from) ? null : `${to} is not below ${from}`
}

/** The folder of a room in which a file lies: empty for the room's own files; null in a room without an order. */
function folderOf(at) {
  const parts = at.split('/').slice(0, -1)
  if (parts[0] === 'main') parts.shift()
  const [room, ...rest] = parts
  return Object.hasOwn(folders, room) ? rest.join('/') : null
}

/** Why a file in one folder of a room may not import from another one of the same room; null when it may. */
function folderRefusal(room, from, to, fromTest) {
  // The door sees everything, and so do test aids; a folder of a folder belongs to it.
  const [low, inLow] = (from ?? '').split('/')
  const [high, inHigh] = (to ?? '').split('/')
  if (low === 'features' && high === 'features' && inLow !== inHigh && !fromTest)
    return 'a feature imports no other feature'
  if (from === null || to === null || low === high || from === '' || fromTest) return null
  if (to === '') return `a folder of ${room} does not import from the room's own files`
  const order = folders[room]
  for (const name of [low, high])
    if (!order.includes(name)) return `${name} has no place in the order of ${room} (main/build/room-order.js)`
  return order.indexOf(high) < order.indexOf(low) ? null : `in ${room}, ${high} is not below ${low}`
}

/** Rooms are entered by their door, when they have one. */
function doorOf(from, to, target) {
  if (from === to || !rooms.includes(to) || beside.has(from) || from === 'e2e') return null
  const door = `main/${to}/index.ts`
  return target !== door && existsSync(path.join(root, door)) ? door : null
}

export const roomOrder = {
  meta: {
    type: 'problem',
    schema: [],
    docs: { description: 'rooms and their folders import only from below, rooms through their index.ts' },
    messages: { order: "'{{specifier}}': {{reason}}.", door: "'{{specifier}}': import it from '#{{door}}'." },
  },
  create(context) {
    const file = context.filename
    const own = path.relative(root, file).split(path.sep).join('/')
    const from = placeOf(own)
    const check = (node) => {
      const specifier = node?.value
      if (typeof specifier !== 'string') return
      if (specifier === 'electron' && from !== 'electron' && from !== 'e2e')
        context.report({ node, messageId: 'order', data: { specifier, reason: 'only main/electron imports electron' } })
      const target = resolveImport(file, specifier)
      if (target === null) return
      const to = placeOf(target)
      const inner = from === to ? folderRefusal(from, folderOf(own), folderOf(target), isTest(file)) : null
      const reason = refusal(from, to, isTest(file)) ?? inner ?? ignoranceOf(own, target)
      if (reason !== null) return context.report({ node, messageId: 'order', data: { specifier, reason } })
      const door = isTest(file) ? null : doorOf(from, to, target)
      if (door !== null) context.report({ node, messageId: 'door', data: { specifier, door } })
    }
    return {
      ImportDeclaration: (node) => check(node.source),
      ExportNamedDeclaration: (node) => check(node.source),
      ExportAllDeclaration: (node) => check(node.source),
      ImportExpression: (node) => check(node.source),
    }
  },
}
