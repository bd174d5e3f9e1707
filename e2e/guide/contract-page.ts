// The page of the guide about the contract: what a page, or any other viewer, and the instrument say to each other.
import { refusalTo } from '#shared/contract/access.ts'
import { topics } from '#shared/contract/topics.ts'
import {
  acknowledgeEvery,
  helloCall,
  maxFrameCredits,
  maxOpenCalls,
  maxUnseenEvents,
  maxViewerMessageBytes,
  protocolVersion,
} from '#shared/rpc/messages.ts'
import type { Call, Topic } from '#shared/rpc/topic.ts'
import type { Told, ToldTopic } from './contract-source.ts'
import { cell, code, table } from './reference-pages.ts'
import { shapeText } from './shape-text.ts'

/** Who may make a call: as it is decided when it comes. */
function whoMay(name: string, { changes, by, outOfTurn }: Call): string {
  if (!changes) return by === 'viewer' ? 'anybody, for itself' : 'anybody'
  if (outOfTurn === true) return 'who has the right to control, in control or not'
  const elsewhere = refusalTo({ role: 'operator', name: 'elsewhere', isAtMachine: false }, name)
  return elsewhere === null ? 'who is in control' : 'the machine itself, in control'
}

const nothingTold: Told = { type: '', about: '' }
const typeCell = ({ type }: Told): string => (type === '' || type === 'void' ? '' : cell(code(type)))

function topicText(name: string, { version, essential, calls, events }: Topic, told: ToldTopic): string {
  const callRows = Object.entries(calls).map(([call, one]) => {
    const said = told.calls.get(call) ?? nothingTold
    return [code(call), cell(shapeText(one.request)), typeCell(said), whoMay(call, one), cell(said.about)]
  })
  const eventRows = Object.entries(events).map(([event, { keep }]) => {
    const said = told.events.get(event) ?? nothingTold
    return [code(event), typeCell(said), keep === 1 ? 'the newest' : `the newest ${keep}`, cell(said.about)]
  })
  const fieldRows = [...told.fields].map(([field, said]) => [code(field), typeCell(said), cell(said.about)])
  return [
    `## ${name}`,
    `Version ${version}${essential ? '; no viewer can do without it' : ''}.`,
    ...(callRows.length > 0 ? [table(['call', 'takes', 'answers', 'who may', 'what it does'], callRows)] : []),
    ...(eventRows.length > 0 ? [table(['event', 'data', 'kept for who is slow', 'what it tells'], eventRows)] : []),
    ...(fieldRows.length > 0 ? [table(['state', 'type', 'what it is'], fieldRows)] : []),
  ].join('\n\n')
}

/** @param told what the topics say of themselves, by their names */
export function contractPage(told: ReadonlyMap<string, ToldTopic>): string {
  const sections = Object.entries<Topic>(topics).map(([name, topic]) => {
    const own = told.get(name)
    if (own === undefined) throw new Error(`No file of the contract has the topic ${name}.`)
    return topicText(name, topic, own)
  })
  return `# Page contract

What the page in the window, a page in a browser, and a script of your own say to the instrument, and it to them. This page is made of
the topics in \`shared/contract\`; a test keeps it so. Types that a column names are in the file of their topic.

## How it travels

A script reaches it at the WebSocket \`port\` beside the address that the browser front prints; \`main/examples/settings.mjs\` is a whole one. Messages are
JSON, frames are binary (\`shared/frame\`). The first message is the call \`${helloCall}\`, with \`{ protocol: ${protocolVersion}, client: "a name" }\`; its answer says which
topics there are, in which version, who the viewer is, and the whole state.

${table(
  ['message', 'from', 'what it is'],
  [
    [code('{ type: "call", id, call, request }'), 'viewer', 'a call; ids grow'],
    [code('{ type: "frames", credits, seen }'), 'viewer', `asks for so many frames more, at most ${maxFrameCredits}`],
    [
      code('{ type: "events", seen }'),
      'viewer',
      `events up to this one were handled; at least every ${acknowledgeEvery}`,
    ],
    [code('{ type: "answer", id, result, state }'), 'instrument', 'the call is done, and what of the state it changed'],
    [code('{ type: "error", id, error }'), 'instrument', 'it is refused, or failed: an errno and a sentence'],
    [code('{ type: "event", number, event, data }'), 'instrument', 'an event'],
    [code('{ type: "state", number, state }'), 'instrument', 'slices of the state that changed'],
  ],
)}

A message of a viewer has at most ${maxViewerMessageBytes} bytes, and at most ${maxOpenCalls} of its calls may wait for their answers. Who leaves ${maxUnseenEvents} events
unacknowledged gets only the newest of each kind until it catches up.

## Who may call what

Three kinds of viewers: who only looks, who may control, and the machine of the instrument itself, with all its windows. Of all that may
control one party is in control at a time; the others are refused with EACCES, in a sentence that says who is. What only looks is open
to everybody, and so is what concerns one viewer alone.

${sections.join('\n\n')}
`
}
