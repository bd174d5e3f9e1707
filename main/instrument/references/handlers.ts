// The calls of the contract about references.
import type { Topics } from '#shared/contract/topics.ts'
import type { ServedTopic } from '#shared/rpc/service.ts'
import type { References } from './references.ts'

/** @param announce tells the viewers that the state changed */
export function servedReferences(references: References, announce: () => void): ServedTopic<Topics, 'references'> {
  const told = <T>(result: T): T => {
    announce()
    return result
  }
  return {
    calls: {
      keepReference: async (request) => told(await references.keep(request)),
      importReference: async (request) => told(await references.import(request)),
      setReference: (request) => told(references.set(request)),
      removeReference: ({ id }) => told(references.remove(id)),
      referenceColumns: (request) => references.columns(request),
    },
    state: () => ({ references: references.all }),
  }
}
