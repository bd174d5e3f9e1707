// Settings as JSON, over the WebSocket of the browser front. Usage: node main/examples/settings.mjs ADDRESS [PREFIX] [PATH=VALUE ...]
// ADDRESS is what `npm start -- --front browser` prints. Changes these settings, all of them or none, and prints those
// that begin with PREFIX, with what each takes.
import { once } from 'node:events'
import { WebSocket } from 'ws'

/** Of shared/rpc/messages.ts: another program than this one is told so. */
const protocol = 5

const words = process.argv.slice(2)
const [address, prefix = ''] = words.filter((word) => word.startsWith('http') || !word.includes('='))
const changes = words.slice(1).filter((word) => word.includes('='))

const socket = new WebSocket(`${address.replace('http', 'ws')}port`)
await once(socket, 'open')
const answers = new Map()
socket.on('message', (data, isBinary) => {
  if (isBinary) return
  const message = JSON.parse(data.toString())
  answers.get(message.id)?.(message)
  // What is not acknowledged is not sent for ever.
  if (message.type === 'event' || message.type === 'state')
    socket.send(JSON.stringify({ type: 'events', seen: message.number }))
})

let calls = 0
async function call(name, request) {
  const id = ++calls
  const answered = new Promise((resolve) => answers.set(id, resolve))
  socket.send(JSON.stringify({ type: 'call', id, call: name, request }))
  const { error, result } = await answered
  answers.delete(id)
  if (error !== undefined) throw new Error(`${error.message} (${error.errno})`)
  return result
}

/** In the type of the setting: a number, on or off, or a text, which attributes of devices always are. */
function typedValue({ path, parameter }, text) {
  if (parameter.type === 'flag') return text === 'on'
  const isNumber = ['quantity', 'count'].includes(parameter.type) && text !== 'auto'
  if (isNumber && !Number.isFinite(Number(text))) throw new Error(`${path} takes a number, not '${text}'.`)
  return isNumber ? Number(text) : text
}

try {
  await call('hello', { protocol, client: 'examples/settings.mjs' })
  const settings = new Map((await call('listSettings')).map((setting) => [setting.path, setting]))
  const wanted = changes.map((change) => {
    const [path, ...rest] = change.split('=')
    const setting = settings.get(path)
    if (setting === undefined) throw new Error(`There is no setting '${path}'.`)
    return { path, value: typedValue(setting, rest.join('=')) }
  })
  if (wanted.length > 0) await call('applySettings', { changes: wanted })
  const now = (await call('listSettings')).filter(({ path }) => path.startsWith(prefix))
  console.log(JSON.stringify(now, null, 2))
} catch (thrown) {
  console.error(thrown.message)
  process.exitCode = 1
} finally {
  socket.close()
}
