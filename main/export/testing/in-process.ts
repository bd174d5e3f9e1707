// An encoder in the thread of the test, behind the same messages as one on a thread of its own: cloned on their way, answered later.
import { MessageChannel } from 'node:worker_threads'
import type { FarSide } from '../thread/encoding.ts'
import type { EncoderFacts, FromEncoder, ToEncoder } from '../thread/messages.ts'
import { encodingService } from '../thread/serve.ts'

/** Where an encoder runs. @param told facts that are to be told otherwise */
export function inProcess(told: Partial<EncoderFacts> = {}): FarSide {
  const { port1, port2 } = new MessageChannel()
  const answerTo = encodingService()
  port2.on('message', (message: ToEncoder) => port2.postMessage(answerTo(message)))
  return {
    ask: (message) => port1.postMessage(message),
    onAnswer(listener) {
      port1.on('message', (said: FromEncoder) =>
        listener(said.answer === 'open' ? { ...said, facts: { ...said.facts, ...told } } : said),
      )
    },
    onEnd: () => undefined,
    end() {
      port1.close()
      return Promise.resolve()
    },
  }
}
